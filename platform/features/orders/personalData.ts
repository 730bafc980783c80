import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Order } from '#shared/model/order/order.ts';
import type { RecipientDetails } from '#shared/wire/platform/platformMessages.ts';

/** How much of a recipient the site's screens and labels may show: the family name's first character, the phone's ends, the area. */
export function toMaskedRecipient(recipient: RecipientDetails): Order['recipient'] {
  const [first = ''] = [...recipient.name.trim()];
  return { nameMasked: `${first}**`, phoneMasked: maskPhone(recipient.phone), area: recipient.area };
}

/** 13812345678 becomes 138****5678; what is too short to keep both ends shows only its last two digits. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/[^\d+]/g, '');
  return digits.length >= 8 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.slice(-2)}`;
}

/** Seals personal data with AES-256-GCM; `label` (site and order) is bound to it, so that it opens nowhere else. */
export function sealRecipient(key: Buffer, label: string, recipient: RecipientDetails): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(label));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(recipient), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens what sealRecipient made. Throws when key or label are others, or it was changed. */
export function openRecipient(key: Buffer, label: string, sealed: string): RecipientDetails {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(label))
    .setAuthTag(bytes.subarray(12, 28));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')) as RecipientDetails;
}

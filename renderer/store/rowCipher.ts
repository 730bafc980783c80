import { StorageFault } from '#shared/ports/recordStorage.ts';

/** AES-GCM with the station's key. What is sealed opens only with the same key and the same label. */
export type RowCipher = {
  seal(label: string, text: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Rejects with StorageFault `corrupt` when key or label are others, or it was changed. */
  open(label: string, sealed: Uint8Array): Promise<string>;
};

/** Length of a key as the host gives it: 32 bytes as base64url. */
const keyBytes = 32;
/** NIST SP 800-38D, 8.2.2: 96 random bits for each text. */
const ivBytes = 12;

/** A cipher for the key the host keeps (`keyText`: 32 bytes, base64url). The key cannot be read out of the page again. */
export async function createRowCipher(keyText: string): Promise<RowCipher> {
  const raw = Uint8Array.from(atob(keyText.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  if (raw.length !== keyBytes) throw new StorageFault('unknown', 'the key for stored personal data has not 32 bytes');
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return {
    async seal(label, text) {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const options = { name: 'AES-GCM', iv, additionalData: encoder.encode(label) };
      const body = await crypto.subtle.encrypt(options, key, encoder.encode(text));
      const sealed = new Uint8Array(ivBytes + body.byteLength);
      sealed.set(iv);
      sealed.set(new Uint8Array(body), ivBytes);
      return sealed;
    },
    async open(label, sealed) {
      const bytes = new Uint8Array(sealed);
      const options = { name: 'AES-GCM', iv: bytes.subarray(0, ivBytes), additionalData: encoder.encode(label) };
      try {
        return decoder.decode(await crypto.subtle.decrypt(options, key, bytes.subarray(ivBytes)));
      } catch {
        throw new StorageFault('corrupt', `what is sealed as ${label} cannot be opened`);
      }
    },
  };
}

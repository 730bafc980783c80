import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { SiteId, StationId } from '#shared/base/ids.ts';

/** How long a station token holds, in true time: a stolen one is soon worthless. */
export const stationTokenMs = 15 * 60_000;

/** What a station token says. `expiresAtMs` is true time, not the platform's clock, which may run faster in a demonstration. */
export type StationClaims = { readonly stationId: StationId; readonly siteId: SiteId; readonly expiresAtMs: number };

/** Makes a token: claims and an HMAC-SHA256 over them. */
export function signStationToken(secret: Buffer, claims: StationClaims): string {
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `hst.${body}.${hmac(secret, body).toString('base64url')}`;
}

/** The claims of a genuine token that has not expired, else null. */
export function readStationToken(secret: Buffer, token: string, nowMs: number): StationClaims | null {
  const [mark, body, signature, more] = token.split('.');
  if (mark !== 'hst' || body === undefined || signature === undefined || more !== undefined) return null;
  const given = Buffer.from(signature, 'base64url');
  const right = hmac(secret, body);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as StationClaims;
  return claims.expiresAtMs > nowMs ? claims : null;
}

/** Whether `signature` (base64url) is an Ed25519 signature of `text` by the raw public key (base64url, 32 bytes). RFC 8032. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** Whether the text is a raw Ed25519 public key in base64url. */
export function isPublicKey(publicKey: string): boolean {
  return /^[\w-]{43}$/.test(publicKey) && Buffer.from(publicKey, 'base64url').length === 32;
}

function hmac(secret: Buffer, body: string): Buffer {
  return createHmac('sha256', secret).update(body).digest();
}

import { assert } from '#shared/base/assert.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { mod37CheckCharacter } from './mod37.ts';

/** What the codes printed by a site name; the words are those of ScannedThing. */
export type SiteCodeKind = 'bin' | 'tote' | 'parcel' | 'shelfPlace' | 'courier' | 'badge' | 'commandSheet' | 'order' | 'device';

/** A site code taken apart; `body` is the record's `code` (for command sheets the action, for example `SHORT/notFound`). */
export type SiteCode = { readonly kind: SiteCodeKind; readonly body: string };

/** Why text is no site code; message keys of renderer/text. `scan.notSiteCode` means it does not even look like one. */
export type SiteCodeError = 'scan.notSiteCode' | 'scan.badCheckCharacter';

const prefixOfKind: Readonly<Record<SiteCodeKind, string>> = {
  bin: 'BN',
  tote: 'TT',
  parcel: 'PC',
  shelfPlace: 'SH',
  courier: 'CR',
  badge: 'OP',
  commandSheet: 'CM',
  order: 'OR',
  device: 'DV',
};
const kindOfPrefix = new Map(Object.entries(prefixOfKind).map(([kind, prefix]) => [prefix, kind as SiteCodeKind]));
const maxBodyLength = 64;
const bodyPattern = /^[0-9A-Za-z][0-9A-Za-z/._-]*$/;
const siteCodePattern = /^([A-Z]{2})-(.+)-([0-9A-Z])$/i;

/**
 * The code as printed, `TT-BODY-C`: for example `BN-A03-2-15-K` for bin `A03-2-15`. C is the ISO 7064 MOD 37,36 character over
 * TT and BODY. Throws AssertionError where the body cannot be printed (letters, digits and `-/._` only, at most 64).
 */
export function toSiteCode(kind: SiteCodeKind, body: string): string {
  assert(body.length <= maxBodyLength && bodyPattern.test(body), `no site code can be made of ${JSON.stringify(body)}`);
  const prefix = prefixOfKind[kind];
  return `${prefix}-${body}-${mod37CheckCharacter(prefix + body)}`;
}

/** Takes a printed site code apart and checks its last character. The prefix may come in lower case; the body is kept as read. */
export function parseSiteCode(text: string): Result<SiteCode, SiteCodeError> {
  const match = siteCodePattern.exec(text.trim());
  const kind = kindOfPrefix.get((match?.[1] ?? '').toUpperCase());
  const body = match?.[2] ?? '';
  if (match === null || kind === undefined || body.length > maxBodyLength || !bodyPattern.test(body)) return err('scan.notSiteCode');
  if (mod37CheckCharacter(prefixOfKind[kind] + body) !== match[3]?.toUpperCase()) return err('scan.badCheckCharacter');
  return ok({ kind, body });
}

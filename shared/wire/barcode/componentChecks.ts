import { countryLetters, countryNumbers, currencyNumbers, packageTypes } from './codeLists.ts';
import { isCouponCode, isCouponOffer } from './couponCode.ts';
import { parseGs1Date } from './gs1Date.ts';
import { hasGtinCheckDigit } from './gtin.ts';

/** Checks the GS1 Syntax Dictionary names for components; the words are the dictionary's. */
export type ComponentCheck =
  | 'couponcode'
  | 'couponposoffer'
  | 'csum'
  | 'csumalpha'
  | 'gcppos1'
  | 'gcppos2'
  | 'hasnondigit'
  | 'hh'
  | 'hhmi'
  | 'hyphen'
  | 'iban'
  | 'importeridx'
  | 'iso3166'
  | 'iso3166999'
  | 'iso3166alpha2'
  | 'iso4217'
  | 'iso5218'
  | 'latitude'
  | 'longitude'
  | 'mediatype'
  | 'mi'
  | 'nonzero'
  | 'nozeroprefix'
  | 'packagetype'
  | 'pcenc'
  | 'pieceoftotal'
  | 'posinseqslash'
  | 'ss'
  | 'winding'
  | 'yesno'
  | 'yymmd0'
  | 'yymmdd'
  | 'yyyymmdd'
  | 'zero';

type Passes = (text: string, thisYear: number) => boolean;

const hour = /^([01]\d|2[0-3])$/;
const sixty = /^[0-5]\d$/;
/** 0 to 180 or 360 degrees in ten millionths: 90 respectively 180 degrees are added before printing. */
const maxLatitude = 1_800_000_000;
const maxLongitude = 3_600_000_000;

const checks: Readonly<Record<ComponentCheck, Passes>> = {
  couponcode: (text, thisYear) => isCouponCode(text, thisYear),
  couponposoffer: (text) => isCouponOffer(text),
  csum: (text) => hasGtinCheckDigit(text),
  csumalpha: (text) => text.length >= 2 && alphaCheckPair(text.slice(0, -2)) === text.slice(-2),
  gcppos1: (text) => /^\d{4}/.test(text),
  gcppos2: (text) => /^.\d{4}/.test(text),
  hasnondigit: (text) => /\D/.test(text),
  hh: (text) => hour.test(text),
  hhmi: (text) => hour.test(text.slice(0, 2)) && sixty.test(text.slice(2)),
  hyphen: (text) => /^-+$/.test(text),
  iban: (text) => isIban(text),
  importeridx: (text) => /^[-0-9A-Z_a-z]$/.test(text),
  iso3166: (text) => countryNumbers.has(text),
  iso3166999: (text) => text === '999' || countryNumbers.has(text),
  iso3166alpha2: (text) => countryLetters.has(text),
  iso4217: (text) => currencyNumbers.has(text),
  iso5218: (text) => /^[0129]$/.test(text),
  latitude: (text) => /^\d{10}$/.test(text) && Number(text) <= maxLatitude,
  longitude: (text) => /^\d{10}$/.test(text) && Number(text) <= maxLongitude,
  mediatype: (text) => /^(0[1-9]|10|[89]\d)$/.test(text),
  mi: (text) => sixty.test(text),
  nonzero: (text) => /[1-9]/.test(text),
  nozeroprefix: (text) => !text.startsWith('0'),
  packagetype: (text) => packageTypes.has(text),
  pcenc: (text) => !/%(?![0-9A-Fa-f]{2})/.test(text),
  pieceoftotal: (text) => isPieceOfTotal(text.slice(0, text.length / 2), text.slice(text.length / 2)),
  posinseqslash: (text) => /^[1-9]\d*\/[1-9]\d*$/.test(text) && Number(text.split('/')[0]) <= Number(text.split('/')[1]),
  ss: (text) => sixty.test(text),
  winding: (text) => /^[019]$/.test(text),
  yesno: (text) => /^[01]$/.test(text),
  yymmd0: (text, thisYear) => parseGs1Date(text, thisYear) !== null,
  yymmdd: (text, thisYear) => !text.endsWith('00') && parseGs1Date(text, thisYear) !== null,
  yyyymmdd: (text) => isFullDate(text),
  zero: (text) => /^0+$/.test(text),
};

const reasons = {
  csum: 'scan.badCheckDigit',
  csumalpha: 'scan.badCheckDigit',
  iban: 'scan.badCheckDigit',
  yymmd0: 'scan.impossibleDate',
  yymmdd: 'scan.impossibleDate',
  yyyymmdd: 'scan.impossibleDate',
  hh: 'scan.impossibleDate',
  hhmi: 'scan.impossibleDate',
  mi: 'scan.impossibleDate',
  ss: 'scan.impossibleDate',
} as const satisfies Partial<Record<ComponentCheck, string>>;

/** Why a component fails one of the dictionary's checks, or null. `thisYear` has four digits (General Specifications 7.12). */
export function failedCheck(
  check: ComponentCheck,
  text: string,
  thisYear: number,
): 'scan.badCheckDigit' | 'scan.impossibleDate' | 'scan.malformedElement' | null {
  if (checks[check](text, thisYear)) return null;
  return check in reasons ? reasons[check as keyof typeof reasons] : 'scan.malformedElement';
}

const charset82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const charset32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * Check character pair of a GMN or MUDI over the characters before it (General Specifications 7.9.5): characters weighted with the
 * primes from the right, modulo 1021, as two characters of five bits. Empty text where a character is not of set 82.
 */
export function alphaCheckPair(text: string): string {
  let sum = 0;
  let prime = 1;
  for (let index = text.length - 1; index >= 0; index -= 1) {
    const weight = charset82.indexOf(text.charAt(index));
    if (weight < 0) return '';
    prime = nextPrime(prime);
    sum = (sum + weight * prime) % 1021;
  }
  return charset32.charAt(sum >> 5) + charset32.charAt(sum & 31);
}

function nextPrime(after: number): number {
  for (let candidate = after + 1; ; candidate += 1) {
    let divisor = 2;
    while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor += 1;
    if (divisor * divisor > candidate) return candidate;
  }
}

/** ISO 13616: country, two check digits, account; modulo 97 of the rearranged number is 1. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}[0-9A-Z]{9,32}$/.test(text) || !countryLetters.has(text.slice(0, 2))) return false;
  let remainder = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const digits = String(parseInt(character, 36));
    remainder = (remainder * 10 ** digits.length + Number(digits)) % 97;
  }
  return remainder === 1;
}

function isPieceOfTotal(piece: string, total: string): boolean {
  return piece.length === total.length && Number(piece) > 0 && Number(piece) <= Number(total);
}

function isFullDate(text: string): boolean {
  if (!/^\d{8}$/.test(text) || text.endsWith('00')) return false;
  // The year is written out, so the century window is laid around it.
  return parseGs1Date(text.slice(2), Number(text.slice(0, 4))) !== null;
}

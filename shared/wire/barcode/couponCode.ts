import { parseGs1Date } from './gs1Date.ts';

/** Takes digits from the front; `null` once something did not fit. */
type Cursor = { readonly digits: string; at: number };

/**
 * Whether text is a coupon code of AI (8110) (GS1 North American Coupon Application Guideline): company prefix, offer code, save value
 * and first purchase, then the optional fields 1, 2, 3, 4, 5, 6 and 9 in this order, each announced by its digit.
 */
export function isCouponCode(text: string, thisYear: number): boolean {
  if (!/^\d+$/.test(text)) return false;
  const cursor: Cursor = { digits: text, at: 0 };
  const hasStart = takeSized(cursor, 0, 6, 6) && take(cursor, 6) !== null && takeSized(cursor, 1, 5, 0) && takeRequirement(cursor);
  if (!hasStart) return false;
  const hasMore =
    optionally(cursor, '1', () => oneOf(cursor, '0123') && takePurchase(cursor)) &&
    optionally(cursor, '2', () => takePurchase(cursor)) &&
    takeDates(cursor, thisYear) &&
    optionally(cursor, '5', () => takeSized(cursor, 0, 9, 6)) &&
    optionally(cursor, '6', () => takeSized(cursor, 1, 7, 6)) &&
    optionally(cursor, '9', () => oneOf(cursor, '01256') && oneOf(cursor, '012') && take(cursor, 1) !== null && oneOf(cursor, '01'));
  return hasMore && cursor.at === text.length;
}

/** Whether text is a positive offer file code of AI (8112): format 0 or 1, company prefix, offer code, serial number. */
export function isCouponOffer(text: string): boolean {
  if (!/^\d+$/.test(text)) return false;
  const cursor: Cursor = { digits: text, at: 0 };
  const fits = oneOf(cursor, '01') && takeSized(cursor, 0, 6, 6) && take(cursor, 6) !== null && takeSized(cursor, 0, 9, 6);
  return fits && cursor.at === text.length;
}

/** Value, its code, and the family code of three digits. */
function takeRequirement(cursor: Cursor): boolean {
  return takeSized(cursor, 1, 5, 0) && oneOf(cursor, '012349') && take(cursor, 3) !== null;
}

/** A further purchase: its requirement and company prefix; a length digit 9 says that the first one's prefix holds. */
function takePurchase(cursor: Cursor): boolean {
  if (!takeRequirement(cursor)) return false;
  if (cursor.digits.charAt(cursor.at) !== '9') return takeSized(cursor, 0, 6, 6);
  cursor.at += 1;
  return true;
}

/** Field 3, last day, and field 4, first day: each a day of the calendar, the first not after the last. */
function takeDates(cursor: Cursor, thisYear: number): boolean {
  const dates: string[] = [];
  const takeDate = (): boolean => {
    const yymmdd = take(cursor, 6);
    if (yymmdd === null || yymmdd.endsWith('00') || parseGs1Date(yymmdd, thisYear) === null) return false;
    dates.push(yymmdd);
    return true;
  };
  if (!optionally(cursor, '3', takeDate)) return false;
  const expiry = dates.length === 1 ? dates[0] : undefined;
  if (!optionally(cursor, '4', takeDate)) return false;
  const start = dates.at(-1);
  return expiry === undefined || start === undefined || start <= expiry;
}

function optionally(cursor: Cursor, mark: string, takeField: () => boolean): boolean {
  if (cursor.digits.charAt(cursor.at) !== mark) return true;
  cursor.at += 1;
  return takeField();
}

/** A field that begins with the digit of its length, of which `extra` is taken for granted. */
function takeSized(cursor: Cursor, least: number, most: number, extra: number): boolean {
  const length = Number(take(cursor, 1) ?? 'x');
  return length >= least && length <= most && take(cursor, length + extra) !== null;
}

function oneOf(cursor: Cursor, allowed: string): boolean {
  const digit = take(cursor, 1);
  return digit !== null && allowed.includes(digit);
}

function take(cursor: Cursor, count: number): string | null {
  if (cursor.at + count > cursor.digits.length) return null;
  const taken = cursor.digits.slice(cursor.at, cursor.at + count);
  cursor.at += count;
  return taken;
}

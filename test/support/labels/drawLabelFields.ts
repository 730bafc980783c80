import { nextInt, pickOne, type Prng } from '#shared/base/prng.ts';
import { gtinCheckDigit } from '#shared/wire/barcode/gtin.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { LabelField, LabelTemplate } from '#shared/wire/label/labelTemplate.ts';

const chinese = Array.from('冷藏常温生鲜牛奶鸡蛋西红柿请放门口电话送达喆龘𠮷一二三楼号单元补打，。（）');
const latin = Array.from('The quick brown fox Jumps ÄÖÜéñçŁ gjpqy WMWMWM 0123456789 ^~_\\"!>{}[]<|`\'&%$#@*+-=/');
/** Emoji, joined emoji, other scripts, marks piled on a letter, direction marks, halves of pairs. */
const strange = ['😀', '👨‍👩‍👧', '🍎', 'ก็', 'الحليب', 'नमस्ते', 'Z̸̧͈̓a', '\u202e', '\ufeff', '\ud83d', '한국', 'テスト', '￥', '①', '\t', '\n'];
const alphanumeric = Array.from('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ');
const lotCharacters = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-/.+*_%&!');
const fills: readonly ((prng: Prng) => string)[] = [
  (prng) => pickOne(prng, chinese),
  (prng) => pickOne(prng, latin),
  (prng) => String(nextInt(prng, 0, 9)),
  () => 'W',
  () => '龘',
  (prng) => (prng.next() < 0.3 ? pickOne(prng, strange) : pickOne(prng, chinese)),
  (prng) => (prng.next() < 0.5 ? pickOne(prng, chinese) : pickOne(prng, latin)),
];

/** Data for a template: valid codes of every length, texts from nothing to their longest, in every script. */
export function drawLabelFields(template: LabelTemplate, prng: Prng): Record<string, string> {
  return Object.fromEntries(template.fields.map((field) => [field.name, drawField(field, prng)]));
}

function drawField(field: LabelField, prng: Prng): string {
  if (/^code\d*$/.test(field.name)) return drawSiteCode(field, prng);
  if (field.name === 'ean') return withCheckDigit(digits(prng, 12));
  if (field.name === 'gtin') return withCheckDigit(digits(prng, 13));
  if (field.name === 'expiry') return `${two(nextInt(prng, 20, 45))}${two(nextInt(prng, 1, 12))}${two(nextInt(prng, 0, 28))}`;
  if (field.name === 'weight') return pickOne(prng, ['', '999999', '000001', digits(prng, 6)]);
  if (field.name === 'weightAi') return pickOne(prng, ['', '3100', '3101', '3102', '3103', '3104', '3105']);
  if (field.name === 'lot') return letters(prng, lotCharacters, edgeLength(prng, 1, field.maxLength));
  return drawText(field, prng);
}

function drawSiteCode(field: LabelField, prng: Prng): string {
  if (!field.isRequired && prng.next() < 0.2) return '';
  // Two letters, two dashes and the check character are there anyway.
  return toSiteCode('parcel', letters(prng, alphanumeric, edgeLength(prng, 1, field.maxLength - 5)));
}

function drawText(field: LabelField, prng: Prng): string {
  const length = edgeLength(prng, field.isRequired ? 1 : 0, field.maxLength);
  const fill = pickOne(prng, fills);
  let text = field.isRequired ? 'x' : '';
  while (text.length < length) text += fill(prng);
  return text.slice(0, length);
}

function edgeLength(prng: Prng, least: number, most: number): number {
  return pickOne(prng, [least, Math.min(most, least + 1), most - 1, most, nextInt(prng, least, most), nextInt(prng, least, most)]);
}

function letters(prng: Prng, alphabet: readonly string[], length: number): string {
  return Array.from({ length }, () => pickOne(prng, alphabet)).join('');
}

function digits(prng: Prng, length: number): string {
  return letters(prng, Array.from('0123456789'), length);
}

function withCheckDigit(body: string): string {
  return body + gtinCheckDigit(body);
}

function two(count: number): string {
  return String(count).padStart(2, '0');
}

import { nextInt, pickOne, type Prng } from '#shared/base/prng.ts';
import type { AiPart } from '#shared/wire/barcode/aiRow.ts';
import { aiRule, allAiRules, isAiLike, type AiRule } from '#shared/wire/barcode/applicationIdentifiers.ts';
import { checkPairing } from '#shared/wire/barcode/checkPairing.ts';
import { countryLetters, countryNumbers, currencyNumbers, packageTypes } from '#shared/wire/barcode/codeLists.ts';
import { alphaCheckPair, type ComponentCheck } from '#shared/wire/barcode/componentChecks.ts';
import { gtinCheckDigit } from '#shared/wire/barcode/gtin.ts';
import type { Gs1Element } from '#shared/wire/barcode/parseElementString.ts';

const charsets: Readonly<Record<AiPart['charset'], string>> = {
  n: '0123456789',
  x: '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
  y: '#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  z: '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
};
const twoDigits = (prng: Prng, from: number, to: number): string => String(nextInt(prng, from, to)).padStart(2, '0');
const digits = (prng: Prng, count: number): string => drawText(prng, charsets.n, count);
const drawText = (prng: Prng, alphabet: string, count: number): string =>
  Array.from({ length: count }, () => alphabet.charAt(nextInt(prng, 0, alphabet.length - 1))).join('');
const fromList = (list: ReadonlySet<string>) => (prng: Prng) => pickOne(prng, [...list]);
const date = (prng: Prng): string => digits(prng, 2) + twoDigits(prng, 1, 12) + twoDigits(prng, 1, 28);

/** Texts that pass a check; checks that are not here pass by the right characters or are mended afterwards. */
const passing: Partial<Record<ComponentCheck, (prng: Prng) => string>> = {
  couponcode: (prng) => `1${digits(prng, 7)}${digits(prng, 6)}2${digits(prng, 2)}2${digits(prng, 2)}0${digits(prng, 3)}`,
  couponposoffer: (prng) => `0${'0'}${digits(prng, 6)}${digits(prng, 6)}1${digits(prng, 7)}`,
  hh: (prng) => twoDigits(prng, 0, 23),
  hhmi: (prng) => twoDigits(prng, 0, 23) + twoDigits(prng, 0, 59),
  hyphen: () => '-',
  iban: () => 'GB82WEST12345698765432',
  importeridx: (prng) => drawText(prng, '-0aZ_', 1),
  iso3166: fromList(countryNumbers),
  iso3166999: fromList(countryNumbers),
  iso3166alpha2: fromList(countryLetters),
  iso4217: fromList(currencyNumbers),
  iso5218: (prng) => pickOne(prng, ['0', '1', '2', '9']),
  latitude: (prng) => `0${digits(prng, 9)}`,
  longitude: (prng) => `2${digits(prng, 9)}`,
  mediatype: (prng) => pickOne(prng, ['01', '10', '80', '99']),
  mi: (prng) => twoDigits(prng, 0, 59),
  packagetype: fromList(packageTypes),
  pcenc: (prng) => `A${drawText(prng, charsets.y.slice(1), 5)}%4B`,
  pieceoftotal: (prng) => twoDigits(prng, 1, 9) + twoDigits(prng, 9, 20),
  posinseqslash: () => '1/3',
  ss: (prng) => twoDigits(prng, 0, 59),
  winding: (prng) => pickOne(prng, ['0', '1', '9']),
  yesno: (prng) => pickOne(prng, ['0', '1']),
  yymmd0: (prng) => (prng.next() < 0.3 ? date(prng).slice(0, 4) + '00' : date(prng)),
  yymmdd: date,
  yyyymmdd: (prng) => `19${date(prng)}`,
  zero: () => '0',
};

function drawPart(prng: Prng, part: AiPart): string {
  const made = part.checks.map((check) => passing[check]).find((draw) => draw !== undefined);
  if (made !== undefined) return made(prng);
  const hasPrefix = part.checks.some((check) => check.startsWith('gcppos'));
  const length = nextInt(prng, Math.max(part.minLength, hasPrefix && part.minLength < 8 ? 8 : 0), part.maxLength);
  const start = hasPrefix ? digits(prng, 6) : part.checks.some((check) => check.startsWith('no')) ? '7' : '';
  const body = (start + drawText(prng, charsets[part.charset], length)).slice(0, length);
  if (part.checks.includes('csum')) return body.slice(0, -1) + gtinCheckDigit(body.slice(0, -1));
  if (!part.checks.includes('csumalpha')) return body;
  const lettered = part.checks.includes('hasnondigit') ? body.slice(0, -3) + 'x' : body.slice(0, -2);
  return lettered + alphaCheckPair(lettered);
}

/** Data an identifier may carry; optional parts are sometimes left out. */
export function drawContent(prng: Prng, rule: AiRule): string {
  let content = '';
  for (const part of rule.parts) {
    if (part.isOptional && prng.next() < 0.4) break;
    content += drawPart(prng, part);
  }
  return content;
}

/** Elements of one item that go together by the rules of pairs, in an order of chance; the identifier given is among them. */
export function drawElements(prng: Prng, wanted: AiRule, more = 3): Gs1Element[] {
  const rules = [...allAiRules()];
  let elements: Gs1Element[] = [];
  const add = (rule: AiRule): void => {
    const grown = withNeeds(prng, elements, rule, rules);
    if (checkPairing(grown) === null) elements = grown;
  };
  add(wanted);
  for (let count = nextInt(prng, 0, more); count > 0; count -= 1) add(pickOne(prng, rules));
  return elements.toSorted(() => prng.next() - 0.5);
}

/** The elements with one more and with what that one needs, as far as a few steps get there. */
function withNeeds(prng: Prng, elements: readonly Gs1Element[], rule: AiRule, rules: readonly AiRule[]): Gs1Element[] {
  const grown = [...elements];
  const waiting = [rule];
  for (let steps = 0; steps < 12 && waiting.length > 0; steps += 1) {
    const next = waiting.shift();
    if (next === undefined || grown.some(({ ai }) => ai === next.ai)) continue;
    grown.push({ ai: next.ai, content: drawContent(prng, next) });
    for (const groups of next.requires) {
      if (groups.some((group) => group.every((pattern) => grown.some(({ ai }) => isAiLike(ai, pattern))))) continue;
      for (const pattern of pickOne(prng, [...groups])) {
        const found = aiRule(pattern) ?? rules.find(({ ai }) => isAiLike(ai, pattern));
        if (found != null) waiting.push(found);
      }
    }
  }
  return grown;
}

import { describe, expect, test } from 'vitest';
import { createPrng, nextInt, pickOne, type Prng } from '#shared/base/prng.ts';
import { allAiRules, type AiRule } from '#shared/wire/barcode/applicationIdentifiers.ts';
import { buildDigitalLink } from '#shared/wire/barcode/buildDigitalLink.ts';
import { checkPairing } from '#shared/wire/barcode/checkPairing.ts';
import { toBracketed, toElementString } from '#shared/wire/barcode/formatElements.ts';
import type { Gs1Element } from '#shared/wire/barcode/parseElementString.ts';
import { readGs1, type Gs1Source } from '#shared/wire/barcode/readGs1.ts';
import { drawContent, drawElements } from '#test/support/gs1Draws.ts';

const gs = '\u001d';
const options = { thisYear: 2026, allowsAlphas: false };
const drawsPerIdentifier = 6;
const rules = [...allAiRules()];

const verdictOf = (kind: Gs1Source['kind'], text: string): string => {
  const reading = readGs1({ kind, text }, options);
  return reading.ok ? 'ok' : reading.error.rule;
};
const sorted = (elements: readonly Gs1Element[]) => elements.toSorted((a, b) => (a.ai < b.ai ? -1 : 1));
const isRead = (kind: Gs1Source['kind'], text: string, elements: readonly Gs1Element[]): boolean => {
  const reading = readGs1({ kind, text }, options);
  return reading.ok && toBracketed(sorted(reading.value.elements)) === toBracketed(sorted(elements));
};

/** Several valid element strings around every identifier, the same at every run. */
function drawAll(use: (elements: readonly Gs1Element[], rule: AiRule, prng: Prng) => void): void {
  for (const [at, rule] of rules.entries()) {
    const prng = createPrng(7_000 + at);
    for (let draw = 0; draw < drawsPerIdentifier; draw += 1) {
      let elements = drawElements(prng, rule);
      while (!elements.some(({ ai }) => ai === rule.ai)) elements = drawElements(prng, rule);
      use(elements, rule, prng);
    }
  }
}

test('[BC13] valid element strings around every identifier are read in every form', () => {
  const wrong: string[] = [];
  const seen = { strings: 0, links: 0 };
  drawAll((elements) => {
    seen.strings += 1;
    const bracketed = toBracketed(elements);
    const plain = toElementString(elements);
    if (!isRead('elementString', bracketed, elements)) wrong.push(`brackets ${bracketed}`);
    if (!isRead('elementString', `^${toElementString(elements, '^')}`, elements) && !bracketed.includes('^')) wrong.push(`^ ${bracketed}`);
    for (const aim of [']C1', ']d2', ']Q3', ']e0', ']J1'])
      if (!isRead('scanData', aim + plain, elements)) wrong.push(`${aim} ${bracketed}`);
    // A separator after the last element, or after one of predefined length, changes nothing.
    if (!isRead('scanData', `]d2${plain}${gs}`, elements)) wrong.push(`closed ${bracketed}`);
    const closed = elements.map(({ ai, content }) => ai + content).join(gs);
    if (!isRead('scanData', `]d2${closed}`, elements)) wrong.push(`all closed ${bracketed}`);
    const link = buildDigitalLink(elements);
    if (!link.ok) return;
    seen.links += 1;
    if (!isRead('uri', link.value, elements)) wrong.push(link.value);
    if (!isRead('scanData', `]Q1${link.value}`, elements)) wrong.push(`]Q1 ${link.value}`);
  });
  expect({ wrong: wrong.slice(0, 5), isEnough: seen.strings > 2_900 && seen.links > 1_000 }).toEqual({ wrong: [], isEnough: true });
});

/** The elements with the data of `rule`'s changed. */
const withContent = (elements: readonly Gs1Element[], rule: AiRule, change: (content: string) => string): Gs1Element[] =>
  elements.map((element) => (element.ai === rule.ai ? { ai: rule.ai, content: change(element.content) } : element));

/** One thing wrong, and what may be said of it; null where it cannot be done to this identifier. */
type Mutation = (elements: readonly Gs1Element[], rule: AiRule, prng: Prng) => { readonly elements: readonly Gs1Element[] } | null;

const contentMutations: Readonly<Record<string, { readonly make: Mutation; readonly rules: readonly string[] }>> = {
  'a wrong check digit': {
    rules: ['csum'],
    make: (elements, rule, prng) => {
      let at = 0;
      for (const part of rule.parts) {
        if (part.checks.includes('csum')) break;
        at += part.maxLength;
      }
      const part = rule.parts.find(({ checks }) => checks.includes('csum'));
      if (part === undefined) return null;
      const last = at + part.maxLength - 1;
      const wrong = (digit: string): string => String((Number(digit) + nextInt(prng, 1, 9)) % 10);
      return { elements: withContent(elements, rule, (text) => text.slice(0, last) + wrong(text.charAt(last)) + text.slice(last + 1)) };
    },
  },
  'nothing after the identifier': {
    rules: ['length'],
    make: (elements, rule) => ({ elements: withContent(elements, rule, () => '') }),
  },
  'more than the longest data': {
    rules: ['length'],
    make: (elements, rule) => ({ elements: withContent(elements, rule, (text) => text.padEnd(rule.maxLength + 1, '0')) }),
  },
  'a character of another set': {
    rules: ['charset', 'length', 'csum', 'ai'],
    make: (elements, rule, prng) => {
      const charset = rule.parts[0]?.charset ?? 'n';
      const bad = pickOne(prng, { n: ['A', ' ', '/'], x: ['~', '#', '{', ' '], y: ['a', '+', '_'], z: ['+', '/', '%'] }[charset]);
      return { elements: withContent(elements, rule, (text) => bad + text.slice(1)) };
    },
  },
  'month 13': {
    rules: ['yymmd0', 'yymmdd', 'yyyymmdd'],
    make: (elements, rule) => {
      const check = rule.parts[0]?.checks[0];
      if (check === undefined || !/^(yymmd0|yymmdd|yyyymmdd)$/.test(check)) return null;
      const monthAt = check === 'yyyymmdd' ? 4 : 2;
      return { elements: withContent(elements, rule, (text) => `${text.slice(0, monthAt)}13${text.slice(monthAt + 2)}`) };
    },
  },
  'day 00 where the day is asked for': {
    rules: ['yymmdd', 'yyyymmdd'],
    make: (elements, rule) => {
      const check = rule.parts[0]?.checks[0];
      if (check !== 'yymmdd' && check !== 'yyyymmdd') return null;
      const dayAt = check === 'yyyymmdd' ? 6 : 4;
      return { elements: withContent(elements, rule, (text) => `${text.slice(0, dayAt)}00${text.slice(dayAt + 2)}`) };
    },
  },
};

describe('one thing wrong', () => {
  test.each(Object.entries(contentMutations))('[BC10] %s is refused and named, for every identifier', (_, { make, rules: allowed }) => {
    const wrong: string[] = [];
    let tried = 0;
    drawAll((elements, rule, prng) => {
      const mutated = make(elements, rule, prng);
      if (mutated === null) return;
      tried += 1;
      const bracketed = toBracketed(mutated.elements);
      const verdict = verdictOf('elementString', bracketed);
      if (!allowed.includes(verdict)) wrong.push(`${bracketed} ${verdict}`);
      const plain = toElementString(mutated.elements);
      // Too long data of predefined length runs into the next identifier: refused for one reason or another, or not at all by chance.
      if (!(rule.isFixed && allowed[0] === 'length') && verdictOf('scanData', `]C1${plain}`) === 'ok') wrong.push(`]C1 ${plain}`);
    });
    expect({ wrong: wrong.slice(0, 5), hasTried: tried > 40 }).toEqual({ wrong: [], hasTried: true });
  });

  test('[BC11] an identifier left out that another one needs, one that excludes it, a second one that says something else', () => {
    const wrong: string[] = [];
    const seen = { req: 0, ex: 0, repeat: 0 };
    drawAll((elements, rule, prng) => {
      const without = elements.filter(({ ai }) => ai === rule.ai);
      if (rule.requires.length > 0) {
        seen.req += 1;
        if (verdictOf('elementString', toBracketed(without)) !== 'req') wrong.push(`req ${toBracketed(without)}`);
      }
      for (const pattern of rule.excludes) {
        const other = rules.find(({ ai }) => new RegExp(`^${pattern.replaceAll('n', '\\d')}$`).test(ai) && ai !== rule.ai);
        if (other === undefined || elements.some(({ ai }) => ai === other.ai)) continue;
        seen.ex += 1;
        const both = [...elements, { ai: other.ai, content: drawContent(prng, other) }];
        if (verdictOf('elementString', toBracketed(both)) !== 'ex') wrong.push(`ex ${toBracketed(both)}`);
      }
      const own = elements.find(({ ai }) => ai === rule.ai);
      const second = { ai: rule.ai, content: drawContent(prng, rule) };
      if (own === undefined || own.content === second.content) return;
      seen.repeat += 1;
      if (verdictOf('elementString', toBracketed([...elements, second])) !== 'repeat') wrong.push(`repeat ${rule.ai}`);
      if (verdictOf('elementString', toBracketed([...elements, own])) !== 'ok') wrong.push(`same again ${rule.ai}`);
    });
    expect({ wrong: wrong.slice(0, 5), hasTried: seen.req > 1_000 && seen.ex > 100 && seen.repeat > 500 }).toEqual({
      wrong: [],
      hasTried: true,
    });
  });

  test('[BC10] a separator left out runs two elements into one, which is never read as the two', () => {
    const wrong: string[] = [];
    let tried = 0;
    drawAll((elements) => {
      const plain = toElementString(elements);
      const at = plain.indexOf(gs);
      if (at < 0) return;
      tried += 1;
      if (isRead('scanData', `]C1${plain.slice(0, at)}${plain.slice(at + 1)}`, elements)) wrong.push(plain);
    });
    expect({ wrong, hasTried: tried > 300 }).toEqual({ wrong: [], hasTried: true });
  });

  test('[BC10] an identifier nobody has given out is refused in every form', () => {
    const known = new Set(rules.map(({ ai }) => ai));
    const isPrefix = (ai: string): boolean => rules.some((rule) => rule.ai.startsWith(ai) || ai.startsWith(rule.ai));
    const unknown = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(4, '0')).filter(
      (ai) => !known.has(ai) && !isPrefix(ai),
    );
    const taken = unknown.filter(
      (ai) =>
        verdictOf('elementString', `(01)10614141000415(${ai})1`) !== 'ai' ||
        verdictOf('scanData', `]C10110614141000415${ai}1`) !== 'ai' ||
        verdictOf('uri', `https://a.example/01/10614141000415?${ai}=1`) !== 'ai',
    );
    expect([taken, unknown.length > 3_000]).toEqual([[], true]);
  });

  test('[BC12] qualifiers out of their order are refused, in order they are read', () => {
    const wrong: string[] = [];
    for (const rule of rules.filter(({ linkSequences }) => linkSequences !== null)) {
      const prng = createPrng(Number(rule.ai));
      const whole = (rule.linkSequences ?? []).filter((sequence) => sequence.length > 1);
      for (const sequence of whole) {
        const elements = [rule.ai, ...sequence].map((ai) => ({
          ai,
          content: drawContent(prng, rules.find((one) => one.ai === ai) ?? rule),
        }));
        if (checkPairing(elements) !== null) continue;
        const uriOf = (list: readonly Gs1Element[]): string =>
          `https://a.example${list.map(({ ai, content }) => `/${ai}/${encodeURIComponent(content)}`).join('')}`;
        if (verdictOf('uri', uriOf(elements)) !== 'ok') wrong.push(uriOf(elements));
        const [key, ...qualifiers] = elements;
        if (key !== undefined && verdictOf('uri', uriOf([key, ...qualifiers.toReversed()])) !== 'linkPath')
          wrong.push(`reversed ${uriOf(elements)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

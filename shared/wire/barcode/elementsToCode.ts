import { parseGs1Date } from './gs1Date.ts';
import type { ParsedCode } from './parsedCode.ts';

/** What checked GS1 elements name: a trade item, the contents of a unit, or a logistic unit. Others are `unknown`. */
export function elementsToCode(elements: ReadonlyMap<string, string>, text: string, thisYear: number): ParsedCode {
  const gtin = elements.get('01');
  const content = elements.get('02');
  if (gtin !== undefined && content !== undefined) return { kind: 'unknown', reason: 'scan.conflictingElements', text, detail: '01 02' };
  const item = gtin ?? content;
  const sscc = elements.get('00');
  if (item === undefined) {
    if (sscc !== undefined) return { kind: 'sscc', sscc, elements };
    return { kind: 'unknown', reason: 'scan.unknownCode', text, detail: [...elements.keys()].join(' ') };
  }
  const dateOf = (ai: string): string | null => {
    const yymmdd = elements.get(ai);
    return yymmdd === undefined ? null : parseGs1Date(yymmdd, thisYear);
  };
  const countText = elements.get('30') ?? elements.get('37');
  const bestBeforeOn = dateOf('15');
  return {
    kind: 'gtin',
    gtin: item,
    otherGtins: [],
    isContent: gtin === undefined,
    lot: elements.get('10') ?? null,
    serial: elements.get('21') ?? null,
    expiresOn: dateOf('17') ?? bestBeforeOn,
    bestBeforeOn,
    producedOn: dateOf('11') ?? dateOf('13'),
    measuredGrams: netGrams(elements),
    count: countText === undefined ? null : Number(countText),
    priceFen: amountFen(elements),
    elements,
  };
}

/** Net weight (310n), kilograms with n decimals, as whole grams. */
function netGrams(elements: ReadonlyMap<string, string>): number | null {
  const found = withDecimals(elements, '310');
  return found === null ? null : Math.round(found.amount * 10 ** (3 - found.decimals));
}

/** Amount payable for a variable measure item in one currency area (392n), or with ISO currency 156, yuan (393n), as fen. */
function amountFen(elements: ReadonlyMap<string, string>): number | null {
  const plain = withDecimals(elements, '392');
  if (plain !== null) return Math.round(plain.amount * 10 ** (2 - plain.decimals));
  for (const [ai, content] of elements) {
    if (!ai.startsWith('393') || !content.startsWith('156')) continue;
    return Math.round(Number(content.slice(3)) * 10 ** (2 - Number(ai.charAt(3))));
  }
  return null;
}

function withDecimals(elements: ReadonlyMap<string, string>, prefix: string): { amount: number; decimals: number } | null {
  for (const [ai, content] of elements) {
    if (ai.length === 4 && ai.startsWith(prefix)) return { amount: Number(content), decimals: Number(ai.charAt(3)) };
  }
  return null;
}

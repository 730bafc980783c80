/** What the data of an application identifier must be. */
export type AiRule = {
  /** Smallest and largest number of characters; equal for fixed lengths. */
  readonly minLength: number;
  readonly maxLength: number;
  readonly charset: 'digits' | 'text';
  readonly check: 'none' | 'checkDigit' | 'date' | 'dateDayZero';
};

/**
 * Application identifiers a station meets (GS1 General Specifications section 3; GS1 Syntax Dictionary 2026-01-27). The key is the
 * identifier; `n` at the end stands for a digit 0 to 5 (implied decimals) or 0 to 9 for amounts.
 */
const table: ReadonlyArray<readonly [string, AiRule]> = [
  ['00', fixed(18, 'checkDigit')],
  ['01', fixed(14, 'checkDigit')],
  ['02', fixed(14, 'checkDigit')],
  ['03', fixed(14, 'checkDigit')],
  ['10', text(20)],
  ['11', fixed(6, 'dateDayZero')],
  ['12', fixed(6, 'dateDayZero')],
  ['13', fixed(6, 'dateDayZero')],
  ['15', fixed(6, 'dateDayZero')],
  ['16', fixed(6, 'dateDayZero')],
  ['17', fixed(6, 'dateDayZero')],
  ['20', fixed(2)],
  ['21', text(20)],
  ['22', text(20)],
  ['235', text(28)],
  ['240', text(30)],
  ['241', text(30)],
  ['242', digits(6)],
  ['243', text(20)],
  ['250', text(30)],
  ['251', text(30)],
  ['254', text(20)],
  ['30', digits(8)],
  ['37', digits(8)],
  ...measures().map((ai): readonly [string, AiRule] => [`${ai}n`, fixed(6)]),
  ['390n', digits(15)],
  ['391n', { minLength: 4, maxLength: 18, charset: 'digits', check: 'none' }],
  ['392n', digits(15)],
  ['393n', { minLength: 4, maxLength: 18, charset: 'digits', check: 'none' }],
  ['394n', fixed(4)],
  ['395n', fixed(6)],
  ['400', text(30)],
  ['401', text(30)],
  ['402', fixed(17, 'checkDigit')],
  ['403', text(30)],
  ['410', fixed(13, 'checkDigit')],
  ['411', fixed(13, 'checkDigit')],
  ['412', fixed(13, 'checkDigit')],
  ['413', fixed(13, 'checkDigit')],
  ['414', fixed(13, 'checkDigit')],
  ['415', fixed(13, 'checkDigit')],
  ['416', fixed(13, 'checkDigit')],
  ['417', fixed(13, 'checkDigit')],
  ['420', text(20)],
  ['421', { minLength: 4, maxLength: 12, charset: 'text', check: 'none' }],
  ['422', fixed(3)],
  ['7003', fixed(10)],
  ['8005', fixed(6)],
  ['8020', text(25)],
  ...['90'].map((ai): readonly [string, AiRule] => [ai, text(30)]),
  ...['91', '92', '93', '94', '95', '96', '97', '98', '99'].map((ai): readonly [string, AiRule] => [ai, text(90)]),
];
const rules = new Map(table);

/** Total length, identifier included, of elements that need no separator, by their first two digits (General Specifications 7.8.5). */
const predefinedLengths = new Map([
  ['00', 20], ['01', 16], ['02', 16], ['03', 16], ['04', 18], ['11', 8], ['12', 8], ['13', 8], ['14', 8], ['15', 8], ['16', 8],
  ['17', 8], ['18', 8], ['19', 8], ['20', 4], ['31', 10], ['32', 10], ['33', 10], ['34', 10], ['35', 10], ['36', 10], ['41', 16],
]); // prettier-ignore

/** Rule of an application identifier such as `17` or `3103`; null where it is not known here. */
export function aiRule(ai: string): AiRule | null {
  const direct = rules.get(ai);
  if (direct !== undefined) return direct;
  if (ai.length !== 4) return null;
  const isMeasure = ai < '3900';
  if (isMeasure && ai.charAt(3) > '5') return null;
  return rules.get(`${ai.slice(0, 3)}n`) ?? null;
}

/** The identifier at the start of `text` and its rule: two, three, then four digits; null where none is known. */
export function findAi(text: string): { readonly ai: string; readonly rule: AiRule } | null {
  for (const length of [2, 3, 4]) {
    const ai = text.slice(0, length);
    if (ai.length < length || !/^\d+$/.test(ai)) return null;
    const rule = aiRule(ai);
    if (rule !== null) return { ai, rule };
  }
  return null;
}

/** Characters of data after an identifier that needs no separator; null where a separator (or the end) closes the element. */
export function predefinedDataLength(ai: string): number | null {
  const total = predefinedLengths.get(ai.slice(0, 2));
  return total === undefined ? null : total - ai.length;
}

function fixed(length: number, check: AiRule['check'] = 'none'): AiRule {
  return { minLength: length, maxLength: length, charset: 'digits', check };
}

function digits(maxLength: number): AiRule {
  return { minLength: 1, maxLength, charset: 'digits', check: 'none' };
}

function text(maxLength: number): AiRule {
  return { minLength: 1, maxLength, charset: 'text', check: 'none' };
}

/** 310 to 316, 320 to 337, 340 to 357, 360 to 369: weights, lengths, areas and volumes of six digits. */
function measures(): string[] {
  const range = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
  return [...range(310, 316), ...range(320, 337), ...range(340, 357), ...range(360, 369)];
}

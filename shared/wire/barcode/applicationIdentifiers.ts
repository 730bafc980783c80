import type { AiPart, AiRow } from './aiRow.ts';
import { aiTable } from './aiTable.ts';

/** What the table says of one application identifier. */
export type AiRule = {
  readonly ai: string;
  readonly title: string;
  readonly parts: readonly AiPart[];
  /** Smallest and largest number of characters of the whole data; equal for fixed lengths. */
  readonly minLength: number;
  readonly maxLength: number;
  /** Of predefined length: no separator closes it (General Specifications 7.8.5). */
  readonly isFixed: boolean;
  readonly isLinkAttribute: boolean;
  /** Every list must be met, by one of its groups; of a group all patterns must be there. */
  readonly requires: readonly (readonly (readonly string[])[])[];
  readonly excludes: readonly string[];
  /** Qualifiers of this primary key that may follow it in a Digital Link, as whole sequences; null where it is no key. */
  readonly linkSequences: readonly (readonly string[])[] | null;
};

const rules = new Map(aiTable.flatMap((row) => identifiersOf(row).map((ai): [string, AiRule] => [ai, toRule(ai, row)])));

/** Rule of an application identifier such as `17` or `3103`; null where there is none. */
export function aiRule(ai: string): AiRule | null {
  return rules.get(ai) ?? null;
}

/** Every rule there is, in the order of the table. */
export function allAiRules(): IterableIterator<AiRule> {
  return rules.values();
}

/** The identifier at the start of `text` and its rule: two, three, then four digits; null where none is known. */
export function findAi(text: string): AiRule | null {
  for (const length of [2, 3, 4]) {
    const rule = text.length < length ? undefined : rules.get(text.slice(0, length));
    if (rule !== undefined) return rule;
  }
  return null;
}

/** Whether an identifier is meant by a pattern of the table: `01`, `310n`, `35nn`. */
export function isAiLike(ai: string, pattern: string): boolean {
  if (ai.length !== pattern.length) return false;
  for (let index = 0; index < pattern.length; index += 1) {
    const wanted = pattern.charAt(index);
    if (wanted !== 'n' && wanted !== ai.charAt(index)) return false;
  }
  return true;
}

function identifiersOf(row: AiRow): string[] {
  const first = Number(row.ai);
  const last = Number(row.to ?? row.ai);
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index).padStart(row.ai.length, '0'));
}

function toRule(ai: string, row: AiRow): AiRule {
  return {
    ai,
    title: row.title,
    parts: row.parts,
    minLength: row.parts.reduce((sum, part) => sum + (part.isOptional ? 0 : part.minLength), 0),
    maxLength: row.parts.reduce((sum, part) => sum + part.maxLength, 0),
    isFixed: row.flags?.includes('fixed') ?? false,
    isLinkAttribute: row.flags?.includes('attribute') ?? false,
    requires: (row.requires ?? []).map((groups) => groups.map((group) => group.split('+'))),
    excludes: row.excludes ?? [],
    linkSequences: row.linkQualifiers === undefined ? null : sequencesOf(row.linkQualifiers),
  };
}

/** All ordered choices of the alternatives' qualifiers, each once, sorted: `[]`, `['10']`, `['10', '21']`, ... */
function sequencesOf(alternatives: readonly (readonly string[])[]): string[][] {
  const found = new Map<string, string[]>();
  for (const qualifiers of alternatives) {
    for (let mask = 0; mask < 2 ** qualifiers.length; mask += 1) {
      const chosen = qualifiers.filter((_, index) => (mask & (1 << index)) !== 0);
      found.set(chosen.join(' '), chosen);
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, chosen]) => chosen);
}

import type { ComponentCheck } from './componentChecks.ts';

/** Characters of a component: digits, GS1 set 82, set 39 or base64url (GS1 General Specifications 7.11). */
export type AiCharset = 'n' | 'x' | 'y' | 'z';

/** One part of an element's data. `isOptional`: it may be absent at the end; else at least `minLength` characters. */
export type AiPart = {
  readonly charset: AiCharset;
  readonly minLength: number;
  readonly maxLength: number;
  readonly isOptional: boolean;
  readonly checks: readonly ComponentCheck[];
};

/** One line of the table of application identifiers: one of them or a range. */
export type AiRow = {
  readonly ai: string;
  /** Last of the range. */
  readonly to?: string;
  readonly parts: readonly AiPart[];
  /** `fixed`: of predefined length, needs no separator; `attribute`: may stand in the query of a Digital Link. */
  readonly flags?: 'fixed' | 'attribute' | 'fixed attribute';
  /** Every list must be met; one of its entries is enough; `01+21` asks for both; `n` in an entry is any digit. */
  readonly requires?: readonly (readonly string[])[];
  /** Identifiers or patterns that must not stand beside it. */
  readonly excludes?: readonly string[];
  /** Present on primary keys of Digital Links: alternatives of qualifiers, each in its prescribed order. */
  readonly linkQualifiers?: readonly (readonly string[])[];
  /** Data title of the General Specifications, figure 3.2-1; empty where it has none. */
  readonly title: string;
};

type PartWord = ComponentCheck | 'optional';

/** Digits. */
export function n(minLength: number, maxLength: number, ...words: PartWord[]): AiPart {
  return toPart('n', minLength, maxLength, words);
}

/** GS1 AI encodable character set 82. */
export function x(minLength: number, maxLength: number, ...words: PartWord[]): AiPart {
  return toPart('x', minLength, maxLength, words);
}

/** GS1 AI encodable character set 39. */
export function y(minLength: number, maxLength: number, ...words: PartWord[]): AiPart {
  return toPart('y', minLength, maxLength, words);
}

/** File-safe base64. */
export function z(minLength: number, maxLength: number, ...words: PartWord[]): AiPart {
  return toPart('z', minLength, maxLength, words);
}

function toPart(charset: AiCharset, minLength: number, maxLength: number, words: readonly PartWord[]): AiPart {
  const checks = words.filter((word): word is ComponentCheck => word !== 'optional');
  return { charset, minLength, maxLength, isOptional: words.includes('optional'), checks };
}

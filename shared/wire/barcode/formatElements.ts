import { aiRule } from './applicationIdentifiers.ts';
import type { Gs1Element } from './parseElementString.ts';

const groupSeparator = '\u001d';

/** The element string with identifiers in brackets; a `(` in the data is written `\(`. */
export function toBracketed(elements: readonly Gs1Element[]): string {
  return elements.map(({ ai, content }) => `(${ai})${content.replaceAll('(', '\\(')}`).join('');
}

/**
 * The element string as it stands in a symbol, without the first FNC1; `separator` (GS unless said otherwise) after each element
 * that is not of predefined length and not the last.
 */
export function toElementString(elements: readonly Gs1Element[], separator = groupSeparator): string {
  return elements
    .map(({ ai, content }, index) => {
      const isClosed = index === elements.length - 1 || aiRule(ai)?.isFixed === true;
      return ai + content + (isClosed ? '' : separator);
    })
    .join('');
}

/** Human readable interpretation, one line for each element: identifier in brackets, a space, the data (General Specifications 4.15). */
export function toHri(elements: readonly Gs1Element[]): string[] {
  return elements.map(({ ai, content }) => `(${ai}) ${content}`);
}

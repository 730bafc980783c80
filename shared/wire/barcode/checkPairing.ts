import { aiRule, isAiLike } from './applicationIdentifiers.ts';
import type { ElementError, Gs1Element } from './parseElementString.ts';

/** Keys whose serial number part is optional but must be there beside a digital signature (General Specifications 3.9.19). */
const serialKeys: Readonly<Record<string, number>> = { '253': 13, '255': 13, '8003': 14 };

/**
 * What is wrong with the elements of one item taken together, or null: pairs that must not stand together (General Specifications 4.14.1),
 * elements that need another one (4.14.2), a repeated identifier with different data, a signature of a key without its serial number.
 * Give the elements of every carrier of the item at once: a lot in a second symbol needs the GTIN of the first.
 */
export function checkPairing(elements: readonly Gs1Element[]): ElementError | null {
  const present = new Map<string, string>();
  for (const { ai, content } of elements) {
    if ((present.get(ai) ?? content) !== content) return { reason: 'scan.conflictingElements', detail: ai, rule: 'repeat' };
    present.set(ai, content);
  }
  const others = [...present.keys()];
  for (const ai of others) {
    const rule = aiRule(ai);
    if (rule === null) continue;
    const isThere = (pattern: string): boolean => others.some((other) => other !== ai && isAiLike(other, pattern));
    const clashing = rule.excludes.find(isThere);
    if (clashing !== undefined) return { reason: 'scan.conflictingElements', detail: `${ai} ${clashing}`, rule: 'ex' };
    const unmet = rule.requires.find((groups) => !groups.some((group) => group.every(isThere)));
    if (unmet !== undefined) {
      return { reason: 'scan.missingElement', detail: `${ai}: ${unmet.map((group) => group.join('+')).join(',')}`, rule: 'req' };
    }
  }
  if (!present.has('8030')) return null;
  const bare = Object.entries(serialKeys).find(([ai, length]) => present.get(ai)?.length === length);
  return bare === undefined ? null : { reason: 'scan.missingElement', detail: bare[0], rule: 'serial' };
}

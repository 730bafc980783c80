import { err, ok, type Result } from '#shared/base/result.ts';
import { aiRule } from './applicationIdentifiers.ts';
import type { Gs1Element } from './parseElementString.ts';

/** Domain of canonical Digital Links (GS1 Digital Link: URI Syntax 1.6, section 6). */
export const canonicalStem = 'https://id.gs1.org';

/** Why no Digital Link can be made; `detail` is the identifier it is about. */
export type DigitalLinkError = { readonly reason: 'noKey' | 'notAnAttribute'; readonly detail: string };

/**
 * The Digital Link URI of elements: the first primary key among them and the longest sequence of its qualifiers in the path, the rest as
 * attributes, those of predefined length first. `stem` is scheme, domain and path before the key; without one the canonical one.
 * Elements are taken as they are: check them before.
 */
export function buildDigitalLink(elements: readonly Gs1Element[], stem = canonicalStem): Result<string, DigitalLinkError> {
  const contents = new Map(elements.map(({ ai, content }) => [ai, content]));
  const key = [...contents.keys()].find((ai) => aiRule(ai)?.linkSequences != null);
  if (key === undefined) return err({ reason: 'noKey', detail: '' });
  const path = [key, ...longestSequence(key, contents)];
  const rest = [...contents.keys()].filter((ai) => !path.includes(ai));
  const misplaced = rest.find((ai) => aiRule(ai)?.isLinkAttribute !== true);
  if (misplaced !== undefined) return err({ reason: 'notAnAttribute', detail: misplaced });
  const ordered = [...rest.filter(isFixed), ...rest.filter((ai) => !isFixed(ai))];
  const pathText = path.map((ai) => `/${ai}/${escape(contents.get(ai) ?? '')}`).join('');
  const query = ordered.map((ai) => `${ai}=${escape(contents.get(ai) ?? '')}`).join('&');
  return ok(stem.replace(/\/$/, '') + pathText + (query === '' ? '' : `?${query}`));
}

function longestSequence(key: string, contents: ReadonlyMap<string, string>): readonly string[] {
  const fitting = (aiRule(key)?.linkSequences ?? []).filter((sequence) => sequence.every((ai) => contents.has(ai)));
  return fitting.reduce((best, sequence) => (sequence.length > best.length ? sequence : best), []);
}

function isFixed(ai: string): boolean {
  return aiRule(ai)?.isFixed === true;
}

/** Everything but the unreserved characters of RFC 3986 as percent sequences. */
function escape(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

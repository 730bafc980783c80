import { err, ok } from '#shared/base/result.ts';
import { aiRule } from './applicationIdentifiers.ts';
import { toGtin14 } from './gtin.ts';
import { checkElement, type ElementResult } from './parseElementString.ts';

const keyQualifiers: Readonly<Record<string, readonly string[]>> = { '01': ['22', '10', '21'], '00': [] };
const maxAttributes = 40;

/**
 * Elements of an uncompressed GS1 Digital Link URI whose key is a GTIN (01) or SSCC (00): key and qualifiers in the path, attributes in the
 * query (GS1 Digital Link URI Syntax 1.6, section 5). Null for any other address.
 */
export function parseDigitalLink(uri: string, thisYear: number): ElementResult | null {
  const match = /^https?:\/\/[^/?#]+(\/[^?#]*)?(?:\?([^#]*))?/i.exec(uri);
  if (match === null) return null;
  const segments = (match[1] ?? '').split('/').slice(1);
  const keyAt = segments.findLastIndex((segment, index) => segment in keyQualifiers && /^\d+$/.test(segments[index + 1] ?? ''));
  const key = segments[keyAt];
  if (keyAt < 0 || key === undefined) return null;
  const pairs = pathPairs(segments.slice(keyAt), key);
  if (pairs === null) return null;
  pairs.push(...queryPairs(match[2] ?? ''));
  const elements = new Map<string, string>();
  for (const [ai, raw] of pairs.slice(0, maxAttributes)) {
    const rule = aiRule(ai);
    if (rule === null) continue;
    const content = ai === '01' ? toGtin14(raw) : raw;
    const problem = checkElement(ai, content, rule, thisYear);
    if (problem !== null) return err(problem);
    if ((elements.get(ai) ?? content) !== content) return err({ reason: 'scan.conflictingElements', detail: ai });
    elements.set(ai, content);
  }
  return ok(elements);
}

/** Key and qualifiers in their prescribed order; null where the path holds something else. */
function pathPairs(segments: readonly string[], key: string): Array<[string, string]> | null {
  const allowed = [key, ...(keyQualifiers[key] ?? [])];
  const pairs: Array<[string, string]> = [];
  let lastPosition = -1;
  for (let index = 0; index < segments.length; index += 2) {
    const ai = segments[index] ?? '';
    if (ai === '' && index === segments.length - 1) break;
    const position = allowed.indexOf(ai);
    const content = decode(segments[index + 1] ?? '');
    if (position <= lastPosition || content === null) return null;
    lastPosition = position;
    pairs.push([ai, content]);
  }
  return pairs;
}

function queryPairs(query: string): Array<[string, string]> {
  const pairs: Array<[string, string]> = [];
  for (const part of query.split(/[&;]/)) {
    const [ai = '', raw = ''] = part.split('=');
    const content = decode(raw);
    if (/^\d{2,4}$/.test(ai) && content !== null) pairs.push([ai, content]);
  }
  return pairs;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

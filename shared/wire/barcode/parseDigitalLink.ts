import { err, ok, type Result } from '#shared/base/result.ts';
import { aiRule, type AiRule } from './applicationIdentifiers.ts';
import { toGtin14 } from './gtin.ts';
import { checkElement, maxElements, type ElementError, type Gs1Element } from './parseElementString.ts';

/** How an address is read. */
export type DigitalLinkOptions = {
  /**
   * By the letter of the standard; else as scans on the floor are read: shorter GTINs in the path are filled with zeros, a `/` may end the
   * path, `;` may part the attributes, unknown or misplaced attributes are passed over.
   */
  readonly isStrict: boolean;
  /** Take the names of Digital Link 1.1 too (`gtin`, `lot`, `ser`, ...), which 1.2 gave up. */
  readonly allowsAlphas: boolean;
};

/** Convenience names of GS1 Digital Link 1.1, section 5.2. */
const alphas: Readonly<Record<string, string>> = {
  cpid: '8010', cpsn: '8011', cpv: '22', gcn: '255', gdti: '253', giai: '8004', ginc: '401', gln: '414', glnx: '254', gmn: '8013',
  grai: '8003', gsin: '402', gsrn: '8018', gsrnp: '8017', gtin: '01', itip: '8006', lot: '10', party: '417', refno: '8020', ser: '21',
  srin: '8019', sscc: '00',
}; // prettier-ignore
const uriPattern = /^(?:https?|HTTPS?):\/\/([-A-Za-z0-9.:[\]]+)(\/[^?#]*)(?:\?([^#]*))?(?:#.*)?$/;
const uriCharacters = /^[-A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%]+$/;

/**
 * Elements of an uncompressed GS1 Digital Link URI, in the order of the address: key and qualifiers out of the path, attributes out of
 * the query (GS1 Digital Link: URI Syntax 1.6, section 4). Null for an address that is none; any domain and any path before the key.
 */
export function parseDigitalLink(
  uri: string,
  thisYear: number,
  options: DigitalLinkOptions = { isStrict: false, allowsAlphas: true },
): Result<readonly Gs1Element[], ElementError> | null {
  const match = uriCharacters.test(uri)
    ? uriPattern.exec(options.isStrict ? uri : uri.replace(/^https?/i, (scheme) => scheme.toLowerCase()))
    : null;
  if (match === null) return null;
  const path = readPath(match[2] ?? '', options);
  if (path === null) return null;
  if (!path.ok) return path;
  const attributes = readQuery(match[3] ?? '', path.value, options);
  if (!attributes.ok) return attributes;
  const elements = [...path.value, ...attributes.value].map(({ ai, content }) => ({
    ai,
    content: ai === '01' && !options.isStrict && /^(\d{8}|\d{12,13})$/.test(content) ? toGtin14(content) : content,
  }));
  return checkAll(elements, thisYear, options);
}

/** Key and qualifiers; null where no key is found walking back from the end of the path. */
function readPath(path: string, options: DigitalLinkOptions): Result<Gs1Element[], ElementError> | null {
  const segments = path.split('/').slice(1);
  if (!options.isStrict && segments.at(-1) === '') segments.pop();
  const found: Array<{ rule: AiRule; raw: string }> = [];
  let key: AiRule | null = null;
  for (let at = segments.length - 2; at >= 0 && key === null; at -= 2) {
    const rule = ruleOfSegment(segments[at] ?? '', options);
    if (rule === null) return null;
    found.unshift({ rule, raw: segments[at + 1] ?? '' });
    if (rule.linkSequences !== null) key = rule;
  }
  if (key === null) return null;
  const qualifiers = found.slice(1).map(({ rule }) => rule.ai);
  if (!isSequence(key, qualifiers)) return fail('scan.malformedElement', [key.ai, ...qualifiers].join('/'), 'linkPath');
  return ok(found.map(({ rule, raw }) => ({ ai: rule.ai, content: unescape(raw) })));
}

function ruleOfSegment(segment: string, { allowsAlphas }: DigitalLinkOptions): AiRule | null {
  const named = allowsAlphas && Object.hasOwn(alphas, segment) ? alphas[segment] : undefined;
  return aiRule(named ?? segment);
}

/** Whether these qualifiers may follow the key in this order. */
function isSequence(key: AiRule, qualifiers: readonly string[]): boolean {
  const wanted = qualifiers.join(' ');
  return key.linkSequences?.some((sequence) => sequence.join(' ') === wanted) ?? false;
}

/** Attributes that are GS1 elements; every other parameter is the address's own business. */
function readQuery(query: string, path: readonly Gs1Element[], options: DigitalLinkOptions): Result<Gs1Element[], ElementError> {
  const found: Gs1Element[] = [];
  const seen = new Set(path.map(({ ai }) => ai));
  for (const part of query.split(options.isStrict ? '&' : /[&;]/)) {
    const equalsAt = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equalsAt));
    if (options.isStrict && equalsAt === 0) return fail('scan.unknownAi', part.slice(0, 20), 'ai');
    if (!/^\d+$/.test(name)) continue;
    const rule = aiRule(name);
    if (!options.isStrict) {
      if (rule !== null) found.push({ ai: name, content: unescape(part.slice(equalsAt + 1)) });
      continue;
    }
    if (rule === null) return fail('scan.unknownAi', name, 'ai');
    if (seen.has(name)) return fail('scan.conflictingElements', name, 'repeat');
    if (!rule.isLinkAttribute) return fail('scan.malformedElement', name, 'linkAttribute');
    if (belongsInPath(name, path)) return fail('scan.malformedElement', name, 'linkPath');
    seen.add(name);
    found.push({ ai: name, content: unescape(part.slice(equalsAt + 1).replaceAll('+', ' ')) });
  }
  return ok(found);
}

/** Whether an attribute would make a lawful path somewhere after the key. */
function belongsInPath(ai: string, path: readonly Gs1Element[]): boolean {
  const key = aiRule(path[0]?.ai ?? '');
  const qualifiers = path.slice(1).map((element) => element.ai);
  return (
    key !== null && Array.from({ length: path.length }, (_, at) => qualifiers.toSpliced(at, 0, ai)).some((row) => isSequence(key, row))
  );
}

function checkAll(
  elements: readonly Gs1Element[],
  thisYear: number,
  options: DigitalLinkOptions,
): Result<readonly Gs1Element[], ElementError> {
  const kept = options.isStrict ? elements : elements.slice(0, maxElements);
  if (kept.length > maxElements) return fail('scan.malformedElement', '', 'count');
  for (const { ai, content } of kept) {
    const rule = aiRule(ai);
    const problem = rule === null ? null : checkElement(content, rule, thisYear);
    if (problem !== null) return err(problem);
  }
  return ok(kept);
}

/** Percent sequences as the bytes they stand for; whatever is no ASCII fails the character sets later. */
function unescape(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function fail(reason: ElementError['reason'], detail: string, rule: string): { readonly ok: false; readonly error: ElementError } {
  return err({ reason, detail, rule });
}

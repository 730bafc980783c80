import { err, ok, type Result } from '#shared/base/result.ts';
import { checkPairing } from './checkPairing.ts';
import { hasGtinCheckDigit, toGtin14 } from './gtin.ts';
import { parseDigitalLink } from './parseDigitalLink.ts';
import { takeElements, type ElementError, type Gs1Element } from './parseElementString.ts';

/** What an integrator asks about: a scan with its symbology identifier, an element string, or a Digital Link. */
export type Gs1Source =
  | { readonly kind: 'scanData'; readonly text: string }
  | { readonly kind: 'elementString'; readonly text: string }
  | { readonly kind: 'uri'; readonly text: string };

/** What was read: the elements (none where a symbol carries plain text) and the symbology identifier of a scan. */
export type Gs1Reading = { readonly aim: string | null; readonly elements: readonly Gs1Element[]; readonly plainText: string | null };

export type Gs1ReadOptions = { readonly thisYear: number; readonly allowsAlphas: boolean };

const groupSeparator = '\u001d';
const compositeMark = '|]e0';
/** Symbology identifiers (ISO/IEC 15424) of carriers of element strings, and of those of plain text (General Specifications 5.1.2). */
const elementAims = new Set([']C1', ']e0', ']e1', ']e2', ']d2', ']Q3', ']J1']);
const plainAims = new Set([']d1', ']Q1', ']J0']);
/** Digits of the carriers of a bare GTIN. */
const gtinDigits: Readonly<Record<string, number>> = { ']E0': 13, ']E4': 8, ']I1': 14 };

/**
 * Reads a GS1 code by the letter of the standards and says what is wrong with it, rules about pairs of elements included. For checks and
 * integrators; a scan on the floor goes through `parseScan`, which also knows the site's own codes.
 */
export function readGs1(source: Gs1Source, options: Gs1ReadOptions): Result<Gs1Reading, ElementError> {
  switch (source.kind) {
    case 'scanData':
      return readScanData(source.text, options);
    case 'elementString':
      return withPairing(null, readElementText(source.text, options.thisYear));
    case 'uri':
      return withPairing(null, readUri(source.text, options));
  }
}

function readScanData(text: string, options: Gs1ReadOptions): Result<Gs1Reading, ElementError> {
  const aim = /^\][A-Za-z][0-9A-Za-z]/.exec(text)?.[0];
  if (aim === undefined) return fail('scan.unknownCode', text.slice(0, 3), 'aim');
  const rest = text.slice(aim.length);
  const digits = gtinDigits[aim];
  if (digits !== undefined) return readPrimary(aim, rest, digits, options);
  if (elementAims.has(aim)) return withPairing(aim, readPlainElements(rest, options.thisYear));
  if (!plainAims.has(aim)) return fail('scan.unknownCode', aim, 'aim');
  if (/^(https?|HTTPS?):\/\//.test(rest)) return withPairing(aim, readUri(rest, options));
  return ok({ aim, elements: [], plainText: rest });
}

/** EAN/UPC or ITF-14: a GTIN, and for EAN/UPC the composite component beside it. */
function readPrimary(aim: string, text: string, digits: number, options: Gs1ReadOptions): Result<Gs1Reading, ElementError> {
  const primary = text.slice(0, digits);
  const component = text.slice(digits);
  const isComposite = aim !== ']I1' && component.startsWith(compositeMark) && component.length > compositeMark.length;
  if (!/^\d+$/.test(primary) || primary.length !== digits || (component !== '' && !isComposite)) {
    return fail('scan.malformedElement', text, 'length');
  }
  if (!hasGtinCheckDigit(primary)) return fail('scan.badCheckDigit', primary, 'csum');
  const gtin: Gs1Element = { ai: '01', content: toGtin14(primary) };
  if (!isComposite) return ok({ aim, elements: [gtin], plainText: null });
  const taken = readPlainElements(component.slice(compositeMark.length), options.thisYear);
  return withPairing(aim, taken.ok ? ok([gtin, ...taken.value]) : taken);
}

/** The component of a scan has told its first FNC1 by the symbology identifier, so none may lead. */
function readPlainElements(text: string, thisYear: number): Result<readonly Gs1Element[], ElementError> {
  if (text.startsWith(groupSeparator)) return fail('scan.unknownAi', '', 'ai');
  return text.startsWith('(') ? fail('scan.unknownAi', text.slice(0, 4), 'ai') : takeElements(text, thisYear);
}

/** Identifiers in brackets, or plain after an FNC1 written `^` or GS; `|` parts the linear from the composite component. */
function readElementText(text: string, thisYear: number): Result<readonly Gs1Element[], ElementError> {
  const componentAt = text.indexOf('|(');
  if (text.startsWith('(') && componentAt > 0) {
    const linear = takeElements(text.slice(0, componentAt), thisYear);
    const component = takeElements(text.slice(componentAt + 1), thisYear);
    return linear.ok && component.ok ? ok([...linear.value, ...component.value]) : linear.ok ? component : linear;
  }
  if (text.startsWith('(')) return takeElements(text, thisYear);
  const mark = text.charAt(0);
  if (mark !== '^' && mark !== groupSeparator) return fail('scan.malformedElement', text.slice(0, 20), 'brackets');
  return readPlainElements(mark === '^' ? text.slice(1).replaceAll('^', groupSeparator) : text.slice(1), thisYear);
}

function readUri(text: string, { thisYear, allowsAlphas }: Gs1ReadOptions): Result<readonly Gs1Element[], ElementError> {
  return parseDigitalLink(text, thisYear, { isStrict: true, allowsAlphas }) ?? fail('scan.unknownCode', text.slice(0, 80), 'link');
}

function withPairing(aim: string | null, taken: Result<readonly Gs1Element[], ElementError>): Result<Gs1Reading, ElementError> {
  if (!taken.ok) return taken;
  const problem = checkPairing(taken.value);
  return problem === null ? ok({ aim, elements: taken.value, plainText: null }) : err(problem);
}

function fail(reason: ElementError['reason'], detail: string, rule: string): { readonly ok: false; readonly error: ElementError } {
  return err({ reason, detail, rule });
}

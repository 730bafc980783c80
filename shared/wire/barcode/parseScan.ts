import type { VariableMeasureRule } from '#shared/model/site/site.ts';
import { elementsToCode } from './elementsToCode.ts';
import { parseDigitalLink } from './parseDigitalLink.ts';
import { parseElementString, toElementMap, type ElementResult } from './parseElementString.ts';
import { hasGtinCheckDigit, toGtin14, upcEToUpcA } from './gtin.ts';
import type { GtinCode, ParsedCode, UnreadableReason } from './parsedCode.ts';
import { parseSiteCode } from './siteCode.ts';
import { splitAim } from './splitAim.ts';
import { parseVariableMeasure } from './variableMeasure.ts';

/** Year used for the century of two-digit years when the caller does not say; right until 2075. */
const defaultYear = 2026;
const groupSeparator = '\u001d';
/** Symbology identifiers whose data is a GS1 element string (ISO/IEC 15424; GS1 General Specifications 5.1.2). */
const gs1Aims = new Set([']C1', ']e0', ']e1', ']e2', ']d2', ']Q3', ']J1']);

/**
 * Reads what a scanner sent. Never throws; what cannot be used comes back as `unknown` with a reason.
 * Order: site code, GS1 element string or Digital Link, variable measure by the site's rules, EAN/UPC/ITF-14.
 * @param aim symbology identifier (ISO/IEC 15424) such as `]C1`, or null; one at the start of `text` is found too.
 * @param thisYear four digits, for the century of dates (GS1 General Specifications 7.12).
 */
export function parseScan(text: string, aim: string | null, rules: readonly VariableMeasureRule[], thisYear = defaultYear): ParsedCode {
  const read = splitAim(text, aim);
  if (read.text.trim() === '') return unknown('scan.empty', text, '');
  const siteCode = parseSiteCode(read.text);
  if (siteCode.ok) return { kind: 'siteCode', thing: siteCode.value.kind, body: siteCode.value.body };
  const elements = readElements(read.text, read.aim, thisYear);
  if (elements !== null) {
    if (elements.ok) return elementsToCode(elements.value, text, thisYear);
    return unknown(elements.error.reason, text, elements.error.detail);
  }
  if (siteCode.error === 'scan.badCheckCharacter') return unknown('scan.badCheckCharacter', text, '');
  const digits = read.text.trim();
  if (!/^\d+$/.test(digits)) return unknown('scan.unknownCode', text, '');
  return parseDigits(digits, read.aim, rules, text);
}

/** Elements of a code that says it is GS1, or looks so beyond doubt; null for every other code. */
function readElements(text: string, aim: string | null, thisYear: number): ElementResult | null {
  if (/^https?:\/\//i.test(text)) {
    const link = parseDigitalLink(text, thisYear);
    return link === null || !link.ok ? link : toElementMap(link.value);
  }
  if (aim !== null && gs1Aims.has(aim)) return parseElementString(text, thisYear);
  if (/^\(\d{2,4}\)/.test(text) || text.includes(groupSeparator)) return parseElementString(text, thisYear);
  const looksLikeGtinElement = aim === null && /^0[12]\d{14}./.test(text) && hasGtinCheckDigit(text.slice(2, 16));
  const looksLikeSscc = aim === null && /^00\d{18}$/.test(text);
  return looksLikeGtinElement || looksLikeSscc ? parseElementString(text, thisYear) : null;
}

function parseDigits(digits: string, aim: string | null, rules: readonly VariableMeasureRule[], text: string): ParsedCode {
  const measured = parseVariableMeasure(digits, rules);
  if (measured !== null) {
    return measured.ok ? measured.value : unknown(measured.error, text, '');
  }
  const readings = gtinReadings(digits, aim);
  const [gtin, ...otherGtins] = readings;
  if (gtin !== undefined) return plainGtin(gtin, otherGtins);
  const hasGtinLength = [8, 12, 13, 14].includes(digits.length);
  return unknown(hasGtinLength ? 'scan.badCheckDigit' : 'scan.unknownCode', text, '');
}

/** Every GTIN-14 the digits can mean, the likeliest first: EAN-8 before UPC-E, unless the scanner says which. */
function gtinReadings(digits: string, aim: string | null): string[] {
  if (digits.length === 6 && aim?.startsWith(']E') === true) return upcEReadings(digits);
  if (![8, 12, 13, 14].includes(digits.length)) return [];
  const direct = hasGtinCheckDigit(digits) ? [toGtin14(digits)] : [];
  if (digits.length !== 8 || aim === ']E4') return direct;
  const upcE = upcEReadings(digits);
  const ordered = aim === ']E0' ? [...upcE, ...direct] : [...direct, ...upcE];
  return [...new Set(ordered)];
}

function upcEReadings(digits: string): string[] {
  const upcA = upcEToUpcA(digits);
  return upcA === null ? [] : [toGtin14(upcA)];
}

function plainGtin(gtin: string, otherGtins: readonly string[]): GtinCode {
  return {
    kind: 'gtin',
    gtin,
    otherGtins,
    isContent: false,
    lot: null,
    serial: null,
    expiresOn: null,
    bestBeforeOn: null,
    producedOn: null,
    measuredGrams: null,
    count: null,
    priceFen: null,
    elements: new Map(),
  };
}

function unknown(reason: UnreadableReason, text: string, detail: string): ParsedCode {
  return { kind: 'unknown', reason, text, detail };
}

import type { SiteCodeKind } from './siteCode.ts';

/** Why a code cannot be used; message keys of renderer/text. */
export type UnreadableReason =
  | 'scan.empty'
  | 'scan.unknownCode'
  | 'scan.badCheckDigit'
  | 'scan.badCheckCharacter'
  | 'scan.badValueVerifier'
  | 'scan.impossibleDate'
  | 'scan.unknownAi'
  | 'scan.malformedElement'
  | 'scan.conflictingElements'
  | 'scan.missingElement';

/** A trade item code with everything its barcode says; what it does not say is null. */
export type GtinCode = {
  readonly kind: 'gtin';
  /** 14 digits, shorter codes filled with zeros on the left. */
  readonly gtin: string;
  /** Other readings of the same digits (an EAN-8 that is also a UPC-E), 14 digits each. */
  readonly otherGtins: readonly string[];
  /** True where the code names the contents of a logistic unit, AI (02), not the scanned thing itself. */
  readonly isContent: boolean;
  readonly lot: string | null;
  readonly serial: string | null;
  /** Days YYYY-MM-DD; a day 00 has become the last day of its month. `expiresOn` is (17), else (15), best before. */
  readonly expiresOn: string | null;
  readonly bestBeforeOn: string | null;
  readonly producedOn: string | null;
  readonly measuredGrams: number | null;
  /** (30) items of a variable trade item, or (37) units contained. */
  readonly count: number | null;
  readonly priceFen: number | null;
  /** All elements by their application identifier, as read. */
  readonly elements: ReadonlyMap<string, string>;
};

/** An in-store code of goods weighed or priced on the spot; exactly one of grams and price is known, both for 18-digit labels. */
export type VariableMeasureCode = {
  readonly kind: 'variableMeasure';
  /** Item reference as the site's scales write it, zeros kept: compare with SKU plu after cutting leading zeros. */
  readonly item: string;
  readonly grams: number | null;
  readonly priceFen: number | null;
  /** The same digits as a GTIN-14, for the site that gave such a number to a fixed item; null for 18 digits. */
  readonly gtin: string | null;
};

/** What the bytes of a scan say, before any record is looked up. */
export type ParsedCode =
  | { readonly kind: 'siteCode'; readonly thing: SiteCodeKind; readonly body: string }
  | GtinCode
  | VariableMeasureCode
  /** A logistic unit, AI (00), 18 digits. */
  | { readonly kind: 'sscc'; readonly sscc: string; readonly elements: ReadonlyMap<string, string> }
  | { readonly kind: 'unknown'; readonly reason: UnreadableReason; readonly text: string; readonly detail: string };

import type { z } from 'zod';
import type { RecordKind } from '#shared/model/records.ts';
import type { ProblemError } from '#shared/wire/platform/problem.ts';

/** A stored row of the kind that is imported. */
export type StoredRow = { readonly id: string; readonly body: Record<string, unknown> };

/** What one row of a file comes to. */
export type RowOutcome =
  | { readonly ok: true; readonly row: Record<string, unknown> }
  | { readonly ok: false; readonly errors: readonly Omit<ProblemError, 'row'>[] };

/** How rows of one kind become records. */
export type RecordImporter = {
  readonly recordKind: RecordKind;
  /** The field that identifies a row to people: `code`, or `badgeCode`. */
  readonly codeField: 'code' | 'badgeCode';
  readonly schema: z.ZodType<Record<string, unknown>>;
  /** Kinds whose rows are needed to resolve references. */
  readonly needs: readonly RecordKind[];
  /** The record to store for a checked row; `known` is what is stored now. */
  toRecord(
    row: Record<string, unknown>,
    known: Record<string, unknown> | undefined,
    lookup: ImportLookup,
  ): RowOutcome | Promise<RowOutcome>;
};

/** Stored rows, and those of this file, by kind. */
export type ImportLookup = {
  byId(kind: RecordKind, id: string): Record<string, unknown> | undefined;
  byCode(kind: RecordKind, code: string): Record<string, unknown> | undefined;
  /** The SKU that claims a barcode, or undefined. */
  skuOfBarcode(gtin: string): string | undefined;
};

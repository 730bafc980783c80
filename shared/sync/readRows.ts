import { createQuickCheck, type QuickCheck } from '#shared/base/createQuickCheck.ts';
import { recordSchemas, type AnyRecord, type RecordKind, type RecordWrite } from '#shared/model/records.ts';
import type { ChangedRow } from '#shared/wire/platform/syncMessages.ts';

/** Makes records of what comes from the platform and the disk. An argument, so that programs with many stations in one process can share the work. */
export type RowReader = {
  /** What a page's text says; throws when it is not JSON. */
  json(text: string): unknown;
  /** A record of a kind, or null when it is not what its kind looks like. */
  row(kind: RecordKind, row: unknown): AnyRecord | null;
  /** Whether `row` gives a record: where the text it came in is kept, nobody needs the copy. */
  isRow(kind: RecordKind, row: unknown): boolean;
};

const quickChecks = new Map<RecordKind, QuickCheck>();

function quickCheckOf(kind: RecordKind): QuickCheck {
  const known = quickChecks.get(kind);
  if (known !== undefined) return known;
  const made = createQuickCheck(recordSchemas[kind]);
  quickChecks.set(kind, made);
  return made;
}

/** Checks every row with its schema. */
export const checkingReader: RowReader = {
  json: (text) => JSON.parse(text) as unknown,
  row(kind, row) {
    const parsed = recordSchemas[kind].safeParse(row);
    return parsed.success ? (parsed.data as AnyRecord) : null;
  },
  isRow: (kind, row) => quickCheckOf(kind)(row) || recordSchemas[kind].safeParse(row).success,
};

/** A row of the feed as a write, or null when it is not what its kind looks like. */
export function readChangedRow(reader: RowReader, changed: ChangedRow): RecordWrite | null {
  if (changed.row === null) return { kind: changed.kind, id: changed.id, row: null } as RecordWrite;
  const row = reader.row(changed.kind, changed.row);
  return row && row.id === changed.id ? ({ kind: changed.kind, id: changed.id, row } as RecordWrite) : null;
}

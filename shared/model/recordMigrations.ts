import type { AnyRecord, RecordKind } from './records.ts';

/** How stored records of an older program become what this one reads. */
export type RecordMigration = {
  readonly toVersion: number;
  /** The record as it is from this version on; the same object when nothing changes for it. */
  migrate(kind: RecordKind, row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
};

/**
 * Oldest first, each one version after the last; the first version is 1. Whoever changes a record so that old ones do not
 * fit adds one here: stations may have been without the platform since before the update, and go on with what they hold.
 */
export const recordMigrations: readonly RecordMigration[] = [];

/** The version of records after all of `migrations`. */
export function recordVersionAfter(migrations: readonly RecordMigration[]): number {
  return migrations.at(-1)?.toVersion ?? 1;
}

/** A record of `fromVersion` as the newest of `migrations` has it. */
export function migrateRecord(migrations: readonly RecordMigration[], fromVersion: number, kind: RecordKind, row: AnyRecord): AnyRecord {
  let record: Readonly<Record<string, unknown>> = row;
  for (const { toVersion, migrate } of migrations) if (toVersion > fromVersion) record = migrate(kind, record);
  return record as unknown as AnyRecord;
}

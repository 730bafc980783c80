import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import type { RecordKind, RecordWrite } from '#shared/model/records.ts';
import type { ProblemError } from '#shared/wire/platform/problem.ts';
import { canonicalJson } from '#platform/db/canonicalJson.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import { createImportLookup } from './createImportLookup.ts';
import type { RecordImporter, StoredRow } from './importTypes.ts';

/** What a file would do to the records. */
export type RecordPlan = {
  readonly writes: readonly RecordWrite[];
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly errors: readonly ProblemError[];
  readonly failed: number;
};

/** Compares the rows of a file with what is stored; nothing is written here. Rows count from 1. */
export async function planRecordImport(
  db: Database,
  siteId: SiteId,
  importer: RecordImporter,
  rows: readonly unknown[],
): Promise<RecordPlan> {
  const lookup = createImportLookup(await readKinds(db, siteId, [importer.recordKind, ...importer.needs]));
  const seen = new Set<string>();
  const writes: RecordWrite[] = [];
  const errors: ProblemError[] = [];
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  const fail = (row: number, faults: ReadonlyArray<Omit<ProblemError, 'row'>>) => {
    counts.failed += 1;
    errors.push(...faults.map((fault) => ({ ...fault, row })));
  };

  for (const [index, candidate] of rows.entries()) {
    const row = index + 1;
    const parsed = importer.schema.safeParse(candidate);
    if (!parsed.success) {
      fail(
        row,
        parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message })),
      );
      continue;
    }
    const code = String(parsed.data[importer.codeField]);
    const named = lookup.byCode(importer.recordKind, code);
    const id = (parsed.data['id'] ?? named?.['id'] ?? `${importer.recordKind}-${code}`) as string;
    if (named !== undefined && named['id'] !== id) {
      fail(row, [{ field: importer.codeField, message: `${code} already belongs to ${String(named['id'])}` }]);
      continue;
    }
    if (seen.has(id) || seen.has(`code:${code}`)) {
      fail(row, [{ field: importer.codeField, message: `${code} stands in an earlier row too` }]);
      continue;
    }
    const known = lookup.byId(importer.recordKind, id);
    const outcome = await importer.toRecord(parsed.data, known, lookup);
    if (!outcome.ok) {
      fail(row, outcome.errors);
      continue;
    }
    seen.add(id).add(`code:${code}`);
    const body = { ...outcome.row, id };
    lookup.put(importer.recordKind, body, importer.codeField);
    if (known !== undefined && canonicalJson(known) === canonicalJson(body)) {
      counts.unchanged += 1;
      continue;
    }
    counts[known === undefined ? 'created' : 'updated'] += 1;
    writes.push({ kind: importer.recordKind, id, row: body } as unknown as RecordWrite);
  }
  return { writes, errors, ...counts };
}

/** All stored rows of some kinds. */
export async function readKinds(
  db: Database,
  siteId: SiteId,
  kinds: readonly RecordKind[],
): Promise<Array<StoredRow & { readonly kind: RecordKind }>> {
  return queryRows(
    db,
    sql`select kind, id, body from records where site_id = ${siteId} and body is not null
      and kind in (select jsonb_array_elements_text(${JSON.stringify(kinds)}::text::jsonb)) order by kind, id`,
  );
}

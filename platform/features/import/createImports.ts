import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import type { SiteId } from '#shared/base/ids.ts';
import { type ImportKind, type ImportReport, maxImportErrors } from '#shared/wire/platform/platformMessages.ts';
import { appendAudit } from '#platform/db/audit.ts';
import type { Database } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';
import { createImportLookup } from './createImportLookup.ts';
import { planRecordImport, readKinds } from './importRecords.ts';
import { parseImport } from './parseImport.ts';
import { planStockImport } from './planStockImport.ts';
import { recordImporters } from './recordImporters.ts';

/** Stock commands applied in one transaction: stations wait no longer than that for the site's lock. */
export const stockCommandsPerTransaction = 1000;
/** From this many written rows on, the database looks at its tables again so that its plans stay good. */
const analyzeFromRows = 500;

type Plan = Pick<ImportReport, 'created' | 'updated' | 'unchanged' | 'failed' | 'errors'>;

/** Imports of layout, catalogue, people and stock. */
export type Imports = {
  /** `body` is a JSON array or CSV text. A dry run says what would happen and changes nothing. */
  run(siteId: SiteId, kind: ImportKind, body: readonly unknown[] | string, isDryRun: boolean): Promise<ImportReport>;
};

/** Builds the imports over the records. */
export function createImports(ports: {
  readonly db: Database;
  readonly writer: SiteWriter;
  readonly clock: Clock;
  onImported(kind: ImportKind, rows: number): void;
}): Imports {
  return {
    async run(siteId, kind, body, isDryRun) {
      const rows = parseImport(kind, body);
      const work = kind === 'stock' ? importStock : importRecords;
      const { plan, headSeq } = await work(ports.writer, siteId, kind, rows, isDryRun);
      const written = isDryRun ? 0 : plan.created + plan.updated;
      if (written > 0) {
        await ports.writer.write(siteId, ({ tx }) =>
          appendAudit(tx, {
            chain: siteId,
            atMs: ports.clock.nowMs(),
            actor: 'admin',
            action: 'imported',
            detail: { kind, created: plan.created, updated: plan.updated },
          }),
        );
        ports.onImported(kind, written);
      }
      if (written >= analyzeFromRows) await ports.db.execute(sql`analyze records`);
      const { created, updated, unchanged, failed } = plan;
      return {
        kind,
        isDryRun,
        rows: rows.length,
        created,
        updated,
        unchanged,
        failed,
        errors: plan.errors.slice(0, maxImportErrors),
        headSeq,
      };
    },
  };
}

type Outcome = { readonly plan: Plan; readonly headSeq: number };

function importRecords(
  writer: SiteWriter,
  siteId: SiteId,
  kind: ImportKind,
  rows: readonly unknown[],
  isDryRun: boolean,
): Promise<Outcome> {
  const importer = recordImporters[kind as Exclude<ImportKind, 'stock'>];
  return writer.write(siteId, async (session) => {
    const plan = await planRecordImport(session.tx, siteId, importer, rows);
    if (!isDryRun) session.put(plan.writes);
    return { plan: { ...plan, errors: [...plan.errors] }, headSeq: session.headSeq() };
  });
}

async function importStock(
  writer: SiteWriter,
  siteId: SiteId,
  _kind: ImportKind,
  rows: readonly unknown[],
  isDryRun: boolean,
): Promise<Outcome> {
  const planIn = async (session: SiteSession, part: readonly unknown[]) => {
    const stored = await readKinds(session.tx, siteId, ['sku', 'bin', 'lot', 'stock']);
    return planStockImport(part, createImportLookup(stored));
  };
  // The whole file is looked at first, so that repeated rows are found wherever they stand.
  const first = await writer.write(siteId, async (session) => {
    const plan = await planIn(session, rows);
    if (!isDryRun) await session.applyAsPlatform(plan.drafts.slice(0, stockCommandsPerTransaction));
    return { plan, headSeq: session.headSeq() };
  });
  let { headSeq } = first;
  for (let start = stockCommandsPerTransaction; !isDryRun && start < first.plan.drafts.length; start += stockCommandsPerTransaction) {
    headSeq = await writer.write(siteId, async (session) => {
      await session.applyAsPlatform(first.plan.drafts.slice(start, start + stockCommandsPerTransaction));
      return session.headSeq();
    });
  }
  return { plan: { ...first.plan, errors: [...first.plan.errors] }, headSeq };
}

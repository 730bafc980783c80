import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import { type RecordKind, recordKinds } from '#shared/model/records.ts';
import type { SnapshotManifest, SnapshotPage } from '#shared/wire/platform/syncMessages.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import { readHead } from './readChanges.ts';
import { readOutboxHeads } from './readOutboxHeads.ts';

/** Rows of one page. */
export const rowsPerSnapshotPage = 1000;
/** Most text of pages kept in memory; the least recently used go first and are built again when asked for. */
export const maxCachedPageBytes = 192 * 1024 * 1024;

type PageEntry = SnapshotManifest['pages'][number];
/** Pages of one kind as they were at its newest change. */
type KindPages = { readonly kindSeq: number; readonly rows: number; readonly pages: readonly PageEntry[] };

/** Consistent snapshots of sites, as pages named by their content. */
export type Snapshots = {
  /** Rejects with UnknownSite. */
  manifest(siteId: SiteId): Promise<SnapshotManifest>;
  /** The page, or null when the site's present state no longer has it. */
  page(siteId: SiteId, hash: string): Promise<SnapshotPage | null>;
};

/** Builds the snapshot source. Kinds that did not change since the last manifest are not read again. */
export function createSnapshots(db: Database, maxBytes = maxCachedPageBytes): Snapshots {
  const pages = new Map<string, string>();
  const kindsBySite = new Map<string, Map<RecordKind, KindPages>>();
  const underWay = new Map<string, Promise<SnapshotManifest>>();
  let cachedBytes = 0;

  const keepPage = (key: string, text: string) => {
    const old = pages.get(key);
    if (old !== undefined) cachedBytes -= old.length;
    pages.delete(key);
    pages.set(key, text);
    cachedBytes += text.length;
    for (const [oldest, oldText] of pages) {
      if (cachedBytes <= maxBytes || oldest === key) break;
      pages.delete(oldest);
      cachedBytes -= oldText.length;
    }
  };

  const build = (siteId: SiteId) =>
    db.transaction(
      async (tx) => {
        const reader = tx as Database;
        const head = await readHead(reader, siteId);
        const known = kindsBySite.get(siteId) ?? new Map<RecordKind, KindPages>();
        const fresh = new Map<RecordKind, KindPages>();
        for (const newest of await readKindSeqs(reader, siteId)) {
          const old = known.get(newest.kind);
          const isUsable =
            old?.kindSeq === newest.kindSeq && old.rows === newest.rows && old.pages.every((page) => pages.has(`${siteId}/${page.hash}`));
          fresh.set(newest.kind, isUsable ? old : { ...newest, pages: await readPages(reader, siteId, newest.kind, keepPage) });
        }
        kindsBySite.set(siteId, fresh);
        const outboxes = await readOutboxHeads(reader, siteId);
        return { epoch: head.epoch, siteSeq: head.headSeq, outboxes, pages: recordKinds.flatMap((kind) => fresh.get(kind)?.pages ?? []) };
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );

  const manifest = (siteId: SiteId) => {
    const running = underWay.get(siteId);
    if (running !== undefined) return running;
    const started = build(siteId).finally(() => underWay.delete(siteId));
    underWay.set(siteId, started);
    return started;
  };

  return {
    manifest,
    async page(siteId, hash) {
      const key = `${siteId}/${hash}`;
      if (!pages.has(key)) await manifest(siteId);
      const rowsJson = pages.get(key);
      if (rowsJson === undefined) return null;
      keepPage(key, rowsJson);
      return { hash, rowsJson };
    },
  };
}

async function readKindSeqs(db: Database, siteId: SiteId): Promise<Array<{ kind: RecordKind; kindSeq: number; rows: number }>> {
  const rows = await queryRows<{ kind: RecordKind; kind_seq: number | string; rows: number | string }>(
    db,
    sql`select kind, max(seq) as kind_seq, count(*) as rows from records where site_id = ${siteId} group by kind`,
  );
  return rows.map((row) => ({ kind: row.kind, kindSeq: Number(row.kind_seq), rows: Number(row.rows) }));
}

async function readPages(
  db: Database,
  siteId: SiteId,
  kind: RecordKind,
  keepPage: (key: string, text: string) => void,
): Promise<PageEntry[]> {
  const entries: PageEntry[] = [];
  let lastId: string | null = null;
  for (;;) {
    const after = lastId === null ? sql`` : sql`and id > ${lastId}`;
    const rows: Array<{ id: string; body: string }> = await queryRows(
      db,
      sql`select id, body::text as body from records where site_id = ${siteId} and kind = ${kind} and body is not null ${after} order by id limit ${rowsPerSnapshotPage}::int`,
    );
    if (rows.length === 0) return entries;
    const text = `[${rows.map((row) => row.body).join(',')}]`;
    const hash = createHash('sha256').update(text).digest('hex');
    keepPage(`${siteId}/${hash}`, text);
    entries.push({ kind, hash, rows: rows.length, bytes: Buffer.byteLength(text) });
    if (rows.length < rowsPerSnapshotPage) return entries;
    lastId = rows.at(-1)?.id ?? null;
  }
}

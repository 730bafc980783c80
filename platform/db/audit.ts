import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { canonicalJson } from './canonicalJson.ts';
import { type Database, queryRows, toJsonText } from './database.ts';

/** One thing somebody did. `chain` is the site, or `platform` for what concerns no site. */
export type AuditEntry = {
  readonly chain: string;
  readonly atMs: number;
  readonly actor: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

const startHash = '0'.repeat(64);

/** Appends to the chain; each entry's hash covers the one before. Call inside a transaction: the chain is locked until it ends. */
export async function appendAudit(tx: Database, entry: AuditEntry): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(481505031, hashtext(${entry.chain}::text))`);
  const [last] = await queryRows<{ entry_no: number | string; hash: string }>(
    tx,
    sql`select entry_no, hash from audit where chain = ${entry.chain} order by entry_no desc limit 1`,
  );
  const entryNo = Number(last?.entry_no ?? 0) + 1;
  const prevHash = last?.hash ?? startHash;
  const detail = toJsonText(entry.detail);
  const hash = hashEntry(prevHash, entryNo, { ...entry, detail: JSON.parse(detail) as AuditEntry['detail'] });
  await tx.execute(sql`insert into audit (chain, entry_no, at_ms, actor, action, detail, prev_hash, hash)
    values (${entry.chain}, ${entryNo}::bigint, ${Math.floor(entry.atMs)}::bigint, ${entry.actor}, ${entry.action}, ${detail}::text::jsonb, ${prevHash}, ${hash})`);
}

/** Entry number at which a chain is broken (changed, missing or reordered), or null when it is whole. */
export async function findAuditBreak(db: Database, chain: string): Promise<number | null> {
  const rows = await queryRows<{
    entry_no: number | string;
    at_ms: number | string;
    actor: string;
    action: string;
    detail: AuditEntry['detail'];
    prev_hash: string;
    hash: string;
  }>(db, sql`select entry_no, at_ms, actor, action, detail, prev_hash, hash from audit where chain = ${chain} order by entry_no`);
  let prevHash = startHash;
  for (const [index, row] of rows.entries()) {
    const entryNo = index + 1;
    const entry = { chain, atMs: Number(row.at_ms), actor: row.actor, action: row.action, detail: row.detail };
    if (Number(row.entry_no) !== entryNo || row.prev_hash !== prevHash || row.hash !== hashEntry(prevHash, entryNo, entry)) return entryNo;
    prevHash = row.hash;
  }
  return null;
}

function hashEntry(prevHash: string, entryNo: number, entry: AuditEntry): string {
  const text = canonicalJson([prevHash, entryNo, entry.chain, Math.floor(entry.atMs), entry.actor, entry.action, entry.detail]);
  return createHash('sha256').update(text).digest('hex');
}

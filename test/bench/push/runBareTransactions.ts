import { sql } from 'drizzle-orm';
import type { Database } from '#platform/db/database.ts';
import type { Command } from '#shared/model/command/command.ts';

/** How the bare transaction puts a batch in: one statement for all rows, or two statements for each command. */
export type BareForm = 'perBatch' | 'perCommand';

/** Empty tables with the columns and indexes of the command log and the records, for the floor that the platform is compared with. */
export async function createBareTables(db: Database): Promise<void> {
  await db.execute(sql`create table bare_log (like command_log including all)`);
  await db.execute(sql`create table bare_rows (like records including all)`);
}

/** One transaction that inserts the commands and changes one row for each, and does nothing else: no rule, no check, no answer. */
export async function runBareTransaction(db: Database, form: BareForm, siteId: string, startSeq: number, batch: readonly Command[]) {
  const rows = batch.map((command, index) => ({
    siteSeq: startSeq + index,
    commandId: command.id,
    stationId: command.stationId,
    outboxId: command.outboxId,
    stationSeq: command.stationSeq,
    kind: command.kind,
    rowId: rowIdOf(command),
    body: command,
  }));
  const groups = form === 'perBatch' ? [rows] : rows.map((row) => [row]);
  await db.transaction(async (tx) => {
    for (const group of groups) {
      const text = JSON.stringify(group);
      await tx.execute(sql`insert into bare_log (site_id, site_seq, command_id, station_id, outbox_id, station_seq, kind, outcome, body, received_at_ms)
        select ${siteId}, t."siteSeq", t."commandId", t."stationId", t."outboxId", t."stationSeq", t.kind, 'applied', t.body, 0
        from jsonb_to_recordset(${text}::text::jsonb) as t("siteSeq" bigint, "commandId" text, "stationId" text, "outboxId" text,
          "stationSeq" bigint, kind text, body jsonb)`);
      const changed = JSON.stringify([...new Map(group.map((row) => [row.rowId, row])).values()]);
      await tx.execute(sql`insert into bare_rows (site_id, kind, id, seq, body)
        select ${siteId}, t.kind, t."rowId", t."siteSeq", t.body
        from jsonb_to_recordset(${changed}::text::jsonb) as t("siteSeq" bigint, kind text, "rowId" text, body jsonb)
        on conflict (site_id, kind, id) do update set seq = excluded.seq, body = excluded.body`);
    }
  });
}

/** The row a command is about: the step picked, else the task. */
function rowIdOf(command: Command): string {
  const payload = command.payload as { taskId?: string; stepNo?: number };
  return `${payload.taskId ?? command.id}/${payload.stepNo ?? 0}`;
}

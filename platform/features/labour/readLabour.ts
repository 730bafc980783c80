import { sql } from 'drizzle-orm';
import type { OperatorId, SiteId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import { type LabourEvent, labourVersion, measureLabour } from '#shared/planning/labour/measureLabour.ts';
import type { LabourReport } from '#shared/wire/platform/labourReport.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { type Database, queryRows } from '#platform/db/database.ts';

/** Commands read at a time, and most of one window: a busy day has about 60,000. */
const commandsPerRead = 5_000;
export const maxLabourCommands = 200_000;

/** What is asked; `askedBy` null: the admin. */
export type LabourQuestion = {
  readonly siteId: SiteId;
  readonly fromMs: number;
  readonly toMs: number;
  readonly askedBy: OperatorId | null;
};

/** Figures of a window of the site's log: a supervisor's or the admin's are of everybody, anybody else's their own. Throws 403 for nobody known. */
export async function readLabour(db: Database, question: LabourQuestion): Promise<LabourReport> {
  const seesAll = question.askedBy === null || (await isSupervisor(db, question.siteId, question.askedBy));
  const { events, isWhole } = await readEvents(db, question);
  const { operators, stages } = measureLabour(events);
  return {
    version: labourVersion,
    fromMs: question.fromMs,
    toMs: question.toMs,
    operators: operators.filter(({ operatorId }) => seesAll || operatorId === question.askedBy),
    stages: seesAll ? [...stages] : [],
    isWhole,
  };
}

async function isSupervisor(db: Database, siteId: SiteId, operatorId: OperatorId): Promise<boolean> {
  const [row] = await queryRows<{ body: Operator }>(
    db,
    sql`select body from records where site_id = ${siteId} and kind = 'operator' and id = ${operatorId} and body is not null`,
  );
  if (row === undefined) throw new RequestProblem(403, 'FORBIDDEN', 'This site has no such operator.');
  return row.body.roles.some((role) => role === 'supervisor' || role === 'admin');
}

type LogRow = { readonly siteSeq: number; readonly outcome: LabourEvent['outcome']; readonly body: Command; readonly receivedAtMs: number };

/** The log backwards from its newest, by its key, until the window's beginning: what is older is not touched. */
async function readEvents(db: Database, { siteId, fromMs, toMs }: LabourQuestion): Promise<{ events: LabourEvent[]; isWhole: boolean }> {
  const events: LabourEvent[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const rows = await queryRows<LogRow>(
      db,
      sql`select site_seq::float8 as "siteSeq", outcome, body, received_at_ms::float8 as "receivedAtMs" from command_log
        where site_id = ${siteId} and site_seq < ${before} order by site_seq desc limit ${commandsPerRead}`,
    );
    for (const { outcome, body } of rows) if (body.atMs >= fromMs && body.atMs <= toMs) events.push({ command: body, outcome });
    const last = rows.at(-1);
    if (last === undefined || rows.length < commandsPerRead || last.receivedAtMs < fromMs)
      return { events: events.reverse(), isWhole: true };
    if (events.length >= maxLabourCommands) return { events: events.reverse(), isWhole: false };
    before = last.siteSeq;
  }
}

import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { type CommandResult, type PushRequest, type PushResponse, syncProtocolVersion } from '#shared/wire/platform/syncMessages.ts';
import { queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';

type LoggedRow = {
  station_seq: number | string;
  command_id: string;
  outcome: CommandResult['outcome'];
  site_seq: number | string;
  refusal: CommandResult['refusal'];
};

/**
 * Takes one push: repeats get their stored answers, a gap changes nothing, another command under a number already used says that the
 * station was copied. All new commands take effect together. Throws RequestProblem for a push that makes no sense in itself.
 */
export async function applyPush(writer: SiteWriter, siteId: SiteId, request: PushRequest): Promise<PushResponse> {
  checkPush(request);
  const [first, ...others] = request.commands;
  const taken = first === undefined ? null : await writer.writeNext(siteId, [first, ...others]);
  if (taken !== null) return { status: 'taken', epoch: taken.epoch, headSeq: taken.headSeq, results: [...taken.results] };
  return writer.write(siteId, (session) => pushInSession(session, request));
}

/** The push must be one station's, numbered without gaps, with ids that differ. */
function checkPush(request: PushRequest): void {
  if (request.protocolVersion !== syncProtocolVersion) {
    throw new RequestProblem(426, 'VERSION_TOO_OLD', `This platform speaks sync protocol ${syncProtocolVersion}.`, {
      params: { protocolVersion: syncProtocolVersion },
    });
  }
  const [first] = request.commands;
  const isOrdered = request.commands.every(
    (command, index) =>
      command.outboxId === request.outboxId && command.stationId === first?.stationId && command.stationSeq === first.stationSeq + index,
  );
  if (!isOrdered)
    throw new RequestProblem(400, 'PUSH_NOT_DENSE', 'A push carries commands of one station and outbox, numbered without gaps.');
  if (new Set(request.commands.map((command) => command.id)).size !== request.commands.length) {
    throw new RequestProblem(400, 'PUSH_REPEATS_ID', 'Two commands of the push have the same id.');
  }
}

async function pushInSession(session: SiteSession, request: PushRequest): Promise<PushResponse> {
  const { epoch } = session;
  const first = request.commands[0] as Command;
  const { logged, lastSeq, usedIds } = await readKnown(session, first, request.commands);
  session.keepLastNumber(first.stationId, first.outboxId, lastSeq);
  for (const [index, row] of logged.entries()) {
    const command = request.commands[index];
    if (command === undefined || Number(row.station_seq) !== command.stationSeq || row.command_id !== command.id) {
      return { status: 'clone', epoch, atSeq: Number(row.station_seq) };
    }
  }
  const repeated = logged.map(toResult);
  const fresh = request.commands.slice(logged.length);
  if (fresh.length === 0) return { status: 'taken', epoch, headSeq: session.headSeq(), results: repeated };
  if (logged.length === 0 && first.stationSeq !== lastSeq + 1) return { status: 'gap', epoch, expectedSeq: lastSeq + 1 };
  const copied = fresh.find((command) => usedIds.has(command.id));
  if (copied !== undefined) return { status: 'clone', epoch, atSeq: copied.stationSeq };
  const results = await session.apply(fresh);
  return { status: 'taken', epoch, headSeq: session.headSeq(), results: [...repeated, ...results] };
}

/** What the log knows of a push: answers under its numbers, the outbox's last number, and which of its ids were used under any number. */
type Known = { readonly logged: readonly LoggedRow[]; readonly lastSeq: number; readonly usedIds: ReadonlySet<string> };

async function readKnown(session: SiteSession, first: Command, commands: readonly Command[]): Promise<Known> {
  const ids = JSON.stringify(commands.map((command) => command.id));
  const outbox = sql`site_id = ${session.siteId} and station_id = ${first.stationId} and outbox_id = ${first.outboxId}`;
  const rows = await queryRows<LoggedRow & { part: 'logged' | 'last' | 'used' }>(
    session.tx,
    // `offset 0`: one index look-up per id, whatever the statistics say.
    sql`select 'logged' as part, station_seq, command_id, outcome, site_seq, refusal from command_log
      where ${outbox} and station_seq >= ${first.stationSeq}::bigint and station_seq < ${first.stationSeq + commands.length}::bigint
      union all (select 'last', station_seq, null, null, null, null from command_log where ${outbox} order by station_seq desc limit 1)
      union all select 'used', null, l.command_id, null, null, null from jsonb_array_elements_text(${ids}::text::jsonb) as i(id)
      cross join lateral (select command_id from command_log where site_id = ${session.siteId} and command_id = i.id offset 0) l`,
  );
  return {
    logged: rows.filter((row) => row.part === 'logged').sort((a, b) => Number(a.station_seq) - Number(b.station_seq)),
    lastSeq: Number(rows.find((row) => row.part === 'last')?.station_seq ?? 0),
    usedIds: new Set(rows.flatMap((row) => (row.part === 'used' ? [row.command_id] : []))),
  };
}

function toResult(row: LoggedRow): CommandResult {
  return {
    commandId: row.command_id as CommandResult['commandId'],
    stationSeq: Number(row.station_seq),
    outcome: row.outcome,
    siteSeq: Number(row.site_seq),
    refusal: row.refusal,
  };
}

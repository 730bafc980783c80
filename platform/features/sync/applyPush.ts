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
 * station was copied. All new commands are one transaction. Throws RequestProblem for a push that makes no sense in itself.
 */
export async function applyPush(writer: SiteWriter, siteId: SiteId, request: PushRequest): Promise<PushResponse> {
  checkPush(request);
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
  const logged = await readLogged(session, first, request.commands.length);
  for (const [index, row] of logged.entries()) {
    const command = request.commands[index];
    if (command === undefined || Number(row.station_seq) !== command.stationSeq || row.command_id !== command.id) {
      return { status: 'clone', epoch, atSeq: Number(row.station_seq) };
    }
  }
  const repeated = logged.map(toResult);
  const fresh = request.commands.slice(logged.length);
  if (fresh.length === 0) return { status: 'taken', epoch, headSeq: session.headSeq(), results: repeated };
  if (logged.length === 0) {
    const expectedSeq = (await readLastSeq(session, first)) + 1;
    if (first.stationSeq !== expectedSeq) return { status: 'gap', epoch, expectedSeq };
  }
  const cloneSeq = await findUsedId(session, fresh);
  if (cloneSeq !== null) return { status: 'clone', epoch, atSeq: cloneSeq };
  const results = await session.apply(fresh);
  return { status: 'taken', epoch, headSeq: session.headSeq(), results: [...repeated, ...results] };
}

function readLogged(session: SiteSession, first: Command, length: number): Promise<LoggedRow[]> {
  return queryRows<LoggedRow>(
    session.tx,
    sql`select station_seq, command_id, outcome, site_seq, refusal from command_log
      where site_id = ${session.siteId} and station_id = ${first.stationId} and outbox_id = ${first.outboxId}
        and station_seq >= ${first.stationSeq}::bigint and station_seq < ${first.stationSeq + length}::bigint
      order by station_seq`,
  );
}

async function readLastSeq(session: SiteSession, first: Command): Promise<number> {
  const [row] = await queryRows<{ last: number | string | null }>(
    session.tx,
    sql`select max(station_seq) as last from command_log
      where site_id = ${session.siteId} and station_id = ${first.stationId} and outbox_id = ${first.outboxId}`,
  );
  return Number(row?.last ?? 0);
}

/** The number of a command whose id another outbox has used. */
async function findUsedId(session: SiteSession, fresh: readonly Command[]): Promise<number | null> {
  const ids = JSON.stringify(fresh.map((command) => command.id));
  const [row] = await queryRows<{ command_id: string }>(
    session.tx,
    // `offset 0`: one index look-up per id, whatever the statistics say.
    sql`select l.command_id from jsonb_array_elements_text(${ids}::text::jsonb) as i(id)
      cross join lateral (select command_id from command_log where site_id = ${session.siteId} and command_id = i.id offset 0) l limit 1`,
  );
  return row === undefined ? null : (fresh.find((command) => command.id === row.command_id)?.stationSeq ?? null);
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

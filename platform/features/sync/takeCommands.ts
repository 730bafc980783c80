import type { SiteId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { type CommandResult, type HeldOutbox, type RelayResponse, syncProtocolVersion } from '#shared/wire/platform/syncMessages.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import { toOutboxKey } from '#platform/db/records/keptViews.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';
import { readKnownCommands } from './readKnownCommands.ts';

/**
 * Takes commands of one or several outboxes in the order given: repeats get their stored answers; one outbox that misses numbers, or uses
 * some that are used, holds up all and nothing changes. All new commands take effect together. The commands passed `checkCommands`.
 */
export async function takeCommands(writer: SiteWriter, siteId: SiteId, commands: readonly Command[]): Promise<RelayResponse> {
  const [first, ...others] = commands;
  const taken = first === undefined ? null : await writer.writeNext(siteId, [first, ...others]);
  if (taken !== null) return { status: 'taken', epoch: taken.epoch, headSeq: taken.headSeq, results: [...taken.results] };
  return writer.write(siteId, (session) => takeInSession(session, commands));
}

/** Each outbox must be one station's, numbered without gaps, with ids that differ. Throws RequestProblem. */
export function checkCommands(protocolVersion: number, commands: readonly Command[]): void {
  if (protocolVersion !== syncProtocolVersion) {
    throw new RequestProblem(426, 'VERSION_TOO_OLD', `This platform speaks sync protocol ${syncProtocolVersion}.`, {
      params: { protocolVersion: syncProtocolVersion },
    });
  }
  const newest = new Map<string, Command>();
  for (const command of commands) {
    const before = newest.get(command.outboxId);
    if (before !== undefined && (command.stationId !== before.stationId || command.stationSeq !== before.stationSeq + 1))
      throw new RequestProblem(400, 'PUSH_NOT_DENSE', 'The commands of an outbox are of one station and numbered without gaps.');
    newest.set(command.outboxId, command);
  }
  if (new Set(commands.map((command) => command.id)).size !== commands.length) {
    throw new RequestProblem(400, 'PUSH_REPEATS_ID', 'Two commands of the push have the same id.');
  }
}

async function takeInSession(session: SiteSession, commands: readonly Command[]): Promise<RelayResponse> {
  const { epoch } = session;
  const { outboxes, usedIds } = await readKnownCommands(session, commands);
  const held = new Map<string, HeldOutbox>();
  const results = new Map<string, CommandResult>();
  const fresh: Command[] = [];
  const firstSeqs = new Map<string, number>();
  for (const command of commands) {
    const { outboxId, stationId, stationSeq } = command;
    const key = toOutboxKey(stationId, outboxId);
    const { logged, lastSeq } = outboxes.get(key) ?? { logged: [], lastSeq: 0 };
    const firstSeq = firstSeqs.get(key) ?? stationSeq;
    if (firstSeq === stationSeq) {
      firstSeqs.set(key, firstSeq);
      session.keepLastNumber(stationId, outboxId, lastSeq);
    }
    const index = stationSeq - firstSeq;
    const answer = logged[index];
    const hold = (reason: HeldOutbox['reason'], atSeq: number) => {
      if (!held.has(key)) held.set(key, { outboxId, reason, atSeq });
    };
    if (index < logged.length && (answer?.stationSeq !== stationSeq || answer.commandId !== command.id))
      hold('clone', answer?.stationSeq ?? stationSeq);
    else if (answer !== undefined) results.set(command.id, answer);
    else if (logged.length === 0 && firstSeq !== lastSeq + 1) hold('gap', lastSeq + 1);
    else if (usedIds.has(command.id)) hold('clone', stationSeq);
    else fresh.push(command);
  }
  if (held.size > 0) return { status: 'held', epoch, outboxes: [...held.values()] };
  if (fresh.length > 0) for (const result of await session.apply(fresh)) results.set(result.commandId, result);
  return { status: 'taken', epoch, headSeq: session.headSeq(), results: commands.map(({ id }) => results.get(id)!) };
}

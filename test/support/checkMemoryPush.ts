import type { Command } from '#shared/model/command/command.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { syncProtocolVersion } from '#shared/wire/platform/syncMessages.ts';

/** Each outbox of a push or relay must be one station's, numbered without gaps, with ids that differ. Throws RequestProblem. */
export function checkMemoryPush(protocolVersion: number, commands: readonly Command[]): void {
  if (protocolVersion !== syncProtocolVersion) {
    throw new RequestProblem(426, 'VERSION_TOO_OLD', `This platform speaks sync protocol ${syncProtocolVersion}.`);
  }
  const newest = new Map<string, Command>();
  const isDense = commands.every((command) => {
    const before = newest.get(command.outboxId);
    newest.set(command.outboxId, command);
    return before === undefined || (before.stationId === command.stationId && before.stationSeq + 1 === command.stationSeq);
  });
  if (!isDense) throw new RequestProblem(400, 'PUSH_NOT_DENSE', 'The commands of an outbox are of one station and numbered without gaps.');
  if (new Set(commands.map((command) => command.id)).size !== commands.length) {
    throw new RequestProblem(400, 'PUSH_REPEATS_ID', 'Two commands of the push have the same id.');
  }
}

import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { type PushRequest, syncProtocolVersion } from '#shared/wire/platform/syncMessages.ts';

/** A push must be one station's, numbered without gaps, with ids that differ. Throws RequestProblem. */
export function checkPush(request: PushRequest): void {
  if (request.protocolVersion !== syncProtocolVersion) {
    throw new RequestProblem(426, 'VERSION_TOO_OLD', `This platform speaks sync protocol ${syncProtocolVersion}.`);
  }
  const [first] = request.commands;
  const isDense = request.commands.every(
    (command, index) =>
      command.outboxId === request.outboxId && command.stationId === first?.stationId && command.stationSeq === first.stationSeq + index,
  );
  if (!isDense)
    throw new RequestProblem(400, 'PUSH_NOT_DENSE', 'A push carries commands of one station and outbox, numbered without gaps.');
  if (new Set(request.commands.map((command) => command.id)).size !== request.commands.length) {
    throw new RequestProblem(400, 'PUSH_REPEATS_ID', 'Two commands of the push have the same id.');
  }
}

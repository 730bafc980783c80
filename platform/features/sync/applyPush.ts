import type { SiteId } from '#shared/base/ids.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import type { PushRequest, PushResponse } from '#shared/wire/platform/syncMessages.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import { checkCommands, takeCommands } from './takeCommands.ts';

/**
 * Takes one push of one outbox: repeats get their stored answers, a gap changes nothing, another command under a number already used says
 * that the station was copied. All new commands take effect together. Throws RequestProblem for a push that makes no sense in itself.
 */
export async function applyPush(writer: SiteWriter, siteId: SiteId, request: PushRequest): Promise<PushResponse> {
  checkCommands(request.protocolVersion, request.commands);
  if (request.commands.some((command) => command.outboxId !== request.outboxId))
    throw new RequestProblem(400, 'PUSH_NOT_DENSE', 'A push carries commands of one outbox.');
  const answer = await takeCommands(writer, siteId, request.commands);
  if (answer.status === 'taken') return answer;
  const { epoch, outboxes } = answer;
  const { reason, atSeq } = outboxes[0]!;
  return reason === 'gap' ? { status: 'gap', epoch, expectedSeq: atSeq } : { status: 'clone', epoch, atSeq };
}

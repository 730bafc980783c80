import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { PushResponse } from '#shared/wire/platform/syncMessages.ts';
import { testSkuIds } from '#test/support/testSite.ts';

/** Takes water onto its shelf. */
export const receive = (quantity: number): CommandDraft => ({
  kind: 'receiveStock',
  payload: { skuId: testSkuIds.water, binId: asId<'bin'>('bin-A01-1-01'), quantity, lot: null },
});
/** Always refused. */
export const claimNothing: CommandDraft = { kind: 'claimTask', payload: { taskId: asId<'task'>('no-such-task'), isTakeover: false } };
/** The answer of a push that was taken; throws for any other. */
export const taken = (body: PushResponse) => {
  if (body.status !== 'taken') throw new Error(`expected a push to be taken, got ${body.status}`);
  return body;
};

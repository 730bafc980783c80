import type { Message } from '#shared/model/workflow/workflow.ts';
import { messageOf } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { waitingEntries } from './packingLines.ts';
import type { PackingState } from './packingState.ts';

/** What somebody who does not look at the screen has to hear: how much is still to scan, or the scale. Null without an order. */
export function speakPacking(state: Pick<PackingState, 'phase' | 'orderId'>, view: RecordView, atMs: number): Message | null {
  const order = state.orderId === null ? undefined : view.get('order', state.orderId);
  if (order === undefined) return null;
  if (state.phase === 'weigh') return messageOf('speak.packWeigh');
  const waiting = waitingEntries(view, order, atMs).map(({ entry }) => entry);
  const pieces = waiting.filter((entry) => view.get('sku', entry.skuId)?.unit !== 'gram').reduce((sum, entry) => sum + entry.quantity, 0);
  if (pieces > 0) return messageOf('speak.packLeft', { count: pieces });
  return waiting.length > 0 ? messageOf('speak.packByEye') : null;
}

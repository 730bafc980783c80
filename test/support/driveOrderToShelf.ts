import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { TestPlatform, TestStation } from './testPlatform.ts';

/** Picks, packs and shelves a released order in one bag, by pushing what a station would push. Gives the parcel's id. */
export async function driveOrderToShelf(at: TestPlatform, station: TestStation, orderIdText: string): Promise<string> {
  const orderId = asId<'order'>(orderIdText);
  const feed = await at.feed(station.siteId);
  const order = feed.find((row) => row.kind === 'order' && row.id === orderId)?.row as Order;
  const task = feed.find((row) => row.kind === 'task' && row.id === order.taskId)?.row as Task;
  const toteId = asId<'tote'>(`tote-${orderId}`);
  const toteCode = `T-${order.daySequence}`;
  const parcelId = asId<'parcel'>(`parcel-${orderId}`);
  const taskId = task.id;
  const drafts: CommandDraft[] = [
    { kind: 'claimTask', payload: { taskId, isTakeover: false } },
    { kind: 'bindTote', payload: { taskId, orderId, toteId, toteCode } },
    ...task.steps.map(({ stepNo, lineNo, binId, lotId, quantity }): CommandDraft => ({
      kind: 'pickLine',
      payload: { taskId, orderId, lineNo, stepNo, binId, lotId, toteCode, toteId, quantity, source: 'scan' },
    })),
    { kind: 'finishPicking', payload: { taskId } },
    { kind: 'startPacking', payload: { orderId } },
    { kind: 'openParcel', payload: { orderId, parcelId, parcelCode: `P${order.daySequence}`, bagType: 'small' } },
    ...order.lines.map(({ lineNo, orderedQuantity }): CommandDraft => ({
      kind: 'packItem',
      payload: { orderId, lineNo, parcelId, toteId, quantity: orderedQuantity },
    })),
    { kind: 'closeParcels', payload: { orderId, weightGrams: null } },
    { kind: 'recordLabel', payload: { orderId, parcelId, jobId: `job-${parcelId}`, isReprint: false } },
    { kind: 'shelveParcel', payload: { orderId, parcelId, shelfCode: 'H01' } },
  ];
  const { body } = await station.push(station.number(drafts));
  const bad = body.status === 'taken' ? body.results.filter((result) => result.outcome !== 'applied') : [body];
  if (bad.length > 0) throw new Error(`an order could not be driven to the shelf: ${JSON.stringify(bad)}`);
  return parcelId;
}

import type { BinId, ParcelId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { ContentEntry } from '#shared/model/tote/tote.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { isOfLine } from '#shared/rules/changes/contents.ts';
import { freeEmptyTotes } from '#shared/rules/picking/orderTotes.ts';
import { isLiveTask, putTask } from '#shared/rules/task/putTask.ts';
import { tasksOf } from '#shared/rules/task/tasksOfOrder.ts';
import { type GoodsToReturn, createReturnTask } from '#shared/rules/task/returnTask.ts';
import { applyOrder } from './decideOrder.ts';

/** Which goods that go back may not be sold again. */
export type IsSetApart = (entry: ContentEntry) => boolean;

/**
 * Ends an order that has not left or came back: promises on stock end, its trip goes without it, and what was picked goes back to the
 * shelf, or is kept apart.
 */
export function endOrder(change: ChangeSet, order: Order, reason: string, isSetApart: IsSetApart = () => false): void {
  const ended = applyOrder(
    { ...order, cancelReason: reason, tripId: null },
    { kind: 'stageChanged', stage: 'cancelled', atMs: change.context.atMs },
  );
  change.put('order', ended);
  leaveTask(change, order);
  leaveTrip(change, order);
  createReturnTask(change, order.id, [...toteGoodsOf(change, order), ...parcelGoodsOf(change, order, order.parcelIds, isSetApart)]);
  freeEmptyTotes(change, order);
  change.tell('orderCancelled', { orderId: order.id, from: order.stage, reason });
}

/** Takes the order's steps out of its pick tasks: a task for it alone is cancelled, in a shared one its steps are short. */
function leaveTask(change: ChangeSet, order: Order): void {
  for (const task of tasksOf(change, order)) if (isLiveTask(task)) leaveLiveTask(change, order, task);
}

function leaveLiveTask(change: ChangeSet, order: Order, task: Task): void {
  if (task.orderIds.every((id) => id === order.id)) {
    putTask(change, { ...task, status: 'cancelled', holder: null });
    return;
  }
  const steps = task.steps.map((step) =>
    step.orderId === order.id && step.status === 'open' ? ({ ...step, status: 'short', shortReason: 'orderCancelled' } as const) : step,
  );
  const questions = task.questions?.filter((question) => question.orderId !== order.id);
  putTask(change, { ...task, steps, ...(questions === undefined ? {} : { questions }) });
}

function leaveTrip(change: ChangeSet, order: Order): void {
  const trip = order.tripId === null ? undefined : change.get('trip', order.tripId);
  if (trip === undefined || trip.status !== 'planned') return;
  const orderIds = trip.orderIds.filter((id) => id !== order.id);
  if (orderIds.length > 0) {
    change.put('trip', { ...trip, orderIds });
    return;
  }
  change.put('trip', { ...trip, status: 'cancelled' });
  const courier = change.get('courier', trip.courierId);
  if (courier?.tripId === trip.id) change.put('courier', { ...courier, tripId: null });
}

/** What some parcels of an order hold, and the bins it came from. */
export function parcelGoodsOf(change: ChangeSet, order: Order, parcelIds: readonly ParcelId[], isSetApart: IsSetApart): GoodsToReturn[] {
  return parcelIds.flatMap((parcelId) =>
    (change.get('parcel', parcelId)?.contents ?? []).map((entry) => {
      const goodsAt = { kind: 'parcel', parcelId } as const;
      return { entry, goodsAt, binId: cameFrom(change, order, entry), isSetApart: isSetApart(entry) };
    }),
  );
}

function toteGoodsOf(change: ChangeSet, order: Order): GoodsToReturn[] {
  return order.toteIds.flatMap((toteId) =>
    (change.get('tote', toteId)?.contents ?? [])
      .filter((entry) => entry.orderId === order.id)
      .map((entry) => ({ entry, goodsAt: { kind: 'tote', toteId } as const, binId: cameFrom(change, order, entry) })),
  );
}

function cameFrom(change: ChangeSet, order: Order, entry: ContentEntry): BinId | null {
  const steps = tasksOf(change, order).flatMap((task) => task.steps.filter((step) => isOfLine(step, entry)));
  const pick = steps.flatMap((step) => step.picks ?? []).find((candidate) => candidate.lotId === entry.lotId);
  return pick?.binId ?? steps[0]?.binId ?? null;
}

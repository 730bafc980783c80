import type { Order } from '#shared/model/order/order.ts';
import type { PickStep } from '#shared/model/task/task.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import { quantityOfLine } from '#shared/rules/changes/contents.ts';
import { type GoodsPlace, moveGoods } from '#shared/rules/changes/moveGoods.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { stageColumns } from '#shared/rules/order/stageTable.ts';
import { withPackedQuantity } from '#shared/rules/order/withLine.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { isLotForbidden } from '#shared/rules/stock/lotMayLeave.ts';
import { openQuantityOf, withStep } from '#shared/rules/task/putTask.ts';
import { renewLease } from '#shared/rules/task/renewLease.ts';
import { freeEmptyTotes } from './orderTotes.ts';

type Holder = Extract<GoodsPlace, { kind: 'tote' | 'parcel' }>;

/** Goods went back from a tote or parcel to a bin. The task is done with its last step. */
export const returnStep: CommandRule<'returnStep'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const task = view.get('task', payload.taskId);
  const step = task?.steps.find((candidate) => candidate.stepNo === payload.stepNo);
  const order = step === undefined ? undefined : view.get('order', step.orderId);
  if (task?.kind !== 'returnToShelf' || step === undefined || order === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownTask', params: { command: 'returnStep' } });
    return change.toResult();
  }
  const binId = view.get('bin', payload.binId) === undefined ? step.binId : payload.binId;
  if (binId !== payload.binId) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownBin', params: { bin: payload.binId }, orderId: order.id });
  }
  const lot = step.lotId === null ? null : view.get('lot', step.lotId);
  const status = step.isSetApart === true || isLotForbidden(lot, siteRulesOf(view), context.atMs) ? 'hold' : 'available';
  const wanted = Math.min(payload.quantity, openQuantityOf(step));
  const moved = moveBack(change, order, step, wanted, { kind: 'bin', binId, status });
  if (moved < payload.quantity) {
    const params = { quantity: payload.quantity, booked: moved };
    change.disagree({ kind: 'doubleWork', key: 'discrepancy.returnedMoreThanBooked', params, orderId: order.id, skuId: step.skuId });
  }
  const pickedQuantity = step.pickedQuantity + moved;
  const isClosed = pickedQuantity >= step.quantity || moved < wanted;
  const after = withStep(task, { ...step, pickedQuantity, status: isClosed && step.status === 'open' ? 'picked' : step.status });
  const isDone = after.steps.every((other) => other.status !== 'open');
  const isLive = task.status === 'open' || task.status === 'claimed';
  change.put('task', isDone && isLive ? { ...after, status: 'done', holder: null } : renewLease(after, context));
  const updated = change.get('order', order.id) ?? order;
  change.put('order', withPackedQuantity(change, updated, step.lineNo));
  freeEmpties(change, updated);
  change.tell('goodsReturned', { orderId: order.id, lineNo: step.lineNo, quantity: moved });
  return change.toResult();
};

/** Takes from where the goods were said to be first, then from any tote or parcel of the order; answers how much there was. */
function moveBack(change: ChangeSet, order: Order, step: PickStep, wanted: number, to: GoodsPlace): number {
  const ref = { orderId: order.id, lineNo: step.lineNo };
  let missing = wanted;
  for (const from of holdersOf(order, step)) {
    const quantity = Math.min(missing, quantityOfLine(contentsAt(change, from), ref, step.lotId));
    if (quantity === 0) continue;
    moveGoods(change, { skuId: step.skuId, lotId: step.lotId, quantity, line: ref, from, to });
    missing -= quantity;
  }
  return wanted - missing;
}

function holdersOf(order: Order, step: PickStep): Holder[] {
  const all: Holder[] = [
    ...order.toteIds.map((toteId) => ({ kind: 'tote', toteId }) as const),
    ...order.parcelIds.map((parcelId) => ({ kind: 'parcel', parcelId }) as const),
  ];
  const keyOf = (holder: { kind: string; toteId?: string; parcelId?: string }) => `${holder.kind}|${holder.toteId ?? holder.parcelId}`;
  const said = step.goodsAt === undefined ? null : keyOf(step.goodsAt);
  return all.toSorted((a, b) => Number(keyOf(b) === said) - Number(keyOf(a) === said));
}

function contentsAt(change: ChangeSet, holder: Holder) {
  const record = holder.kind === 'tote' ? change.get('tote', holder.toteId) : change.get('parcel', holder.parcelId);
  return record?.contents ?? [];
}

/** Totes that became empty are free again; bags of a cancelled order that became empty are void. */
function freeEmpties(change: ChangeSet, order: Order): void {
  const isStillCollecting = stageColumns.indexOf(order.stage) < stageColumns.indexOf('packed');
  if (isStillCollecting) return;
  freeEmptyTotes(change, order);
  if (order.stage !== 'cancelled') return;
  for (const parcelId of order.parcelIds) {
    const parcel = change.get('parcel', parcelId);
    const isWaiting = parcel?.status === 'open' || parcel?.status === 'packed' || parcel?.status === 'shelved';
    if (parcel !== undefined && isWaiting && parcel.contents.length === 0)
      change.put('parcel', { ...parcel, status: 'voided', shelfCode: null });
  }
}

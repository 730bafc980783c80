import type { PayloadOf } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import { moveGoods } from '#shared/rules/changes/moveGoods.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { finishTripOf } from '#shared/rules/delivery/tripOf.ts';
import { applyOrder } from '#shared/rules/order/decideOrder.ts';
import { endOrder, parcelGoodsOf } from '#shared/rules/order/endOrder.ts';
import { createReturnTask } from '#shared/rules/task/returnTask.ts';
import { isTooLongOutOfCold } from './outOfCold.ts';
import { parcelsOf } from './parcelsOf.ts';

/**
 * Bags that left are here again: refused, or nobody was there. `again`: the order waits on the shelf for a second ride. `stock`: the order
 * is over and its goods go back to their bins, cold ones that were away too long apart. `waste`: the order is over and its goods are
 * written off. A bag that did not come back is a discrepancy.
 */
export const returnOrder: CommandRule<'returnOrder'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const order = view.get('order', payload.orderId);
  if (order === undefined) {
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownOrder', params: { command: 'returnOrder' } });
    return change.toResult();
  }
  const back = returningParcels(change, order, payload);
  if (back.length === 0) {
    const params = { stage: order.stage, daySequence: order.daySequence };
    change.disagree({ kind: 'lateFact', key: 'discrepancy.nothingCameBack', params, orderId: order.id });
    return change.toResult();
  }
  const isTooLong = back.some((parcel) => (parcel.packs ?? []).some((pack) => isTooLongOutOfCold(view, order, pack.skuId, context.atMs)));
  for (const parcel of back) bringBack(change, parcel);
  const missing = parcelsOf(change, order).filter((parcel) => parcel.status === 'handedOver');
  if (missing.length > 0) {
    const params = { missing: missing.length, parcels: missing.map((parcel) => parcel.code).join(' ') };
    change.disagree({ kind: 'bagMissing', key: 'discrepancy.bagNotBack', params, orderId: order.id });
  }
  const isOver = order.stage === 'handedOver' || order.stage === 'cancelled';
  if (payload.fate === 'waste' && isOver) for (const parcel of back) writeOff(change, parcel);
  if (order.stage === 'handedOver') settleOrder(change, endRide(change, order, payload), payload);
  else if (order.stage === 'cancelled' && payload.fate !== 'waste') {
    const isSetApart = (entry: { skuId: Parcel['contents'][number]['skuId'] }) =>
      isTooLongOutOfCold(view, order, entry.skuId, context.atMs);
    const parcelIds = back.map((parcel) => parcel.id);
    createReturnTask(change, order.id, parcelGoodsOf(change, order, parcelIds, isSetApart));
  }
  if (payload.fate === 'again' && isTooLong) {
    const params = { daySequence: order.daySequence };
    change.disagree({ kind: 'stageMismatch', key: 'discrepancy.coldSentAgain', params, orderId: order.id });
  }
  change.tell('orderReturned', { orderId: order.id, parcels: back.length, fate: payload.fate });
  return change.toResult();
};

function returningParcels(change: ChangeSet, order: Order, payload: PayloadOf<'returnOrder'>): Parcel[] {
  if (payload.parcelIds.some((parcelId) => !order.parcelIds.includes(parcelId)))
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownParcel', params: { command: 'returnOrder' }, orderId: order.id });
  return parcelsOf(change, order).filter((parcel) => parcel.status === 'handedOver' && payload.parcelIds.includes(parcel.id));
}

/** What was packed into the bag is in it again; its ledger is. */
function bringBack(change: ChangeSet, parcel: Parcel): void {
  for (const pack of parcel.packs ?? []) {
    moveGoods(change, {
      ...{ skuId: pack.skuId, lotId: pack.lotId, quantity: pack.quantity },
      line: { orderId: pack.orderId, lineNo: pack.lineNo },
      from: { kind: 'outside', reason: 'returned' },
      to: { kind: 'parcel', parcelId: parcel.id },
    });
  }
  change.put('parcel', { ...(change.get('parcel', parcel.id) ?? parcel), status: 'packed', shelfCode: null });
}

function writeOff(change: ChangeSet, { id }: Parcel): void {
  for (const entry of change.get('parcel', id)?.contents ?? []) {
    moveGoods(change, {
      ...{ skuId: entry.skuId, lotId: entry.lotId, quantity: entry.quantity },
      line: { orderId: entry.orderId, lineNo: entry.lineNo },
      from: { kind: 'parcel', parcelId: id },
      to: { kind: 'outside', reason: 'wasted' },
    });
  }
  const emptied = change.get('parcel', id);
  if (emptied !== undefined) change.put('parcel', { ...emptied, status: 'voided' });
}

/** The ride is over for this order, told by the courier or not, and what waited for a person is settled. */
function endRide(change: ChangeSet, order: Order, payload: PayloadOf<'returnOrder'>): Order {
  const { atMs } = change.context;
  const trip = order.tripId === null ? undefined : change.get('trip', order.tripId);
  const waiting = order.deliveryFailure?.discrepancyId;
  const opened = waiting === undefined ? undefined : change.get('discrepancy', waiting);
  if (opened?.status === 'open') change.put('discrepancy', { ...opened, status: 'resolved', resolution: payload.fate });
  if (trip === undefined) return order;
  let failed = order;
  if (order.deliveryFailure === undefined) {
    failed = { ...order, deliveryFailure: { courierId: trip.courierId, reason: 'refused', atMs } };
    change.put('order', failed);
    finishTripOf(change, failed, trip.courierId, 0);
  }
  const running = change.get('trip', trip.id) ?? trip;
  const orderIds = running.orderIds.filter((id) => id !== order.id);
  if (running.status !== 'done' && orderIds.length > 0) change.put('trip', { ...running, orderIds });
  return failed;
}

function settleOrder(change: ChangeSet, order: Order, { fate }: PayloadOf<'returnOrder'>): void {
  if (fate !== 'again') {
    endOrder(change, order, order.deliveryFailure?.reason ?? 'refused', (entry) =>
      isTooLongOutOfCold(change.view, order, entry.skuId, change.context.atMs),
    );
    return;
  }
  const { deliveryFailure: _over, ...waiting } = order;
  const packedAt = order.timeline.findIndex((entry) => entry.stage === 'packed');
  // A stage stands in the timeline once: its time as a packed order goes on from where it began.
  const before = order.timeline.filter((entry) => entry.stage !== 'shelved' && entry.stage !== 'handedOver');
  const again: Order =
    packedAt === -1
      ? applyOrder({ ...waiting, timeline: before }, { kind: 'stageChanged', stage: 'packed', atMs: change.context.atMs })
      : { ...waiting, stage: 'packed', timeline: order.timeline.slice(0, packedAt + 1) };
  change.put('order', { ...again, tripId: null });
  change.tell('orderMoved', { orderId: order.id, from: order.stage, to: 'packed' });
}

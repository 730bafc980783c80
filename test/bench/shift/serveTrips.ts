import type { Courier } from '#shared/model/delivery/delivery.ts';
import { asId, type OrderId } from '#shared/base/ids.ts';
import { startHandover } from '#shared/features/handover/handoverState.ts';
import { stepHandover } from '#shared/features/handover/stepHandover.ts';
import { ordersToTake } from '#shared/features/handover/tripBags.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import type { Hand } from './createHand.ts';
import { untilStage } from './workShiftOrder.ts';

/** Plans rides for what lies on the shelf and hands the bags over; couriers come back at once. Gives the number of orders that left. */
export async function serveTrips(supervisor: Hand, orderIds: readonly OrderId[]): Promise<number> {
  const { store } = supervisor.seat;
  let left = 0;
  const couriers = [...store.all('courier')];
  for (let from = 0, turn = 0; from < orderIds.length; turn += 1) {
    const courier = couriers[turn % couriers.length]!;
    const load = orderIds.slice(from, from + courier.capacityOrders);
    from += load.length;
    for (const orderId of load) await untilStage(supervisor, orderId, 'shelved');
    await serveTrip(supervisor, courier, load);
    left += load.length;
  }
  return left;
}

async function serveTrip(hand: Hand, courier: Courier, orderIds: readonly OrderId[]): Promise<void> {
  const { store } = hand.seat;
  const courierId = courier.id;
  const tripId = asId<'trip'>(hand.tools().newId());
  const report = (status: 'atSite' | 'returning') => ({ kind: 'reportCourier', payload: { courierId, status, position: null } }) as const;
  if (store.view.get('courier', courierId)?.status !== 'atSite') await hand.commit(report('atSite'));
  const reason = { key: 'dispatch.nearestDeadline', params: {} };
  await hand.commit({ kind: 'planTrip', payload: { tripId, courierId, orderIds: [...orderIds], reason } });
  const work = driveWorkflow(hand, startHandover(), stepHandover, (state) => state);
  await work.scan(toSiteCode('courier', courier.code));
  for (const { parcels } of ordersToTake(courierId, store)) {
    for (const parcel of parcels) {
      await work.scan(toSiteCode('parcel', parcel.code));
      if (work.state().held !== null) await work.act('confirm');
    }
  }
  for (const orderId of orderIds) {
    const stage = store.view.get('order', orderId)?.stage;
    if (stage !== 'handedOver') throw new Error(`order ${orderId} is ${stage} after the courier was served`);
    const isRefusedOnce = orderIds.length > 3 && orderId === orderIds[0];
    // Not wanted at the door, brought again, and taken then.
    if (isRefusedOnce) await hand.commit({ kind: 'failDelivery', payload: { orderId, courierId, reason: 'nobodyThere' } });
    await hand.commit({ kind: 'confirmDelivery', payload: { orderId, courierId } });
  }
  await hand.commit(report('returning'));
}

import type { Trip } from '#shared/model/delivery/delivery.ts';
import type { OrderStage } from '#shared/model/order/order.ts';
import { type HandoverState, startHandover } from '#shared/features/handover/handoverState.ts';
import { stepHandover } from '#shared/features/handover/stepHandover.ts';
import { ordersToTake } from '#shared/features/handover/tripBags.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { Job } from './createScanHand.ts';
import { type Picker, walkTo } from './pickerState.ts';

const maxScansPerTrip = 60;
/** Nothing has to be done in the house for an order any more, but to hand it over. */
const hasNoWorkLeft: ReadonlySet<OrderStage> = new Set(['shelved', 'handedOver', 'delivered', 'cancelled']);

/** A planned trip whose courier is here and whose bags all lie on the shelf, that nobody else serves. */
export function findWaitingTrip(picker: Picker): Trip | undefined {
  const { store } = picker.seat;
  const waiting: Trip[] = [];
  for (const trip of store.all('trip')) {
    if (trip.status !== 'planned' || store.view.get('courier', trip.courierId)?.status !== 'atSite') continue;
    const orders = trip.orderIds.map((orderId) => store.view.get('order', orderId));
    const isReady = orders.every((order) => order !== undefined && hasNoWorkLeft.has(order.stage));
    if (isReady && orders.some((order) => order?.stage === 'shelved')) waiting.push(trip);
  }
  waiting.sort((left, right) => left.plannedAtMs - right.plannedAtMs);
  return waiting.find((trip) => picker.floor.take('trip', trip.id));
}

/** Hands a courier every bag of the trip: the courier's code, then bag by bag from its place on the shelf. */
export async function serveCourier(picker: Picker, trip: Trip): Promise<void> {
  const { store } = picker.seat;
  const courier = store.view.get('courier', trip.courierId);
  if (courier === undefined) return;
  const job: Job<HandoverState> = { state: startHandover(), step: stepHandover, settle: (state) => state };
  await walkTo(picker, counterOf(picker));
  await scanAndListen(picker, job, toSiteCode('courier', courier.code));
  for (let scans = 0; scans < maxScansPerTrip && !picker.signal.aborted; scans += 1) {
    const [next] = ordersToTake(courier.id, store).flatMap(({ parcels }) =>
      parcels.filter((parcel) => !job.state.scannedParcelIds.includes(parcel.id)),
    );
    if (job.state.held === null && (job.state.phase !== 'bags' || next === undefined)) return;
    const place = next?.shelfCode == null ? undefined : store.find.shelfPlaceByCode(next.shelfCode);
    if (place !== undefined) await walkTo(picker, place.at);
    await scanAndListen(
      picker,
      job,
      job.state.held !== null || next === undefined ? toSiteCode('commandSheet', 'CONFIRM') : toSiteCode('parcel', next.code),
    );
  }
}

async function scanAndListen(picker: Picker, job: Job<HandoverState>, code: string): Promise<void> {
  const { warning } = await picker.hand.scan(job, code);
  if (warning !== null) picker.trouble.count(`said.${warning.key}`);
}

function counterOf(picker: Picker): { xMm: number; yMm: number } {
  return { xMm: picker.site.packingPoint.xMm, yMm: 1400 };
}

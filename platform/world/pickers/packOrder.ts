import type { OrderId } from '#shared/base/ids.ts';
import { waitingEntries } from '#shared/features/packing/packingLines.ts';
import { type PackingState, startPacking } from '#shared/features/packing/packingState.ts';
import { settlePacking, stepPacking } from '#shared/features/packing/stepPacking.ts';
import { type HandoverState, startHandover } from '#shared/features/handover/handoverState.ts';
import { stepHandover } from '#shared/features/handover/stepHandover.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import type { ShelfPlace } from '#shared/model/site/site.ts';
import { parcelTemperature } from '#shared/rules/packing/parcelTemperature.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { toWeightLabel } from '#platform/world/site/gtin.ts';
import { distanceOf } from './createFloor.ts';
import type { Job } from './createScanHand.ts';
import { itemBarcode } from './pickTask.ts';
import { type Picker, WorkStuck, performEffects, walkTo } from './pickerState.ts';

const openBagTakesMs = 3_000;
const stickLabelTakesMs = 3_000;
const maxScansPerOrder = 400;
const maxStops = 5;

/** Verifies a picked order item by item, bags it, labels it and puts its bags on the handover shelf. */
export async function packOrder(picker: Picker, orderId: OrderId): Promise<void> {
  await walkTo(picker, picker.site.packingPoint);
  const job: Job<PackingState> = { state: startPacking(), step: stepPacking, settle: settlePacking };
  let stops = 0;
  for (let scans = 0; scans < maxScansPerOrder && !picker.signal.aborted; scans += 1) {
    const order = picker.seat.store.view.get('order', orderId);
    if (order === undefined || (order.stage !== 'picked' && order.stage !== 'packing')) break;
    if (job.state.phase === 'tote' && job.state.lastOrderId === orderId) break;
    const code = job.state.held === null ? nextPackingCode(picker, job.state, orderId) : toSiteCode('commandSheet', 'CONFIRM');
    const { warning, effects } = await picker.hand.scan(job, code);
    if (warning !== null) {
      picker.trouble.count(`said.${warning.key}`);
      if ((stops += 1) > maxStops) throw new WorkStuck(`order ${order.daySequence} cannot be packed: ${warning.key}`);
    }
    if (job.state.undoable.length === 0 && job.state.phase === 'items') await picker.clock.sleep(openBagTakesMs, picker.signal);
    await performEffects(picker, effects);
  }
  if (picker.signal.aborted) return;
  await picker.clock.sleep(stickLabelTakesMs, picker.signal);
  await shelveOrder(picker, orderId);
}

function nextPackingCode(picker: Picker, state: PackingState, orderId: OrderId): string {
  const { view } = picker.seat.store;
  const order = view.get('order', orderId);
  if (order === undefined) throw new WorkStuck('the order is gone');
  if (state.phase === 'tote') {
    const tote = order.toteIds
      .map((toteId) => view.get('tote', toteId))
      .find((candidate) => candidate !== undefined && candidate.contents.length > 0);
    if (tote === undefined) throw new WorkStuck(`order ${order.daySequence} has no tote with goods`);
    return toSiteCode('tote', tote.code);
  }
  const [next] = waitingEntries(view, order, picker.clock.nowMs());
  if (next === undefined) return toSiteCode('commandSheet', 'NEXT');
  const sku = view.get('sku', next.entry.skuId);
  if (sku === undefined) throw new WorkStuck('an unknown SKU lies in the tote');
  if (sku.unit === 'gram') return toWeightLabel('21', sku.plu ?? '', Math.min(99_999, next.entry.quantity));
  return itemBarcode(picker.prng, sku.barcodes);
}

/** Puts every packed bag of an order on a free place of its temperature. */
export async function shelveOrder(picker: Picker, orderId: OrderId): Promise<void> {
  const job: Job<HandoverState> = { state: startHandover(), step: stepHandover, settle: (state) => state };
  for (const parcel of picker.seat.store.find.parcelsOfOrder(orderId)) {
    if (parcel.status !== 'packed') continue;
    const place = takeShelfPlace(picker, parcel);
    await walkTo(picker, place.at);
    for (const code of [toSiteCode('parcel', parcel.code), toSiteCode('shelfPlace', place.code)]) {
      const { warning } = await picker.hand.scan(job, code);
      if (warning === null) continue;
      picker.trouble.count(`said.${warning.key}`);
      if (job.state.held !== null) await picker.hand.scan(job, toSiteCode('commandSheet', 'CONFIRM'));
      else if (warning.key === 'hand.shelfTooWarm') await picker.hand.scan(job, code);
    }
    picker.floor.giveBack('shelfPlace', place.code);
  }
}

/** The nearest free place of the coldest temperature the bag needs; when all are full, bags share a place. */
function takeShelfPlace(picker: Picker, parcel: Parcel): ShelfPlace {
  const { store } = picker.seat;
  const wanted = parcelTemperature(store.view, parcel);
  const full = new Set(
    [...store.all('parcel')].flatMap((other) => (other.status === 'shelved' && other.shelfCode !== null ? [other.shelfCode] : [])),
  );
  const places = [...store.all('shelfPlace')]
    .filter((place) => place.temperature === wanted)
    .toSorted(
      (left, right) =>
        distanceOf(picker.site, picker.at, left.at) - distanceOf(picker.site, picker.at, right.at) || (left.code < right.code ? -1 : 1),
    );
  const free = places.find((place) => !full.has(place.code) && picker.floor.take('shelfPlace', place.code));
  const place = free ?? places[0] ?? [...store.all('shelfPlace')][0];
  if (place === undefined) throw new WorkStuck('the site has no handover shelf');
  return place;
}

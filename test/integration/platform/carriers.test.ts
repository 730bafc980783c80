import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Courier, Trip } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import { carrierSignatureHeader } from '#shared/wire/carrier/carrierMessages.ts';
import type { ChangesResponse } from '#shared/wire/platform/syncMessages.ts';
import type { Carrier } from '#platform/features/carriers/carrier.ts';
import { createHttpCarrier } from '#platform/features/carriers/createHttpCarrier.ts';
import { createWorldClock } from '#platform/world/clock/createWorldClock.ts';
import { startCarrier } from '#platform/world/carriers/startCarrier.ts';
import { driveOrderToShelf } from '#test/support/driveOrderToShelf.ts';
import { createManualScheduler } from '#test/support/manualScheduler.ts';
import { openTestPlatform, testOrder, type TestPlatform } from '#test/support/testPlatform.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const eventSecret = 'a secret of sixteen';
const name = 'kuai';
const closers: (() => Promise<void>)[] = [];
let at: TestPlatform;
/** What the platform's carrier does is a test's to say. */
let carrier: Carrier;
beforeAll(async () => {
  const switched: Carrier = {
    ...{ name, eventSecret },
    get maxFeeFen() {
      return carrier.maxFeeFen;
    },
    quote: (question) => carrier.quote(question),
    book: (booking) => carrier.book(booking),
    cancel: (reference) => carrier.cancel(reference),
  };
  at = await openTestPlatform({ carriers: [switched] });
});
afterAll(() => at.platform.close());
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A site without couriers on shift, one order on the shelf, and what the books say. */
async function openShelf() {
  const siteId = await at.openSite();
  for (const id of ['courier-1', 'courier-2'])
    await at.call('POST', `/v1/sites/${siteId}/couriers/${id}/shift`, { body: { status: 'offShift' } });
  const station = await at.enrol(siteId);
  const { orderId } = (await at.call<{ orderId: string }>('POST', `/v1/sites/${siteId}/orders`, { body: testOrder('C1') })).body;
  await driveOrderToShelf(at, station, orderId);
  const rows: ChangesResponse['rows'][number][] = [];
  let cursor = 0;
  const books = async () => {
    let hasMore = true;
    while (hasMore) {
      const { body } = await at.call<ChangesResponse>('GET', `/v1/sites/${siteId}/changes?after=${cursor}`);
      rows.push(...body.rows);
      ({ cursor, hasMore } = body);
    }
    const last = <T>(kind: string, isMeant: (row: T) => boolean) =>
      rows.flatMap((row) => (row.kind === kind && row.row !== null && isMeant(row.row as T) ? [row.row as T] : [])).at(-1);
    const order = last<Order>('order', ({ id }) => id === orderId)!;
    const trip = last<Trip>('trip', ({ orderIds }) => orderIds.includes(order.id));
    return { order, trip, rider: last<Courier>('courier', (courier) => courier.carrier === name) };
  };
  return { siteId, station, orderId, books };
}

/** A carrier without a wire; gives the references it was asked to cancel. */
function takeCarrier(answers: Partial<Carrier> = {}, maxFeeFen = 2000): string[] {
  const cancelled: string[] = [];
  carrier = {
    ...{ name, eventSecret, maxFeeFen },
    quote: async ({ readyAtMs }) => ({ quoteId: 'q1', feeFen: 880, pickupAtMs: readyAtMs + 300_000, doorAtMs: readyAtMs + 900_000 }),
    book: async () => true,
    cancel: async (reference) => void cancelled.push(reference),
    ...answers,
  };
  return cancelled;
}

const tell = (event: Record<string, unknown>, secret = eventSecret) => {
  const body = JSON.stringify({ atMs: at.clock.nowMs(), ...event });
  return fetch(`${at.platform.url}/v1/carriers/${name}/events`, {
    ...{ method: 'POST', body },
    headers: { [carrierSignatureHeader]: createHmac('sha256', secret).update(body).digest('hex') },
  }).then(({ status }) => status);
};

test('[CA1][CA3] nobody rides, so the simulated carrier is booked over HTTP and brings it', async () => {
  const manual = createManualScheduler();
  const clock = createWorldClock({ startMs: manual.clock.nowMs(), speed: 1, real: manual.clock, scheduler: manual.scheduler });
  clock.start();
  const seen = { platformUrl: '', hasBags: false };
  const company = await startCarrier({
    ...{ name, key: 'key-of-us', eventSecret, clock, seed: 1, refusedShare: 0 },
    platformUrl: () => seen.platformUrl,
    hasBags: () => Promise.resolve(seen.hasBags),
  });
  closers.push(() => company.close());
  carrier = createHttpCarrier({ name, url: company.url, key: 'key-of-us', eventSecret, maxFeeFen: 2000 });
  const { books } = await openShelf();
  seen.platformUrl = at.platform.url;
  at.clock.set(clock.nowMs());
  await at.platform.runWorkers();
  const booked = await books();
  expect(booked.trip).toMatchObject({ status: 'planned', reason: { key: 'dispatch.carrierNobody' }, booking: { carrier: name } });
  expect(booked.rider).toMatchObject({ status: 'returning', booking: { tripId: booked.trip!.id, isConfirmed: true } });
  const moveUntil = async (isReached: (now: Awaited<ReturnType<typeof books>>) => boolean) => {
    await waitUntil('the books', async () => {
      manual.advance(60_000);
      at.clock.set(clock.nowMs());
      return isReached(await books());
    });
  };
  await moveUntil(({ rider }) => rider?.status === 'atSite');
  expect((await books()).trip?.takenAtMs).toBeGreaterThan(0);
  seen.hasBags = true;
  await moveUntil(({ order }) => order.stage === 'handedOver');
  await moveUntil(({ order }) => order.stage === 'delivered');
  expect(await books()).toMatchObject({
    order: { deliveryProof: { kind: 'carrier' } },
    trip: { status: 'done' },
    rider: { status: 'offShift', booking: null, tripId: null },
  });
});

test('[CA1] what is on time, held, or too dear goes with nobody else', async () => {
  takeCarrier({}, 500);
  const { siteId, orderId, station, books } = await openShelf();
  await at.platform.runWorkers();
  const tooDear = (await books()).trip;
  await station.push(station.number([{ kind: 'holdOrder', payload: { orderId: orderId as never, untilMs: at.clock.nowMs() + 600_000 } }]));
  at.clock.advance(61_000);
  await at.platform.runWorkers();
  const held = (await books()).trip;
  await at.call('POST', `/v1/sites/${siteId}/couriers/courier-1/shift`, { body: { status: 'atSite' } });
  at.clock.advance(600_000);
  await at.platform.runWorkers();
  const own = (await books()).trip;
  expect([tooDear, held, own?.courierId, own?.booking]).toEqual([undefined, undefined, 'courier-1', undefined]);
});

test('[CA2] a booking that is refused sets the order free, one without an answer is cancelled first', async () => {
  takeCarrier({ book: async () => false });
  const refusing = await openShelf();
  await at.platform.runWorkers();
  const cancelled = takeCarrier({ book: () => Promise.reject(new Error('no answer')) });
  const waiting = await openShelf();
  await at.platform.runWorkers();
  const [after, later] = [await refusing.books(), await waiting.books()];
  expect([after.order.tripId, after.trip?.status, after.rider?.status]).toEqual([null, 'cancelled', 'offShift']);
  expect([later.order.tripId, later.trip?.status, cancelled]).toEqual([null, 'cancelled', [later.trip?.id]]);
});

test('[CA4] a ride that a person took back is cancelled with the carrier, again until it answers', async () => {
  const tries: string[] = [];
  takeCarrier({ cancel: (reference) => (tries.push(reference) < 2 ? Promise.reject(new Error('busy')) : Promise.resolve()) });
  const { station, books } = await openShelf();
  await at.platform.runWorkers();
  const tripId = (await books()).trip!.id;
  await station.push(station.number([{ kind: 'cancelTrip', payload: { tripId } }]));
  await at.platform.runWorkers();
  const between = await books();
  await at.platform.runWorkers();
  expect([between.rider?.booking?.tripId, (await books()).rider?.booking, tries]).toEqual([tripId, null, [tripId, tripId]]);
});

test('[CA3][CA5] signed words of the carrier move the ride, others are refused', async () => {
  takeCarrier();
  const { siteId, books } = await openShelf();
  await at.platform.runWorkers();
  const reference = (await books()).trip!.id;
  const about = (status: string) => ({ siteId, reference, status });
  const wrong = await tell(about('delivered'), 'another secret of 16');
  const stranger = await tell({ ...about('delivered'), reference: 'no-such-ride' });
  const nonsense = await tell(about('flying'));
  const words = [await tell(about('pickedUp')), await tell(about('pickedUp')), await tell({ ...about('failed'), failure: 'refused' })];
  const failed = await books();
  expect([wrong, stranger, nonsense, words]).toEqual([401, 404, 400, [200, 200, 200]]);
  expect([failed.order.deliveryFailure?.reason, failed.rider?.status]).toEqual(['refused', 'offShift']);
});

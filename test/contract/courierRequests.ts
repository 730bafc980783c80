import { expect, test } from 'vitest';
import type { RecordOf } from '#shared/model/records.ts';
import type { CourierTrip } from '#shared/wire/platform/platformMessages.ts';
import { driveOrderToShelf } from '#test/support/driveOrderToShelf.ts';
import { type TestPlatform, testOrder } from '#test/support/testPlatform.ts';

type SignedIn = { readonly courier: { readonly id: string; readonly name: string }; readonly key: string };
type Quote = { readonly leadMs: number; readonly isAccepting: boolean; readonly reason: string | null; readonly couriersOnShift: number };

/** A site with one courier on shift, signed in with a code. */
async function signInCourier(at: TestPlatform) {
  const siteId = await at.openSite();
  const shift = (id: string, status: string) => at.call('POST', `/v1/sites/${siteId}/couriers/${id}/shift`, { body: { status } });
  await shift('courier-1', 'atSite');
  await shift('courier-2', 'offShift');
  const { body: issued } = await at.call<{ code: string }>('POST', `/v1/sites/${siteId}/couriers/courier-1/sign-in-codes`, { body: {} });
  const signIn = (courierCode: string, code: string) =>
    at.call<SignedIn>('POST', `/v1/sites/${siteId}/courier-sign-in`, { body: { courierCode, code }, token: null });
  return { siteId, shift, issued, signIn, base: `/v1/sites/${siteId}/couriers/courier-1` };
}

/** What a courier's own page asks, and what channels ask before there is an order. */
export function courierRequests(at: () => TestPlatform): void {
  test('[PC3] a courier signs in with number and code; five wrong ones are enough', async () => {
    const { signIn, issued, base, siteId } = await signInCourier(at());
    const good = await signIn('9001', issued.code);
    const stranger = await signIn('4711', issued.code);
    const own = await at().call('POST', `${base}/shift`, { body: { status: 'atSite' }, token: good.body.key });
    const foreign = await at().call('GET', `/v1/sites/${siteId}/couriers/courier-2/trip`, { token: good.body.key });
    const wrong = issued.code === '000000' ? '000001' : '000000';
    const tries: number[] = [];
    for (let times = 0; times < 6; times += 1) tries.push((await signIn('9001', wrong)).status);
    const shut = await signIn('9001', issued.code);
    expect([good.status, good.body.courier.id, stranger.status, own.status, foreign.status, tries, shut.status]).toEqual([
      200,
      'courier-1',
      401,
      200,
      403,
      [401, 401, 401, 401, 401, 429],
      429,
    ]);
  });

  test('[PC4] taken, picked up by code, delivered with the customer’s code; a failure waits for a person', async () => {
    const { siteId, signIn, issued, base } = await signInCourier(at());
    const { key } = (await signIn('9001', issued.code)).body;
    const station = await at().enrol(siteId);
    const ids: string[] = [];
    for (const name of ['K1', 'K2']) {
      const { orderId } = (await at().call<{ orderId: string }>('POST', `/v1/sites/${siteId}/orders`, { body: testOrder(name) })).body;
      await driveOrderToShelf(at(), station, orderId);
      ids.push(orderId);
    }
    await at().platform.runWorkers();
    const { body: ride } = await at().call<CourierTrip>('GET', `${base}/trip`, { token: key });
    const taken = await at().call<CourierTrip>('POST', `${base}/trip/take`, { body: { tripId: ride.trip?.id }, token: key });
    const strange = await at().call('POST', `${base}/pickups`, { body: { parcelCodes: ['NOT-OURS'] }, token: key });
    const parcelCodes = ride.orders.flatMap(({ parcels }) => parcels.map(({ code }) => code));
    const gone = await at().call<CourierTrip>('POST', `${base}/pickups`, { body: { parcelCodes }, token: key });
    const deliver = (orderId: string, customerCode: string) =>
      at().call<{ stage: string }>('POST', `${base}/deliveries`, {
        body: { orderId, proof: { kind: 'customerCode', customerCode } },
        token: key,
      });
    const wrongCode = await deliver(ride.orders[0]!.orderId, '0000');
    const delivered = await deliver(ride.orders[0]!.orderId, '5678');
    const failed = await at().call('POST', `${base}/failures`, {
      body: { orderId: ride.orders[1]!.orderId, reason: 'nobodyThere' },
      token: key,
    });
    const after = await at().call<CourierTrip>('GET', `${base}/trip`, { token: key });
    const rows = await at().feed(siteId);
    const of = <K extends 'order' | 'discrepancy'>(kind: K) =>
      rows.flatMap((row) => (row.kind === kind && row.row ? [row.row as RecordOf<K>] : []));
    const kinds = of('discrepancy').map((found) => found.kind);
    const proof = of('order').findLast(({ id }) => id === ride.orders[0]!.orderId)?.deliveryProof;
    expect([ride.orders.length, taken.body.trip?.takenAtMs != null, strange.status, gone.body.trip?.status]).toEqual([
      2,
      true,
      409,
      'underway',
    ]);
    expect([wrongCode.status, delivered.body.stage, failed.status, after.body.trip, kinds, proof]).toEqual([
      409,
      'delivered',
      200,
      null,
      ['deliveryFailed'],
      { kind: 'customerCode', isVerified: true },
    ]);
  });

  test('[PC5] a quote is the site’s promise, or none where nobody rides or it is too far', async () => {
    const { siteId, shift } = await signInCourier(at());
    const order = testOrder('Q1') as { destination: { lat: number; lng: number } };
    const ask = async (north: number) => {
      const destination = { lat: order.destination.lat + north, lng: order.destination.lng };
      return (await at().call<Quote>('POST', `/v1/sites/${siteId}/promise`, { body: { destination, lines: 3 } })).body;
    };
    const near = await ask(0);
    const far = await ask(1);
    await shift('courier-1', 'offShift');
    const nobody = await ask(0);
    const refused = await at().call('POST', `/v1/sites/${siteId}/promise`, {
      body: { destination: order.destination },
      token: 'not-a-token',
    });
    expect([near.isAccepting, near.couriersOnShift, far.reason, nobody.reason, refused.status]).toEqual([
      true,
      1,
      'tooFar',
      'noCourier',
      401,
    ]);
    expect(near.leadMs).toBeGreaterThanOrEqual(1_800_000);
  });
}

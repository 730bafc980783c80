import { describe, expect, test } from 'vitest';
import { asId, type CourierId } from '#shared/base/ids.ts';
import { mayPlanHere, takeOverAfterMs } from '#shared/features/dispatch/mayPlanHere.ts';
import { ridesOf } from '#shared/features/dispatch/ridesOf.ts';
import { snapshotOfStore } from '#shared/features/dispatch/snapshotOfStore.ts';
import { type DispatchState, holdMs, startDispatch, stepDispatch } from '#shared/features/dispatch/stepDispatch.ts';
import { pictureOf, wallboardPicture } from '#shared/features/wallboard/wallboardPicture.ts';
import type { WorkflowInput } from '#shared/model/workflow/workflow.ts';
import { defaultDispatchOptions } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { planSiteTrips } from '#shared/planning/dispatch/planSiteTrips.ts';
import { createTestStore, type TestStore } from '#test/support/createTestStore.ts';

const act = (action: 'next' | 'confirm' | 'skip' | 'undo' | 'choice' | 'pause', argument: string | null = null): WorkflowInput => ({
  kind: 'act',
  action,
  argument,
});
const scanCourier = (courierId: CourierId): WorkflowInput => ({ kind: 'scan', text: 'CR', thing: { kind: 'courier', courierId } });

/** Two orders released at the test site, and its plan as the board would have it. */
async function openBoard() {
  const site = await createTestStore();
  for (const courierId of [asId<'courier'>('courier-1'), asId<'courier'>('courier-2')])
    await site.commit({ kind: 'reportCourier', payload: { courierId, status: 'atSite', position: null } });
  const orderIds = [await site.place({ bread: 1 }), await site.place({ bread: 2 })];
  const plan = () => planSiteTrips(snapshotOfStore(site.store, site.clock.nowMs(), null)!.snapshot, defaultDispatchOptions);
  const tools = () => ({
    ...site.tools(),
    rides: ridesOf(plan(), site.store, site.clock.nowMs()),
    courierIds: [asId<'courier'>('courier-1'), asId<'courier'>('courier-2')],
  });
  return { site, orderIds, plan, tools };
}

/** Takes the step and commits what it wants recorded. */
async function play(site: TestStore, state: DispatchState, input: WorkflowInput, tools: Parameters<typeof stepDispatch>[2]) {
  const step = stepDispatch(state, input, tools);
  if (step.drafts.length > 0) {
    const result = await site.store.commit(step.drafts, { operatorId: null, triggerId: `${Math.random()}` });
    expect(result.ok).toBe(true);
  }
  return step;
}

test('[DB1] number, arrow and scan choose a ride', async () => {
  const { tools, site } = await openBoard();
  const [first, second] = [tools().rides[0]!, tools().rides.at(-1)!];
  const byNumber = stepDispatch(startDispatch(), act('choice', String(tools().rides.length)), tools()).state.rideKey;
  const down = stepDispatch({ rideKey: first.key, isAskingCourier: false }, act('next'), tools()).state.rideKey;
  const up = stepDispatch({ rideKey: first.key, isAskingCourier: false }, act('next', 'back'), tools()).state.rideKey;
  const orderId = second.kind === 'suggested' ? second.trip.orderIds[0]! : asId<'order'>('none');
  const scanned = stepDispatch(startDispatch(), { kind: 'scan', text: 'OR', thing: { kind: 'order', orderId } }, tools()).state.rideKey;
  const goods: WorkflowInput = { kind: 'scan', text: 'BN', thing: { kind: 'bin', binId: asId('b') } };
  const odd = stepDispatch(startDispatch(), goods, tools()).feedback.message?.key;
  expect([byNumber, down, up, scanned, odd]).toEqual([
    second.key,
    tools().rides[1]?.key ?? first.key,
    first.key,
    second.key,
    'dispatch.expected',
  ]);
  expect(site.store.status().pending).toBeGreaterThan(0);
});

test('[DB2] confirming accepts the ride as it is shown, a planned one is said to be planned', async () => {
  const { site, tools } = await openBoard();
  const ride = tools().rides[0]!;
  await play(site, startDispatch(), act('confirm'), tools());
  const planned = tools().rides.find(({ kind }) => kind === 'planned')!;
  const again = stepDispatch({ rideKey: planned.key, isAskingCourier: false }, act('confirm'), tools());
  expect([planned.kind === 'planned' && planned.trip.orderIds, again.drafts.length, again.feedback.message?.key]).toEqual([
    ride.kind === 'suggested' ? ride.trip.orderIds : [],
    0,
    'dispatch.isPlanned',
  ]);
});

test('[DB3] pinning keeps orders and courier, undo takes the pins off', async () => {
  const { site, tools, orderIds } = await openBoard();
  const ride = tools().rides[0]!;
  const courierId = ride.kind === 'suggested' ? ride.trip.courierId : null;
  await play(site, startDispatch(), act('confirm', 'pin'), tools());
  const pinned = orderIds.filter((id) => site.order(id).dispatchWish?.courierId === courierId);
  const now = tools().rides.find((each) => each.kind === 'suggested' && each.trip.orderIds.includes(pinned[0]!))!;
  await play(site, { rideKey: now.key, isAskingCourier: false }, act('undo'), tools());
  expect([pinned.length > 0, now.kind === 'suggested' && now.trip.courierId, site.order(pinned[0]!).dispatchWish?.courierId]).toEqual([
    true,
    courierId,
    null,
  ]);
});

test('[DB4] holding lasts five minutes, and is taken back', async () => {
  const { site, tools } = await openBoard();
  const ride = tools().rides[0]!;
  const orderId = ride.kind === 'suggested' ? ride.trip.orderIds[0]! : asId<'order'>('none');
  await play(site, startDispatch(), act('skip'), tools());
  const until = site.order(orderId).dispatchWish?.heldUntilMs;
  const held = tools().rides.find((each) => each.kind === 'held' && each.order.id === orderId)!;
  await play(site, { rideKey: held.key, isAskingCourier: false }, act('skip'), tools());
  const first = tools().rides.find((each) => each.kind === 'suggested')!;
  await play(site, { rideKey: first.key, isAskingCourier: false }, act('confirm'), tools());
  const planned = tools().rides.find((each) => each.kind === 'planned')!;
  await play(site, { rideKey: planned.key, isAskingCourier: false }, act('skip'), tools());
  expect([until, site.order(orderId).dispatchWish?.heldUntilMs, tools().rides.some(({ kind }) => kind === 'planned')]).toEqual([
    site.tools().nowMs + holdMs,
    null,
    false,
  ]);
});

test('[DB5] a courier scanned or chosen gets the planned ride, or the suggestion pinned', async () => {
  const { site, tools, orderIds } = await openBoard();
  const suggestion = tools().rides[0]!;
  const other = suggestion.kind === 'suggested' && suggestion.trip.courierId === 'courier-1' ? 'courier-2' : 'courier-1';
  await play(site, startDispatch(), scanCourier(asId(other)), tools());
  const pinnedTo = orderIds.map((id) => site.order(id).dispatchWish?.courierId ?? null);
  await play(site, startDispatch(), act('confirm'), tools());
  const planned = tools().rides.find((each) => each.kind === 'planned')!;
  const from = planned.kind === 'planned' ? planned.trip.courierId : null;
  const no = from === 'courier-1' ? '2' : '1';
  const asking = stepDispatch({ rideKey: planned.key, isAskingCourier: false }, act('pause'), tools()).state;
  await play(site, asking, act('choice', no), tools());
  const after = tools().rides.find((each) => each.key === planned.key)!;
  expect([pinnedTo.includes(asId(other)), asking.isAskingCourier, after.kind === 'planned' && after.trip.courierId]).toEqual([
    true,
    true,
    `courier-${no}`,
  ]);
});

test('[DB6] a ride that is gone sends nothing', async () => {
  const { tools } = await openBoard();
  const state = { rideKey: 't:gone', isAskingCourier: false };
  const steps = (['confirm', 'skip', 'undo'] as const).map((action) => stepDispatch(state, act(action), tools()));
  expect(steps.map(({ drafts, feedback }) => [drafts.length, feedback.message?.key])).toEqual(
    Array.from({ length: 3 }, () => [0, 'dispatch.gone']),
  );
});

describe('[DB7] who plans without the platform', () => {
  const [a, b] = [asId<'station'>('a'), asId<'station'>('b')];
  const place = {
    ...{ stationId: a, nowMs: 10 * takeOverAfterMs, lan: { status: 'up' as const }, stationIds: [a, b], heardIds: [b] },
    wan: { status: 'down' as const, sinceMs: 0 },
  };
  test.each([
    ['the first of those at work does', place, true],
    ['another does not', { ...place, stationId: b, heardIds: [a] }, false],
    ['nobody does while the platform is there', { ...place, wan: { status: 'up' as const, sinceMs: 0 } }, false],
    ['nobody does in the first minute', { ...place, wan: { ...place.wan, sinceMs: place.nowMs - takeOverAfterMs + 1 } }, false],
    ['nobody does out of reach of the others', { ...place, lan: { status: 'down' as const } }, false],
    ['a station alone does', { ...place, lan: { status: 'down' as const }, stationIds: [a], heardIds: [] }, true],
    ['a station nobody enrolled does not', { ...place, stationId: null }, false],
  ])('[DB7] %s', (_name, given, expected) => {
    expect(mayPlanHere(given)).toBe(expected);
  });
});

test('[DB8] the picture of a wallboard says nothing of a customer', async () => {
  const { site, plan } = await openBoard();
  await site.place({ bread: 1 }, { note: '门口有狗', recipient: { nameMasked: '王**', phoneMasked: '138****5678', area: '人民路' } });
  const picture = pictureOf(site.store, site.store.view.site()!, plan(), site.clock.nowMs());
  const text = JSON.stringify(picture);
  expect(wallboardPicture.safeParse(picture).success).toBe(true);
  expect(['王', '138', '人民路', '狗', '骑手'].filter((word) => text.includes(word))).toEqual([]);
  expect(picture.active).toBe(3);
});

test('[DB9] one order taken up goes to the next courier chosen: pinned alone, or with its planned ride', async () => {
  const { site, tools, orderIds } = await openBoard();
  const [first, second] = orderIds as [(typeof orderIds)[number], (typeof orderIds)[number]];
  const taken = stepDispatch(startDispatch(), act('choice', `order/${first}`), tools()).state;
  await play(site, taken, act('choice', '2'), tools());
  const pins = [first, second].map((id) => site.order(id).dispatchWish?.courierId ?? null);
  await play(site, startDispatch(), act('confirm'), tools());
  const planned = tools().rides.find((each) => each.kind === 'planned')!;
  const trip = planned.kind === 'planned' ? planned.trip : null;
  const other = trip!.courierId === 'courier-1' ? '2' : '1';
  const again = stepDispatch(startDispatch(), act('choice', `order/${trip!.orderIds[0]!}`), tools()).state;
  await play(site, again, act('choice', other), tools());
  const now = site.store.view.get('trip', trip!.id)?.courierId;
  const stopped = stepDispatch(again, act('undo'), tools()).state;
  expect([pins, now, stopped.orderId]).toEqual([['courier-2', null], `courier-${other}`, undefined]);
});

test("[DB10] a third party's ride carries whose it is and its price, and its rider is not planned for", async () => {
  const { site, plan, orderIds } = await openBoard();
  const rider = site.store.view.get('courier', 'courier-1')!;
  const snapshot = snapshotOfStore(site.store, site.clock.nowMs(), null)!.snapshot;
  const booking = { carrier: 'kuai', feeFen: 880, pickupAtMs: site.clock.nowMs(), doorAtMs: site.clock.nowMs() + 600_000 };
  const couriers = snapshot.couriers.map((each) => (each.id === rider.id ? { ...each, carrier: 'kuai' } : each));
  const without = planSiteTrips({ ...snapshot, couriers }, defaultDispatchOptions).trips.map(({ courierId }) => courierId);
  const tripId = asId<'trip'>('t-kuai');
  const payload = { tripId, courierId: rider.id, orderIds: [orderIds[0]!], reason: { key: 'dispatch.carrierNobody', params: {} }, booking };
  await site.commit({ kind: 'planTrip', payload });
  const ride = ridesOf(plan(), site.store, site.clock.nowMs()).find((each) => each.kind === 'planned');
  expect([without.includes(rider.id), ride?.kind === 'planned' && ride.trip.booking]).toEqual([false, booking]);
});

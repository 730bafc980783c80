import { describe, expect, test } from 'vitest';
import { asId, type OrderId } from '#shared/base/ids.ts';
import { startSortWall, stepSortWall, type WallPlan } from '#shared/features/sorter/stepSortWall.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore, type TestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { packOrder } from '#test/support/sorter/packOrder.ts';

const chutes: WallPlan['chutes'] = [
  { chuteId: 'C1', use: 'trip' },
  { chuteId: 'LOOP', use: 'recirculation' },
  { chuteId: 'OVER', use: 'overflow' },
  { chuteId: 'REJ', use: 'reject' },
];
const plan: WallPlan = { chutes, chuteByTrip: new Map([['trip-1', 'C1']]) };
const wall = (at: TestStore) =>
  driveWorkflow(
    at,
    startSortWall(),
    (state, input, tools) => stepSortWall(state, input, tools, plan),
    (state) => state,
  );
const planTrip = (at: TestStore, orderId: OrderId) =>
  at.commit({
    kind: 'planTrip',
    payload: {
      ...{ tripId: asId<'trip'>('trip-1'), courierId: asId<'courier'>('courier-1'), orderIds: [orderId] },
      reason: { key: 'trip.test', params: {} },
    },
  });

describe('sort wall', () => {
  test('[WL1] a bag is shown the chute of its trip, without one the overflow, with an ended order the reject chute', async () => {
    const at = await createTestStore();
    const [planned, loose, ended] = [await packOrder(at), await packOrder(at), await packOrder(at)];
    await planTrip(at, planned.orderId);
    await at.commit({ kind: 'cancelOrder', payload: { orderId: ended.orderId, reason: 'customer' } });
    const work = wall(at);
    const shown = [];
    for (const { parcel } of [planned, loose, ended]) {
      await work.scan(toSiteCode('parcel', parcel().code));
      shown.push(`${work.state().chuteId} ${work.state().reason}`);
    }
    expect(shown).toEqual(['C1 trip', 'OVER noChute', 'REJ orderEnded']);
  });

  test('[WL2] nothing is recorded before the chute; its code, printed or typed, records the place once', async () => {
    const at = await createTestStore();
    const [one, other] = [await packOrder(at), await packOrder(at)];
    const work = wall(at);
    const before = await work.scan(toSiteCode('parcel', one.parcel().code));
    const put = await work.scan(toSiteCode('shelfPlace', 'OVER'));
    await work.scan(toSiteCode('parcel', other.parcel().code));
    const typed = await work.scan('OVER');
    const again = await work.scan('OVER');
    expect([before.commands, put.commands, typed.commands, again.commands, again.key]).toEqual([
      [],
      ['shelveParcel'],
      ['shelveParcel'],
      [],
      'sorter.wall.bagFirst',
    ]);
    expect([one.parcel(), other.parcel()].map(({ status, shelfCode }) => `${status} ${shelfCode}`)).toEqual([
      'shelved OVER',
      'shelved OVER',
    ]);
  });

  test('[WL3] another chute is a stop that names both; after it the right one is taken', async () => {
    const at = await createTestStore();
    const { parcel } = await packOrder(at);
    const work = wall(at);
    await work.scan(toSiteCode('parcel', parcel().code));
    const wrong = await work.scan('C1');
    const held = await work.scan('OVER');
    const status = parcel().status;
    await work.act('confirm');
    const right = await work.scan('OVER');
    expect([wrong, held.sound, status, right.commands]).toEqual([
      { sound: 'stop', key: 'sorter.wall.wrongChute', params: { scanned: 'C1', expected: 'OVER' }, commands: [] },
      'stop',
      'packed',
      ['shelveParcel'],
    ]);
  });

  test('[WL4] another bag takes the place of the first with a warning; UNDO lays it down', async () => {
    const at = await createTestStore();
    const [one, other] = [await packOrder(at), await packOrder(at)];
    const work = wall(at);
    await work.scan(toSiteCode('parcel', one.parcel().code));
    const instead = await work.scan(toSiteCode('parcel', other.parcel().code));
    const inHand = work.state().parcelId;
    await work.act('undo');
    expect([instead.sound, instead.key, inHand, work.state()]).toEqual([
      'warning',
      'sorter.wall.instead',
      other.parcel().id,
      startSortWall(),
    ]);
  });

  test('[WL5] a bag that has left is a stop, one that nobody knows a warning', async () => {
    const at = await createTestStore();
    const { orderId, parcel } = await packOrder(at);
    const courierId = asId<'courier'>('courier-1');
    await at.commit({ kind: 'handOver', payload: { orderId, courierId, parcelIds: [parcel().id] } });
    const work = wall(at);
    const left = await work.scan(toSiteCode('parcel', parcel().code));
    await work.act('confirm');
    const unknown = await work.scan(toSiteCode('parcel', 'NOBODY'));
    expect([left.sound, left.key, unknown.sound, unknown.commands]).toEqual(['stop', 'hand.alreadyLeft', 'warning', []]);
  });
});

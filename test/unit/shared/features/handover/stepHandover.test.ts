import { describe, expect, it } from 'vitest';
import { asId, type OrderId } from '#shared/base/ids.ts';
import { startHandover } from '#shared/features/handover/handoverState.ts';
import { stepHandover } from '#shared/features/handover/stepHandover.ts';
import { startPacking } from '#shared/features/packing/packingState.ts';
import { settlePacking, stepPacking } from '#shared/features/packing/stepPacking.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore, type TestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { pickAll } from '#test/support/pickAll.ts';
import { testGtins, type TestSkuName } from '#test/support/testSite.ts';

type UnitGoods = Exclude<TestSkuName, 'apples'>;
const courierCode = toSiteCode('courier', '9001');
const counter = (test: TestStore) => driveWorkflow(test, startHandover(), stepHandover, (state) => state);

/** Picks and packs an order; with `bags` 2 the last item goes into a second bag. Gives the printed parcel codes. */
async function pack(test: TestStore, orderId: OrderId, bags = 1): Promise<string[]> {
  const toteCode = `T${orderId}`;
  await pickAll(test, orderId, toteCode);
  const table = driveWorkflow(test, startPacking(), stepPacking, settlePacking);
  await table.scan(toSiteCode('tote', toteCode));
  const units = test
    .order(orderId)
    .lines.flatMap((line) => Array.from({ length: line.pickedQuantity }, () => line.skuId.replace('sku-', '') as UnitGoods));
  for (const [index, name] of units.entries()) {
    if (bags === 2 && index === units.length - 1) await table.act('toteFull');
    await table.scan(testGtins[name]);
  }
  return test.store.find.parcelsOfOrder(orderId).map((parcel) => toSiteCode('parcel', parcel.code));
}

async function plan(test: TestStore, ...orderIds: OrderId[]): Promise<void> {
  await test.commit({
    kind: 'planTrip',
    payload: {
      tripId: asId<'trip'>('trip-1'),
      courierId: asId<'courier'>('courier-1'),
      orderIds,
      reason: { key: 'trip.test', params: {} },
    },
  });
}

async function shelved(
  test: TestStore,
  lines: Partial<Record<TestSkuName, number>>,
  bags = 1,
): Promise<{ orderId: OrderId; codes: string[] }> {
  const orderId = await test.place(lines);
  const codes = await pack(test, orderId, bags);
  const work = counter(test);
  for (const code of codes) {
    await work.scan(code);
    await work.scan(toSiteCode('shelfPlace', 'H01'));
  }
  return { orderId, codes };
}

describe('handover workflow', () => {
  it('[HW1] [HW2] a bag and then a place; a place alone is a warning; the last bag says so', async () => {
    const test = await createTestStore();
    const orderId = await test.place({ water: 2 });
    const codes = await pack(test, orderId, 2);
    const work = counter(test);
    const alone = await work.scan(toSiteCode('shelfPlace', 'H01'));
    const sounds: string[] = [];
    for (const code of codes) {
      await work.scan(code);
      sounds.push((await work.scan(toSiteCode('shelfPlace', 'H01'))).sound);
    }
    expect([alone.sound, sounds, test.order(orderId).stage]).toEqual(['warning', ['lineDone', 'orderDone'], 'shelved']);
  });

  it('[HW3] an insulated bag may stand anywhere, a plain one with cold goods asks again', async () => {
    const test = await createTestStore();
    const orderId = await test.place({ milk: 1 });
    const [code = ''] = await pack(test, orderId);
    const parcel = test.store.find.parcelsOfOrder(orderId)[0];
    const plain = await createTestStore([
      { kind: 'order', id: orderId, row: test.order(orderId) },
      { kind: 'parcel', id: parcel?.id ?? '', row: { ...parcel, bagType: 'small' } as never },
    ]);
    const work = counter(plain);
    await work.scan(code);
    const asked = await work.scan(toSiteCode('shelfPlace', 'H01'));
    const taken = await work.scan(toSiteCode('shelfPlace', 'H01'));
    const insulated = counter(test);
    await insulated.scan(code);
    expect([asked.key, taken.commands, (await insulated.scan(toSiteCode('shelfPlace', 'H01'))).sound]).toEqual([
      'hand.shelfTooWarm',
      ['shelveParcel'],
      'orderDone',
    ]);
  });

  it('[HW4] a courier without a trip is a warning, with one the orders are named', async () => {
    const test = await createTestStore();
    const { orderId } = await shelved(test, { water: 1 });
    const none = await counter(test).scan(courierCode);
    await plan(test, orderId);
    const some = await counter(test).scan(courierCode);
    expect([none.key, some.key, some.params['orders'], some.params['bags']]).toEqual(['hand.noTrip', 'hand.courierHere', 1, 1]);
  });

  it('[HW5] [HW8] an order leaves with its last bag and not before; the same bag twice counts once', async () => {
    const test = await createTestStore();
    const { orderId, codes } = await shelved(test, { water: 2 }, 2);
    await plan(test, orderId);
    const work = counter(test);
    await work.scan(courierCode);
    const seen = [await work.scan(codes[0] ?? ''), await work.scan(codes[0] ?? ''), await work.scan(codes[1] ?? '')];
    expect([seen.map(({ sound, commands }) => [sound, commands]), test.order(orderId).stage]).toEqual([
      [
        ['ok', []],
        ['tick', []],
        ['orderDone', ['handOver']],
      ],
      'handedOver',
    ]);
  });

  it('[HW6] a bag of another trip is a stop that names both', async () => {
    const test = await createTestStore();
    const first = await shelved(test, { water: 1 });
    const second = await shelved(test, { bread: 1 });
    await plan(test, first.orderId);
    const work = counter(test);
    await work.scan(courierCode);
    expect(await work.scan(second.codes[0] ?? '')).toEqual({
      sound: 'stop',
      key: 'hand.wrongBag',
      params: { scanned: 2, expected: '1' },
      commands: [],
    });
  });

  it('[HW7] leaving with an order half scanned is a stop that names it', async () => {
    const test = await createTestStore();
    const { orderId, codes } = await shelved(test, { water: 2 }, 2);
    await plan(test, orderId);
    const work = counter(test);
    await work.scan(courierCode);
    await work.scan(codes[0] ?? '');
    expect(await work.act('next')).toEqual({ sound: 'stop', key: 'hand.bagMissing', params: { orders: '1' }, commands: [] });
  });

  it('[HW9] a bag that was delivered and a bag of a cancelled order are told', async () => {
    const test = await createTestStore();
    const left = await shelved(test, { water: 1 });
    const cancelled = await shelved(test, { bread: 1 });
    await test.commit({
      kind: 'handOver',
      payload: { orderId: left.orderId, courierId: asId<'courier'>('courier-1'), parcelIds: test.order(left.orderId).parcelIds },
    });
    await test.commit({ kind: 'confirmDelivery', payload: { orderId: left.orderId, courierId: asId<'courier'>('courier-1') } });
    await test.commit({ kind: 'cancelOrder', payload: { orderId: cancelled.orderId, reason: 'customer' } });
    const keys = [(await counter(test).scan(left.codes[0] ?? '')).key, (await counter(test).scan(cancelled.codes[0] ?? '')).key];
    expect(keys).toEqual(['hand.alreadyLeft', 'hand.orderCancelled']);
  });

  it('[HW10] with no trip planned a bag is given after the same scan again', async () => {
    const test = await createTestStore();
    const { orderId, codes } = await shelved(test, { water: 1 });
    const work = counter(test);
    await work.scan(courierCode);
    const asked = await work.scan(codes[0] ?? '');
    const given = await work.scan(codes[0] ?? '');
    expect([asked.sound, asked.key, given.sound, given.commands, test.order(orderId).stage]).toEqual([
      'warning',
      'hand.noTripAgain',
      'orderDone',
      ['handOver'],
      'handedOver',
    ]);
  });

  it('[HW20] a bag customs have not cleared is a stop for the courier too', async () => {
    const test = await createTestStore();
    const { orderId, codes } = await shelved(test, { water: 1 });
    await test.commit({ kind: 'editOrder', payload: { orderId, customs: 'pending' } });
    const work = counter(test);
    await work.scan(courierCode);
    const stopped = await work.scan(codes[0] ?? '');
    expect([stopped.sound, stopped.key, stopped.commands, test.order(orderId).stage]).toEqual([
      'stop',
      'hand.customsPending',
      [],
      'shelved',
    ]);
  });
});

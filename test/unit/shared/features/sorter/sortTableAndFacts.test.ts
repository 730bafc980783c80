import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Placement } from '#shared/features/sorter/sorterContract.ts';
import { toSortFacts } from '#shared/features/sorter/toSortFacts.ts';
import { byPrintedCode, toSortTable } from '#shared/features/sorter/toSortTable.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { packOrder } from '#test/support/sorter/packOrder.ts';

test('[WL6] the table has the bags in house with their trips, and the planned trips by when they are due', async () => {
  const at = await createTestStore();
  const [one, other, gone] = [await packOrder(at), await packOrder(at), await packOrder(at)];
  const courierId = asId<'courier'>('courier-1');
  const reason = { key: 'trip.test', params: {} };
  await at.commit({ kind: 'planTrip', payload: { tripId: asId('trip-1'), courierId, orderIds: [one.orderId], reason } });
  await at.commit({ kind: 'handOver', payload: { orderId: gone.orderId, courierId, parcelIds: [gone.parcel().id] } });
  const table = toSortTable(at.store);
  expect(table).toEqual({
    parcels: [
      { parcelCode: one.parcel().code, orderId: one.orderId, tripId: 'trip-1', isOrderOpen: true },
      { parcelCode: other.parcel().code, orderId: other.orderId, tripId: null, isOrderOpen: true },
    ],
    trips: [{ tripId: 'trip-1', leavesAtMs: at.order(one.orderId).promiseAtMs }],
  });
  const printed = byPrintedCode(table.parcels);
  expect(printed.get(toSiteCode('parcel', one.parcel().code))).toBe(printed.get(one.parcel().code));
});

test('[WL7] a result becomes the place once, never over a later place; a mis-sort raises one alert', async () => {
  const at = await createTestStore();
  const { orderId, parcel } = await packOrder(at);
  const placed = (more: Partial<Placement> = {}): Placement => ({
    ...{ scanId: 's1', codes: [toSiteCode('parcel', parcel().code)], outcome: 'diverted', chuteId: 'C2', commandedChuteId: 'C1' },
    atMs: at.clock.nowMs() + 1000,
    ...more,
  });
  const kinds = (one: Placement) => toSortFacts(one, at.store)?.map(({ kind }) => kind) ?? null;
  const silent = [
    placed({ outcome: 'recirculated', chuteId: null }),
    placed({ outcome: 'rejected' }),
    placed({ codes: [], outcome: 'lost' }),
    placed({ atMs: at.clock.nowMs() - 60_000, commandedChuteId: null }),
  ].map(kinds);
  const unknown = kinds(placed({ codes: ['nobody'] }));
  const right = kinds(placed({ chuteId: 'C1' }));
  const drafts = toSortFacts(placed(), at.store)!;
  await at.commit(...drafts);
  const again = kinds(placed());
  await at.commit({ kind: 'shelveParcel', payload: { orderId, parcelId: parcel().id, shelfCode: 'H01' } });
  expect({ silent, unknown, right, first: drafts.map(({ kind }) => kind), again, later: kinds(placed()) }).toEqual({
    ...{ silent: [[], [], [], []], unknown: null, right: ['shelveParcel'], first: ['shelveParcel', 'raiseAlert'], again: [], later: [] },
  });
  expect([parcel().shelfCode, [...at.store.all('alert')].length]).toEqual(['H01', 1]);
});

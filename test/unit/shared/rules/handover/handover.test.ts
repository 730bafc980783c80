import { describe, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { bringTo, createRulesSite, orderIdsOf } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, parcelId, toteId, tripId } = orderIdsOf('o1');
const k1 = asId<'courier'>('k1');
const k2 = asId<'courier'>('k2');
const reason = { key: 'test', params: {} };

/** Order o1 packed in two bags: parcelId and `p2`, a bread in each. */
function twoBags(): RulesWorld {
  const world = createRulesSite();
  bringTo(world, 'o1', 'packing', { bread: 2 });
  world.must({ kind: 'openParcel', payload: { orderId, parcelId: asId('p2'), parcelCode: 'p2', bagType: 'small' } });
  for (const id of [parcelId, asId<'parcel'>('p2')])
    world.must({ kind: 'packItem', payload: { orderId, lineNo: 1, parcelId: id, toteId, quantity: 1 } });
  world.must({ kind: 'closeParcels', payload: { orderId, weightGrams: null } });
  return world;
}

const plan = (orders: readonly string[], courierId = k1, id = tripId): CommandDraft => ({
  kind: 'planTrip',
  payload: { tripId: id, courierId, orderIds: orders.map((order) => asId<'order'>(order)), reason },
});
const handOver = (name: string, courierId = k1): CommandDraft => ({
  kind: 'handOver',
  payload: { orderId: orderIdsOf(name).orderId, courierId, parcelIds: [orderIdsOf(name).parcelId] },
});
const deliver = (name: string, courierId = k1): CommandDraft => ({
  kind: 'confirmDelivery',
  payload: { orderId: orderIdsOf(name).orderId, courierId },
});

test('[HO1] the order is shelved with its last bag', () => {
  const world = twoBags();
  world.must({ kind: 'shelveParcel', payload: { orderId, parcelId, shelfCode: 'H01' } });
  const first = world.get('order', 'o1').stage;
  world.must({ kind: 'shelveParcel', payload: { orderId, parcelId: asId('p2'), shelfCode: 'H02' } });
  expect([first, world.get('order', 'o1').stage, world.get('parcel', 'p2').shelfCode]).toEqual(['packed', 'shelved', 'H02']);
});

test('[HO2] a bag left behind is a discrepancy; it can follow', () => {
  const world = twoBags();
  world.must(handOver('o1'));
  expect([world.get('order', 'o1').stage, world.get('parcel', 'p2').status, world.discrepancies()]).toEqual([
    'handedOver',
    'packed',
    ['bagMissing'],
  ]);
  world.must({ kind: 'handOver', payload: { orderId, courierId: k1, parcelIds: [asId('p2')] } });
  expect([world.get('parcel', 'p2').status, world.discrepancies(), world.violations()]).toEqual(['handedOver', ['bagMissing'], []]);
});

test('[HO3] the goods of a bag leave the books', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved', { milk: 4 });
  const { moves } = world.must(handOver('o1'));
  expect(moves).toMatchObject([
    { lotId: 'milk-old', quantity: 3, to: { kind: 'outside', reason: 'handedOver' } },
    { lotId: 'milk-new', quantity: 1, to: { kind: 'outside', reason: 'handedOver' } },
  ]);
  expect(world.get('parcel', parcelId).contents).toEqual([]);
});

test('[HO4] [HO6] a trip leaves with its last order and ends with its last delivery', () => {
  const world = createRulesSite();
  for (const name of ['o1', 'o2']) bringTo(world, name, 'shelved');
  world.must(plan(['o1', 'o2']));
  const seen: unknown[] = [];
  for (const draft of [handOver('o1'), handOver('o2'), deliver('o1'), deliver('o2')]) {
    world.must(draft);
    const courier = world.get('courier', 'k1');
    seen.push([world.get('trip', tripId).status, courier.status, courier.tripId, courier.deliveredToday]);
  }
  expect(seen).toEqual([
    ['planned', 'atSite', tripId, 0],
    ['underway', 'outbound', tripId, 0],
    ['underway', 'outbound', tripId, 1],
    ['done', 'returning', null, 2],
  ]);
});

test('[HO5] a bag whose lot was recalled on the shelf leaves with a discrepancy, and no trip is planned with it', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved', { milk: 1 });
  world.put('lot', { ...world.get('lot', 'milk-old'), status: 'recalled' });
  expect(world.send(plan(['o1']))).toMatchObject({ ok: false, error: { code: 'LOT_MAY_NOT_LEAVE' } });
  world.must(handOver('o1'));
  expect([world.get('order', 'o1').stage, world.discrepancies(), world.violations()]).toEqual(['handedOver', ['forbiddenLot'], []]);
});

test('[HO7] another courier than planned is believed', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  world.must(plan(['o1']));
  world.must(handOver('o1', k2));
  expect([world.get('order', 'o1').stage, world.discrepancies(), world.get('courier', 'k2').status]).toEqual([
    'handedOver',
    ['stageMismatch'],
    'outbound',
  ]);
});

describe('[HO8] trips that are refused', () => {
  const world = createRulesSite();
  for (const name of ['o1', 'o2', 'o3', 'o4']) bringTo(world, name, 'shelved');
  bringTo(world, 'o5', 'placed');
  world.must(plan(['o1']));
  world.put('courier', { ...world.get('courier', 'k2'), id: asId<'courier'>('off'), status: 'offShift' });
  test.each([
    ['unknown courier', plan(['o2'], asId('nobody'), asId('t')), 'UNKNOWN_COURIER'],
    ['off shift', plan(['o2'], asId('off'), asId('t')), 'COURIER_OFF_SHIFT'],
    ['busy courier', plan(['o2'], k1, asId('t')), 'COURIER_BUSY'],
    ['too large', plan(['o1', 'o2', 'o3', 'o4'], k2, asId('t')), 'TRIP_TOO_LARGE'],
    ['order with a trip', plan(['o1'], k2, asId('t')), 'ORDER_HAS_TRIP'],
    ['unknown order', plan(['o9'], k2, asId('t')), 'UNKNOWN_ORDER'],
    ['not accepted', plan(['o5'], k2, asId('t')), 'STAGE_DOES_NOT_ALLOW'],
    ['planned before', plan(['o2'], k2), 'ALREADY_DONE'],
  ])('[HO8] %s', (_name, draft, code) => {
    expect(world.send(draft)).toMatchObject({ ok: false, error: { code } });
  });
});

test('[HO9] a planned trip is cancelled while its orders are here', () => {
  const world = createRulesSite();
  for (const name of ['o1', 'o2']) bringTo(world, name, 'shelved');
  const cancel = { kind: 'cancelTrip', payload: { tripId } } as const;
  expect(world.send(cancel)).toMatchObject({ error: { code: 'UNKNOWN_TRIP' } });
  world.must(plan(['o1', 'o2']));
  world.must(cancel);
  expect([world.get('order', 'o1').tripId, world.get('courier', 'k1').tripId, world.get('trip', tripId).status]).toEqual([
    null,
    null,
    'cancelled',
  ]);
  expect(world.send(cancel)).toMatchObject({ error: { code: 'ALREADY_DONE' } });
  world.must(plan(['o1', 'o2'], k1, asId('again')));
  world.must(handOver('o1'));
  expect(world.send({ kind: 'cancelTrip', payload: { tripId: asId('again') } })).toMatchObject({ error: { code: 'ORDER_ALREADY_LEFT' } });
});

test('[HO10] a delivery nobody handed over takes the bags out of the books', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  world.must(deliver('o1'));
  expect([world.get('order', 'o1').stage, world.get('parcel', parcelId), world.discrepancies(), world.violations()]).toMatchObject([
    'delivered',
    { status: 'delivered', contents: [] },
    ['stageMismatch'],
    [],
  ]);
});

test('[HO12] an old report of a courier changes nothing', () => {
  const world = createRulesSite();
  const report = (status: 'atSite' | 'returning', lat: number) =>
    world.must({ kind: 'reportCourier', payload: { courierId: k1, status, position: { lat, lng: 121 } } });
  report('returning', 31);
  world.nowMs -= 1000;
  report('atSite', 32);
  expect(world.get('courier', 'k1')).toMatchObject({ status: 'returning', position: { lat: 31, atMs: world.nowMs + 1000 } });
});

test('[HO13] alerts and discrepancies are settled once', () => {
  const world = createRulesSite();
  const alertId = asId<'alert'>('a1');
  const settle = (status: 'acknowledged' | 'closed') => {
    const result = world.send({ kind: 'settleAlert', payload: { alertId, status } });
    return result.ok ? 'granted' : result.error.code;
  };
  const before = settle('closed');
  for (let times = 0; times < 2; times += 1)
    world.must({ kind: 'raiseAlert', payload: { alertId, kind: 'help', orderId: null, reason: 'help' } });
  expect([before, settle('acknowledged'), settle('acknowledged'), settle('closed'), settle('acknowledged')]).toEqual([
    'UNKNOWN_ALERT',
    'granted',
    'ALREADY_DONE',
    'granted',
    'ALREADY_DONE',
  ]);
  world.must({ kind: 'finishPicking', payload: { taskId: asId('nothing') } }, { id: 'odd' });
  const resolve = { kind: 'resolveDiscrepancy', payload: { discrepancyId: asId<'discrepancy'>('odd-1'), resolution: 'counted' } } as const;
  world.must(resolve);
  expect([world.get('discrepancy', 'odd-1').status, world.send(resolve)]).toMatchObject(['resolved', { error: { code: 'ALREADY_DONE' } }]);
});

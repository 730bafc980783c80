import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { mayGoWith, wishOf } from '#shared/rules/delivery/wishOf.ts';
import { bringTo, createRulesSite, lifeDrafts, orderIdsOf } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

const { orderId, parcelId, tripId } = orderIdsOf('o1');
const k1 = asId<'courier'>('k1');
const k2 = asId<'courier'>('k2');
const codeOf = (world: RulesWorld, draft: CommandDraft) => {
  const result = world.send(draft);
  return result.ok ? 'granted' : result.error.code;
};
const plan = (courierId = k1, orderIds = [orderId]): CommandDraft => ({
  kind: 'planTrip',
  payload: { tripId, courierId, orderIds, reason: { key: 'test', params: {} } },
});
const pin = (courierId: typeof k1 | null, id = orderId): CommandDraft => ({ kind: 'pinOrder', payload: { orderId: id, courierId } });
const forbid = (courierId: typeof k1, isForbidden = true): CommandDraft => ({
  kind: 'forbidCourier',
  payload: { orderId, courierId, isForbidden },
});
const hold = (untilMs: number | null): CommandDraft => ({ kind: 'holdOrder', payload: { orderId, untilMs } });
const handOver: CommandDraft = { kind: 'handOver', payload: { orderId, courierId: k1, parcelIds: [parcelId] } };

test('[DL1] a pin and a ban take each other back', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking');
  const seen: unknown[] = [];
  for (const draft of [pin(k1), forbid(k1), pin(k2), forbid(k1, false), pin(null)]) {
    world.must(draft);
    const order = world.get('order', 'o1');
    seen.push([wishOf(order).courierId, wishOf(order).notCourierIds, mayGoWith(order, 'k1'), mayGoWith(order, 'k2')]);
  }
  expect(seen).toEqual([
    ['k1', [], true, false],
    [null, ['k1'], false, true],
    ['k2', ['k1'], false, true],
    ['k2', [], false, true],
    [null, [], true, true],
  ]);
});

test('[DL2] an order is held and let go', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'packed');
  world.must(hold(world.nowMs + 60_000));
  const held = wishOf(world.get('order', 'o1')).heldUntilMs;
  world.must(hold(null));
  expect([held, wishOf(world.get('order', 'o1')).heldUntilMs]).toEqual([world.nowMs + 60_000, null]);
});

test('[DL3] what left, is over, is unknown or has a ride stays as it is', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  const before = [codeOf(world, pin(asId('nobody'))), codeOf(world, pin(k1, asId('o9'))), codeOf(world, forbid(asId('nobody')))];
  world.must(plan());
  const planned = [codeOf(world, pin(k2)), codeOf(world, hold(world.nowMs + 1)), codeOf(world, hold(null))];
  world.must(handOver);
  const left = [codeOf(world, pin(k2)), codeOf(world, hold(null)), codeOf(world, forbid(k1))];
  bringTo(world, 'o2', 'picking');
  world.must({ kind: 'cancelOrder', payload: { orderId: orderIdsOf('o2').orderId, reason: 'customer' } });
  expect([before, planned, left, codeOf(world, pin(k1, orderIdsOf('o2').orderId))]).toEqual([
    ['UNKNOWN_COURIER', 'UNKNOWN_ORDER', 'UNKNOWN_COURIER'],
    ['ORDER_HAS_TRIP', 'ORDER_HAS_TRIP', 'granted'],
    ['ORDER_ALREADY_LEFT', 'ORDER_ALREADY_LEFT', 'ORDER_ALREADY_LEFT'],
    'ORDER_CANCELLED',
  ]);
});

test('[DL4] a planned trip goes over to a free courier; one that left stays', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  const give = (courierId: typeof k1): CommandDraft => ({ kind: 'reassignTrip', payload: { tripId, courierId } });
  const unknown = codeOf(world, give(k2));
  world.must(plan());
  const refused = [codeOf(world, give(k1)), codeOf(world, give(asId('nobody')))];
  world.put('courier', { ...world.get('courier', 'k2'), status: 'outbound' });
  const busy = codeOf(world, give(k2));
  world.put('courier', { ...world.get('courier', 'k2'), status: 'atSite' });
  world.must(give(k2));
  const after = [world.get('trip', tripId).courierId, world.get('courier', 'k1').tripId, world.get('courier', 'k2').tripId];
  world.must({ ...handOver, payload: { orderId, courierId: k2, parcelIds: [parcelId] } } as CommandDraft);
  expect([unknown, refused, busy, after, codeOf(world, give(k1)), world.violations()]).toEqual([
    'UNKNOWN_TRIP',
    ['ALREADY_DONE', 'UNKNOWN_COURIER'],
    'COURIER_BUSY',
    ['k2', null, tripId],
    'ORDER_ALREADY_LEFT',
    [],
  ]);
});

test('[DL5] a courier says yes to his own trip once', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  world.must(plan());
  const say = (courierId: typeof k1) => world.must({ kind: 'takeTrip', payload: { tripId, courierId } });
  say(k2);
  const byAnother = world.get('trip', tripId).takenAtMs ?? null;
  say(k1);
  const firstMs = world.nowMs;
  world.nowMs += 5000;
  say(k1);
  expect([byAnother, world.get('trip', tripId).takenAtMs]).toEqual([null, firstMs]);
});

test('[DL6] a delivery that failed ends the trip, waits for a person and may still succeed', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  world.must(plan());
  world.must(handOver);
  const fail: CommandDraft = { kind: 'failDelivery', payload: { orderId, courierId: k1, reason: 'nobodyThere' } };
  world.must(fail);
  const failed = [
    world.get('trip', tripId).status,
    world.get('courier', 'k1').deliveredToday,
    world.get('order', 'o1').deliveryFailure?.reason,
  ];
  world.must(fail);
  world.must({ kind: 'confirmDelivery', payload: { orderId, courierId: k1, proof: { kind: 'inPerson', isVerified: false } } });
  const { stage, deliveryProof } = world.get('order', 'o1');
  expect([
    failed,
    world.discrepancies(),
    stage,
    deliveryProof?.kind,
    world.get('courier', 'k1').deliveredToday,
    world.violations(),
  ]).toEqual([['done', 0, 'nobodyThere'], ['deliveryFailed', 'lateFact'], 'delivered', 'inPerson', 1, []]);
});

test('[DL7] a trip with an order still picked leaves with its last order', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  bringTo(world, 'o2', 'picking');
  const second = orderIdsOf('o2');
  world.must(plan(k1, [orderId, second.orderId]));
  world.must(handOver);
  const first = world.get('trip', tripId).status;
  for (const stage of ['picked', 'packing', 'packed', 'shelved'] as const)
    for (const draft of lifeDrafts(world, 'o2', stage, { bread: 2 }, {})) world.must(draft);
  world.must({ kind: 'handOver', payload: { orderId: second.orderId, courierId: k1, parcelIds: [second.parcelId] } });
  expect([first, world.get('trip', tripId).status, world.violations()]).toEqual(['planned', 'underway', []]);
});

test('[DL8] a courier back at the site is free before his last door was told, and it is counted then', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'shelved');
  world.must(plan());
  world.must(handOver);
  world.must({ kind: 'reportCourier', payload: { courierId: k1, status: 'atSite', position: null } });
  const back = [world.get('courier', 'k1').tripId, world.get('trip', tripId).status];
  world.must({ kind: 'confirmDelivery', payload: { orderId, courierId: k1 } });
  const { status, deliveredToday } = world.get('courier', 'k1');
  expect([back, world.get('trip', tripId).status, status, deliveredToday, world.violations()]).toEqual([
    [null, 'underway'],
    'done',
    'atSite',
    1,
    [],
  ]);
});

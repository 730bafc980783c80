import { expect, test } from 'vitest';
import { channel } from '#shared/model/order/order.ts';
import { channelPolicies, earliestPickDoneAtMs, earliestReleaseAtMs } from '#shared/rules/channel/channelPolicy.ts';
import { testStartMs } from '#test/support/fixedClock.ts';
import { addBin, addStock, bringTo, createRulesSite, orderIdsOf, pickDrafts } from '#test/support/rulesSite.ts';

const { orderId, taskId } = orderIdsOf('o1');

test('[CH1] every channel has every field', () => {
  const fields = Object.keys(channelPolicies.app).toSorted();
  expect(Object.keys(channelPolicies).toSorted()).toEqual(channel.options.toSorted());
  expect(Object.values(channelPolicies).map((policy) => Object.keys(policy).toSorted())).toEqual(channel.options.map(() => fields));
});

test('[CH2] pick-done of a marketplace order is reported a minute after accepting at the earliest, and once', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picked', { bread: 1 }, { channel: 'marketplace' });
  bringTo(world, 'o2', 'picked');
  expect([earliestPickDoneAtMs(world.get('order', 'o1')), earliestPickDoneAtMs(world.get('order', 'o2'))]).toEqual([
    testStartMs + 60_000,
    testStartMs,
  ]);
  expect([channelPolicies.marketplace.mayPickDoneTwice, channelPolicies.marketplace.lastLineShortMeansCancel]).toEqual([false, true]);
});

test('[CH2] the event of finished picking says when to report', () => {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking', { bread: 1 }, { channel: 'marketplace' });
  for (const draft of pickDrafts(world, 'o1')) world.must(draft);
  const { events } = world.must({ kind: 'finishPicking', payload: { taskId } });
  expect(events.find((event) => event.kind === 'pickingFinished')).toMatchObject({ orderId: 'o1', reportAtMs: testStartMs + 60_000 });
});

test('[CH3] only channels with a lead time hold orders back', () => {
  const promiseAtMs = testStartMs + 10 * 3_600_000;
  const held = channel.options.filter((name) => earliestReleaseAtMs({ channel: name, promiseAtMs }, 1_800_000) > 0);
  expect(held).toEqual(['scheduled', 'b2b', 'groupBuy', 'liveStream', 'crossBorder', 'c2m']);
});

test.each([
  ['b2b', [5, 20]],
  ['app', [20]],
] as const)('[CH4] cases from reserve for %s', (name, quantities) => {
  const world = createRulesSite((w) => {
    addBin(w, 'reserve', 0, { use: 'reserve' });
    addStock(w, 'bread', 'reserve', 5);
  });
  bringTo(world, 'o1', 'released', { bread: 30 }, { channel: name });
  expect(world.get('task', taskId).steps.map((step) => step.quantity)).toEqual(quantities);
});

test('[CH5] only channels that bill later are accepted unpaid', () => {
  const accepted = channel.options.filter((name) => {
    const world = createRulesSite();
    bringTo(world, 'o1', 'placed', { bread: 1 }, { channel: name, payment: 'unpaid' });
    return world.send({ kind: 'acceptOrder', payload: { orderId } }).ok;
  });
  expect(accepted).toEqual(['b2b']);
});

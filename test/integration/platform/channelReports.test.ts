import { afterEach, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Channel } from '#shared/model/order/order.ts';
import type { ChannelReport } from '#shared/wire/channel/channelMessages.ts';
import { queryRows } from '#platform/db/database.ts';
import { createHttpChannel } from '#platform/features/channels/createHttpChannel.ts';
import { sendReports } from '#platform/features/channels/sendReports.ts';
import { type MarketplaceOrder, startMarketplace } from '#platform/world/channels/startMarketplace.ts';
import { driveOrderToShelf } from '#test/support/driveOrderToShelf.ts';
import { createFixedClock, testStartMs } from '#test/support/fixedClock.ts';
import { openTestPlatform, testOrder } from '#test/support/testPlatform.ts';

const secret = 'a secret of sixteen';
const minuteMs = 60_000;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A marketplace whose calls fail as told, the platform that reports to it, and one order picked and on the shelf. */
async function openMarket(faults: readonly ('unheard' | 'answerLost' | null)[] = [], sharedSecret = secret) {
  const orders = new Map<string, MarketplaceOrder>();
  const clock = createFixedClock(testStartMs);
  const market = await startMarketplace({
    clock,
    secret,
    orderOf: (id) => orders.get(id) ?? null,
    faultOf: (no) => faults[no - 1] ?? null,
  });
  closers.push(() => market.close());
  const channels: Channel[] = ['marketplace'];
  const adapter = createHttpChannel({ name: 'market', url: market.url, secret: sharedSecret, channels });
  const at = await openTestPlatform({ channels: [adapter], isDispatching: false });
  closers.push(() => at.platform.close());
  const siteId = await at.openSite();
  const station = await at.enrol(siteId);
  const place = async (id: string) => {
    orders.set(id, { acceptedAtMs: at.clock.nowMs(), riderTookAtMs: null, isCancelled: false });
    const body = testOrder(id, { channel: 'marketplace' });
    return (await at.call<{ orderId: string }>('POST', `/v1/sites/${siteId}/orders`, { body })).body.orderId;
  };
  const run = async (afterMs: number) => {
    at.clock.advance(afterMs);
    clock.set(at.clock.nowMs());
    await at.platform.runWorkers();
  };
  const books = () =>
    queryRows<{ kind: string; state: string; fault: string | null }>(
      at.platform.db,
      sql`select kind, state, fault from channel_report where site_id = ${siteId} order by order_id, kind`,
    );
  return { at, siteId, station, market, orders, place, run, books, adapter, clock };
}

test('[CR1] [CR5] an order is reported picked once, signed, and not before its moment', async () => {
  const { at, station, market, place, run, books } = await openMarket();
  await driveOrderToShelf(at, station, await place('M1'));
  await run(0);
  const early = market.answers().length;
  await run(minuteMs);
  await run(minuteMs);
  expect([early, market.answers(), market.taken(), await books()]).toMatchObject([
    0,
    ['taken'],
    [{ kind: 'pickDone', channelOrderId: 'M1', lines: [{ lineNo: 1, pickedQuantity: 2, shortQuantity: 0 }] }],
    [{ kind: 'pickDone', state: 'sent' }],
  ]);
});

test('[CR2] [CR3] a channel that is away, and an answer that is lost: the same report goes again, and is taken once', async () => {
  const { at, station, market, place, run, books } = await openMarket(['unheard', 'answerLost', null]);
  await driveOrderToShelf(at, station, await place('M1'));
  const states: unknown[] = [];
  for (const afterMs of [minuteMs, 1_000, 1_000, 4_000]) {
    await run(afterMs);
    states.push((await books())[0]?.state);
  }
  expect([states, market.answers(), market.taken().length]).toEqual([['owed', 'owed', 'owed', 'sent'], ['taken', 'alreadyDone'], 1]);
});

test('[CR4] a cancelled order is not reported picked; one the rider has is refused for good', async () => {
  const { at, siteId, station, market, orders, place, run, books } = await openMarket();
  const cancelled = await place('M1');
  await driveOrderToShelf(at, station, cancelled);
  await run(0);
  await at.call('POST', `/v1/sites/${siteId}/orders/${cancelled}/cancel`, { body: { reason: 'customer' } });
  await driveOrderToShelf(at, station, await place('M2'));
  orders.set('M2', { ...orders.get('M2')!, riderTookAtMs: at.clock.nowMs() });
  await run(minuteMs);
  const states = (await books()).map(({ kind, state, fault }) => `${kind} ${state} ${fault ?? '-'}`).toSorted();
  expect([states, market.taken()]).toEqual([['pickDone dropped -', 'pickDone refused RIDER_HAS_IT'], []]);
});

test('[CR1] the last item short is told as a cancellation', async () => {
  const { at, siteId, station, market, place, run } = await openMarket();
  const orderId = await place('M1');
  const task = (await at.feed(siteId)).find((row) => row.kind === 'task')?.row as { id: string };
  await station.push(
    station.number([
      { kind: 'claimTask', payload: { taskId: task.id as never, isTakeover: false } },
      { kind: 'shortLine', payload: { taskId: task.id as never, orderId: orderId as never, lineNo: 1, stepNo: 1, reason: 'notFound' } },
      { kind: 'finishPicking', payload: { taskId: task.id as never } },
    ]),
  );
  await run(minuteMs);
  expect(market.taken()).toMatchObject([{ kind: 'cancelled', channelOrderId: 'M1', reason: 'allLinesShort' }]);
});

test('[CR5] the marketplace takes no report that is not signed, and asks for a too early one again at its moment', async () => {
  const foreign = await openMarket([], 'another secret of ours');
  await driveOrderToShelf(foreign.at, foreign.station, await foreign.place('M1'));
  await foreign.run(minuteMs);
  expect([foreign.market.taken(), (await foreign.books())[0]?.state]).toEqual([[], 'owed']);
  const { adapter, orders, clock } = await openMarket();
  orders.set('M9', { acceptedAtMs: clock.nowMs(), riderTookAtMs: null, isCancelled: false });
  const report: ChannelReport = {
    ...{ reportId: 'r', kind: 'pickDone', siteId: 's', channel: 'marketplace', channelOrderId: 'M9', atMs: 0, reason: '' },
    lines: [{ lineNo: 1, pickedQuantity: 1, shortQuantity: 0 }],
  };
  expect(await adapter.report(report)).toEqual({ status: 'tooEarly', notBeforeMs: clock.nowMs() + minuteMs });
});

test('[CR3] a run without anything owed asks nobody', async () => {
  const { at, adapter, market } = await openMarket();
  const ports = { db: at.platform.db, clock: at.clock, adapters: [adapter], onFault: () => undefined };
  expect([await sendReports(ports), market.answers()]).toEqual([0, []]);
});

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Clock } from '#shared/base/clock.ts';
import { type ChannelAnswer, type ChannelReport, channelReport, channelSignatureHeader } from '#shared/wire/channel/channelMessages.ts';
import { signReport } from '#platform/features/channels/createHttpChannel.ts';

/** Shortest time from accepting to "picked" that the marketplace believes, milliseconds. */
const minPickMs = 60_000;

/** What the marketplace knows of one of its orders. */
export type MarketplaceOrder = { readonly acceptedAtMs: number; readonly riderTookAtMs: number | null; readonly isCancelled: boolean };

export type MarketplaceOptions = {
  readonly clock: Clock;
  readonly secret: string;
  /** Null: not an order of this marketplace. */
  orderOf(channelOrderId: string): MarketplaceOrder | null;
  /** How a call ends that should fail: not heard at all, or taken with its answer lost. Null: it works. */
  faultOf(callNo: number): 'unheard' | 'answerLost' | null;
};

/** A simulated marketplace: takes "picked" by the rules of its kind (section 4.10 of the feature list) and remembers what it was told. */
export type SimulatedMarketplace = {
  readonly url: string;
  /** Reports taken, in order. */
  taken(): readonly ChannelReport[];
  /** Answers given, in order; a call that was not heard has none. */
  answers(): readonly ChannelAnswer['status'][];
  close(): Promise<void>;
};

/** Starts it on a free port of this machine. */
export async function startMarketplace(options: MarketplaceOptions): Promise<SimulatedMarketplace> {
  const taken: ChannelReport[] = [];
  const answers: ChannelAnswer['status'][] = [];
  let calls = 0;
  const app = new Hono();
  app.post('/reports', async (c) => {
    const body = await c.req.text();
    if (c.req.header(channelSignatureHeader) !== signReport(options.secret, body)) return c.body(null, 401);
    const report = channelReport.safeParse(JSON.parse(body));
    if (!report.success) return c.body(null, 400);
    calls += 1;
    const fault = options.faultOf(calls);
    if (fault === 'unheard') return c.body(null, 503);
    const answer = judge(report.data, taken, options);
    answers.push(answer.status);
    if (answer.status === 'taken') taken.push(report.data);
    return fault === 'answerLost' ? c.body(null, 502) : c.json(answer);
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reports`,
    taken: () => taken,
    answers: () => answers,
    async close() {
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

function judge(report: ChannelReport, taken: readonly ChannelReport[], options: MarketplaceOptions): ChannelAnswer {
  const order = options.orderOf(report.channelOrderId);
  if (order === null) return { status: 'refused', reason: 'UNKNOWN_ORDER' };
  if (taken.some((one) => one.channelOrderId === report.channelOrderId && one.kind === report.kind)) return { status: 'alreadyDone' };
  if (report.kind === 'cancelled') return { status: 'taken' };
  if (order.isCancelled) return { status: 'refused', reason: 'ORDER_CANCELLED' };
  if (order.riderTookAtMs !== null) return { status: 'refused', reason: 'RIDER_HAS_IT' };
  const notBeforeMs = order.acceptedAtMs + minPickMs;
  if (options.clock.nowMs() < notBeforeMs) return { status: 'tooEarly', notBeforeMs };
  // Nothing picked is a cancellation, not a pick.
  return report.lines.some((line) => line.pickedQuantity > 0)
    ? { status: 'taken' }
    : { status: 'refused', reason: 'LAST_ITEM_MEANS_CANCEL' };
}

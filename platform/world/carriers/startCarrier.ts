import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { type Prng, createPrng, nextInt } from '#shared/base/prng.ts';
import {
  type CarrierBooking,
  type CarrierEvent,
  type CarrierQuestion,
  carrierBooking,
  carrierQuestion,
  carrierSignatureHeader,
} from '#shared/wire/carrier/carrierMessages.ts';
import type { WorldClock } from '#platform/world/clock/createWorldClock.ts';
import { doorstepMs, placeBetween, rideMs } from '#platform/world/couriers/rideTime.ts';

/** Most quotes remembered; the oldest is forgotten. */
const maxQuotes = 500;
/** A rider at the counter looks for the bags so often, and goes without them after so many looks. */
const lookEveryMs = 10_000;
const maxLooks = 90;
const maxEventAttempts = 5;

export type CarrierOptions = {
  readonly name: string;
  /** What callers must show, and what events are signed with. */
  readonly key: string;
  readonly eventSecret: string;
  readonly clock: WorldClock;
  readonly seed: number;
  /** Share of questions answered with: nobody rides. */
  readonly refusedShare: number;
  /** Where events go: the platform's address. */
  platformUrl(): string;
  /** What the rider sees at the counter: the bags are his now. */
  hasBags(reference: string): Promise<boolean>;
};

/** A simulated third-party carrier with riders of its own, on the wire of docs/integrator/carriers.md. */
export type SimulatedCarrier = {
  readonly url: string;
  /** References of rides under way or to come. */
  riding(): readonly string[];
  close(): Promise<void>;
};

type Quoted = { readonly pickupAtMs: number };
type Desk = CarrierOptions & { readonly prng: Prng; readonly quotes: Map<string, Quoted>; readonly rides: Map<string, AbortController> };

/** Starts it on a free port of this machine. */
export async function startCarrier(options: CarrierOptions): Promise<SimulatedCarrier> {
  const desk: Desk = { ...options, prng: createPrng(options.seed), quotes: new Map(), rides: new Map() };
  const app = new Hono();
  app.use(async (c, next) => (c.req.header('authorization') === `Bearer ${options.key}` ? next() : c.body(null, 401)));
  app.post('/quotes', async (c) => {
    const question = carrierQuestion.safeParse(await c.req.json());
    return question.success ? c.json({ quote: quote(desk, question.data) }) : c.body(null, 400);
  });
  app.post('/bookings', async (c) => {
    const booking = carrierBooking.safeParse(await c.req.json());
    return booking.success ? c.json({ isBooked: book(desk, booking.data) }) : c.body(null, 400);
  });
  app.post('/bookings/:reference/cancel', (c) => {
    const ride = desk.rides.get(c.req.param('reference'));
    if (ride === undefined) return c.json({ message: 'no such ride' }, 404);
    ride.abort();
    return c.json({ isCancelled: true });
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    riding: () => [...desk.rides.keys()],
    async close() {
      for (const ride of desk.rides.values()) ride.abort();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function quote(desk: Desk, { pickup, dropOff, readyAtMs }: CarrierQuestion) {
  const { prng, clock, quotes } = desk;
  if (prng.next() < desk.refusedShare) return null;
  const quoteId = `q${quotes.size + 1}-${nextInt(prng, 0, 1_000_000)}`;
  const pickupAtMs = Math.max(readyAtMs, clock.nowMs() + nextInt(prng, 4, 9) * 60_000);
  const way = rideMs(pickup, dropOff);
  quotes.set(quoteId, { pickupAtMs });
  if (quotes.size > maxQuotes) quotes.delete(quotes.keys().next().value!);
  const feeFen = 450 + Math.round(way / 1000);
  return { quoteId, feeFen, pickupAtMs, doorAtMs: Math.round(pickupAtMs + way * 1.15 + doorstepMs * 2.5) };
}

function book(desk: Desk, booking: CarrierBooking): boolean {
  if (desk.rides.has(booking.reference)) return true;
  const quoted = desk.quotes.get(booking.quoteId);
  if (quoted === undefined) return false;
  const abort = new AbortController();
  desk.rides.set(booking.reference, abort);
  void ride(desk, booking, quoted, abort.signal).finally(() => desk.rides.delete(booking.reference));
  return true;
}

/** One rider: says yes, comes, waits for the bags, rides, hands over. */
async function ride(desk: Desk, booking: CarrierBooking, { pickupAtMs }: Quoted, signal: AbortSignal): Promise<void> {
  const { clock, prng } = desk;
  const tell = (status: CarrierEvent['status'], more: Partial<CarrierEvent> = {}) => sendEvent(desk, booking, { status, ...more }, signal);
  const riderName = `#${nextInt(prng, 100, 999)}`;
  await clock.sleep(nextInt(prng, 15, 60) * 1000, signal);
  await tell('accepted', { riderName });
  await clock.sleep(pickupAtMs - clock.nowMs(), signal);
  await tell('atStore', { position: booking.pickup });
  for (let looks = 0; !(await desk.hasBags(booking.reference)); looks += 1) {
    if (signal.aborted) return;
    if (looks >= maxLooks) return tell('cancelled');
    await clock.sleep(lookEveryMs, signal);
  }
  await tell('pickedUp');
  const way = rideMs(booking.pickup, booking.dropOff);
  await clock.sleep(way / 2, signal);
  await tell('riding', { position: placeBetween(booking.pickup, booking.dropOff, 0.5) });
  await clock.sleep(way / 2 + doorstepMs, signal);
  await tell('delivered', { position: booking.dropOff });
}

/** An event is told until the platform has taken it, a few times. */
async function sendEvent(desk: Desk, booking: CarrierBooking, about: Partial<CarrierEvent>, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ siteId: booking.siteId, reference: booking.reference, atMs: Math.floor(desk.clock.nowMs()), ...about });
  const signature = createHmac('sha256', desk.eventSecret).update(body).digest('hex');
  for (let attempt = 1; attempt <= maxEventAttempts && !signal.aborted; attempt += 1) {
    const answer = await fetch(`${desk.platformUrl()}/v1/carriers/${desk.name}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [carrierSignatureHeader]: signature },
      body,
    }).catch(() => null);
    if (answer !== null && answer.status < 500) return;
    await desk.clock.sleep(lookEveryMs * attempt, signal);
  }
}

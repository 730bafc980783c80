import type { Seat } from '#platform/world/pickers/openSeat.ts';
import { readHead } from '#platform/features/sync/readChanges.ts';
import { checkDemo, type DemoVerdict } from '#platform/demo/checkDemo.ts';
import { readBooks } from '#platform/demo/readBooks.ts';
import { asId, type OrderId } from '#shared/base/ids.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import { createHand, type Hand } from './createHand.ts';
import { openShiftSite, type ShiftSite } from './openShiftSite.ts';
import { serveTrips } from './serveTrips.ts';
import { planFlows, shiftFlows, type ShiftFlow } from './shiftFlows.ts';
import { workShiftOrder } from './workShiftOrder.ts';

const shiftMs = 8 * 3_600_000;
const shiftBeginsMs = Date.UTC(2026, 10, 20, 0, 0, 0);
/** Orders on the shelf before a ride is planned. */
const ordersPerLoad = 6;
const loadTimeoutMs = 120_000;
const drainTimeoutMs = 120_000;
/** The host looks for the platform in its own time after the wire is whole; it is told nothing. */
const lookEveryMs = 20;
const headEveryMs = 150;

export type ShiftOptions = {
  readonly orders: number;
  readonly stations: number;
  readonly databaseUrl?: string | undefined;
  readonly mqttUrl?: string | undefined;
  readonly onProgress?: (sentence: string) => void;
};

/** Parts of a drain, seconds from the whole wire; the processor's are of this process, in which all stations and the platform (and PGlite) live. */
export type DrainSplit = {
  /** The platform took the first and the last of the work. */
  readonly firstTakenSeconds: number;
  readonly lastTakenSeconds: number;
  /** The first station, and all of them, had nothing left to tell and everything pulled. */
  readonly firstStationSeconds: number;
  readonly allStationsSeconds: number;
  readonly cpuSeconds: number;
};

/** What a shift came to. */
export type ShiftReport = {
  readonly flows: Readonly<Record<ShiftFlow, number>>;
  readonly delivered: number;
  readonly cancelled: number;
  readonly commands: number;
  /** Most commands one station had not given to the platform when the wire was whole again. */
  readonly pendingAtHeal: number;
  readonly workSeconds: number;
  readonly drainSeconds: number;
  /** Where the drain's time went. */
  readonly drain: DrainSplit;
  readonly discrepancies: Readonly<Record<string, number>>;
  readonly refusedHere: Readonly<Record<string, number>>;
  readonly areAlikeBeforeHeal: boolean;
  readonly verdict: DemoVerdict;
  readonly bugs: readonly string[];
};

/** Eight hours of a clock that is told how late it is; it never goes back. */
function createShiftClock() {
  let nowMs = shiftBeginsMs;
  return {
    nowMs: () => nowMs,
    advanceTo: (atMs: number) => {
      nowMs = Math.max(nowMs, atMs);
    },
  };
}

/** Loads the orders, cuts the stations off from the platform for eight hours of work over the LAN, heals the wire and compares everything. */
export async function runShift(options: ShiftOptions): Promise<ShiftReport> {
  const clock = createShiftClock();
  const bugs: string[] = [];
  const say = options.onProgress ?? (() => undefined);
  const onBug = (error: unknown) => void bugs.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const site = await openShiftSite({ ...options, clock, onBug });
  try {
    const flows = planFlows(options.orders);
    const orderIds = await placeOrders(site, flows, clock.nowMs());
    await waitUntil('every order at every station', () => site.seats.every((seat) => areReleased(seat, orderIds)), {
      timeoutMs: loadTimeoutMs,
    });
    site.cutWan();
    say(`${orderIds.length} orders at ${site.seats.length} stations; the platform is out of reach`);
    const hands = site.seats.map((seat, index) => createHand(seat, index % 2 === 0 ? '1001' : '1002', clock, index));
    const supervisor = createHand(site.seats.at(-1)!, '9009', clock, 100);
    const beganMs = performance.now();
    const delivered = await workAll({ hands, supervisor, orderIds, flows, clock, say });
    const workSeconds = (performance.now() - beganMs) / 1000;
    clock.advanceTo(shiftBeginsMs + shiftMs);
    const areAlikeBeforeHeal = await becomeAlike(site.seats, orderIds);
    const pendingAtHeal = Math.max(...site.seats.map(({ store }) => store.status().pending));
    say(`${pendingAtHeal} commands of one station are still to be told; the wire is whole again`);
    const drain = await healAndDrain(site);
    const drainSeconds = drain.allStationsSeconds;
    say(`drained in ${drainSeconds.toFixed(1)} s: ${JSON.stringify(drain)}`);
    return await report(site, {
      hands: [...hands, supervisor],
      flows,
      delivered,
      workSeconds,
      drainSeconds,
      drain,
      pendingAtHeal,
      areAlikeBeforeHeal,
      bugs,
    });
  } finally {
    await site.close();
  }
}

async function placeOrders(site: ShiftSite, flows: readonly ShiftFlow[], fromMs: number): Promise<readonly OrderId[]> {
  const orderIds: OrderId[] = [];
  const parallel = 8;
  for (let from = 0; from < flows.length; from += parallel) {
    const receipts = await Promise.all(
      flows.slice(from, from + parallel).map((flow, index) => {
        const no = from + index;
        const promiseAtMs = fromMs + Math.round(((no + 1) / flows.length) * shiftMs) + 30 * 60_000;
        return site.placeOrder(no, shiftFlows[flow].lines, promiseAtMs, flow === 'substitute' ? 'similar' : 'never');
      }),
    );
    orderIds.push(...receipts.map(({ orderId }) => orderId));
  }
  for (let turn = 0; turn < 50; turn += 1) await site.platform.runWorkers();
  return orderIds;
}

function areReleased(seat: Seat, orderIds: readonly OrderId[]): boolean {
  return orderIds.every((orderId) => seat.store.view.get('order', orderId)?.stage === 'released');
}

type Work = {
  readonly hands: readonly Hand[];
  readonly supervisor: Hand;
  readonly orderIds: readonly OrderId[];
  readonly flows: readonly ShiftFlow[];
  readonly clock: ReturnType<typeof createShiftClock>;
  readonly say: (sentence: string) => void;
};

/** Every station works on orders of its own; each is packed at the next station, and the last one's supervisor sends the couriers. */
async function workAll({ hands, supervisor, orderIds, flows, clock, say }: Work): Promise<number> {
  const onShelf: OrderId[] = [];
  let next = 0;
  let delivered = 0;
  let serving: Promise<void> = Promise.resolve();
  const serve = (atLeast: number) => {
    if (onShelf.length < atLeast) return;
    const load = onShelf.splice(0);
    serving = serving.then(async () => void (delivered += await serveTrips(supervisor, load)));
  };
  const lane = async (index: number) => {
    const at = (offset: number) => hands[(index + offset) % hands.length]!;
    const crew = { picker: at(0), other: at(1), packer: at(2), supervisor };
    for (let order = next++; order < orderIds.length; order = next++) {
      clock.advanceTo(shiftBeginsMs + Math.round((order / orderIds.length) * shiftMs));
      const orderId = orderIds[order]!;
      const isShelved = await workShiftOrder(crew, orderId, flows[order]!, `T${String(order + 1).padStart(4, '0')}`);
      if (isShelved) onShelf.push(orderId);
      serve(ordersPerLoad);
      if ((order + 1) % 100 === 0) say(`${order + 1} orders worked on`);
    }
  };
  await Promise.all(hands.map((_, index) => lane(index)));
  serve(1);
  await serving;
  await settleDiscrepancies(supervisor);
  return delivered;
}

/** The supervisor looks through what did not agree, and settles every second thing. */
async function settleDiscrepancies(supervisor: Hand): Promise<void> {
  const open = [...supervisor.seat.store.all('discrepancy')].filter(({ status }) => status === 'open');
  for (const { id } of open.filter((_, index) => index % 2 === 0))
    await supervisor.commit({ kind: 'resolveDiscrepancy', payload: { discrepancyId: id, resolution: 'looked into' } });
}

/** Whether all stations come to show the same orders without the platform. */
async function becomeAlike(seats: readonly Seat[], orderIds: readonly OrderId[]): Promise<boolean> {
  const picture = ({ store }: Seat) => JSON.stringify(orderIds.map((orderId) => store.view.get('order', orderId)));
  return waitUntil('the same picture at all stations', () => new Set(seats.map(picture)).size === 1, {
    timeoutMs: 30_000,
    everyMs: 200,
  }).catch(() => false);
}

/** Seconds from the whole wire until nothing is pending anywhere and every station is where the platform is. */
async function healAndDrain(site: ShiftSite): Promise<DrainSplit> {
  const beganMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const sinceSeconds = () => Math.round(performance.now() - beganMs) / 1000;
  const watch = watchHead(site, sinceSeconds);
  let firstStationSeconds = 0;
  site.healWan();
  const isDrained = () => {
    const states = site.seats.map(({ store }) => store.status());
    const done = states.filter(({ pending, foreign }) => pending === 0 && foreign.length === 0);
    if (firstStationSeconds === 0 && done.length > 0) firstStationSeconds = sinceSeconds();
    return done.length === states.length && new Set(states.map(({ cursor }) => cursor)).size === 1;
  };
  await waitUntil('nothing pending', isDrained, { timeoutMs: drainTimeoutMs, everyMs: lookEveryMs });
  const { user, system } = process.cpuUsage(cpuBefore);
  const allStationsSeconds = sinceSeconds();
  return { ...(await watch.stop()), firstStationSeconds, allStationsSeconds, cpuSeconds: Math.round((user + system) / 1000) / 1000 };
}

/** Looks a few times a second how far the platform is: when the first of the work was there, and the last. */
function watchHead({ platform, siteId }: ShiftSite, sinceSeconds: () => number) {
  const moved: number[] = [];
  let isOver = false;
  const follow = async () => {
    let { headSeq } = await readHead(platform.db, asId<'site'>(siteId));
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, headEveryMs));
      const now = await readHead(platform.db, asId<'site'>(siteId));
      if (now.headSeq > headSeq) moved.push(sinceSeconds());
      ({ headSeq } = now);
    }
  };
  const over = follow();
  return {
    async stop() {
      isOver = true;
      await over;
      return { firstTakenSeconds: moved[0] ?? 0, lastTakenSeconds: moved.at(-1) ?? 0 };
    },
  };
}

type Outcome = Pick<
  ShiftReport,
  'delivered' | 'workSeconds' | 'drainSeconds' | 'drain' | 'pendingAtHeal' | 'areAlikeBeforeHeal' | 'bugs'
> & {
  readonly hands: readonly Hand[];
  readonly flows: readonly ShiftFlow[];
};

async function report(site: ShiftSite, { hands, flows, ...outcome }: Outcome): Promise<ShiftReport> {
  const books = await readBooks(site.platform.db, asId<'site'>(site.siteId));
  const stations = site.seats.map((seat, index) => ({
    name: `station ${index + 1}`,
    store: seat.store,
    committed: () => hands.filter((hand) => hand.seat === seat).flatMap((hand) => hand.committed),
  }));
  return {
    ...outcome,
    flows: countOf(flows) as Record<ShiftFlow, number>,
    cancelled: (books.records.order ?? []).filter(({ stage }) => stage === 'cancelled').length,
    commands: hands.reduce((sum, hand) => sum + hand.committed.length, 0),
    discrepancies: countOf((books.records.discrepancy ?? []).map(({ kind }) => kind)),
    refusedHere: countOf(hands.flatMap((hand) => hand.refusals)),
    verdict: checkDemo(books, stations),
  };
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

import { type Prng, createPrng, nextInt, pickOne } from '#shared/base/prng.ts';
import type { Channel } from '#shared/model/order/order.ts';
import { type Chore, planChores } from './planChores.ts';
import { seedOf } from './virtualTime.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Calls of a storage at which a page can be killed: just before they are durable, or durable but not yet told. */
export type KillPoint = {
  readonly call: 'commit' | 'applyPulled' | 'replaceSnapshot' | 'fold' | 'stagePage';
  readonly side: 'before' | 'after';
};

/** What is missing for a while at one station: the platform, the other stations, both, one direction of either, space, the host. */
type StationCut = 'wanCut' | 'upCut' | 'downCut' | 'diskFull' | 'hostDown' | 'lanCut' | 'lanUpCut' | 'lanDownCut' | 'alone';

/** Something that goes wrong. Times are milliseconds since the start of the day. */
export type Fault = { readonly atMs: number } & (
  | { readonly kind: StationCut; readonly station: number; readonly lastsMs: number }
  | {
      readonly kind: 'badLine' | 'badLan';
      readonly station: number;
      readonly lastsMs: number;
      readonly dropShare: number;
      readonly duplicateShare: number;
      readonly slowMs: number;
    }
  | { readonly kind: 'kill' | 'wipe'; readonly station: number; readonly downMs: number }
  | { readonly kind: 'killAt'; readonly station: number; readonly downMs: number; readonly point: KillPoint }
  | { readonly kind: 'diskRollback'; readonly station: number; readonly downMs: number; readonly lostMs: number }
  | { readonly kind: 'clockJump'; readonly station: number; readonly lastsMs: number; readonly byMs: number }
  | { readonly kind: 'platformDown' | 'brokerDown' | 'wanCutForAll' | 'lanCutForAll'; readonly lastsMs: number }
  | { readonly kind: 'platformRestore'; readonly downMs: number; readonly lostMs: number }
);

/** An order of a customer; cancelled again when `cancelAfterMs` says so. */
export type PlannedOrder = {
  readonly name: string;
  readonly atMs: number;
  readonly channel: Channel;
  readonly lines: readonly { readonly sku: number; readonly units: number }[];
  readonly cancelAfterMs: number | null;
  /** What the customer wants where goods are missing. */
  readonly substitution: 'never' | 'similar' | 'ask';
};

/** A whole day: everything that makes it differ from another. */
export type Schedule = {
  readonly seed: number;
  readonly stations: number;
  readonly lastsMs: number;
  /** Whether the stations hear each other over the site's broker. */
  readonly hasLan: boolean;
  readonly orders: readonly PlannedOrder[];
  readonly chores: readonly Chore[];
  readonly faults: readonly Fault[];
};

export type ScheduleSize = {
  readonly hours: number;
  readonly stations: number;
  readonly ordersPerHour: number;
  readonly faultsPerHour: number;
  /** What goes wrong between the stations, in an hour of a day with a LAN. */
  readonly lanFaultsPerHour: number;
  /** What goes wrong, in these shares; absent: everything in the usual ones. */
  readonly faultKinds?: readonly FaultKind[];
};

/** One day in so many has no LAN. */
const daysPerDayWithoutLan = 6;

/** What one hour at one station holds unless told otherwise. */
export const usualSize: Omit<ScheduleSize, 'hours' | 'stations'> = { ordersPerHour: 10, faultsPerHour: 6, lanFaultsPerHour: 3 };

/** The day of a seed. */
export function planSchedule(seed: number, size: ScheduleSize): Schedule {
  const lastsMs = Math.round(size.hours * hourMs);
  const hasLan = seed % daysPerDayWithoutLan !== 0;
  const faults = [
    ...planFaults(createPrng(seedOf(seed, 'faults')), lastsMs, size),
    ...(hasLan ? planLanFaults(createPrng(seedOf(seed, 'lanFaults')), lastsMs, size) : []),
  ];
  return {
    seed,
    hasLan,
    stations: size.stations,
    lastsMs,
    orders: planOrders(createPrng(seedOf(seed, 'orders')), lastsMs, Math.round(size.hours * size.ordersPerHour)),
    chores: planChores(seed, lastsMs, size),
    faults: faults.toSorted((a, b) => a.atMs - b.atMs),
  };
}

function planOrders(prng: Prng, lastsMs: number, count: number): PlannedOrder[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `o${index + 1}`,
    atMs: nextInt(prng, 0, Math.round(lastsMs * 0.85)),
    channel: pickOne(prng, ['app', 'app', 'miniProgram', 'marketplace', 'walkIn', 'b2b'] as const),
    lines: Array.from({ length: nextInt(prng, 1, 4) }, () => ({ sku: nextInt(prng, 0, 23), units: nextInt(prng, 1, 3) })).filter(
      (line, at, all) => all.findIndex((other) => other.sku === line.sku) === at,
    ),
    cancelAfterMs: prng.next() < 0.06 ? nextInt(prng, minuteMs, 25 * minuteMs) : null,
    substitution: (['never', 'similar', 'ask'] as const)[index % 3]!,
  })).toSorted((a, b) => a.atMs - b.atMs);
}

function planFaults(prng: Prng, lastsMs: number, size: ScheduleSize): Fault[] {
  const count = Math.round(size.hours * size.faultsPerHour);
  const lastAtMs = Math.max(1, lastsMs - 10 * minuteMs);
  return Array.from({ length: count }, () => planFault(prng, nextInt(prng, minuteMs, lastAtMs), lastsMs, size)).toSorted(
    (a, b) => a.atMs - b.atMs,
  );
}

const lanFaultKinds = [
  'wanCutForAll',
  'wanCutForAll',
  'lanCut',
  'lanCut',
  'lanUpCut',
  'lanDownCut',
  'badLan',
  'badLan',
  'alone',
  'brokerDown',
  'lanCutForAll',
] as const;

/** What goes wrong between the stations, and the platform out of everybody's reach, now and then for hours: then they only have each other. */
function planLanFaults(prng: Prng, dayMs: number, size: ScheduleSize): Fault[] {
  const lastAtMs = Math.max(1, dayMs - 10 * minuteMs);
  return Array.from({ length: Math.round(size.hours * size.lanFaultsPerHour) }, (): Fault => {
    const kind = pickOne(prng, lanFaultKinds);
    const atMs = nextInt(prng, minuteMs, lastAtMs);
    const station = nextInt(prng, 0, size.stations - 1);
    const isLong = prng.next() < 0.2;
    const lastsMs = Math.min(dayMs - atMs, isLong ? nextInt(prng, 20 * minuteMs, 2 * hourMs) : nextInt(prng, 5 * secondMs, 10 * minuteMs));
    if (kind === 'wanCutForAll' || kind === 'lanCutForAll' || kind === 'brokerDown') return { kind, atMs, lastsMs };
    if (kind !== 'badLan') return { kind, atMs, station, lastsMs };
    const bad = { dropShare: prng.next() * 0.5, duplicateShare: prng.next() * 0.5, slowMs: nextInt(prng, 0, 5 * secondMs) };
    return { kind, atMs, station, lastsMs, ...bad };
  });
}

const usualFaultKinds = [
  'wanCut',
  'wanCut',
  'upCut',
  'downCut',
  'downCut',
  'badLine',
  'badLine',
  'diskFull',
  'hostDown',
  'kill',
  'kill',
  'wipe',
  'killAt',
  'killAt',
  'killAt',
  'diskRollback',
  'clockJump',
  'platformDown',
  'platformRestore',
] as const;

/** What goes wrong at a station, on its way to the platform, or with the platform. */
export type FaultKind = (typeof usualFaultKinds)[number];

function planFault(prng: Prng, atMs: number, dayMs: number, size: ScheduleSize): Fault {
  const kind = pickOne(prng, size.faultKinds ?? usualFaultKinds);
  const station = nextInt(prng, 0, size.stations - 1);
  const leftMs = dayMs - atMs;
  const downMs = nextInt(prng, secondMs, 20 * secondMs);
  // Mostly minutes, now and then hours.
  const lastsMs = Math.min(
    leftMs,
    prng.next() < 0.15 ? nextInt(prng, 30 * minuteMs, 3 * hourMs) : nextInt(prng, 10 * secondMs, 10 * minuteMs),
  );
  switch (kind) {
    case 'wanCut':
    case 'upCut':
    case 'downCut':
      return { kind, atMs, station, lastsMs };
    case 'diskFull':
    case 'hostDown':
      return { kind, atMs, station, lastsMs: Math.min(lastsMs, 5 * minuteMs) };
    case 'badLine':
      return {
        kind,
        atMs,
        station,
        lastsMs,
        dropShare: prng.next() * 0.5,
        duplicateShare: prng.next() * 0.5,
        slowMs: nextInt(prng, 0, 8 * secondMs),
      };
    case 'kill':
    case 'wipe':
      return { kind, atMs, station, downMs };
    case 'killAt': {
      const call = pickOne(prng, [
        'commit',
        'commit',
        'commit',
        'applyPulled',
        'applyPulled',
        'replaceSnapshot',
        'fold',
        'stagePage',
      ] as const);
      return { kind, atMs, station, downMs, point: { call, side: prng.next() < 0.4 ? 'before' : 'after' } };
    }
    case 'diskRollback':
      return { kind, atMs, station, downMs, lostMs: nextInt(prng, secondMs, minuteMs) };
    case 'clockJump':
      return { kind, atMs, station, lastsMs, byMs: pickOne(prng, [-1, 1]) * nextInt(prng, secondMs, 2 * hourMs) };
    case 'platformDown':
      return { kind, atMs, lastsMs: Math.min(lastsMs, 5 * minuteMs) };
    case 'platformRestore':
      return { kind, atMs, downMs, lostMs: nextInt(prng, secondMs, 20 * minuteMs) };
  }
}

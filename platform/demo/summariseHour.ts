import type { Order, OrderStage } from '#shared/model/order/order.ts';

/** Quantiles of a stage's duration, seconds of the world. */
export type StageTime = { readonly stage: string; readonly orders: number; readonly p50Seconds: number; readonly p90Seconds: number };

/** What became of the hour's orders. */
export type HourSummary = {
  readonly orders: number;
  readonly byOutcome: Readonly<Record<string, number>>;
  readonly byChannel: Readonly<Record<string, number>>;
  /** Share of delivered orders that came in time, 0 to 1; null without any. */
  readonly onTimeShare: number | null;
  readonly shortLines: number;
  readonly lines: number;
  readonly stageTimes: readonly StageTime[];
  readonly doorToDoorP50Minutes: number | null;
  readonly doorToDoorP90Minutes: number | null;
};

/** From the stage before to the stage after; the names are what people call the time between. */
const spans: readonly (readonly [name: string, from: OrderStage, to: OrderStage])[] = [
  ['wait for release', 'placed', 'released'],
  ['wait for a picker', 'released', 'picking'],
  ['pick', 'picking', 'picked'],
  ['wait for packing', 'picked', 'packing'],
  ['pack', 'packing', 'packed'],
  ['shelve', 'packed', 'shelved'],
  ['wait for the courier', 'shelved', 'handedOver'],
  ['ride', 'handedOver', 'delivered'],
];

/** Sums up orders by their timelines. */
export function summariseHour(orders: readonly Order[]): HourSummary {
  const delivered = orders.filter((order) => order.stage === 'delivered');
  const onTime = delivered.filter((order) => (reachedAtMs(order, 'delivered') ?? Number.POSITIVE_INFINITY) <= order.promiseAtMs);
  const lines = orders.flatMap((order) => (order.stage === 'delivered' ? order.lines : []));
  const totals = delivered.flatMap((order) => durationMs(order, 'placed', 'delivered') ?? []).toSorted((left, right) => left - right);
  return {
    orders: orders.length,
    byOutcome: countBy(orders, (order) => order.stage),
    byChannel: countBy(orders, (order) => order.channel),
    onTimeShare: delivered.length === 0 ? null : onTime.length / delivered.length,
    shortLines: lines.filter((line) => line.shortQuantity > 0).length,
    lines: lines.length,
    stageTimes: spans.map(([stage, from, to]) => {
      const sortedMs = delivered.flatMap((order) => durationMs(order, from, to) ?? []).toSorted((left, right) => left - right);
      return { stage, orders: sortedMs.length, p50Seconds: quantile(sortedMs, 0.5) / 1000, p90Seconds: quantile(sortedMs, 0.9) / 1000 };
    }),
    doorToDoorP50Minutes: totals.length === 0 ? null : quantile(totals, 0.5) / 60_000,
    doorToDoorP90Minutes: totals.length === 0 ? null : quantile(totals, 0.9) / 60_000,
  };
}

/** The nearest-rank quantile of sorted numbers; 0 for none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0;
}

function durationMs(order: Order, from: OrderStage, to: OrderStage): number | null {
  const fromMs = reachedAtMs(order, from);
  const toMs = reachedAtMs(order, to);
  return fromMs === null || toMs === null ? null : toMs - fromMs;
}

function reachedAtMs(order: Order, stage: OrderStage): number | null {
  return order.timeline.find((entry) => entry.stage === stage)?.atMs ?? null;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

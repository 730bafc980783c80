import type { Clock } from '#shared/base/clock.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { AisleFloor } from '#shared/planning/pickRoute/aisleFloor.ts';
import { annealBatches, type Progress } from './annealBatches.ts';
import { type BatchOrder, type BatchUnit, type PickerPace, toLoadTable, type TrolleyLimits } from './batchProblem.ts';
import { type BatchRules, createBatchState } from './createBatchState.ts';
import { type BatchTours, createBatchTours } from './createBatchTours.ts';
import { divideBySavings, divideFirstCome, lengthOf } from './divideOrders.ts';

/** Orders of one site that wait, its floor, and what a trolley takes. */
export type BatchSnapshot = {
  readonly floor: AisleFloor;
  readonly orders: readonly BatchOrder[];
  readonly limits: TrolleyLimits;
  /** Asked for where orders have due times; without it due times do not count. */
  readonly pace?: PickerPace;
};

/** How long to search. Without `maxSteps` the plan depends on the machine's speed; with it alone, on the seed only. */
export type BatchOptions = {
  readonly seed: number;
  readonly maxSteps?: number;
  readonly limitMs?: number;
  /** Needed with `limitMs`. */
  readonly clock?: Clock;
  /** The best so far is given when this is aborted. */
  readonly signal?: { readonly aborted: boolean };
};

/** Orders to be picked on one walk, and why: a message key below `batching` and its parameters. */
export type PlannedBatch = {
  readonly orderIds: readonly string[];
  readonly lengthMm: number;
  /** Of all its orders. */
  readonly lines: number;
  readonly reason: { readonly key: string; readonly params: Readonly<Record<string, string | number>> };
};

export type BatchPlan = {
  readonly batches: readonly PlannedBatch[];
  readonly totalMm: number;
  /** Sums of the two simple ways, for comparison. */
  readonly firstComeMm: number;
  readonly savingsMm: number;
};

/** Divides waiting orders into walks, so that the sum of the shortest tours is small and every limit is kept. Anytime: see the options. */
export function planBatches(snapshot: BatchSnapshot, options: BatchOptions): BatchPlan {
  return planBatchesOn(createBatchTours(snapshot.floor, snapshot.orders), snapshot, options);
}

/** The same over tours of any floor. */
export function planBatchesOn(
  tours: BatchTours,
  snapshot: Omit<BatchSnapshot, 'floor' | 'orders'> & { readonly orders: readonly BatchUnit[]; readonly dueWindowMs?: number },
  options: BatchOptions,
): BatchPlan {
  const { orders, limits } = snapshot;
  const hasDueTimes = orders.some(({ dueAtMs }) => dueAtMs !== undefined);
  const pace = hasDueTimes ? (snapshot.pace ?? null) : null;
  const rules: BatchRules = { orders, table: toLoadTable(orders, limits), pace, dueWindowMs: snapshot.dueWindowMs };
  const startedAtMs = options.clock?.nowMs() ?? 0;
  const firstCome = divideFirstCome(rules, tours);
  const bySavings = divideBySavings(rules, tours);
  const start = totalOf(tours, bySavings) <= totalOf(tours, firstCome) ? bySavings : firstCome;
  const state = createBatchState(rules, tours, start);
  const best = annealBatches(state, tours, createPrng(options.seed), progressOf(options, startedAtMs));
  return {
    batches: best.map((members) => toBatch(members, orders, tours)).toSorted(byFirstDue(orders)),
    totalMm: totalOf(tours, best),
    firstComeMm: totalOf(tours, firstCome),
    savingsMm: totalOf(tours, bySavings),
  };
}

function progressOf({ maxSteps, limitMs, clock, signal }: BatchOptions, startedAtMs: number): Progress {
  if (maxSteps === undefined && (limitMs === undefined || clock === undefined))
    throw new Error('a plan needs a limit of steps, or of time with a clock');
  return (steps) => {
    if (signal?.aborted === true) return 1;
    const ofSteps = maxSteps === undefined ? 0 : maxSteps === 0 ? 1 : steps / maxSteps;
    const ofTime = limitMs === undefined || clock === undefined ? 0 : limitMs <= 0 ? 1 : (clock.nowMs() - startedAtMs) / limitMs;
    return Math.max(ofSteps, ofTime);
  };
}

function totalOf(tours: BatchTours, batches: readonly (readonly number[])[]): number {
  return batches.reduce((sum, members) => sum + lengthOf(tours, members), 0);
}

function toBatch(members: readonly number[], orders: readonly BatchUnit[], tours: BatchTours): PlannedBatch {
  const sorted = members.toSorted((a, b) => a - b);
  const lengthMm = lengthOf(tours, sorted);
  const aloneMm = sorted.reduce((sum, order) => sum + lengthOf(tours, [order]), 0);
  const params = { orders: sorted.length, lengthMm, savedMm: aloneMm - lengthMm };
  return {
    orderIds: sorted.map((order) => orders[order]!.id),
    lengthMm,
    lines: sorted.reduce((sum, order) => sum + orders[order]!.lines, 0),
    reason: { key: sorted.length > 1 ? 'batching.sharedWalk' : 'batching.alone', params },
  };
}

/** Batches whose first order is due soonest come first; then those with earlier orders. */
function byFirstDue(orders: readonly BatchUnit[]): (a: PlannedBatch, b: PlannedBatch) => number {
  const rank = new Map(orders.map(({ id, dueAtMs }, index) => [id, { index, dueAtMs: dueAtMs ?? Infinity }]));
  const dueOf = ({ orderIds }: PlannedBatch) => Math.min(...orderIds.map((id) => rank.get(id)?.dueAtMs ?? Infinity));
  const indexOf = ({ orderIds }: PlannedBatch) => rank.get(orderIds[0] ?? '')?.index ?? 0;
  return (a, b) => {
    const dueA = dueOf(a);
    const dueB = dueOf(b);
    return dueA === dueB ? indexOf(a) - indexOf(b) : dueA - dueB;
  };
}

import type { Prng } from '#shared/base/prng.ts';
import type { BatchState } from './createBatchState.ts';
import type { BatchTours } from './createBatchTours.ts';
import { lengthOf } from './divideOrders.ts';

/** The share of the search that is over, from 0 to 1; asked every few hundred steps. */
export type Progress = (steps: number) => number;

/** Steps between two looks at the progress. */
const stepsPerLook = 256;
/** Temperature at the start and end, as a share of the mean tour. */
const hotShare = 0.05;
const coldShare = 0.0025;
/** Chance that an order leaves for an empty batch. */
const splitChance = 0.01;

/**
 * Simulated annealing over moves and swaps of orders. An order is drawn, then another one that saves by walking with it; it moves to the
 * other's batch where it fits, or changes places with one of its orders. Gives the best division met.
 */
export function annealBatches(state: BatchState, tours: BatchTours, prng: Prng, progress: Progress): number[][] {
  const count = state.batchOf.length;
  let best = copyOf(state);
  let bestMm = state.totalMm;
  if (count < 2) return best;
  const partners = partnersOf(tours, count);
  const meanMm = state.totalMm / best.length;
  let temperature = 0;
  for (let step = 0; ; step += 1) {
    if (step % stepsPerLook === 0) {
      const done = progress(step);
      if (done >= 1) return best;
      temperature = meanMm * hotShare * (coldShare / hotShare) ** done;
    }
    const rise = tryStep(state, partners, prng);
    if (rise > 0 && prng.next() >= Math.exp(-rise / temperature)) continue;
    if (rise === Infinity) continue;
    state.commit();
    if (state.totalMm >= bestMm) continue;
    bestMm = state.totalMm;
    best = copyOf(state);
  }
}

function tryStep(state: BatchState, partners: readonly Int32Array[], prng: Prng): number {
  const order = Math.floor(prng.next() * partners.length);
  if (prng.next() < splitChance)
    return state.batches[state.batchOf[order]!]!.length < 2 ? Infinity : state.tryMove(order, state.emptyBatch());
  const near = partners[order]!;
  const to = state.batchOf[near[Math.floor(prng.next() * near.length)]!]!;
  if (to === state.batchOf[order]) return Infinity;
  if (prng.next() < 0.5) {
    const rise = state.tryMove(order, to);
    if (rise < Infinity) return rise;
  }
  const others = state.batches[to]!;
  return state.trySwap(order, others[Math.floor(prng.next() * others.length)]!);
}

/** The other orders of each, without those that save nothing by walking with it. */
function partnersOf(tours: BatchTours, count: number): readonly Int32Array[] {
  const alone = Array.from({ length: count }, (_, order) => lengthOf(tours, [order]));
  return alone.map((own, order) => {
    const others = alone.flatMap((length, other) =>
      other === order ? [] : [{ other, saved: own + length - lengthOf(tours, [order, other]) }],
    );
    const saving = others.filter(({ saved }) => saved > 0);
    return Int32Array.from(saving.length > 0 ? saving : others, ({ other }) => other);
  });
}

function copyOf(state: BatchState): number[][] {
  return state.batches.filter((members) => members.length > 0).map((members) => [...members]);
}

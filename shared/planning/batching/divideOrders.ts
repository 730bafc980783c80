import type { BatchTours } from './createBatchTours.ts';
import { type BatchRules, isAllowed } from './createBatchState.ts';

/** First come, first served: orders in their sequence, a new batch whenever the next one does not fit. */
export function divideFirstCome(rules: BatchRules, tours: BatchTours): number[][] {
  const batches: number[][] = [];
  for (let order = 0; order < rules.orders.length; order += 1) {
    const open = batches.at(-1);
    if (open !== undefined && fitsTogether(rules, open, [order]) && isJointTourAllowed(rules, tours, open, [order])) open.push(order);
    else batches.push([order]);
  }
  return batches;
}

/**
 * Savings after Clarke & Wright on exact tours, computed again for each merged batch (C&W ii in de Koster, van der Poort & Wolters
 * 1999): always the two batches that save most by walking together.
 */
export function divideBySavings(rules: BatchRules, tours: BatchTours): number[][] {
  const count = rules.orders.length;
  const batches: number[][] = Array.from({ length: count }, (_, order) => [order]);
  const lengths = batches.map((members) => lengthOf(tours, members));
  const savings = new Float64Array(count * count).fill(-1);
  const savingOf = (i: number, j: number): number => {
    if (!fitsTogether(rules, batches[i]!, batches[j]!)) return -1;
    const joint = [...batches[i]!, ...batches[j]!];
    const length = lengthOf(tours, joint);
    return isAllowed(rules, joint, -1, -1, length) ? lengths[i]! + lengths[j]! - length : -1;
  };
  for (let i = 0; i < count; i += 1) for (let j = i + 1; j < count; j += 1) savings[i * count + j] = savingOf(i, j);
  for (;;) {
    const most = indexOfMost(savings);
    if (savings[most]! <= 0) return batches.filter((members) => members.length > 0);
    const i = Math.floor(most / count);
    const j = most % count;
    lengths[i] = lengths[i]! + lengths[j]! - savings[most]!;
    batches[i]!.push(...batches[j]!);
    batches[j] = [];
    for (let k = 0; k < count; k += 1) {
      savings[j * count + k] = -1;
      savings[k * count + j] = -1;
      if (k === i || batches[k]!.length === 0) continue;
      savings[Math.min(i, k) * count + Math.max(i, k)] = savingOf(i, k);
    }
  }
}

/** Length of the tour of these orders together. */
export function lengthOf(tours: BatchTours, members: readonly number[]): number {
  let a = 0;
  let b = 0;
  for (const order of members) {
    a ^= tours.keyA[order]!;
    b ^= tours.keyB[order]!;
  }
  return tours.lengthMm(members, -1, -1, a, b);
}

function indexOfMost(savings: Float64Array): number {
  let most = 0;
  for (let index = 1; index < savings.length; index += 1) if (savings[index]! > savings[most]!) most = index;
  return most;
}

function isJointTourAllowed(rules: BatchRules, tours: BatchTours, batch: readonly number[], others: readonly number[]): boolean {
  const joint = [...batch, ...others];
  return isAllowed(rules, joint, -1, -1, lengthOf(tours, joint));
}

function fitsTogether(rules: BatchRules, batch: readonly number[], others: readonly number[]): boolean {
  const { columns, loads, limits } = rules.table;
  for (let column = 0; column < columns; column += 1) {
    let sum = 0;
    for (const order of batch) sum += loads[order * columns + column]!;
    for (const order of others) sum += loads[order * columns + column]!;
    if (sum > limits[column]!) return false;
  }
  return true;
}

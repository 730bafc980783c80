import type { BatchUnit, LoadTable, PickerPace } from './batchProblem.ts';
import type { BatchTours } from './createBatchTours.ts';

/** What a search over batches knows besides the tours. */
export type BatchRules = {
  readonly orders: readonly BatchUnit[];
  readonly table: LoadTable;
  /** Null where no order has a due time that counts. */
  readonly pace: PickerPace | null;
  /** Orders due further apart than this never share a batch; absent: however far. */
  readonly dueWindowMs?: number | undefined;
};

/** A division of orders into batches that may change, with the length of each batch's shortest tour. */
export type BatchState = {
  /** Orders of each batch; a batch may be empty. */
  readonly batches: number[][];
  readonly lengthsMm: number[];
  /** Batch of each order. */
  readonly batchOf: Int32Array;
  totalMm: number;
  /** Change of the sum when an order moves to another batch; Infinity where that is not allowed. */
  tryMove(order: number, to: number): number;
  /** Change of the sum when two orders of different batches change places; Infinity where that is not allowed. */
  trySwap(order: number, other: number): number;
  /** Does what was tried last. */
  commit(): void;
  /** A batch without orders, made where there is none. */
  emptyBatch(): number;
};

/** The batches with what each weighs and the key of its orders. */
type BatchTable = {
  readonly batches: number[][];
  readonly batchOf: Int32Array;
  /** Whether `plus` may come in when `without` (or -1 for nobody) goes out. */
  fits(batch: number, without: number, plus: number): boolean;
  /** Length with `plus` and without `without` (each -1 for nobody); Infinity where they may not walk together. */
  tourMm(batch: number, without: number, plus: number): number;
  shift(order: number, from: number, to: number): void;
  add(): number;
};

function createBatchTable(rules: BatchRules, tours: BatchTours, division: readonly (readonly number[])[]): BatchTable {
  const { keyA, keyB } = tours;
  const { columns, loads, limits } = rules.table;
  const batches = division.map((members) => [...members]);
  const keysA = batches.map((members) => members.reduce((key, order) => key ^ keyA[order]!, 0));
  const keysB = batches.map((members) => members.reduce((key, order) => key ^ keyB[order]!, 0));
  const sums = batches.map((members) => Float64Array.from(limits, (_, column) => sumOf(members, loads, columns, column)));
  const batchOf = new Int32Array(rules.orders.length);
  for (const [batch, members] of batches.entries()) for (const order of members) batchOf[order] = batch;
  const isFree = rules.pace === null && rules.dueWindowMs === undefined && rules.orders.every(({ wave }) => wave === undefined);
  return {
    batches,
    batchOf,
    fits(batch, without, plus) {
      const sum = sums[batch]!;
      for (let column = 0; column < columns; column += 1) {
        const less = without < 0 ? 0 : loads[without * columns + column]!;
        if (sum[column]! - less + loads[plus * columns + column]! > limits[column]!) return false;
      }
      return true;
    },
    tourMm(batch, without, plus) {
      let a = keysA[batch]!;
      let b = keysB[batch]!;
      if (without >= 0) {
        a ^= keyA[without]!;
        b ^= keyB[without]!;
      }
      if (plus >= 0) {
        a ^= keyA[plus]!;
        b ^= keyB[plus]!;
      }
      const length = tours.lengthMm(batches[batch]!, without, plus, a, b);
      return isFree || plus < 0 || isAllowed(rules, batches[batch]!, without, plus, length) ? length : Infinity;
    },
    shift(order, from, to) {
      const members = batches[from]!;
      members[members.indexOf(order)] = members[members.length - 1]!;
      members.pop();
      batches[to]!.push(order);
      batchOf[order] = to;
      keysA[from]! ^= keyA[order]!;
      keysB[from]! ^= keyB[order]!;
      keysA[to]! ^= keyA[order]!;
      keysB[to]! ^= keyB[order]!;
      for (let column = 0; column < columns; column += 1) {
        sums[from]![column]! -= loads[order * columns + column]!;
        sums[to]![column]! += loads[order * columns + column]!;
      }
    },
    add() {
      keysA.push(0);
      keysB.push(0);
      sums.push(new Float64Array(columns));
      return batches.push([]) - 1;
    },
  };
}

/** Starts from a division that keeps all limits. */
export function createBatchState(rules: BatchRules, tours: BatchTours, division: readonly (readonly number[])[]): BatchState {
  const { batches, batchOf, fits, tourMm, shift, add } = createBatchTable(rules, tours, division);
  const lengthsMm = batches.map((members, batch) => (members.length === 0 ? 0 : tourMm(batch, -1, -1)));
  const tried = { order: -1, other: -1, from: -1, to: -1, fromMm: 0, toMm: 0 };
  const keep = (order: number, other: number, from: number, to: number, fromMm: number, toMm: number): number => {
    tried.order = order;
    tried.other = other;
    tried.from = from;
    tried.to = to;
    tried.fromMm = fromMm;
    tried.toMm = toMm;
    return fromMm + toMm - lengthsMm[from]! - lengthsMm[to]!;
  };
  const state: BatchState = {
    batches,
    lengthsMm,
    batchOf,
    totalMm: lengthsMm.reduce((sum, length) => sum + length, 0),
    tryMove(order, to) {
      const from = batchOf[order]!;
      if (from === to || !fits(to, -1, order)) return Infinity;
      const fromMm = batches[from]!.length === 1 ? 0 : tourMm(from, order, -1);
      return keep(order, -1, from, to, fromMm, tourMm(to, -1, order));
    },
    trySwap(order, other) {
      const from = batchOf[order]!;
      const to = batchOf[other]!;
      if (from === to || !fits(to, other, order) || !fits(from, order, other)) return Infinity;
      return keep(order, other, from, to, tourMm(from, order, other), tourMm(to, other, order));
    },
    commit() {
      const { order, other, from, to, fromMm, toMm } = tried;
      shift(order, from, to);
      if (other >= 0) shift(other, to, from);
      state.totalMm += fromMm + toMm - lengthsMm[from]! - lengthsMm[to]!;
      lengthsMm[from] = fromMm;
      lengthsMm[to] = toMm;
    },
    emptyBatch() {
      const found = batches.findIndex((members) => members.length === 0);
      if (found !== -1) return found;
      lengthsMm.push(0);
      return add();
    },
  };
  return state;
}

/** Whether these orders may share a trolley: one wave, and back before the first of them is due, unless it is alone. */
export function isAllowed(rules: BatchRules, members: readonly number[], without: number, plus: number, lengthMm: number): boolean {
  let dueAtMs = Infinity;
  let lastDueAtMs = -Infinity;
  let lines = 0;
  let count = 0;
  let wave: string | undefined | null = null;
  for (let index = members.length; index >= 0; index -= 1) {
    const order = index === members.length ? plus : members[index]!;
    if (order < 0 || order === without) continue;
    const { dueAtMs: due = Infinity, lines: own, wave: ownWave } = rules.orders[order]!;
    if (wave !== null && wave !== ownWave) return false;
    wave = ownWave;
    count += 1;
    lines += own;
    if (due < dueAtMs) dueAtMs = due;
    if (due > lastDueAtMs) lastDueAtMs = due;
  }
  if (count > 1 && rules.dueWindowMs !== undefined && lastDueAtMs - dueAtMs > rules.dueWindowMs) return false;
  if (rules.pace === null || count < 2) return true;
  const { startAtMs, walkMmPerSecond, msPerLine } = rules.pace;
  return startAtMs + (lengthMm / walkMmPerSecond) * 1000 + lines * msPerLine <= dueAtMs;
}

function sumOf(members: readonly number[], loads: Float64Array, columns: number, column: number): number {
  return members.reduce((sum, order) => sum + loads[order * columns + column]!, 0);
}

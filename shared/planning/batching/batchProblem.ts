import type { AisleStop } from '#shared/planning/pickRoute/aisleFloor.ts';

/** What an order takes of a trolley. Absent means that it is not counted. */
export type BatchLoad = {
  /** Lines to pick. */
  readonly lines: number;
  readonly volumeMl?: number;
  readonly weightGrams?: number;
  /** Places for totes; an order takes one unless it says otherwise. */
  readonly totes?: number;
};

/** An order that waits to be picked, or several that are on one trolley already. */
export type BatchUnit = BatchLoad & {
  readonly id: string;
  /** Orders in it; one unless it says otherwise. */
  readonly orders?: number;
  /** When its goods must be at packing, epoch milliseconds. */
  readonly dueAtMs?: number;
  /** Orders of different waves never share a trolley. */
  readonly wave?: string;
};

/** A waiting order on a floor of aisles. */
export type BatchOrder = BatchUnit & { readonly stops: readonly AisleStop[] };

/** What one trolley takes on one walk. */
export type TrolleyLimits = {
  readonly lines?: number;
  readonly volumeMl?: number;
  readonly weightGrams?: number;
  readonly totes?: number;
  readonly orders?: number;
};

/** How fast a picker is; needed where orders have a due time. */
export type PickerPace = { readonly startAtMs: number; readonly walkMmPerSecond: number; readonly msPerLine: number };

/** Loads as rows of numbers, one column for each limit that counts. */
export type LoadTable = { readonly columns: number; readonly loads: Float64Array; readonly limits: Float64Array };

/** Most orders of one plan; beyond it the caller plans by wave. */
export const maxBatchOrders = 5000;

/** The limits that count, and what each order takes of them. Throws with a sentence when an order alone is too much. */
export function toLoadTable(orders: readonly BatchUnit[], limits: TrolleyLimits): LoadTable {
  const all: readonly [limit: number | undefined, of: (order: BatchUnit) => number, word: string][] = [
    [limits.lines, ({ lines }) => lines, 'lines'],
    [limits.volumeMl, ({ volumeMl = 0 }) => volumeMl, 'volume'],
    [limits.weightGrams, ({ weightGrams = 0 }) => weightGrams, 'weight'],
    [limits.totes, ({ totes = 1 }) => totes, 'tote places'],
    [limits.orders, ({ orders: own = 1 }) => own, 'orders'],
  ];
  const counted = all.filter(([limit]) => limit !== undefined);
  if (orders.length > maxBatchOrders) throw new Error(`more than ${maxBatchOrders} orders in one plan`);
  for (const order of orders) {
    const exceeded = counted.find(([limit, of]) => of(order) > (limit ?? 0));
    if (exceeded !== undefined) throw new Error(`order ${order.id} alone takes more than the trolley has: ${exceeded[2]}`);
  }
  return {
    columns: counted.length,
    loads: Float64Array.from(orders.flatMap((order) => counted.map(([, of]) => of(order)))),
    limits: Float64Array.from(counted, ([limit]) => limit ?? 0),
  };
}

import type { CourierId, OrderId } from '#shared/base/ids.ts';
import type { Courier, Trip } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { DispatchExperience } from './learnExperience.ts';

/** What a dispatch planner sees: one site at one instant. */
export type DispatchSnapshot = {
  readonly atMs: number;
  readonly site: Pick<Site, 'location' | 'promiseMs' | 'stageBudgetsMs'>;
  /** Orders neither delivered nor cancelled, whatever their stage. */
  readonly orders: readonly Order[];
  readonly couriers: readonly Courier[];
  /** Trips planned or under way. */
  readonly trips: readonly Trip[];
  /** What the site's own past says about its stages and rides. */
  readonly experience: DispatchExperience;
  /** Weight of an order in grams where the caller knows it; a courier's bag is limited by it. */
  readonly gramsOf: Readonly<Record<string, number>>;
  /** Couriers who come later than they seem: when they are here, by id. For questions of the kind "what if". */
  readonly arrivals?: Readonly<Record<string, number>>;
  /** What was planned last, to begin from. */
  readonly lastTrips: readonly { readonly courierId: CourierId; readonly orderIds: readonly OrderId[] }[];
};

export type DispatchOptions = {
  /** Most orders in one trip, below each courier's own capacity. */
  readonly maxOrdersPerTrip: number;
  /** The simple rule only: orders share a trip when their doors are within this distance of the most urgent one, metres. */
  readonly groupRadiusMetres: number;
  readonly seed: number;
  /** Steps of search in one decision. */
  readonly steps: number;
  /** Ends the search before its steps are done. A plan ended so depends on the machine; the steps alone do not. */
  readonly isOver?: () => boolean;
};

/** A message key below `dispatch` and its parameters. */
export type DispatchReason = { readonly key: string; readonly params: Record<string, string | number> };

/** A ride to be planned, and why. Orders stand in delivery order. */
export type PlannedTrip = {
  readonly courierId: CourierId;
  readonly orderIds: readonly OrderId[];
  readonly reason: DispatchReason;
  /** When the courier can leave with all of it. */
  readonly leavesAtMs: number;
  /** When the courier is back. */
  readonly backAtMs: number;
  /** Whether it is to be begun now: the courier is here, everything lies on the shelf, and waiting wins nothing. */
  readonly isDue: boolean;
};

/** What is expected of one order. */
export type OrderForecast = {
  readonly orderId: OrderId;
  /** When it lies on the shelf. */
  readonly readyAtMs: number;
  /** Standard deviation of that, from what was learnt. */
  readonly readySpreadMs: number;
  /** At the door; null where nobody can take it. */
  readonly doorAtMs: number | null;
  readonly isLate: boolean;
  /** Why it will be late; null while all is well. */
  readonly reason: DispatchReason | null;
};

/** When a courier is free at the site, and with what he rides now. */
export type CourierForecast = { readonly courierId: CourierId; readonly freeAtMs: number };

/** Suggested trips, the first of a courier before the next; and what is expected of everyone. */
export type DispatchPlan = {
  readonly trips: readonly PlannedTrip[];
  readonly orders: readonly OrderForecast[];
  readonly couriers: readonly CourierForecast[];
};

/** Gives waiting orders to couriers. Pure: the same snapshot and options give the same plan. It may run in another thread. */
export type DispatchPlanner = { planDispatch(snapshot: DispatchSnapshot, options: DispatchOptions): DispatchPlan | Promise<DispatchPlan> };

/** What the site starts with: some 30 ms of search with 60 open orders. */
export const defaultDispatchOptions: DispatchOptions = { maxOrdersPerTrip: 4, groupRadiusMetres: 800, seed: 1, steps: 300 };

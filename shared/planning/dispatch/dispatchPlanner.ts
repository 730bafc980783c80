import type { CourierId, OrderId } from '#shared/base/ids.ts';
import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';

/** What a dispatch planner sees: orders and couriers of one site at one instant. */
export type DispatchSnapshot = {
  readonly atMs: number;
  readonly orders: readonly Order[];
  readonly couriers: readonly Courier[];
};

export type DispatchOptions = {
  /** Most orders in one trip, below each courier's own capacity. */
  readonly maxOrdersPerTrip: number;
  /** Orders share a trip only when their doors are within this distance of the most urgent one, metres. */
  readonly groupRadiusMetres: number;
};

/** A ride to be planned, and why: a message key below `dispatch` and its parameters. Orders stand in delivery order. */
export type PlannedTrip = {
  readonly courierId: CourierId;
  readonly orderIds: readonly OrderId[];
  readonly reason: { readonly key: string; readonly params: Record<string, string | number> };
};

export type DispatchPlan = { readonly trips: readonly PlannedTrip[] };

/** Gives waiting orders to couriers. Pure: the same snapshot and options give the same plan. */
export type DispatchPlanner = { planDispatch(snapshot: DispatchSnapshot, options: DispatchOptions): DispatchPlan };

/** What the site starts with. */
export const defaultDispatchOptions: DispatchOptions = { maxOrdersPerTrip: 4, groupRadiusMetres: 800 };

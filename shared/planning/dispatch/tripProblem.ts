/** Travel between places of a problem, in minutes; places are numbered by the caller. */
export type TravelMinutes = (fromPlace: number, toPlace: number) => number;

/** An order to be carried, as the trip search sees it. Moments are minutes on one scale of the caller's choosing. */
export type TripOrder = {
  /** Where it is picked up and where it is handed over. */
  readonly originPlace: number;
  readonly doorPlace: number;
  readonly placedAt: number;
  /** When it is, or is expected to be, ready to leave. */
  readonly readyAt: number;
  /** After this it is late. */
  readonly dueAt: number;
  /** How much it counts beside others: 1 for everyone, more for a member's tier or refrigerated goods. */
  readonly weight: number;
  /** What it takes of a courier's room, in the units of `TripCourier.room`. */
  readonly room: number;
};

/** A courier who can take trips from `freeAt` on, being at `place` then. No pick-up happens after `offAt`. */
export type TripCourier = {
  readonly place: number;
  readonly freeAt: number;
  readonly offAt: number;
  readonly maxOrders: number;
  readonly room: number;
  /** What using this courier at all costs, in minutes: who had much to do today costs more. */
  readonly useMinutes?: number;
};

/** What a plan costs; every term in minutes of one order's waiting. */
export type TripWeights = {
  /** Each minute from ready to door. */
  readonly readyToDoor: number;
  /** Once, when an order comes after its due moment, and each minute it is late. */
  readonly late: number;
  readonly lateMinute: number;
  /** Each minute a courier drives or serves: what the time is worth for orders not known yet. */
  readonly courierMinute: number;
  /** Saved once by using a courier at all, for each minute he stands from where orders come from: who stands well is kept free. */
  readonly farCourier: number;
  /** An order no courier can take. */
  readonly unassigned: number;
};

/** Orders and couriers of one decision. `pickupServiceMinutes` and `doorServiceMinutes` are spent half before, half after the moment itself. */
export type TripProblem = {
  readonly now: number;
  readonly orders: readonly TripOrder[];
  readonly couriers: readonly TripCourier[];
  /** Where orders came from lately, one entry an order; empty when every order comes from one place. */
  readonly recentOrigins: readonly number[];
  readonly travelMinutes: TravelMinutes;
  readonly pickupServiceMinutes: number;
  readonly doorServiceMinutes: number;
  readonly weights: TripWeights;
  /** Whether an order may go with a courier (by their indices), where people had a say. */
  readonly mayCarry?: (order: number, courier: number) => boolean;
};

/** Orders of one origin in delivery order, by index into the problem's orders. */
export type Trip = readonly number[];

/** For each courier the trips one after another, and the orders nobody takes. */
export type TripPlan = { readonly tripsOf: readonly (readonly Trip[])[]; readonly unassigned: readonly number[]; readonly cost: number };

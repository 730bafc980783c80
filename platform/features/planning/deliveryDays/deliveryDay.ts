/** A point of the instance's plane, metres. */
export type PlanePoint = { readonly x: number; readonly y: number };

/**
 * One day of meal delivery in the format of grubhub/mdrplib (Reyes et al., The Meal Delivery Routing Problem, 2018). Moments are whole
 * minutes of the day.
 */
export type DeliveryDay = {
  readonly restaurants: ReadonlyMap<string, PlanePoint>;
  readonly orders: readonly DayOrder[];
  readonly couriers: readonly DayCourier[];
  readonly metresPerMinute: number;
  readonly pickupServiceMinutes: number;
  readonly doorServiceMinutes: number;
  /** Click to door: what is aimed at and what is the most. */
  readonly targetMinutes: number;
  readonly maximumMinutes: number;
};

export type DayOrder = PlanePoint & {
  readonly id: string;
  readonly placedAt: number;
  readonly restaurant: string;
  readonly readyAt: number;
};

export type DayCourier = PlanePoint & { readonly id: string; readonly onAt: number; readonly offAt: number };

/** What was done on such a day: trips in the order they were decided. */
export type DaySolution = { readonly trips: readonly DayTrip[] };

export type DayTrip = {
  readonly courier: string;
  readonly restaurant: string;
  /** When the trip was decided; the courier sets out then. */
  readonly decidedAt: number;
  readonly pickupAt: number;
  /** In the order they are handed over; `doorAt` is the moment of the handing over. */
  readonly drops: readonly { readonly order: string; readonly doorAt: number }[];
};

/** Driving time between two points, whole minutes, rounded up. */
export function travelMinutes(day: DeliveryDay, from: PlanePoint, to: PlanePoint): number {
  return Math.ceil(Math.hypot(from.x - to.x, from.y - to.y) / day.metresPerMinute);
}

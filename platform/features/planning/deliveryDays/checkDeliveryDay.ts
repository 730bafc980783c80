import { travelMinutes, type DayOrder, type DaySolution, type DayTrip, type DeliveryDay, type PlanePoint } from './deliveryDay.ts';

/** A rule of the day that a solution breaks, and where. */
export type DayViolation = { readonly rule: DayRule; readonly text: string };

/** The eight rules of a feasible day. */
export type DayRule =
  | 'knownOrdersOnce'
  | 'oneRestaurantATrip'
  | 'ordersKnownWhenDecided'
  | 'courierFreeWhenDecided'
  | 'pickupAfterArrival'
  | 'pickupAfterReady'
  | 'pickupBeforeShiftEnds'
  | 'doorTimesHold';

export type DayMetrics = {
  readonly orders: number;
  readonly deliveredPct: number;
  readonly clickToDoor: number;
  readonly readyToDoor: number;
  readonly excessReadyToDoor: number;
  readonly latePct: number;
  readonly overage: number;
  readonly ordersPerBundle: number;
};

/**
 * Judges a solution from the day's files alone; shares nothing with the planner but the formula of travel. Metrics are means over
 * delivered orders, minutes; excess is over the least ready-to-door time any courier could reach.
 */
export function checkDeliveryDay(day: DeliveryDay, solution: DaySolution): { violations: DayViolation[]; metrics: DayMetrics } {
  const violations: DayViolation[] = [];
  const orders = new Map(day.orders.map((order) => [order.id, order]));
  const seen = new Set<string>();
  for (const trip of solution.trips) {
    if (trip.drops.length === 0) violations.push({ rule: 'knownOrdersOnce', text: `a trip of ${trip.courier} carries nothing` });
    for (const { order } of trip.drops) {
      if (!orders.has(order) || seen.has(order))
        violations.push({ rule: 'knownOrdersOnce', text: `order ${order} is unknown or carried twice` });
      seen.add(order);
    }
    violations.push(...checkTrip(day, trip, orders));
  }
  violations.push(...checkCouriers(day, solution, orders));
  return { violations, metrics: measure(day, solution, orders) };
}

function checkTrip(day: DeliveryDay, trip: DayTrip, orders: ReadonlyMap<string, DayOrder>): DayViolation[] {
  const found: DayViolation[] = [];
  const carried = trip.drops.flatMap(({ order }) => orders.get(order) ?? []);
  const name = `trip of ${trip.courier} at ${trip.decidedAt}`;
  if (carried.some((order) => order.restaurant !== trip.restaurant))
    found.push({ rule: 'oneRestaurantATrip', text: `${name} carries orders of other restaurants than ${trip.restaurant}` });
  if (carried.some((order) => order.placedAt > trip.decidedAt))
    found.push({ rule: 'ordersKnownWhenDecided', text: `${name} was decided before an order of it was placed` });
  if (carried.some((order) => order.readyAt > trip.pickupAt))
    found.push({ rule: 'pickupAfterReady', text: `${name} picks up at ${trip.pickupAt}, before an order is ready` });
  const origin = day.restaurants.get(trip.restaurant);
  if (origin === undefined) return found;
  let leavesAt = trip.pickupAt + day.pickupServiceMinutes / 2;
  let at: PlanePoint = origin;
  for (const { order, doorAt } of trip.drops) {
    const door = orders.get(order);
    if (door === undefined) continue;
    const earliest = leavesAt + travelMinutes(day, at, door) + day.doorServiceMinutes / 2;
    if (doorAt < earliest) found.push({ rule: 'doorTimesHold', text: `${name}: order ${order} cannot be handed over before ${earliest}` });
    leavesAt = Math.max(doorAt, earliest) + day.doorServiceMinutes / 2;
    at = door;
  }
  return found;
}

function checkCouriers(day: DeliveryDay, solution: DaySolution, orders: ReadonlyMap<string, DayOrder>): DayViolation[] {
  const found: DayViolation[] = [];
  const states = new Map(day.couriers.map((courier) => [courier.id, { courier, at: courier as PlanePoint, freeAt: courier.onAt }]));
  for (const trip of solution.trips.toSorted((a, b) => a.decidedAt - b.decidedAt)) {
    const state = states.get(trip.courier);
    const origin = day.restaurants.get(trip.restaurant);
    if (state === undefined || origin === undefined) {
      found.push({ rule: 'courierFreeWhenDecided', text: `courier ${trip.courier} or restaurant ${trip.restaurant} is unknown` });
      continue;
    }
    if (trip.decidedAt < state.freeAt)
      found.push({
        rule: 'courierFreeWhenDecided',
        text: `${trip.courier} is not free before ${state.freeAt}, the trip was decided at ${trip.decidedAt}`,
      });
    const arrival = Math.max(trip.decidedAt, state.freeAt) + travelMinutes(day, state.at, origin);
    if (trip.pickupAt < arrival + day.pickupServiceMinutes / 2)
      found.push({ rule: 'pickupAfterArrival', text: `${trip.courier} cannot pick up before ${arrival + day.pickupServiceMinutes / 2}` });
    if (trip.pickupAt > state.courier.offAt)
      found.push({
        rule: 'pickupBeforeShiftEnds',
        text: `${trip.courier} picks up at ${trip.pickupAt}, his shift ends at ${state.courier.offAt}`,
      });
    const last = trip.drops.at(-1);
    state.at = orders.get(last?.order ?? '') ?? origin;
    state.freeAt = (last?.doorAt ?? trip.pickupAt) + day.doorServiceMinutes / 2;
  }
  return found;
}

function measure(day: DeliveryDay, solution: DaySolution, orders: ReadonlyMap<string, DayOrder>): DayMetrics {
  const doors = solution.trips
    .flatMap((trip) => trip.drops)
    .flatMap(({ order, doorAt }) => {
      const placed = orders.get(order);
      return placed === undefined ? [] : [{ order: placed, doorAt }];
    });
  const mean = (of: (order: DayOrder, doorAt: number) => number) =>
    doors.length === 0 ? 0 : doors.reduce((sum, { order, doorAt }) => sum + of(order, doorAt), 0) / doors.length;
  const overdue = (order: DayOrder, doorAt: number) => Math.max(0, doorAt - order.placedAt - day.targetMinutes);
  return {
    orders: day.orders.length,
    deliveredPct: day.orders.length === 0 ? 100 : (100 * doors.length) / day.orders.length,
    clickToDoor: mean((order, doorAt) => doorAt - order.placedAt),
    readyToDoor: mean((order, doorAt) => doorAt - order.readyAt),
    excessReadyToDoor: mean((order, doorAt) => doorAt - earliestDoor(day, order)),
    latePct: 100 * mean((order, doorAt) => (overdue(order, doorAt) > 0 ? 1 : 0)),
    overage: mean(overdue),
    ordersPerBundle: solution.trips.length === 0 ? 0 : doors.length / solution.trips.length,
  };
}

/** When an order could be handed over at the earliest, were there always a courier beside its restaurant. */
export function earliestDoor(day: DeliveryDay, order: DayOrder): number {
  const origin = day.restaurants.get(order.restaurant) ?? order;
  const pickup = Math.max(order.readyAt, order.placedAt + day.pickupServiceMinutes / 2);
  return pickup + day.pickupServiceMinutes / 2 + travelMinutes(day, origin, order) + day.doorServiceMinutes / 2;
}

import {
  travelMinutes,
  type DayCourier,
  type DayOrder,
  type DayTrip,
  type DeliveryDay,
  type PlanePoint,
} from '#platform/features/planning/deliveryDays/deliveryDay.ts';
import { matchLeastCost } from './matchLeastCost.ts';

type Courier = DayCourier & { at: PlanePoint; freeAt: number };
type Drive = { readonly pickupAt: number; readonly doors: readonly number[]; readonly freeAt: number };

/** Worse than any trip that can be driven. */
const impossible = 1e6;

/**
 * The peer: minute-by-minute matching of bundles with couriers and late commitment, after Reyes et al. 2018. Bundles of
 * clamp(2 x orders ready within 20 min / couriers free within 10 min, 1, most) orders, orders ready within 30 min, least sum of
 * ready-to-door + lateness + 0.2 x approach; a trip begins when its latest departure is 5 min ahead or less.
 */
export function replayReference(day: DeliveryDay, mostOrders: number): DayTrip[] {
  const trips: DayTrip[] = [];
  const couriers: Courier[] = day.couriers.map((courier) => ({ ...courier, at: courier, freeAt: courier.onAt }));
  const byPlacement = day.orders.toSorted((a, b) => a.placedAt - b.placedAt);
  const last = Math.max(...day.couriers.map((courier) => courier.offAt), ...day.orders.map((order) => order.readyAt));
  let open: DayOrder[] = [];
  let known = 0;
  for (let now = 0; now <= last; now++) {
    while (known < byPlacement.length && byPlacement[known]!.placedAt <= now) open.push(byPlacement[known++]!);
    const soon = open.filter((order) => order.readyAt <= now + 30);
    const free = couriers.filter((courier) => courier.freeAt <= now + 10 && courier.offAt >= Math.max(now, courier.freeAt));
    if (soon.length === 0 || free.length === 0) continue;
    const pressing = open.filter((order) => order.readyAt <= now + 20).length;
    const bundleSize = Math.max(1, Math.min(mostOrders, Math.floor((2 * pressing) / free.length)));
    const gone = new Set<DayOrder>();
    for (const [bundle, courier] of match(day, now, bundleOrders(day, soon, bundleSize), free)) {
      const latest =
        Math.max(...bundle.map((order) => order.readyAt)) -
        day.pickupServiceMinutes / 2 -
        travelMinutes(day, courier.at, origin(day, bundle));
      if (courier.freeAt > now || latest - 5 > now) continue;
      const { pickupAt, doors, freeAt } = drive(day, courier.at, now, bundle);
      const drops = bundle.map((order, index) => ({ order: order.id, doorAt: doors[index]! }));
      trips.push({ courier: courier.id, restaurant: bundle[0]!.restaurant, decidedAt: now, pickupAt, drops });
      courier.at = bundle.at(-1)!;
      courier.freeAt = freeAt;
      for (const order of bundle) gone.add(order);
    }
    open = open.filter((order) => !gone.has(order));
  }
  return trips;
}

function origin(day: DeliveryDay, bundle: readonly DayOrder[]): PlanePoint {
  return day.restaurants.get(bundle[0]!.restaurant)!;
}

function drive(day: DeliveryDay, from: PlanePoint, leavesAt: number, bundle: readonly DayOrder[]): Drive {
  const start = origin(day, bundle);
  const ready = Math.max(...bundle.map((order) => order.readyAt));
  const pickupAt = Math.max(ready, leavesAt + travelMinutes(day, from, start) + day.pickupServiceMinutes / 2);
  let clock = pickupAt + day.pickupServiceMinutes / 2;
  let at = start;
  const doors = bundle.map((order) => {
    const doorAt = clock + travelMinutes(day, at, order) + day.doorServiceMinutes / 2;
    clock = doorAt + day.doorServiceMinutes / 2;
    at = order;
    return doorAt;
  });
  return { pickupAt, doors, freeAt: clock };
}

/** Orders of one restaurant by readiness, each where it adds least waiting. */
function bundleOrders(day: DeliveryDay, orders: readonly DayOrder[], mostOrders: number): DayOrder[][] {
  const all: DayOrder[][] = [];
  const waiting = (bundle: readonly DayOrder[]) => {
    const { doors } = drive(day, origin(day, bundle), 0, bundle);
    return bundle.reduce((sum, order, index) => sum + doors[index]! - order.readyAt, 0);
  };
  const byRestaurant = new Map<string, DayOrder[]>();
  for (const order of orders.toSorted((a, b) => a.readyAt - b.readyAt))
    byRestaurant.set(order.restaurant, [...(byRestaurant.get(order.restaurant) ?? []), order]);
  for (const list of byRestaurant.values()) {
    const here: DayOrder[][] = [];
    const wanted = Math.ceil(list.length / mostOrders);
    for (const order of list) {
      const choices = here
        .filter((bundle) => bundle.length < mostOrders)
        .flatMap((bundle) => Array.from({ length: bundle.length + 1 }, (_, place) => ({ bundle, next: bundle.toSpliced(place, 0, order) })))
        .map(({ bundle, next }) => ({ bundle, next, rise: waiting(next) - waiting(bundle) }))
        .toSorted((a, b) => a.rise - b.rise);
      const [best] = choices;
      if (here.length < wanted || best === undefined) here.push([order]);
      else here[here.indexOf(best.bundle)] = best.next;
    }
    all.push(...here);
  }
  return all;
}

function match(day: DeliveryDay, now: number, bundles: readonly DayOrder[][], couriers: readonly Courier[]): [DayOrder[], Courier][] {
  const cost = bundles.map((bundle) => couriers.map((courier) => assignmentCost(day, now, bundle, courier)));
  if (bundles.length <= couriers.length)
    return matchLeastCost(cost).flatMap((column, row) => (cost[row]![column]! >= impossible ? [] : [[bundles[row]!, couriers[column]!]]));
  const waited = bundles.map((bundle) => 2 * Math.max(...bundle.map((order) => now - order.readyAt)));
  const turned = couriers.map((_, column) => bundles.map((__, row) => cost[row]![column]! - waited[row]!));
  return matchLeastCost(turned).flatMap((row, column) => (cost[row]![column]! >= impossible ? [] : [[bundles[row]!, couriers[column]!]]));
}

function assignmentCost(day: DeliveryDay, now: number, bundle: readonly DayOrder[], courier: Courier): number {
  const { pickupAt, doors } = drive(day, courier.at, Math.max(now, courier.freeAt), bundle);
  if (pickupAt > courier.offAt) return impossible;
  const approach = 0.2 * travelMinutes(day, courier.at, origin(day, bundle));
  return bundle.reduce(
    (sum, order, index) => sum + doors[index]! - order.readyAt + Math.max(0, doors[index]! - order.placedAt - day.targetMinutes),
    approach,
  );
}

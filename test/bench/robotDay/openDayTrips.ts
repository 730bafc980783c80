import { asId, type OrderId } from '#shared/base/ids.ts';
import type { Courier, Trip } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import { rideMs } from '#shared/planning/dispatch/rideTime.ts';
import type { DayMove } from './checkDayLog.ts';
import type { DayClock } from './dayClock.ts';
import type { DayBooks } from './openDayBooks.ts';
import type { DaySorting } from './openDaySorting.ts';

const lookEveryMs = 5_000;
const mostOrders = 3;
/** Neighbours: in about the same direction from the site. */
const sameWayRad = Math.PI / 4;
const takeBagsMs = 30_000;
const atDoorMs = 80_000;

/** Rides: up to three orders in one direction for a courier at the site; it leaves when all bags are in chutes. Gives when each order was at its door. */
export function openDayTrips(parts: {
  readonly clock: DayClock;
  readonly books: DayBooks;
  readonly log: DayMove[];
  readonly sorting: DaySorting;
}): ReadonlyMap<OrderId, number> {
  const { clock, books, log, sorting } = parts;
  const { world, site } = books;
  const deliveredAtMs = new Map<OrderId, number>();
  const leaving = new Set<string>();
  const deliver = ({ id, orderIds, courierId }: Trip) => {
    let afterMs = 0;
    let at: { readonly lat: number; readonly lng: number } = site.location;
    for (const orderId of orderIds) {
      const { destination } = books.order(orderId);
      afterMs += rideMs(at, destination, 1) + atDoorMs;
      at = destination;
      clock.later(afterMs, () => {
        books.send([{ kind: 'confirmDelivery', payload: { orderId, courierId } }]);
        for (const { code } of books.bagsOf(orderId)) log.push({ atMs: clock.nowMs(), thing: code, from: `courier:${id}`, to: 'door' });
        deliveredAtMs.set(orderId, clock.nowMs());
      });
    }
    clock.later(afterMs + rideMs(at, site.location, 1), () =>
      books.send([{ kind: 'reportCourier', payload: { courierId, status: 'atSite', position: null } }]),
    );
  };
  const leave = (trip: Trip) => {
    for (const orderId of trip.orderIds) {
      const bags = books.bagsOf(orderId);
      for (const { code, shelfCode } of bags)
        log.push({ atMs: clock.nowMs(), thing: code, from: `chute:${shelfCode}`, to: `courier:${trip.id}` });
      books.send([{ kind: 'handOver', payload: { orderId, courierId: trip.courierId, parcelIds: bags.map(({ id }) => id) } }]);
      for (const { shelfCode } of bags) if (shelfCode !== null && shelfCode !== 'OVER') sorting.empty(shelfCode);
    }
    deliver(trip);
  };
  const look = () => {
    planTrips(books);
    for (const trip of world.all('trip')) {
      if (trip.status !== 'planned' || leaving.has(trip.id)) continue;
      if (!trip.orderIds.every((orderId) => books.order(orderId).stage === 'shelved')) continue;
      leaving.add(trip.id);
      clock.later(takeBagsMs, () => leave(trip));
    }
    clock.later(lookEveryMs, look);
  };
  look();
  return deliveredAtMs;
}

/** The most urgent order first, with its neighbours; one that is being packed waits for no more. */
function planTrips(books: DayBooks): void {
  const { world } = books;
  const free = world.all('courier').filter(({ status, tripId }) => status === 'atSite' && tripId === null);
  let open = books
    .inStage('picking', 'picked', 'packing', 'packed', 'shelved')
    .filter(({ tripId }) => tripId === null)
    .toSorted((one, other) => one.promiseAtMs - other.promiseAtMs);
  while (open.length > 0 && free.length > 0) {
    const [first, ...others] = open as [Order, ...Order[]];
    const orders = [first, ...others.filter((other) => isSameWay(books, first, other)).slice(0, mostOrders - 1)];
    open = open.filter((order) => !orders.includes(order));
    if (orders.length < mostOrders && (first.stage === 'picking' || first.stage === 'picked')) continue;
    const courier = free.shift() as Courier;
    const tripId = asId<'trip'>(`trip${world.all('trip').length + 1}`);
    const orderIds = orders.map(({ id }) => id);
    books.send([{ kind: 'planTrip', payload: { tripId, courierId: courier.id, orderIds, reason: { key: 'day', params: {} } } }]);
  }
}

function isSameWay({ site }: DayBooks, one: Order, other: Order): boolean {
  const bearing = ({ destination }: Order) =>
    Math.atan2(destination.lat - site.location.lat, (destination.lng - site.location.lng) * Math.cos((site.location.lat * Math.PI) / 180));
  const apart = bearing(one) - bearing(other);
  return Math.abs(Math.atan2(Math.sin(apart), Math.cos(apart))) <= sameWayRad;
}

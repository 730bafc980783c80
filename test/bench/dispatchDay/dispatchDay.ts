import { asId } from '#shared/base/ids.ts';
import { createPrng, nextInt, type Prng } from '#shared/base/prng.ts';
import type { Courier, Trip } from '#shared/model/delivery/delivery.ts';
import type { Order, OrderStage } from '#shared/model/order/order.ts';
import type { DispatchPlan, DispatchSnapshot, PlannedTrip } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { distanceMetres } from '#shared/planning/dispatch/distanceMetres.ts';
import { learnExperience } from '#shared/planning/dispatch/learnExperience.ts';
import { rideMs } from '#shared/planning/dispatch/rideTime.ts';
import { dailyCurve } from '#platform/world/shoppers/dailyCurve.ts';
import { createTestSite } from '#test/support/testSite.ts';

const secondMs = 1000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const metresPerDegree = 111_195;

/** One simulated day in virtual time: 300 orders by the daily curve, pickers, packers and couriers with their own moods. */
export type DayOptions = {
  readonly seed: number;
  readonly orders: number;
  readonly couriers: number;
  /** Rides are decided so often, virtual time. */
  readonly decideEveryMs: number;
  /** An hour without the platform: the station takes over after a minute and does not hear of deliveries. */
  readonly hasCut: boolean;
  readonly plan: (snapshot: DispatchSnapshot) => DispatchPlan;
};

export type DayOutcome = {
  readonly onTimePct: number;
  /** With a courier at the counter for each order, luck on every way, nobody waiting for anybody. No planner can do better on this day. */
  readonly boundPct: number;
  readonly meanMinutes: number;
  readonly delivered: number;
  /** Of the orders not delivered ten minutes before their promise. */
  readonly predicted: { readonly truePositive: number; readonly falsePositive: number; readonly falseNegative: number };
  readonly decisions: number;
  readonly worstDecisionMs: number;
};

type LiveOrder = { order: Order; readonly lines: number; predictedLate: boolean | null; deliveredAtMs: number | null };
type LiveCourier = { courier: Courier; busyUntilMs: number; stops: { at: number; order: LiveOrder }[]; backAtMs: number };

const site = createTestSite().site;
/** 10:00 at the site: the day runs over the noon rush. */
const startMs = Date.UTC(2026, 2, 2, 2, 0, 0);
const dayMs = 5 * hourMs;
const pickers = 7;
const packers = 3;
const predictionLeadMs = 10 * minuteMs;
const takeOverMs = minuteMs;

/** At the door with the luckiest draws of `send`. */
function earliestDoorMs({ timeline, destination }: Order): number {
  const shelvedAtMs = timeline.find(({ stage }) => stage === 'shelved')!.atMs;
  return shelvedAtMs + 40 * secondMs + rideMs(site.location, destination, 0.85) + 60 * secondMs;
}

/** Plays a day; the same options give the same day. */
export function playDay(options: DayOptions): DayOutcome {
  return new Day(options).play();
}

class Day {
  readonly #options: DayOptions;
  readonly #prng: Prng;
  readonly #orders: LiveOrder[];
  readonly #couriers: LiveCourier[];
  readonly #trips = new Map<string, Trip>();
  readonly #cut: { from: number; until: number };
  #done: Order[] = [];
  #lastTrips: DispatchSnapshot['lastTrips'] = [];
  #plan: DispatchPlan | null = null;
  #decisions = 0;
  #worstMs = 0;

  constructor(options: DayOptions) {
    this.#options = options;
    this.#prng = createPrng(options.seed);
    this.#orders = this.#drawOrders();
    this.#couriers = Array.from({ length: options.couriers }, (_, no) => ({
      courier: {
        ...{ id: asId<'courier'>(`k${no + 10}`), code: `k${no}`, name: `k${no}`, status: 'atSite', capacityOrders: 4 },
        ...{ position: null, tripId: null, deliveredToday: 0 },
      } as Courier,
      ...{ busyUntilMs: 0, stops: [], backAtMs: 0 },
    }));
    const byHour = Array.from({ length: 9 }, (_, half) => {
      const from = startMs + (half * hourMs) / 2;
      return {
        from,
        until: from + hourMs,
        count: this.#orders.filter(({ order }) => order.placedAtMs >= from && order.placedAtMs < from + hourMs).length,
      };
    });
    this.#cut = byHour.toSorted((a, b) => b.count - a.count)[0]!;
  }

  play(): DayOutcome {
    this.#workInTheHouse();
    const end = startMs + dayMs + 2 * hourMs;
    for (
      let nowMs = startMs;
      nowMs <= end && this.#orders.some(({ deliveredAtMs }) => deliveredAtMs === null);
      nowMs += this.#options.decideEveryMs
    ) {
      this.#advance(nowMs);
      this.#decide(nowMs);
      this.#foresee(nowMs);
    }
    return this.#outcome();
  }

  #drawOrders(): LiveOrder[] {
    const weights = Array.from({ length: dayMs / minuteMs }, (_, minute) => dailyCurve(10 + minute / 60));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const moments = Array.from({ length: this.#options.orders }, () => {
      let aim = this.#prng.next() * total;
      const minute = weights.findIndex((weight) => (aim -= weight) < 0);
      return startMs + Math.max(0, minute) * minuteMs + nextInt(this.#prng, 0, 59) * secondMs;
    }).toSorted((a, b) => a - b);
    return moments.map((placedAtMs, no) => this.#drawOrder(placedAtMs, no));
  }

  #drawOrder(placedAtMs: number, no: number): LiveOrder {
    const lines = nextInt(this.#prng, 1, 9);
    const angle = this.#prng.next() * 2 * Math.PI;
    const metres = 3000 * Math.sqrt(0.02 + 0.98 * this.#prng.next());
    const { lat, lng } = site.location;
    const door = {
      lat: lat + (metres * Math.cos(angle)) / metresPerDegree,
      lng: lng + (metres * Math.sin(angle)) / (metresPerDegree * Math.cos((lat * Math.PI) / 180)),
    };
    const line = { skuId: asId<'sku'>('s'), orderedQuantity: 1, pickedQuantity: 0, packedQuantity: 0, shortQuantity: 0, priceFen: 1 };
    const order: Order = {
      ...{ id: asId<'order'>(`o${no + 1000}`), channel: 'app', channelOrderId: `o${no}`, daySequence: no + 1, memberTier: 'standard' },
      ...{ stage: 'accepted', placedAtMs, promiseAtMs: placedAtMs + 30 * minuteMs, payment: 'paid', customs: 'notNeeded', groupLot: null },
      ...{ substitution: 'never', note: '', temperatures: [], recipient: { nameMasked: '', phoneMasked: '', area: '' } },
      ...{ taskId: null, toteIds: [], parcelIds: [], tripId: null, cancelReason: null },
      lines: Array.from({ length: lines }, (_, index) => ({ ...line, lineNo: index + 1, shortReason: null })),
      destination: { ...door, distanceMetres: Math.round(distanceMetres(site.location, door)) },
      timeline: [{ stage: 'accepted', atMs: placedAtMs }],
    };
    return { order, lines, predictedLate: null, deliveredAtMs: null };
  }

  /** Pickers and packers take orders as they come; when each stage begins is settled before the rides, which do not change it. */
  #workInTheHouse(): void {
    const free = { pick: Array.from({ length: pickers }, () => startMs), pack: Array.from({ length: packers }, () => startMs) };
    const mood = () => 0.7 + 0.8 * this.#prng.next() ** 2;
    const take = (hands: number[], readyMs: number, tookMs: number): [number, number] => {
      const hand = hands.indexOf(Math.min(...hands));
      const from = Math.max(hands[hand]!, readyMs);
      hands[hand] = from + tookMs;
      return [from, hands[hand]];
    };
    for (const live of this.#orders) {
      const { order, lines } = live;
      const [picking, picked] = take(free.pick, order.placedAtMs + 20 * secondMs, (50 + 28 * lines) * secondMs * mood());
      const [packing, packed] = take(free.pack, picked + 20 * secondMs, (45 + 11 * lines) * secondMs * mood());
      const shelved = packed + nextInt(this.#prng, 20, 70) * secondMs;
      const stages: readonly (readonly [OrderStage, number])[] = [
        ['accepted', order.placedAtMs],
        ['released', order.placedAtMs + 20 * secondMs],
        ['picking', picking],
        ['picked', picked],
        ['packing', packing],
        ['packed', packed],
        ['shelved', shelved],
      ];
      live.order = { ...order, timeline: stages.map(([stage, atMs]) => ({ stage, atMs: Math.round(atMs) })) };
    }
  }

  /** What has happened until now at doors and on the way back. */
  #advance(nowMs: number): void {
    for (const live of this.#couriers) {
      for (const stop of live.stops.filter(({ at }) => at <= nowMs)) {
        stop.order.deliveredAtMs = stop.at;
        live.courier = { ...live.courier, deliveredToday: live.courier.deliveredToday + 1 };
      }
      live.stops = live.stops.filter(({ at }) => at > nowMs);
      if (live.courier.tripId === null || live.stops.length > 0) continue;
      const trip = this.#trips.get(live.courier.tripId)!;
      if (trip.status === 'underway') this.#trips.set(trip.id, { ...trip, status: 'done', doneAtMs: live.busyUntilMs });
      if (live.backAtMs <= nowMs) live.courier = { ...live.courier, status: 'atSite', tripId: null };
      else live.courier = { ...live.courier, status: 'returning', tripId: this.#isCut(nowMs) ? live.courier.tripId : null };
    }
    for (const live of this.#couriers)
      if (live.courier.status === 'returning' && live.backAtMs <= nowMs) live.courier = { ...live.courier, status: 'atSite', tripId: null };
  }

  #isCut(nowMs: number): boolean {
    return this.#options.hasCut && nowMs >= this.#cut.from && nowMs < this.#cut.until;
  }

  /** The order as it is known now; without the platform nobody hears of deliveries. */
  #seen(live: LiveOrder, nowMs: number): Order | null {
    const { order } = live;
    if (order.placedAtMs > nowMs) return null;
    const known = order.timeline.filter(({ atMs }) => atMs <= nowMs);
    const isDelivered = live.deliveredAtMs !== null && !(this.#isCut(nowMs) && live.deliveredAtMs >= this.#cut.from);
    if (isDelivered) return null;
    const stage = known.at(-1)?.stage ?? 'accepted';
    const picked =
      stage === 'picking' ? this.#linesPicked(order, nowMs) : known.some((entry) => entry.stage === 'picked') ? order.lines.length : 0;
    return {
      ...order,
      stage,
      timeline: known,
      lines: order.lines.map((line, no) => (no < picked ? { ...line, pickedQuantity: 1 } : line)),
    };
  }

  #linesPicked(order: Order, nowMs: number): number {
    const at = (stage: OrderStage) => order.timeline.find((entry) => entry.stage === stage)!.atMs;
    return Math.floor((order.lines.length * (nowMs - at('picking'))) / Math.max(1, at('picked') - at('picking')));
  }

  #snapshot(nowMs: number): DispatchSnapshot {
    const orders = this.#orders.flatMap((live) => this.#seen(live, nowMs) ?? []);
    this.#done = this.#orders
      .filter(({ deliveredAtMs }) => deliveredAtMs !== null && deliveredAtMs <= nowMs)
      .map(({ order }) => order)
      .slice(-200);
    const trips = [...this.#trips.values()];
    return {
      ...{ atMs: nowMs, site, orders, couriers: this.#couriers.map(({ courier }) => courier), gramsOf: {}, lastTrips: this.#lastTrips },
      trips: trips.filter(({ status }) => status !== 'done'),
      experience: learnExperience([...this.#done, ...orders], trips.slice(-60), site),
    };
  }

  #decide(nowMs: number): void {
    if (this.#options.hasCut && nowMs >= this.#cut.from && nowMs < this.#cut.from + takeOverMs) return;
    const isAnybodyHere = this.#couriers.some(({ courier }) => courier.status === 'atSite' && courier.tripId === null);
    const isAnythingReady = this.#orders.some(({ order }) => order.tripId === null && order.timeline.at(-1)!.atMs <= nowMs);
    if (!isAnybodyHere || !isAnythingReady) return;
    this.#think(nowMs);
    for (const trip of this.#plan!.trips.filter(({ isDue }) => isDue)) this.#send(trip, nowMs);
    this.#lastTrips = this.#plan!.trips.filter(({ isDue }) => !isDue).map(({ courierId, orderIds }) => ({ courierId, orderIds }));
  }

  #think(nowMs: number): void {
    const startedMs = performance.now();
    this.#plan = this.#options.plan(this.#snapshot(nowMs));
    this.#worstMs = Math.max(this.#worstMs, performance.now() - startedMs);
    this.#decisions += 1;
  }

  #send({ courierId, orderIds }: PlannedTrip, nowMs: number): void {
    const live = this.#couriers.find(({ courier }) => courier.id === courierId)!;
    const orders = orderIds.map((id) => this.#orders.find(({ order }) => order.id === id)!);
    const tripId = asId<'trip'>(`t${this.#trips.size + 1}`);
    const leftAtMs = nowMs + nextInt(this.#prng, 40, 110) * secondMs;
    let clock = leftAtMs;
    let at: { lat: number; lng: number } = site.location;
    for (const each of orders) {
      clock += rideMs(at, each.order.destination, 0.85 + 0.45 * this.#prng.next()) + nextInt(this.#prng, 60, 110) * secondMs;
      live.stops.push({ at: Math.round(clock), order: each });
      at = each.order.destination;
      each.order = { ...each.order, tripId, timeline: [...each.order.timeline, { stage: 'handedOver', atMs: leftAtMs }] };
    }
    live.busyUntilMs = Math.round(clock);
    live.backAtMs = Math.round(clock + rideMs(at, site.location, 0.85 + 0.45 * this.#prng.next()));
    live.courier = { ...live.courier, status: 'outbound', tripId };
    const trip = { id: tripId, courierId, orderIds: [...orderIds], status: 'underway' as const, reason: { key: 'day', params: {} } };
    this.#trips.set(tripId, { ...trip, plannedAtMs: nowMs, leftAtMs, doneAtMs: null });
  }

  /** Ten minutes before each promise: what the newest plan says of an order that is not delivered yet. */
  #foresee(nowMs: number): void {
    const due = this.#orders.filter(
      (live) => live.predictedLate === null && live.order.promiseAtMs - predictionLeadMs <= nowMs && live.deliveredAtMs === null,
    );
    if (due.length === 0) return;
    this.#think(nowMs);
    for (const live of due) live.predictedLate = this.#plan!.orders.find(({ orderId }) => orderId === live.order.id)?.isLate ?? false;
  }

  #outcome(): DayOutcome {
    const isLate = ({ order, deliveredAtMs }: LiveOrder) => (deliveredAtMs ?? Infinity) > order.promiseAtMs;
    const count = (wanted: (live: LiveOrder) => boolean) => this.#orders.filter(wanted).length;
    const minutes = this.#orders.flatMap(({ order, deliveredAtMs }) =>
      deliveredAtMs === null ? [] : [(deliveredAtMs - order.placedAtMs) / minuteMs],
    );
    return {
      onTimePct: (100 * count((live) => !isLate(live))) / this.#orders.length,
      boundPct: (100 * count(({ order }) => earliestDoorMs(order) <= order.promiseAtMs)) / this.#orders.length,
      meanMinutes: minutes.reduce((sum, each) => sum + each, 0) / Math.max(1, minutes.length),
      delivered: minutes.length,
      predicted: {
        truePositive: count((live) => live.predictedLate === true && isLate(live)),
        falsePositive: count((live) => live.predictedLate === true && !isLate(live)),
        falseNegative: count((live) => live.predictedLate === false && isLate(live)),
      },
      ...{ decisions: this.#decisions, worstDecisionMs: this.#worstMs },
    };
  }
}

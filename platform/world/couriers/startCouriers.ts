import type { CourierId, OrderId, SiteId } from '#shared/base/ids.ts';
import { type Prng, createPrng, nextInt } from '#shared/base/prng.ts';
import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { WorldClock } from '#platform/world/clock/createWorldClock.ts';
import type { PlatformApi } from '#platform/world/createPlatformApi.ts';
import type { TroubleCounter } from '#platform/world/createTroubleCounter.ts';
import { type Place, doorstepMs, placeBetween, rideMs } from './rideTime.ts';

/** A courier reports a position so often while riding (the platform writes at most every 10 s). */
const positionEveryMs = 20_000;
/** The couriers' phones look for trips so often; in real time never more often than that. */
const lookEveryMs = 4_000;
const lookAtLeastRealMs = 250;
const maxReportAttempts = 8;
const retryAfterMs = 4_000;

export type CourierPorts = {
  /** Sees all couriers of the site (admin or channel). */
  readonly overview: PlatformApi;
  /** Each courier's own line to the platform. */
  readonly apiOf: (courierId: CourierId) => PlatformApi;
  readonly siteId: SiteId;
  readonly home: Place;
  readonly clock: WorldClock;
  readonly seed: number;
  readonly trouble: TroubleCounter;
  readonly signal: AbortSignal;
};

/** Couriers on shift. */
export type Couriers = {
  /** Couriers who ride at the moment. */
  riding(): number;
  delivered(): number;
  done: Promise<void>;
};

type Crew = CourierPorts & { readonly prng: Prng; readonly away: Set<CourierId>; delivered: number };

/** Brings couriers on shift and lets them ride whatever the platform gives them, until the signal. */
export function startCouriers(ports: CourierPorts, courierIds: readonly CourierId[]): Couriers {
  const crew: Crew = { ...ports, prng: createPrng(ports.seed), away: new Set(), delivered: 0 };
  const rides = new Set<Promise<void>>();
  const run = async (): Promise<void> => {
    await Promise.all(courierIds.map((courierId) => report(crew, courierId, 'atSite')));
    const mine = new Set<string>(courierIds);
    while (!ports.signal.aborted) {
      for (const courier of await listCouriers(crew)) {
        const mayRide = mine.has(courier.id) && !crew.away.has(courier.id);
        if (!mayRide || courier.status !== 'outbound') continue;
        crew.away.add(courier.id);
        const ride = rideTrip(crew, courier).finally(() => crew.away.delete(courier.id));
        rides.add(ride);
        void ride.finally(() => rides.delete(ride));
      }
      await ports.clock.sleep(Math.max(lookEveryMs, lookAtLeastRealMs * ports.clock.speed), ports.signal);
    }
    await Promise.all(rides);
  };
  return { riding: () => crew.away.size, delivered: () => crew.delivered, done: run() };
}

async function listCouriers(crew: Crew): Promise<readonly Courier[]> {
  try {
    return await crew.overview.couriers.list({ siteId: crew.siteId });
  } catch (error) {
    crew.trouble.count('couriersNotListed', error);
    return [];
  }
}

/** One ride: every order of the trip in its order, then back to the site. */
async function rideTrip(crew: Crew, courier: Courier): Promise<void> {
  const api = crew.apiOf(courier.id);
  const trip = await attempt(crew, 'tripNotRead', () => api.couriers.trip({ siteId: crew.siteId, courierId: courier.id }));
  let at: Place = crew.home;
  for (const order of trip?.orders ?? []) {
    if (order.stage !== 'handedOver') continue;
    await ride(crew, courier.id, at, order.destination);
    at = order.destination;
    await crew.clock.sleep(doorstepMs + nextInt(crew.prng, 0, 40_000), crew.signal);
    if (crew.signal.aborted) return;
    if (await deliver(crew, courier.id, order.orderId)) crew.delivered += 1;
  }
  await ride(crew, courier.id, at, crew.home);
  await report(crew, courier.id, 'atSite');
}

async function deliver(crew: Crew, courierId: CourierId, orderId: OrderId): Promise<boolean> {
  const api = crew.apiOf(courierId);
  const done = await attempt(crew, 'deliveryNotReported', () => api.couriers.delivered({ siteId: crew.siteId, courierId, orderId }));
  return done !== null;
}

async function ride(crew: Crew, courierId: CourierId, from: Place, to: Place): Promise<void> {
  const lastsMs = rideMs(from, to) * (0.9 + crew.prng.next() * 0.25);
  const startedAtMs = crew.clock.nowMs();
  for (;;) {
    const goneMs = crew.clock.nowMs() - startedAtMs;
    if (goneMs >= lastsMs || crew.signal.aborted) return;
    await crew.clock.sleep(Math.min(Math.max(positionEveryMs, lookAtLeastRealMs * crew.clock.speed * 4), lastsMs - goneMs), crew.signal);
    const share = Math.min(1, (crew.clock.nowMs() - startedAtMs) / lastsMs);
    const place = placeBetween(from, to, share);
    try {
      if (!crew.signal.aborted) await crew.apiOf(courierId).couriers.position({ siteId: crew.siteId, courierId, ...place });
    } catch (error) {
      crew.trouble.count('positionNotSent', error);
    }
  }
}

async function report(crew: Crew, courierId: CourierId, status: 'atSite' | 'offShift'): Promise<void> {
  await attempt(crew, 'shiftNotReported', () => crew.apiOf(courierId).couriers.report({ siteId: crew.siteId, courierId, status }));
}

/** Tries a few times, as a phone app does; null when it never worked. */
async function attempt<T>(crew: Crew, troubleName: string, call: () => Promise<T>): Promise<T | null> {
  for (let attemptNo = 1; attemptNo <= maxReportAttempts; attemptNo += 1) {
    try {
      return await call();
    } catch (error) {
      crew.trouble.count(troubleName, error);
      if (crew.signal.aborted) return null;
      await crew.clock.sleep(retryAfterMs * attemptNo, crew.signal);
    }
  }
  return null;
}

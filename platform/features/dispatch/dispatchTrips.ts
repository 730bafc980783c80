import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import type { SiteId, TripId } from '#shared/base/ids.ts';
import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { DispatchOptions, DispatchPlanner } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SiteSession } from '#platform/db/records/siteSession.ts';

/** Most orders of a site given to the planner at once, nearest deadline first. */
export const maxOrdersPerPlan = 500;

export type DispatchPorts = {
  readonly db: Database;
  readonly writer: SiteWriter;
  readonly clock: Clock;
  readonly planner: DispatchPlanner;
  readonly options: DispatchOptions;
  newTripId(): TripId;
};

/** Plans rides for every site that has orders on the shelf and a courier to take them. Gives how many rides were planned. */
export async function dispatchTrips(ports: DispatchPorts): Promise<number> {
  const sites = await queryRows<{ site_id: SiteId }>(
    ports.db,
    sql`select distinct site_id from records where kind = 'order' and (body ->> 'stage') = 'shelved' and (body ->> 'tripId') is null`,
  );
  let planned = 0;
  for (const { site_id: siteId } of sites) planned += await ports.writer.write(siteId, (session) => dispatchSite(ports, session));
  return planned;
}

/** Snapshot, plan and claims happen under the site's lock, so nobody takes an order or courier in between. */
async function dispatchSite(ports: DispatchPorts, session: SiteSession): Promise<number> {
  const orders = await queryRows<{ body: Order }>(
    session.tx,
    sql`select body from records where site_id = ${session.siteId} and kind = 'order' and (body ->> 'stage') = 'shelved' and (body ->> 'tripId') is null
      order by (body ->> 'promiseAtMs')::bigint limit ${maxOrdersPerPlan}::int`,
  );
  const couriers = await queryRows<{ body: Courier }>(
    session.tx,
    sql`select body from records where site_id = ${session.siteId} and kind = 'courier' and body is not null`,
  );
  const snapshot = {
    atMs: Math.floor(ports.clock.nowMs()),
    orders: orders.map((row) => row.body),
    couriers: couriers.map((row) => row.body),
  };
  const { trips } = ports.planner.planDispatch(snapshot, ports.options);
  const results = await session.applyAsPlatform(
    trips.map(({ courierId, orderIds, reason }) => ({
      kind: 'planTrip' as const,
      payload: { tripId: ports.newTripId(), courierId, orderIds: [...orderIds], reason: { key: reason.key, params: { ...reason.params } } },
    })),
    { isRefusalSilent: true },
  );
  return results.filter((result) => result.outcome !== 'refused').length;
}

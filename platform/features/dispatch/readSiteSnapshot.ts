import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import type { Courier, Trip } from '#shared/model/delivery/delivery.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { type DispatchExperience, learnExperience } from '#shared/planning/dispatch/learnExperience.ts';
import { defaultSiteRules } from '#shared/rules/siteRulesOf.ts';
import { type Database, queryRows } from '#platform/db/database.ts';

/** Most orders of a site given to the planner at once, nearest promise first. */
export const maxOrdersPerPlan = 500;
/** Learning looks at so many of the orders and trips changed last ... */
const maxLearntOrders = 400;
const maxLearntTrips = 150;
/** ... and again after so long, platform time. */
const learnEveryMs = 5 * 60_000;
/** Most sites remembered. */
const maxRememberedSites = 2000;

type Remembered = { experience: DispatchExperience; learntAtMs: number; lastTrips: DispatchSnapshot['lastTrips'] };

/** Reads what the planner sees of a site, and remembers per site what was learnt and planned last. */
export type SnapshotReader = {
  /** Null where the site has no layout yet. */
  read(siteId: SiteId, atMs: number): Promise<DispatchSnapshot | null>;
  keepTrips(siteId: SiteId, trips: DispatchSnapshot['lastTrips']): void;
};

/** Builds the reader over the records. It takes no lock: what changes meanwhile is found by the rules when the claims are made. */
export function createSnapshotReader(db: Database): SnapshotReader {
  const remembered = new Map<string, Remembered>();
  return {
    async read(siteId, atMs) {
      const [site] = await bodies<Site>(db, sql`select body from records where site_id = ${siteId} and kind = 'site' and body is not null`);
      if (site === undefined) return null;
      const known = remembered.get(siteId);
      if (known === undefined || atMs < known.learntAtMs || atMs - known.learntAtMs >= learnEveryMs) {
        if (remembered.size >= maxRememberedSites) remembered.clear();
        const experience = await learnSite(db, siteId, site);
        remembered.set(siteId, { experience, learntAtMs: atMs, lastTrips: known?.lastTrips ?? [] });
      }
      const { experience, lastTrips } = remembered.get(siteId)!;
      const orders = await bodies<Order>(
        db,
        sql`select body from records where site_id = ${siteId} and kind = 'order'
          and (body ->> 'stage') in ('accepted', 'released', 'picking', 'picked', 'packing', 'packed', 'shelved', 'handedOver')
          order by (body ->> 'promiseAtMs')::bigint limit ${maxOrdersPerPlan}::int`,
      );
      const couriers = await bodies<Courier>(
        db,
        sql`select body from records where site_id = ${siteId} and kind = 'courier' and body is not null`,
      );
      const tripIds = JSON.stringify(couriers.flatMap(({ tripId }) => (tripId === null ? [] : [tripId])));
      const trips = await bodies<Trip>(
        db,
        sql`select body from records where site_id = ${siteId} and kind = 'trip' and body is not null
          and id in (select jsonb_array_elements_text(${tripIds}::text::jsonb))`,
      );
      const gramsOf = await weighOrders(db, siteId, orders);
      const { location, promiseMs, stageBudgetsMs } = { ...defaultSiteRules, ...site };
      return { atMs, site: { location, promiseMs, stageBudgetsMs }, orders, couriers, trips, experience, gramsOf, lastTrips };
    },
    keepTrips(siteId, lastTrips) {
      const known = remembered.get(siteId);
      if (known !== undefined) known.lastTrips = lastTrips;
    },
  };
}

async function learnSite(db: Database, siteId: SiteId, site: Site): Promise<DispatchExperience> {
  const latest = (kind: 'order' | 'trip', limit: number) =>
    sql`select body from records where site_id = ${siteId} and kind = ${kind} and body is not null order by seq desc limit ${limit}::int`;
  const orders = await bodies<Order>(db, latest('order', maxLearntOrders));
  const trips = await bodies<Trip>(db, latest('trip', maxLearntTrips));
  return learnExperience(orders, trips, site);
}

async function weighOrders(db: Database, siteId: SiteId, orders: readonly Order[]): Promise<Record<string, number>> {
  const skuIds = [...new Set(orders.flatMap((order) => order.lines.map((line) => line.skuId as string)))];
  const rows = await queryRows<{ id: string; grams: number; unit: string }>(
    db,
    sql`select id, (body ->> 'weightGrams')::int as grams, body ->> 'unit' as unit from records where site_id = ${siteId} and kind = 'sku'
      and body is not null and id in (select jsonb_array_elements_text(${JSON.stringify(skuIds)}::text::jsonb))`,
  );
  const gramsOfUnit = new Map(rows.map((row) => [row.id, row.unit === 'gram' ? 1 : Number(row.grams)]));
  return Object.fromEntries(
    orders.map((order) => [
      order.id,
      order.lines.reduce((sum, line) => sum + (line.orderedQuantity - line.shortQuantity) * (gramsOfUnit.get(line.skuId) ?? 0), 0),
    ]),
  );
}

async function bodies<T>(db: Database, statement: ReturnType<typeof sql>): Promise<T[]> {
  return (await queryRows<{ body: T }>(db, statement)).map((row) => row.body);
}

import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import type { SiteId, TripId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { DispatchOptions, DispatchPlan, DispatchPlanner, DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { SiteWriter } from '#platform/db/records/createSiteWriter.ts';
import type { SnapshotReader } from './readSiteSnapshot.ts';

export type DispatchPorts = {
  readonly db: Database;
  readonly writer: SiteWriter;
  readonly clock: Clock;
  readonly reader: SnapshotReader;
  readonly planner: DispatchPlanner;
  readonly options: DispatchOptions;
  /** The site's stations have fallen silent: they plan for themselves until they are heard again. */
  isSilent(siteId: SiteId): boolean;
  newTripId(): TripId;
  /** Tells those who book third parties of a site's newest plan. */
  considerCarriers(siteId: SiteId, snapshot: DispatchSnapshot, plan: DispatchPlan): void;
};

/** Plans rides for every site that has orders on the shelf. Gives how many rides were planned. */
export async function dispatchTrips(ports: DispatchPorts): Promise<number> {
  const sites = await queryRows<{ site_id: SiteId }>(
    ports.db,
    sql`select distinct site_id from records where kind = 'order' and (body ->> 'stage') = 'shelved' and (body ->> 'tripId') is null`,
  );
  let planned = 0;
  for (const { site_id: siteId } of sites) if (!ports.isSilent(siteId)) planned += await dispatchSite(ports, siteId);
  return planned;
}

/**
 * The plan is made beside the site's lock, so that a long search holds nobody up; the claims are made under it. What changed in between
 * is found by the rules: such a claim is refused without a trace and planned anew next time.
 */
async function dispatchSite(ports: DispatchPorts, siteId: SiteId): Promise<number> {
  const snapshot = await ports.reader.read(siteId, Math.floor(ports.clock.nowMs()));
  if (snapshot === null) return 0;
  const plan = await ports.planner.planDispatch(snapshot, ports.options);
  ports.reader.keepTrips(
    siteId,
    plan.trips.filter((trip) => !trip.isDue).map(({ courierId, orderIds }) => ({ courierId, orderIds })),
  );
  const drafts = [...toEndings(snapshot), ...toDrafts(plan, ports.newTripId)];
  const results =
    drafts.length === 0 ? [] : await ports.writer.write(siteId, (session) => session.applyAsPlatform(drafts, { isRefusalSilent: true }));
  ports.considerCarriers(siteId, snapshot, plan);
  return results.filter((result, index) => result.outcome !== 'refused' && drafts[index]!.kind === 'planTrip').length;
}

/** The rides to begin now, as claims. */
export function toDrafts(plan: DispatchPlan, newTripId: () => TripId): CommandDraft[] {
  return plan.trips
    .filter((trip) => trip.isDue)
    .map(({ courierId, orderIds, reason }) => ({
      kind: 'planTrip' as const,
      payload: { tripId: newTripId(), courierId, orderIds: [...orderIds], reason: { key: reason.key, params: { ...reason.params } } },
    }));
}

/** Planned rides of couriers who went home are taken back: their orders go with somebody else. */
function toEndings(snapshot: DispatchSnapshot): CommandDraft[] {
  const gone = new Set(snapshot.couriers.filter(({ status }) => status === 'offShift').map(({ id }) => id));
  return snapshot.trips
    .filter((trip) => trip.status === 'planned' && gone.has(trip.courierId))
    .map((trip) => ({ kind: 'cancelTrip' as const, payload: { tripId: trip.id } }));
}

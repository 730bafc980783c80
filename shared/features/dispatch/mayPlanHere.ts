import type { StationId } from '#shared/base/ids.ts';

/** The platform stops planning for a site it has not heard for 45 s; a station begins after this, so that never two plan at once. */
export const takeOverAfterMs = 60_000;

/** How this station stands to the others. */
export type PlanningPlace = {
  readonly stationId: StationId | null;
  readonly nowMs: number;
  readonly wan: { readonly status: 'up' | 'down'; readonly sinceMs: number };
  readonly lan: { readonly status: 'up' | 'down' };
  /** Every station of the site that is not revoked. */
  readonly stationIds: readonly StationId[];
  /** Stations whose work is heard here and has not reached the platform. */
  readonly heardIds: readonly StationId[];
};

/**
 * Whether this station plans rides by itself: the platform has been out of reach for a minute, the other stations are in reach (or there
 * are none), and of those at work it comes first. Two that both believe so for a moment do no harm: an order takes one ride.
 */
export function mayPlanHere({ stationId, nowMs, wan, lan, stationIds, heardIds }: PlanningPlace): boolean {
  if (stationId === null || wan.status === 'up' || nowMs - wan.sinceMs < takeOverAfterMs) return false;
  if (lan.status === 'down' && stationIds.some((id) => id !== stationId)) return false;
  return heardIds.every((id) => stationId <= id);
}

import type { StationId } from '#shared/base/ids.ts';
import type { Station } from '#shared/model/operator/operator.ts';
import type { Task } from '#shared/model/task/task.ts';

/** The stations among which unclaimed work is shared out, and the one that asks. */
export type Share = { readonly stationId: StationId; readonly stationIds: readonly StationId[] };

/** A station's share: all stations of the site that may work, in one order that is the same everywhere. */
export function shareOf(stationId: StationId, stations: Iterable<Pick<Station, 'id' | 'isRevoked'>>): Share {
  const ids = new Set<StationId>([stationId]);
  for (const station of stations) if (!station.isRevoked) ids.add(station.id);
  return { stationId, stationIds: [...ids].toSorted() };
}

/**
 * Whether a station that reaches neither the platform nor the others may take an unclaimed task: each task falls to one station, by a
 * hash (FNV-1a, 32 bit) of its id, so that two stations do not start the same one. What is late falls to everybody: done twice is put
 * right, done by nobody is not.
 */
export function isInShare(task: Pick<Task, 'id' | 'dueAtMs'>, share: Share, atMs: number): boolean {
  if (task.dueAtMs < atMs) return true;
  let hash = 0x811c9dc5;
  for (let index = 0; index < task.id.length; index += 1) hash = Math.imul(hash ^ task.id.charCodeAt(index), 0x01000193) >>> 0;
  return share.stationIds[hash % share.stationIds.length] === share.stationId;
}

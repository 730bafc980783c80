import type { FloorPoint } from '#shared/model/common.ts';
import type { Site } from '#shared/model/site/site.ts';
import { siteWalkOf } from '#shared/planning/pickRoute/planTaskRoute.ts';

/** What people in one room see of each other without a computer: who reaches for which tote, order, courier or shelf place. */
export type Floor = {
  /** Takes something for oneself; false when somebody else has it. */
  take(kind: FloorThing, name: string): boolean;
  giveBack(kind: FloorThing, name: string): void;
};
export type FloorThing = 'tote' | 'order' | 'task' | 'trip' | 'shelfPlace';

/** An empty room. */
export function createFloor(): Floor {
  const taken = new Set<string>();
  return {
    take(kind, name) {
      const key = `${kind} ${name}`;
      if (taken.has(key)) return false;
      taken.add(key);
      return true;
    },
    giveBack: (kind, name) => void taken.delete(`${kind} ${name}`),
  };
}

/** Walking speed with a trolley, metres a second. */
export const walkingMetresPerSecond = 1.2;

/** How far it is by the site's walk graph; without one along the aisles (the two legs of the right angle). Millimetres. */
export function distanceOf(site: Pick<Site, 'walk'>, from: FloorPoint, to: FloorPoint): number {
  if (site.walk === undefined) return Math.abs(from.xMm - to.xMm) + Math.abs(from.yMm - to.yMm);
  const walk = siteWalkOf(site.walk);
  return walk.betweenMm(walk.nearestPlace(from), walk.nearestPlace(to));
}

/** Milliseconds it takes to walk so far. */
export function walkMs(distanceMm: number): number {
  return Math.round(distanceMm / walkingMetresPerSecond);
}

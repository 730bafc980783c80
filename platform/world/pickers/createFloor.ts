import type { FloorPoint } from '#shared/model/common.ts';

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

/** Milliseconds to walk from one place to another along the aisles (the two legs of the right angle). */
export function walkMs(from: FloorPoint, to: FloorPoint): number {
  const distanceMm = Math.abs(from.xMm - to.xMm) + Math.abs(from.yMm - to.yMm);
  return Math.round(distanceMm / walkingMetresPerSecond);
}

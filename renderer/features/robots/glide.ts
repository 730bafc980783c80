import type { RobotView } from '#shared/features/robots/robotsContract.ts';

type Place = NonNullable<RobotView['place']>;
type Leg = { readonly from: Place; readonly to: Place; readonly sinceMs: number };

/** Longest time a robot takes on the screen from one word to the next; further away than `jumpMm` it is set there at once. */
const longestGlideMs = 250;
const jumpMm = 3_000;

/** Where robots are between two words: on the straight line, so that they move evenly however often they speak. */
export class Glide {
  private readonly legs = new Map<string, Leg>();
  private toldAtMs = -Infinity;
  private glideMs = 100;

  /** New places, heard at `nowMs`; from now on they are gone to from where each robot is shown. */
  hear(robots: readonly RobotView[], nowMs: number): void {
    const known = new Set<string>();
    this.glideMs = Math.min(longestGlideMs, Math.max(1, nowMs - this.toldAtMs));
    this.toldAtMs = nowMs;
    for (const { key, place } of robots) {
      if (place === null) continue;
      known.add(key);
      const from = this.placeOf(key, nowMs) ?? place;
      const isFar = Math.hypot(from.xMm - place.xMm, from.yMm - place.yMm) > jumpMm;
      this.legs.set(key, { from: isFar ? place : from, to: place, sinceMs: nowMs });
    }
    for (const key of this.legs.keys()) if (!known.has(key)) this.legs.delete(key);
  }

  /** Where a robot is shown; null where it has no place. */
  placeOf(key: string, nowMs: number): Place | null {
    const leg = this.legs.get(key);
    if (leg === undefined) return null;
    const share = Math.min(1, Math.max(0, (nowMs - leg.sinceMs) / this.glideMs));
    if (share === 1) return leg.to;
    const { from, to } = leg;
    const turnRad = Math.atan2(Math.sin(to.thetaRad - from.thetaRad), Math.cos(to.thetaRad - from.thetaRad));
    return {
      xMm: from.xMm + (to.xMm - from.xMm) * share,
      yMm: from.yMm + (to.yMm - from.yMm) * share,
      thetaRad: from.thetaRad + turnRad * share,
    };
  }

  /** Whether anybody is still under way. */
  isMoving(nowMs: number): boolean {
    return nowMs - this.toldAtMs < this.glideMs;
  }
}

import { type PickingPolicy, defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { FloorWay } from '#shared/planning/floorReplay/replayFloor.ts';

const single: PickingPolicy = { ...defaultPickingPolicy, picking: 'single' };

/** The three ways to run a floor that the bench compares. */
export const floorWays: Readonly<Record<'baseline' | 'single' | 'halfhour', FloorWay>> = {
  /** Oldest order first, one at a time, S-shape. */
  baseline: { policy: { ...single, routing: 'sequence' }, choice: 'oldest', routing: 'sShape' },
  /** One order at a time, most urgent first, planned walks. */
  single: { policy: single, choice: 'timeLeft', routing: 'planned' },
  /** The product as it comes: trolleys, most urgent first, planned walks. */
  halfhour: { policy: defaultPickingPolicy, choice: 'timeLeft', routing: 'planned' },
};

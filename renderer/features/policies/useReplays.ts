import { useEffect, useMemo, useState } from 'react';
import type { PickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { type FloorDay, type FloorResult, type FloorWay, replayFloorInSteps } from '#shared/planning/floorReplay/replayFloor.ts';

/** Longest work at one go, milliseconds: the screen paints in between. */
const sliceMs = 12;
/** A change waits so long for the next one before it is replayed. */
const quietMs = 400;

/** What a way came to on the day, or how far its replay is (0 to 1). */
export type ReplayState = { readonly share: number; readonly result: FloorResult | null };

/** How the floor works under a policy. */
export function wayOf(policy: PickingPolicy): FloorWay {
  return { policy, choice: 'timeLeft', routing: policy.routing };
}

/** What the draft is compared with: oldest order first, one at a time, S-shape. */
export const plainWay: FloorWay = { policy: { ...defaultPickingPolicy, picking: 'single' }, choice: 'oldest', routing: 'sShape' };

/** Replays a day one way, in slices, again whenever day or way change. */
export function useReplay(day: FloorDay | null, way: FloorWay): ReplayState {
  const key = useMemo(() => JSON.stringify(way), [way]);
  const [state, setState] = useState<ReplayState>({ share: 0, result: null });
  useEffect(() => {
    setState({ share: 0, result: null });
    if (day === null) return undefined;
    const steps = replayFloorInSteps(day, JSON.parse(key) as FloorWay);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slice = (): void => {
      const untilMs = performance.now() + sliceMs;
      let step = steps.next();
      while (step.done !== true && performance.now() < untilMs) step = steps.next();
      setState(step.done === true ? { share: 1, result: step.value } : { share: step.value, result: null });
      if (step.done !== true) timer = setTimeout(slice, 0);
    };
    timer = setTimeout(slice, quietMs);
    return () => clearTimeout(timer);
  }, [day, key]);
  return state;
}

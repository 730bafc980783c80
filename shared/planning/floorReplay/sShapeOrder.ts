import type { Task } from '#shared/model/task/task.ts';
import type { RouteView } from '#shared/planning/pickRoute/planTaskRoute.ts';
import type { WalkDistances } from '#shared/planning/pickRoute/walkGraph.ts';

const coldRank = { ambient: 0, chilled: 1, frozen: 2 } as const;

/**
 * The S-shape, as people walk without a planner: the visited aisles in the bins' walking order, up the first and down the next, cold goods
 * last. Between two stops the shortest way is walked, which is never longer than the S-shape itself.
 */
export function sShapeOrder(task: Pick<Task, 'steps'>, view: RouteView, walk: WalkDistances): number[] {
  const aisles = new Map<string, { rank: number; sequence: number; stops: { stepNo: number; alongMm: number }[] }>();
  for (const step of task.steps) {
    const bin = view.get('bin', step.binId);
    if (bin === undefined || step.status !== 'open') continue;
    const rank = coldRank[view.get('sku', step.skuId)?.temperature ?? 'ambient'];
    const { edge, alongMm } = walk.nearestPlace(bin.at);
    const key = `${rank} ${edge}`;
    const aisle = aisles.get(key) ?? { rank, sequence: bin.walkSequence, stops: [] };
    aisle.sequence = Math.min(aisle.sequence, bin.walkSequence);
    aisle.stops.push({ stepNo: step.stepNo, alongMm });
    aisles.set(key, aisle);
  }
  const inTurn = [...aisles.values()].toSorted((a, b) => a.rank - b.rank || a.sequence - b.sequence);
  return inTurn.flatMap(({ stops }, index) =>
    stops.toSorted((a, b) => (index % 2 === 0 ? 1 : -1) * (a.alongMm - b.alongMm) || a.stepNo - b.stepNo).map((stop) => stop.stepNo),
  );
}

import type { FleetView, RobotWaysView } from '#shared/features/robots/robotsContract.ts';
import type { FloorPoint } from '#shared/model/common.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** A picked tote that nobody carries yet, and the way a robot would take it. */
export type WaitingTote = {
  readonly taskId: string;
  readonly loadId: string;
  readonly fromNodeId: string;
  readonly toNodeId: string;
  readonly dueAtMs: number;
};

/** Most totes offered at once. */
export const offeredTotes = 8;

/** Picked totes of open orders without a robot's task, the most urgent first. Each starts at the station nearest to its last pick and goes to the packing station nearest to the bench that is least used. */
export function findWaitingTotes(store: StationStore, ways: NonNullable<RobotWaysView>, fleet: FleetView): readonly WaitingTote[] {
  const [site] = [...store.all('site')];
  if (site === undefined) return [];
  const known = new Set(fleet.tasks.map(({ taskId }) => taskId));
  const uses = new Map<string, number>();
  for (const { toNodeId, status } of fleet.tasks)
    if (status !== 'done' && status !== 'byHand') uses.set(toNodeId, (uses.get(toNodeId) ?? 0) + 1);
  const picking = ways.nodes.filter(({ use }) => use === 'station');
  const packing = ways.nodes.filter(({ use }) => use === 'packing');
  const found: WaitingTote[] = [];
  const orders = store.find.openOrders().filter(({ stage }) => stage === 'picked');
  for (const order of orders.toSorted((one, other) => one.promiseAtMs - other.promiseAtMs)) {
    const task = [...store.all('task')].find(({ orderIds, kind }) => kind === 'pick' && orderIds.includes(order.id));
    const lastStep = task?.steps.findLast(({ orderId, status }) => orderId === order.id && status === 'picked');
    const bin = lastStep === undefined ? undefined : store.view.get('bin', lastStep.binId);
    const from = nearest(picking, bin?.at ?? site.packingPoint);
    const to = packing.toSorted((one, other) => (uses.get(one.nodeId) ?? 0) - (uses.get(other.nodeId) ?? 0))[0];
    for (const toteId of order.toteIds) {
      const tote = store.view.get('tote', toteId);
      const taskId = `carry-${toteId}-${order.id}`.slice(0, 80);
      if (from === undefined || to === undefined || tote === undefined || known.has(taskId)) continue;
      found.push({ taskId, loadId: tote.code, fromNodeId: from.nodeId, toNodeId: to.nodeId, dueAtMs: order.promiseAtMs });
    }
  }
  return found.slice(0, offeredTotes);
}

type PlaceNode = NonNullable<RobotWaysView>['nodes'][number];

function nearest(nodes: readonly PlaceNode[], at: FloorPoint): PlaceNode | undefined {
  return nodes.toSorted((one, other) => farMm(one, at) - farMm(other, at))[0];
}

function farMm({ xMm, yMm }: FloorPoint, at: FloorPoint): number {
  return Math.hypot(xMm - at.xMm, yMm - at.yMm);
}

import type { RobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import type { OrderEdge, OrderNode, RobotAction, RobotPosition } from '#shared/wire/vda5050/robotMessages.ts';

/** How far off a node still counts as being there; the first node of an order is given as much more as the robot is away from it. */
export const deviationMm = 300;

/** A node of the layout as a node of an order. `at` is where the robot stands, for the first node of a new order. */
export function toOrderNode(
  layout: RobotLayout,
  node: number,
  sequenceId: number,
  isReleased: boolean,
  actions: readonly RobotAction[],
  at: RobotPosition | null = null,
): OrderNode {
  const { nodeId, xMm, yMm } = layout.nodes[node]!;
  const offMm = at === null ? 0 : Math.ceil(layout.distanceMm(node, at.xMm, at.yMm)) + 200;
  const place = { mapId: layout.mapId, xMm, yMm, thetaRad: null, deviationMm: Math.max(deviationMm, offMm) };
  return { nodeId, sequenceId, isReleased, place, actions };
}

/** The nodes of an order: its first, those released after it (the actions on the last), those planned after them. */
export function toOrderNodes(
  layout: RobotLayout,
  first: OrderNode,
  released: readonly number[],
  planned: readonly number[],
  actions: readonly RobotAction[],
): OrderNode[] {
  const sequenceOf = (index: number) => first.sequenceId + 2 * (index + 1);
  const last = released.length - 1;
  const base = released.map((node, index) => toOrderNode(layout, node, sequenceOf(index), true, index === last ? actions : []));
  const horizon = planned.map((node, index) => toOrderNode(layout, node, sequenceOf(released.length + index), false, []));
  return [first, ...base, ...horizon];
}

/** The way between two nodes of an order that follow each other. */
export function toOrderEdge(from: OrderNode, to: OrderNode): OrderEdge {
  const [start, end] = [from.place!, to.place!];
  return {
    edgeId: `${from.nodeId}-${to.nodeId}`,
    sequenceId: from.sequenceId + 1,
    isReleased: to.isReleased,
    startNodeId: from.nodeId,
    endNodeId: to.nodeId,
    lengthMm: Math.round(Math.hypot(start.xMm - end.xMm, start.yMm - end.yMm)),
    maxSpeedMmPerS: null,
    actions: [],
  };
}

/** An action without parameters for which the robot stands still. */
export function toBlocking(actionType: string, actionId: string): RobotAction {
  return { actionId, actionType, blocking: 'hard', parameters: [] };
}

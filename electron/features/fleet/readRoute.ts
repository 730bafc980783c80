import type { RobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import type { RejectionName, RobotOrder, RobotState } from '#shared/wire/vda5050/robotMessages.ts';

/** Further from every node than this a robot is not on the layout. */
export const offGraphMm = 1_500;

/** A node that is a robot's own, and its place in the order. */
export type RoutePoint = { readonly node: number; readonly sequenceId: number };

/** Where a robot is and what it still will drive, by its own word: the node it passed last (or stands nearest to), then its released nodes. Empty where it is not on the layout. */
export function readRoute(layout: RobotLayout, state: RobotState): RoutePoint[] {
  const { position } = state;
  let at = layout.numberOf(state.lastNodeId);
  const isAway = position !== null && at !== -1 && layout.distanceMm(at, position.xMm, position.yMm) > offGraphMm;
  if (position !== null && (at === -1 || (state.nodeStates.length === 0 && isAway))) {
    const nearest = layout.nearest(position.xMm, position.yMm);
    at = nearest.distanceMm <= offGraphMm ? nearest.node : -1;
  }
  const ahead = state.nodeStates
    .filter(({ isReleased }) => isReleased)
    .map(({ nodeId, sequenceId }) => ({ node: layout.numberOf(nodeId), sequenceId }))
    .filter(({ node }) => node !== -1);
  return at === -1 ? [] : [{ node: at, sequenceId: state.lastNodeSequenceId }, ...ahead];
}

/** Why a robot did not take this very order, or null where it says nothing of the kind. */
export function findRefusal(order: RobotOrder, state: RobotState): RejectionName | null {
  const refused = state.errors.find(
    ({ rejection, references }) =>
      rejection !== null &&
      references.some(({ key, value }) => key.endsWith('orderId') && value === order.orderId) &&
      references.every(({ key, value }) => !key.endsWith('orderUpdateId') || value === String(order.orderUpdateId)),
  );
  return refused?.rejection ?? null;
}

/** What stays a robot's own when its order is gone where it stands: the node it passed last and the one it was driving to, the nearer of them as the end. */
export function standingRoute(layout: RobotLayout, [last, next]: readonly RoutePoint[], { position }: RobotState): RoutePoint[] {
  if (last === undefined) return [];
  const toMm = (point: RoutePoint) => (position === null ? 0 : layout.distanceMm(point.node, position.xMm, position.yMm));
  if (next === undefined || toMm(last) < 100) return [last];
  if (toMm(next) < 100) return [next];
  return toMm(last) <= toMm(next) ? [next, last] : [last, next];
}

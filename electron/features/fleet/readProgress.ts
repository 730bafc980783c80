import type { RobotState } from '#shared/wire/vda5050/robotMessages.ts';

/** Whether an order is not done by the robot's own word; actions whose names begin with `ownPrefix` are instant ones of ours and do not count. */
export function hasWorkLeft({ nodeStates, actionStates }: RobotState, ownPrefix: string): boolean {
  if (nodeStates.length > 0) return true;
  return actionStates.some(({ status, actionId }) => status !== 'finished' && status !== 'failed' && !actionId.startsWith(ownPrefix));
}

/** Whether it has a way it may drive. */
export function hasReleasedWay({ nodeStates }: RobotState): boolean {
  return nodeStates.some(({ isReleased }) => isReleased);
}

/** Whether it has come to the end of what was released and more is planned. */
export function standsAtBaseEnd(state: RobotState): boolean {
  return state.nodeStates.length > 0 && !hasReleasedWay(state);
}

/** Whether it has come any further between two states. */
export function hasMoved(before: RobotState, after: RobotState): boolean {
  return placeOf(before) !== placeOf(after);
}

function placeOf({ orderId, lastNodeSequenceId, position }: RobotState): string {
  return `${orderId} ${lastNodeSequenceId} ${position?.xMm} ${position?.yMm}`;
}

import type { ActionBlocking, ActionStatus, ConnectionState, OperatingMode, RejectionName } from './robotMessages.ts';

/** The words for a rejection in 3.0, and in 2.x where it has one. */
export const rejectionWords: Readonly<Record<RejectionName, { readonly v3: string; readonly v2: string }>> = {
  validationFailure: { v3: 'VALIDATION_FAILURE', v2: 'validationError' },
  unsupportedParameter: { v3: 'UNSUPPORTED_PARAMETER', v2: 'orderError' },
  invalidOrderAction: { v3: 'INVALID_ORDER_ACTION', v2: 'orderError' },
  outdatedOrderUpdate: { v3: 'OUTDATED_ORDER_UPDATE', v2: 'orderUpdateError' },
  sameOrderUpdateId: { v3: 'SAME_ORDER_UPDATE_ID', v2: 'orderUpdateError' },
  otherOrderActive: { v3: 'OTHER_ORDER_ACTIVE', v2: 'orderUpdateError' },
  startNodeOutOfRange: { v3: 'START_NODE_OUT_OF_RANGE', v2: 'noRouteError' },
  noRouteToTarget: { v3: 'NO_ROUTE_TO_TARGET', v2: 'noRouteError' },
  robotNotAvailable: { v3: 'MOBILE_ROBOT_NOT_AVAILABLE', v2: 'orderError' },
  unknownMapId: { v3: 'UNKNOWN_MAP_ID', v2: 'orderError' },
  noOrderToCancel: { v3: 'NO_ORDER_TO_CANCEL', v2: 'noOrderToCancel' },
  orderUpdateFollowingCancel: { v3: 'ORDER_UPDATE_FOLLOWING_CANCEL', v2: 'orderUpdateError' },
  invalidInstantAction: { v3: 'INVALID_INSTANT_ACTION', v2: 'instantActionError' },
  orderUpdateError: { v3: 'OUTDATED_ORDER_UPDATE', v2: 'orderUpdateError' },
  orderError: { v3: 'INVALID_ORDER_ACTION', v2: 'orderError' },
};

const rejectionsRead: ReadonlyMap<string, RejectionName> = new Map<string, RejectionName>([
  ...Object.entries(rejectionWords).map(([name, { v3 }]) => [v3, name as RejectionName] as const),
  ['OUTDATED_ORDER_UPDATE', 'outdatedOrderUpdate'],
  ['INVALID_ORDER_ACTION', 'invalidOrderAction'],
  ['validationError', 'validationFailure'],
  ['noRouteError', 'noRouteToTarget'],
  ['orderUpdateError', 'orderUpdateError'],
  ['orderError', 'orderError'],
  ['noOrderToCancel', 'noOrderToCancel'],
  ['instantActionError', 'invalidInstantAction'],
]);

/** The rejection an error's type stands for, or null. */
export function toRejection(errorType: string): RejectionName | null {
  return rejectionsRead.get(errorType) ?? null;
}

const modes: Readonly<Record<string, OperatingMode>> = {
  STARTUP: 'startup',
  AUTOMATIC: 'automatic',
  SEMIAUTOMATIC: 'semiAutomatic',
  INTERVENED: 'intervened',
  MANUAL: 'manual',
  SERVICE: 'service',
  TEACHIN: 'teachIn',
  TEACH_IN: 'teachIn',
};

/** A mode's neutral word; one that is not known counts as manual, so that nobody drives it. */
export function toMode(wire: string): OperatingMode {
  return modes[wire] ?? 'manual';
}

/** The wire's word for a mode; 2.x has none for starting up and for being intervened: those are `MANUAL` there. */
export function fromMode(mode: OperatingMode, isThree: boolean): string {
  if (!isThree && (mode === 'startup' || mode === 'intervened')) return 'MANUAL';
  if (mode === 'teachIn') return isThree ? 'TEACH_IN' : 'TEACHIN';
  return mode.toUpperCase();
}

/** The neutral word for an action's status. */
export function toStatus(wire: string): ActionStatus {
  return wire.toLowerCase() as ActionStatus;
}

/** The wire's word for an action's status; 2.x has neither paused nor retriable. */
export function fromStatus(status: ActionStatus, isThree: boolean): string {
  if (!isThree && status === 'paused') return 'RUNNING';
  if (!isThree && status === 'retriable') return 'FAILED';
  return status.toUpperCase();
}

/** The wire's word for blocking; 2.x knows no `single`, so such an action blocks all there. */
export function fromBlocking(blocking: ActionBlocking, isThree: boolean): string {
  return blocking === 'single' && !isThree ? 'HARD' : blocking.toUpperCase();
}

/** The neutral word for a connection. */
export function toConnection(wire: string): ConnectionState {
  if (wire === 'ONLINE') return 'online';
  if (wire === 'HIBERNATING') return 'hibernating';
  return wire === 'OFFLINE' ? 'offline' : 'broken';
}

/** The wire's word for a connection; 2.x has no hibernation: that is `OFFLINE` there. */
export function fromConnection(state: ConnectionState, isThree: boolean): string {
  if (state === 'broken') return isThree ? 'CONNECTION_BROKEN' : 'CONNECTIONBROKEN';
  if (state === 'hibernating' && !isThree) return 'OFFLINE';
  return state.toUpperCase();
}

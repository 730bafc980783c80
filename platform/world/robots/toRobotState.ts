import type {
  ActionState,
  ActionStatus,
  OperatingMode,
  OrderNode,
  RobotAction,
  RobotError,
  RobotPosition,
  RobotState,
} from '#shared/wire/vda5050/robotMessages.ts';
import type { RobotBody } from './robotBody.ts';

/** What can be wrong with a simulated robot. `stuck` stands still and says so to nobody; `refusing` takes no order. */
export type RobotFault = 'frozen' | 'lost' | 'stuck' | 'eStop' | 'notLocalized' | 'refusing' | 'slow' | 'manual';

/** An action a robot was told, and how far it is. */
export type RunningAction = { readonly action: RobotAction; status: ActionStatus; untilMs: number; readonly isInstant: boolean };

/** All that a robot's state is told from. */
export type RobotFacts = {
  readonly headerId: number;
  readonly atMs: number;
  readonly orderId: string;
  readonly orderUpdateId: number;
  readonly lastNode: { readonly nodeId: string; readonly sequenceId: number };
  readonly ahead: readonly OrderNode[];
  /** Names of the ways that lead to the nodes ahead, by their sequence. */
  readonly wayNames: ReadonlyMap<number, string>;
  readonly actions: readonly RunningAction[];
  /** From 3.0 on instant actions have a list of their own. */
  readonly tellsInstantApart: boolean;
  readonly isPaused: boolean;
  readonly mode: OperatingMode;
  readonly body: RobotBody;
  readonly position: RobotPosition;
  readonly loadIds: readonly string[];
  readonly errors: readonly RobotError[];
  readonly faults: ReadonlySet<RobotFault>;
};

/** The state of a robot as it would be sent now. */
export function toRobotState(facts: RobotFacts): RobotState {
  const { body, ahead, actions, faults, errors, lastNode } = facts;
  return {
    headerId: facts.headerId,
    atMs: facts.atMs,
    orderId: facts.orderId,
    orderUpdateId: facts.orderUpdateId,
    lastNodeId: lastNode.nodeId,
    lastNodeSequenceId: lastNode.sequenceId,
    nodeStates: ahead.map(({ nodeId, sequenceId, isReleased }) => ({ nodeId, sequenceId, isReleased })),
    edgeStates: ahead.map(({ sequenceId, isReleased }) => ({
      edgeId: facts.wayNames.get(sequenceId - 1) ?? '',
      sequenceId: sequenceId - 1,
      isReleased,
    })),
    isDriving: body.speedMmPerS > 0,
    isPaused: facts.isPaused,
    wantsNewBase: false,
    mode: facts.mode,
    actionStates: actions.map(toActionState),
    instantActionStates: facts.tellsInstantApart ? actions.filter(({ isInstant }) => isInstant).map(toActionState) : [],
    batteryPercent: Math.round(body.batteryPercent * 10) / 10,
    isCharging: body.isCharging,
    position: facts.position,
    speedMmPerS: Math.round(body.speedMmPerS),
    loadIds: [...facts.loadIds],
    errors: faults.has('notLocalized') ? [...errors, lostError] : [...errors],
    eStop: faults.has('eStop') ? 'manual' : 'none',
    hasFieldViolation: false,
  };
}

function toActionState({ action: { actionId, actionType }, status }: RunningAction): ActionState {
  return { actionId, actionType, status, note: '' };
}

const lostError: RobotError = {
  errorType: 'localizationLost',
  rejection: null,
  level: 'fatal',
  description: 'position lost',
  references: [],
};

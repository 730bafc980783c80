/** A robot as its topics name it. */
export type RobotRef = { readonly manufacturer: string; readonly serialNumber: string };

/** How far an action keeps its robot from driving and from other actions; `single` drives but does nothing beside it (3.0; `soft` nearest to it in 2.x is `none`). */
export type ActionBlocking = 'none' | 'soft' | 'single' | 'hard';

export type ActionParameter = { readonly key: string; readonly value: string | number | boolean };

/** Something a robot does on a node, or at once. */
export type RobotAction = {
  readonly actionId: string;
  readonly actionType: string;
  readonly blocking: ActionBlocking;
  readonly parameters: readonly ActionParameter[];
};

/** Where a node is: floor coordinates in millimetres on a named map; `deviationMm` is how far off a robot may count as being there. */
export type NodePlace = {
  readonly mapId: string;
  readonly xMm: number;
  readonly yMm: number;
  readonly thetaRad: number | null;
  readonly deviationMm: number | null;
};

export type OrderNode = {
  readonly nodeId: string;
  readonly sequenceId: number;
  readonly isReleased: boolean;
  readonly place: NodePlace | null;
  readonly actions: readonly RobotAction[];
};

export type OrderEdge = {
  readonly edgeId: string;
  readonly sequenceId: number;
  readonly isReleased: boolean;
  readonly startNodeId: string;
  readonly endNodeId: string;
  readonly lengthMm: number | null;
  readonly maxSpeedMmPerS: number | null;
  readonly actions: readonly RobotAction[];
};

/** Nodes and ways to drive: the released ones first (base), then those that may still change (horizon). */
export type RobotOrder = {
  readonly orderId: string;
  readonly orderUpdateId: number;
  readonly nodes: readonly OrderNode[];
  readonly edges: readonly OrderEdge[];
};

export type ActionStatus = 'waiting' | 'initializing' | 'running' | 'paused' | 'retriable' | 'finished' | 'failed';
export type ActionState = { readonly actionId: string; readonly actionType: string; readonly status: ActionStatus; readonly note: string };

export type OperatingMode = 'startup' | 'automatic' | 'semiAutomatic' | 'intervened' | 'manual' | 'service' | 'teachIn';

/** Why a robot did not take an order or an action; `other` for what neither version of the standard names. */
export type RejectionName =
  | 'validationFailure'
  | 'unsupportedParameter'
  | 'invalidOrderAction'
  | 'outdatedOrderUpdate'
  | 'sameOrderUpdateId'
  | 'otherOrderActive'
  | 'startNodeOutOfRange'
  | 'noRouteToTarget'
  | 'robotNotAvailable'
  | 'unknownMapId'
  | 'noOrderToCancel'
  | 'orderUpdateFollowingCancel'
  | 'invalidInstantAction'
  | 'orderUpdateError'
  | 'orderError';

export type ErrorLevel = 'warning' | 'urgent' | 'critical' | 'fatal';
export type RobotError = {
  /** The robot's own word. */
  readonly errorType: string;
  readonly rejection: RejectionName | null;
  readonly level: ErrorLevel;
  readonly description: string;
  readonly references: readonly { readonly key: string; readonly value: string }[];
};

export type RobotPosition = {
  readonly mapId: string;
  readonly xMm: number;
  readonly yMm: number;
  readonly thetaRad: number;
  readonly isLocalized: boolean;
};

/** What a robot says of itself, in the words of neither version. `orderId` is '' where it never had one. */
export type RobotState = {
  readonly headerId: number;
  /** The robot's clock, UTC epoch milliseconds. */
  readonly atMs: number;
  readonly orderId: string;
  readonly orderUpdateId: number;
  readonly lastNodeId: string;
  readonly lastNodeSequenceId: number;
  readonly nodeStates: readonly { readonly nodeId: string; readonly sequenceId: number; readonly isReleased: boolean }[];
  readonly edgeStates: readonly { readonly edgeId: string; readonly sequenceId: number; readonly isReleased: boolean }[];
  readonly isDriving: boolean;
  readonly isPaused: boolean;
  readonly wantsNewBase: boolean;
  readonly mode: OperatingMode;
  /** Of the order and of instant actions alike. */
  readonly actionStates: readonly ActionState[];
  /** Of those, the instant ones where the version keeps them apart (3.0). */
  readonly instantActionStates: readonly ActionState[];
  readonly batteryPercent: number;
  readonly isCharging: boolean;
  readonly position: RobotPosition | null;
  readonly speedMmPerS: number | null;
  readonly loadIds: readonly string[];
  readonly errors: readonly RobotError[];
  readonly eStop: 'none' | 'manual' | 'remote' | 'autoAck';
  readonly hasFieldViolation: boolean;
};

export type ConnectionState = 'online' | 'offline' | 'hibernating' | 'broken';

/** What of a factsheet fleet control goes by. */
export type RobotFactsheet = {
  readonly seriesName: string;
  readonly maxSpeedMmPerS: number;
  readonly maxAccelerationMmPerS2: number;
  readonly maxLoadGrams: number;
  readonly widthMm: number;
  readonly lengthMm: number;
  /** Least time between two orders and between two states, milliseconds. */
  readonly minOrderIntervalMs: number;
  readonly minStateIntervalMs: number;
  readonly actionTypes: readonly string[];
};

/** The head all messages have. `version` is the full one, for example 2.1.0. */
export type VdaHeader = RobotRef & { readonly headerId: number; readonly atMs: number; readonly version: string };

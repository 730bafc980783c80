import { z } from 'zod';

/** Longest list of nodes, edges, actions or errors taken from one message. */
export const maxListed = 1000;

const word = z.string().max(1000);
const list = <T extends z.ZodType>(item: T) => z.array(item).max(maxListed);

export const headerForm = z.object({
  headerId: z.number().int(),
  timestamp: z.string().max(40),
  version: z.string().max(20),
  manufacturer: z.string().max(100),
  serialNumber: z.string().max(100),
});

const actionForm = z.object({
  actionType: word,
  actionId: word,
  blockingType: z.enum(['NONE', 'SOFT', 'SINGLE', 'HARD']),
  actionParameters: list(z.object({ key: word, value: z.unknown() })).optional(),
});

/** Orders of all versions: what differs is optional. */
export const orderForm = headerForm.extend({
  orderId: word,
  orderUpdateId: z.number().int().nonnegative(),
  nodes: list(
    z.object({
      nodeId: word,
      sequenceId: z.number().int().nonnegative(),
      released: z.boolean(),
      nodePosition: z
        .object({
          x: z.number(),
          y: z.number(),
          theta: z.number().optional(),
          mapId: word,
          allowedDeviationXY: z.union([z.number(), z.object({ a: z.number(), b: z.number(), theta: z.number() })]).optional(),
        })
        .optional(),
      actions: list(actionForm),
    }),
  ).min(1),
  edges: list(
    z.object({
      edgeId: word,
      sequenceId: z.number().int().nonnegative(),
      released: z.boolean(),
      startNodeId: word.optional(),
      endNodeId: word.optional(),
      length: z.number().optional(),
      maxSpeed: z.number().optional(),
      maximumSpeed: z.number().optional(),
      actions: list(actionForm),
    }),
  ),
});

/** Instant actions: `actions` with an `actionType`; masters of 2.0 also say `instantActions` and `actionName`. */
export const instantActionsForm = z.preprocess(
  (raw) => {
    const message = (raw ?? {}) as { actions?: unknown; instantActions?: unknown };
    const actions = message.actions ?? message.instantActions;
    const named = Array.isArray(actions)
      ? actions.map((action: { actionType?: unknown; actionName?: unknown }) => ({
          ...action,
          actionType: action.actionType ?? action.actionName,
        }))
      : actions;
    return { ...message, actions: named };
  },
  headerForm.extend({ actions: list(actionForm) }),
);

const actionStateForm = z.object({
  actionId: word,
  actionType: word.optional(),
  actionStatus: z.enum(['WAITING', 'INITIALIZING', 'RUNNING', 'PAUSED', 'RETRIABLE', 'FINISHED', 'FAILED']),
  resultDescription: word.optional(),
  actionResult: word.optional(),
});

const positionFields = { x: z.number(), y: z.number(), theta: z.number().optional(), mapId: word };

/** What the states of all versions share. */
const stateBase = headerForm.extend({
  orderId: word,
  orderUpdateId: z.number().int(),
  lastNodeId: word,
  lastNodeSequenceId: z.number().int(),
  driving: z.boolean(),
  paused: z.boolean().optional(),
  newBaseRequest: z.boolean().optional(),
  nodeStates: list(z.object({ nodeId: word, sequenceId: z.number().int(), released: z.boolean() })),
  edgeStates: list(z.object({ edgeId: word, sequenceId: z.number().int(), released: z.boolean() })),
  velocity: z.object({ vx: z.number().optional(), vy: z.number().optional() }).optional(),
  loads: list(z.object({ loadId: word.optional() })).optional(),
  actionStates: list(actionStateForm),
  errors: list(
    z.object({
      errorType: word,
      errorLevel: z.enum(['WARNING', 'URGENT', 'CRITICAL', 'FATAL']),
      errorDescription: z.string().max(4000).optional(),
      errorReferences: list(z.object({ referenceKey: word, referenceValue: word })).optional(),
    }),
  ),
});

/** State of 2.0 and 2.1. */
export const stateForm2 = stateBase.extend({
  operatingMode: z.enum(['AUTOMATIC', 'SEMIAUTOMATIC', 'MANUAL', 'SERVICE', 'TEACHIN']),
  agvPosition: z.object({ ...positionFields, positionInitialized: z.boolean() }).optional(),
  batteryState: z.object({ batteryCharge: z.number(), charging: z.boolean() }),
  safetyState: z.object({ eStop: z.enum(['AUTOACK', 'MANUAL', 'REMOTE', 'NONE']), fieldViolation: z.boolean() }),
});

/** State of 3.0. */
export const stateForm3 = stateBase.extend({
  operatingMode: z.enum(['STARTUP', 'AUTOMATIC', 'SEMIAUTOMATIC', 'INTERVENED', 'MANUAL', 'SERVICE', 'TEACH_IN']),
  instantActionStates: list(actionStateForm),
  mobileRobotPosition: z.object({ ...positionFields, localized: z.boolean() }).optional(),
  powerSupply: z.object({ stateOfCharge: z.number(), charging: z.boolean() }),
  safetyState: z.object({ activeEmergencyStop: z.enum(['MANUAL', 'REMOTE', 'NONE']), fieldViolation: z.boolean() }),
});

/** Connection of all versions. */
export const connectionForm = headerForm.extend({
  connectionState: z.enum(['ONLINE', 'OFFLINE', 'HIBERNATING', 'CONNECTIONBROKEN', 'CONNECTION_BROKEN']),
});

const actionTypes = list(z.object({ actionType: word })).optional();

/** Factsheet of 2.x, as far as it is gone by. */
export const factsheetForm2 = z.object({
  version: z.string().max(20),
  manufacturer: word,
  serialNumber: word,
  typeSpecification: z.object({ seriesName: word, maxLoadMass: z.number() }),
  physicalParameters: z.object({ speedMax: z.number(), accelerationMax: z.number(), width: z.number(), length: z.number() }),
  protocolLimits: z.object({ timing: z.object({ minOrderInterval: z.number(), minStateInterval: z.number() }) }),
  protocolFeatures: z.object({ agvActions: actionTypes }),
});

/** Factsheet of 3.0, as far as it is gone by. */
export const factsheetForm3 = z.object({
  version: z.string().max(20),
  manufacturer: word,
  serialNumber: word,
  typeSpecification: z.object({ seriesName: word, maximumLoadMass: z.number() }),
  physicalParameters: z.object({ maximumSpeed: z.number(), maximumAcceleration: z.number(), width: z.number(), length: z.number() }),
  protocolLimits: z.object({ timing: z.object({ minimumOrderInterval: z.number(), minimumStateInterval: z.number() }) }),
  protocolFeatures: z.object({ mobileRobotActions: actionTypes }),
});

export type WireAction = z.infer<typeof actionForm>;
export type WireState2 = z.infer<typeof stateForm2>;
export type WireState3 = z.infer<typeof stateForm3>;
export type WireActionState = z.infer<typeof actionStateForm>;

import type {
  ActionState,
  ConnectionState,
  NodePlace,
  RobotAction,
  RobotFactsheet,
  RobotOrder,
  RobotState,
  VdaHeader,
} from './robotMessages.ts';
import { fromBlocking, fromConnection, fromMode, fromStatus } from './wireWords.ts';

/** A message as it goes over the wire, before JSON. */
export type WireMessage = Readonly<Record<string, unknown>>;

/** An order in the words of the header's version. */
export function writeOrder(header: VdaHeader, order: RobotOrder): WireMessage {
  const isThree = isVersionThree(header);
  return {
    ...writeHeader(header),
    orderId: order.orderId,
    orderUpdateId: order.orderUpdateId,
    nodes: order.nodes.map(({ nodeId, sequenceId, isReleased, place, actions }) => ({
      nodeId,
      sequenceId,
      released: isReleased,
      ...(place === null ? {} : { nodePosition: writePlace(place, isThree) }),
      actions: actions.map((action) => writeAction(action, isThree)),
    })),
    edges: order.edges.map((edge) => ({
      edgeId: edge.edgeId,
      sequenceId: edge.sequenceId,
      released: edge.isReleased,
      ...(isThree ? {} : { startNodeId: edge.startNodeId, endNodeId: edge.endNodeId }),
      ...(edge.maxSpeedMmPerS === null ? {} : { [isThree ? 'maximumSpeed' : 'maxSpeed']: edge.maxSpeedMmPerS / 1000 }),
      ...(edge.lengthMm === null ? {} : { length: edge.lengthMm / 1000 }),
      actions: edge.actions.map((action) => writeAction(action, isThree)),
    })),
  };
}

/**
 * Instant actions; 3.0 allows them no blocking at all. The schema of 2.0.0 calls an action's type `actionName`, its text `actionType`, and robots of that time look
 * for a list `instantActions`: all are given there.
 */
export function writeInstantActions(header: VdaHeader, actions: readonly RobotAction[]): WireMessage {
  const isThree = isVersionThree(header);
  const listed = actions.map((action) => writeAction(isThree ? { ...action, blocking: 'none' } : action, isThree));
  if (!header.version.startsWith('2.0')) return { ...writeHeader(header), actions: listed };
  const named = listed.map((action) => ({ ...action, actionName: action.actionType }));
  return { ...writeHeader(header), actions: named, instantActions: named };
}

/** A connection message, also the last will. */
export function writeConnection(header: VdaHeader, state: ConnectionState): WireMessage {
  return { ...writeHeader(header), connectionState: fromConnection(state, isVersionThree(header)) };
}

/** A state in the words of the header's version. */
export function writeState(header: VdaHeader, state: RobotState): WireMessage {
  const isThree = isVersionThree(header);
  const instantIds = new Set(state.instantActionStates.map(({ actionId }) => actionId));
  const toWire = (action: ActionState) => writeActionState(action, isThree);
  return {
    ...writeHeader(header),
    orderId: state.orderId,
    orderUpdateId: state.orderUpdateId,
    lastNodeId: state.lastNodeId,
    lastNodeSequenceId: state.lastNodeSequenceId,
    nodeStates: state.nodeStates.map(({ nodeId, sequenceId, isReleased }) => ({ nodeId, sequenceId, released: isReleased })),
    edgeStates: state.edgeStates.map(({ edgeId, sequenceId, isReleased }) => ({ edgeId, sequenceId, released: isReleased })),
    driving: state.isDriving,
    paused: state.isPaused,
    newBaseRequest: state.wantsNewBase,
    operatingMode: fromMode(state.mode, isThree),
    loads: state.loadIds.map((loadId) => ({ loadId })),
    errors: state.errors.map((error) => ({
      errorType: error.errorType,
      errorLevel: writeLevel(error.level, isThree),
      errorDescription: error.description,
      errorReferences: error.references.map(({ key, value }) => ({ referenceKey: key, referenceValue: value })),
    })),
    ...(state.speedMmPerS === null ? {} : { velocity: { vx: state.speedMmPerS / 1000, vy: 0, omega: 0 } }),
    ...(isThree
      ? {
          actionStates: state.actionStates.filter(({ actionId }) => !instantIds.has(actionId)).map(toWire),
          instantActionStates: state.instantActionStates.map(toWire),
          ...(state.position === null
            ? {}
            : { mobileRobotPosition: { ...writePosition(state.position), localized: state.position.isLocalized } }),
          powerSupply: { stateOfCharge: state.batteryPercent, charging: state.isCharging },
          safetyState: {
            activeEmergencyStop: state.eStop === 'none' ? 'NONE' : state.eStop === 'remote' ? 'REMOTE' : 'MANUAL',
            fieldViolation: state.hasFieldViolation,
          },
        }
      : {
          actionStates: state.actionStates.map(toWire),
          ...(state.position === null
            ? {}
            : { agvPosition: { ...writePosition(state.position), positionInitialized: state.position.isLocalized } }),
          batteryState: { batteryCharge: state.batteryPercent, charging: state.isCharging },
          safetyState: {
            eStop: { none: 'NONE', manual: 'MANUAL', remote: 'REMOTE', autoAck: 'AUTOACK' }[state.eStop],
            fieldViolation: state.hasFieldViolation,
          },
        }),
  };
}

/** A factsheet with what the standard requires. */
export function writeFactsheet(header: VdaHeader, sheet: RobotFactsheet): WireMessage {
  const isThree = isVersionThree(header);
  const speed = sheet.maxSpeedMmPerS / 1000;
  const acceleration = sheet.maxAccelerationMmPerS2 / 1000;
  const body = { width: sheet.widthMm / 1000, length: sheet.lengthMm / 1000 };
  const orderEvery = sheet.minOrderIntervalMs / 1000;
  const stateEvery = sheet.minStateIntervalMs / 1000;
  const kinds = { localizationTypes: ['NATURAL'], navigationTypes: [isThree ? 'PHYSICAL_LINE_GUIDED' : 'AUTONOMOUS'] };
  const series = { seriesName: sheet.seriesName, ...kinds };
  const load = sheet.maxLoadGrams / 1000;
  const actions = sheet.actionTypes.map((actionType) => ({
    actionType,
    actionScopes: [actionType === 'pick' || actionType === 'drop' ? 'NODE' : 'INSTANT'],
    ...(isThree ? { pauseAllowed: false, cancelAllowed: true } : {}),
  }));
  if (isThree)
    return {
      ...writeHeader(header),
      typeSpecification: { ...series, mobileRobotKinematics: 'DIFFERENTIAL', mobileRobotClass: 'CARRIER', maximumLoadMass: load },
      physicalParameters: {
        minimumSpeed: 0,
        maximumSpeed: speed,
        maximumAcceleration: acceleration,
        maximumDeceleration: acceleration,
        minimumHeight: 0.2,
        maximumHeight: 0.4,
        ...body,
      },
      protocolLimits: {
        maximumStringLengths: {},
        maximumArrayLengths: {},
        timing: { minimumOrderInterval: orderEvery, minimumStateInterval: stateEvery },
      },
      protocolFeatures: { optionalParameters: [], mobileRobotActions: actions },
      mobileRobotGeometry: {},
      loadSpecification: {},
    };
  return {
    ...writeHeader(header),
    typeSpecification: { ...series, agvKinematic: 'DIFF', agvClass: 'CARRIER', maxLoadMass: load },
    physicalParameters: {
      speedMin: 0,
      speedMax: speed,
      accelerationMax: acceleration,
      decelerationMax: acceleration,
      heightMax: 0.4,
      ...body,
    },
    protocolLimits: { maxStringLens: {}, maxArrayLens: {}, timing: { minOrderInterval: orderEvery, minStateInterval: stateEvery } },
    protocolFeatures: { optionalParameters: [], agvActions: actions },
    agvGeometry: {},
    loadSpecification: {},
  };
}

function isVersionThree({ version }: VdaHeader): boolean {
  return version.startsWith('3.');
}

function writeHeader({ headerId, atMs, version, manufacturer, serialNumber }: VdaHeader) {
  return { headerId, timestamp: new Date(atMs).toISOString(), version, manufacturer, serialNumber };
}

function writePlace({ mapId, xMm, yMm, thetaRad, deviationMm }: NodePlace, isThree: boolean) {
  const deviation = (deviationMm ?? 0) / 1000;
  return {
    x: xMm / 1000,
    y: yMm / 1000,
    ...(thetaRad === null ? {} : { theta: thetaRad }),
    mapId,
    ...(deviationMm === null ? {} : { allowedDeviationXY: isThree ? { a: deviation, b: deviation, theta: 0 } : deviation }),
  };
}

function writePosition({ mapId, xMm, yMm, thetaRad }: { mapId: string; xMm: number; yMm: number; thetaRad: number }) {
  return { x: xMm / 1000, y: yMm / 1000, theta: thetaRad, mapId };
}

function writeAction({ actionId, actionType, blocking, parameters }: RobotAction, isThree: boolean) {
  return {
    actionType,
    actionId,
    blockingType: fromBlocking(blocking, isThree),
    ...(parameters.length === 0 ? {} : { actionParameters: parameters.map(({ key, value }) => ({ key, value })) }),
  };
}

function writeActionState({ actionId, actionType, status, note }: ActionState, isThree: boolean) {
  return {
    actionId,
    ...(actionType === '' ? {} : { actionType }),
    actionStatus: fromStatus(status, isThree),
    ...(note === '' ? {} : { [isThree ? 'actionResult' : 'resultDescription']: note }),
  };
}

function writeLevel(level: string, isThree: boolean): string {
  if (isThree) return level.toUpperCase();
  return level === 'warning' ? 'WARNING' : 'FATAL';
}

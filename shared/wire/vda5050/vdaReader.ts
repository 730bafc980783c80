import { err, ok, type Result } from '#shared/base/result.ts';
import type {
  ActionBlocking,
  ActionState,
  ConnectionState,
  RobotAction,
  RobotError,
  RobotFactsheet,
  RobotOrder,
  RobotPosition,
  RobotState,
  VdaHeader,
} from './robotMessages.ts';
import { readWireText, type WireFault, type WireReading } from './readWireText.ts';
import {
  connectionForm,
  factsheetForm2,
  factsheetForm3,
  instantActionsForm,
  orderForm,
  stateForm2,
  stateForm3,
  type WireAction,
  type WireActionState,
  type WireState2,
  type WireState3,
} from './wireForms.ts';
import { toConnection, toMode, toRejection, toStatus } from './wireWords.ts';

/** A message in the neutral model with its header. */
export type Read<T> = Result<WireReading<{ readonly header: VdaHeader; readonly content: T }>, WireFault>;

type WireHeader = { headerId: number; timestamp: string; version: string; manufacturer: string; serialNumber: string };

/** Reads an order of any version. */
export function readOrder(text: string, bytes: number): Read<RobotOrder> {
  return mapped(readWireText(orderForm, text, bytes), (wire) => ({
    orderId: wire.orderId,
    orderUpdateId: wire.orderUpdateId,
    nodes: wire.nodes.map(({ nodeId, sequenceId, released, nodePosition, actions }) => ({
      nodeId,
      sequenceId,
      isReleased: released,
      place: nodePosition
        ? {
            mapId: nodePosition.mapId,
            xMm: toMm(nodePosition.x),
            yMm: toMm(nodePosition.y),
            thetaRad: nodePosition.theta ?? null,
            deviationMm: toDeviation(nodePosition.allowedDeviationXY),
          }
        : null,
      actions: actions.map(toAction),
    })),
    edges: wire.edges.map((edge) => ({
      edgeId: edge.edgeId,
      sequenceId: edge.sequenceId,
      isReleased: edge.released,
      startNodeId: edge.startNodeId ?? nodeIdAt(wire.nodes, edge.sequenceId - 1),
      endNodeId: edge.endNodeId ?? nodeIdAt(wire.nodes, edge.sequenceId + 1),
      lengthMm: edge.length === undefined ? null : toMm(edge.length),
      maxSpeedMmPerS: toOptionalMm(edge.maximumSpeed ?? edge.maxSpeed),
      actions: edge.actions.map(toAction),
    })),
  }));
}

/** Reads instant actions of any version. */
export function readInstantActions(text: string, bytes: number): Read<readonly RobotAction[]> {
  return mapped(readWireText(instantActionsForm, text, bytes), ({ actions }) => actions.map(toAction));
}

/** Reads a state; `isThree` as the topic says. */
export function readState(text: string, bytes: number, isThree: boolean): Read<RobotState> {
  return isThree ? mapped(readWireText(stateForm3, text, bytes), fromState3) : mapped(readWireText(stateForm2, text, bytes), fromState2);
}

/** Reads a connection message of any version. */
export function readConnection(text: string, bytes: number): Read<ConnectionState> {
  return mapped(readWireText(connectionForm, text, bytes), ({ connectionState }) => toConnection(connectionState));
}

/** Reads what of a factsheet is gone by; its header may lack number and time (2.x). */
export function readFactsheet(text: string, bytes: number, isThree: boolean): Result<WireReading<RobotFactsheet>, WireFault> {
  if (isThree) {
    const read = readWireText(factsheetForm3, text, bytes);
    if (!read.ok) return read;
    const { typeSpecification, physicalParameters, protocolLimits, protocolFeatures } = read.value.message;
    return ok({
      nulls: read.value.nulls,
      message: {
        seriesName: typeSpecification.seriesName,
        maxLoadGrams: Math.round(typeSpecification.maximumLoadMass * 1000),
        ...toBody(
          physicalParameters.maximumSpeed,
          physicalParameters.maximumAcceleration,
          physicalParameters.width,
          physicalParameters.length,
        ),
        minOrderIntervalMs: Math.round(protocolLimits.timing.minimumOrderInterval * 1000),
        minStateIntervalMs: Math.round(protocolLimits.timing.minimumStateInterval * 1000),
        actionTypes: (protocolFeatures.mobileRobotActions ?? []).map(({ actionType }) => actionType),
      },
    });
  }
  const read = readWireText(factsheetForm2, text, bytes);
  if (!read.ok) return read;
  const { typeSpecification, physicalParameters, protocolLimits, protocolFeatures } = read.value.message;
  return ok({
    nulls: read.value.nulls,
    message: {
      seriesName: typeSpecification.seriesName,
      maxLoadGrams: Math.round(typeSpecification.maxLoadMass * 1000),
      ...toBody(physicalParameters.speedMax, physicalParameters.accelerationMax, physicalParameters.width, physicalParameters.length),
      minOrderIntervalMs: Math.round(protocolLimits.timing.minOrderInterval * 1000),
      minStateIntervalMs: Math.round(protocolLimits.timing.minStateInterval * 1000),
      actionTypes: (protocolFeatures.agvActions ?? []).map(({ actionType }) => actionType),
    },
  });
}

function mapped<W extends WireHeader, T>(read: Result<WireReading<W>, WireFault>, toContent: (wire: W) => T): Read<T> {
  if (!read.ok) return read;
  const { message, nulls } = read.value;
  const atMs = Date.parse(message.timestamp);
  if (Number.isNaN(atMs)) return err({ kind: 'malformed', detail: 'timestamp: no moment' });
  const { headerId, version, manufacturer, serialNumber } = message;
  return ok({ nulls, message: { header: { headerId, atMs, version, manufacturer, serialNumber }, content: toContent(message) } });
}

function fromState2(wire: WireState2): RobotState {
  const { agvPosition: at, batteryState, safetyState } = wire;
  const eStop = { AUTOACK: 'autoAck', MANUAL: 'manual', REMOTE: 'remote', NONE: 'none' } as const;
  return {
    ...toCommon(wire),
    instantActionStates: [],
    actionStates: wire.actionStates.map(toActionState),
    batteryPercent: batteryState.batteryCharge,
    isCharging: batteryState.charging,
    position: at === undefined ? null : toPosition(at, at.positionInitialized),
    eStop: eStop[safetyState.eStop],
    hasFieldViolation: safetyState.fieldViolation,
  };
}

function fromState3(wire: WireState3): RobotState {
  const { mobileRobotPosition: at, powerSupply, safetyState } = wire;
  const instant = wire.instantActionStates.map(toActionState);
  const eStop = { MANUAL: 'manual', REMOTE: 'remote', NONE: 'none' } as const;
  return {
    ...toCommon(wire),
    instantActionStates: instant,
    actionStates: [...wire.actionStates.map(toActionState), ...instant],
    batteryPercent: powerSupply.stateOfCharge,
    isCharging: powerSupply.charging,
    position: at === undefined ? null : toPosition(at, at.localized),
    eStop: eStop[safetyState.activeEmergencyStop],
    hasFieldViolation: safetyState.fieldViolation,
  };
}

function toCommon(wire: WireState2 | WireState3) {
  return {
    headerId: wire.headerId,
    atMs: Date.parse(wire.timestamp),
    orderId: wire.orderId,
    orderUpdateId: wire.orderUpdateId,
    lastNodeId: wire.lastNodeId,
    lastNodeSequenceId: wire.lastNodeSequenceId,
    nodeStates: wire.nodeStates.map(({ nodeId, sequenceId, released }) => ({ nodeId, sequenceId, isReleased: released })),
    edgeStates: wire.edgeStates.map(({ edgeId, sequenceId, released }) => ({ edgeId, sequenceId, isReleased: released })),
    isDriving: wire.driving,
    isPaused: wire.paused ?? false,
    wantsNewBase: wire.newBaseRequest ?? false,
    mode: toMode(wire.operatingMode),
    speedMmPerS: wire.velocity === undefined ? null : toMm(Math.hypot(wire.velocity.vx ?? 0, wire.velocity.vy ?? 0)),
    loadIds: (wire.loads ?? []).map(({ loadId }) => loadId ?? ''),
    errors: wire.errors.map((error): RobotError => ({
      errorType: error.errorType,
      rejection: toRejection(error.errorType),
      level: error.errorLevel.toLowerCase() as RobotError['level'],
      description: error.errorDescription ?? '',
      references: (error.errorReferences ?? []).map(({ referenceKey, referenceValue }) => ({ key: referenceKey, value: referenceValue })),
    })),
  };
}

function toPosition(at: { x: number; y: number; theta?: number | undefined; mapId: string }, isLocalized: boolean): RobotPosition {
  return { mapId: at.mapId, xMm: toMm(at.x), yMm: toMm(at.y), thetaRad: at.theta ?? 0, isLocalized };
}

function toActionState(wire: WireActionState): ActionState {
  return {
    actionId: wire.actionId,
    actionType: wire.actionType ?? '',
    status: toStatus(wire.actionStatus),
    note: wire.actionResult ?? wire.resultDescription ?? '',
  };
}

function toAction(wire: WireAction): RobotAction {
  return {
    actionId: wire.actionId,
    actionType: wire.actionType,
    blocking: wire.blockingType.toLowerCase() as ActionBlocking,
    parameters: (wire.actionParameters ?? []).map(({ key, value }) => ({ key, value: toPlain(value) })),
  };
}

function toPlain(value: unknown): string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value);
}

function toBody(speed: number, acceleration: number, width: number, length: number) {
  return {
    maxSpeedMmPerS: toMm(speed),
    maxAccelerationMmPerS2: toMm(acceleration),
    widthMm: toMm(width),
    lengthMm: toMm(length),
  };
}

function nodeIdAt(nodes: readonly { readonly nodeId: string; readonly sequenceId: number }[], sequenceId: number): string {
  return nodes.find((node) => node.sequenceId === sequenceId)?.nodeId ?? '';
}

function toDeviation(wire: number | { a: number; b: number } | undefined): number | null {
  if (wire === undefined) return null;
  return toMm(typeof wire === 'number' ? wire : Math.min(wire.a, wire.b));
}

function toMm(metres: number): number {
  return Math.round(metres * 1000);
}

function toOptionalMm(metres: number | undefined): number | null {
  return metres === undefined ? null : toMm(metres);
}

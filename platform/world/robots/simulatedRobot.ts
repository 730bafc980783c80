import type {
  ActionStatus,
  OperatingMode,
  OrderNode,
  RejectionName,
  RobotAction,
  RobotError,
  RobotFactsheet,
  RobotOrder,
  RobotState,
} from '#shared/wire/vda5050/robotMessages.ts';
import { rejectionWords } from '#shared/wire/vda5050/wireWords.ts';
import { judgeOrder } from './judgeOrder.ts';
import { RobotBody } from './robotBody.ts';
import { instantActions, nodeActions, toFactsheet } from './robotAbilities.ts';
import { toRobotState, type RobotFault, type RunningAction } from './toRobotState.ts';

export type SimulatedRobotOptions = {
  readonly manufacturer: string;
  readonly serialNumber: string;
  readonly isThree: boolean;
  readonly mapId: string;
  readonly start: { readonly nodeId: string; readonly xMm: number; readonly yMm: number };
  readonly maxSpeedMmPerS?: number;
  readonly batteryPercent?: number;
  readonly handlingMs?: number;
  /** Told once for every action that had its effect in the world. */
  readonly onDone?: (action: RobotAction) => void;
};

/** Most action states kept; the oldest finished ones go first. */
export const maxActionStates = 60;

/** A robot as the standard describes it, without wire and clock: told orders and instant actions, moved on by `advance`. */
export class SimulatedRobot {
  readonly faults = new Set<RobotFault>();
  readonly body: RobotBody;
  isFactsheetAsked = false;
  /** Something happened since the state was last taken. */
  isChanged = true;
  private readonly options: SimulatedRobotOptions;
  private current: { orderId: string; orderUpdateId: number; text: string; isCancelled: boolean } | null = null;
  private ahead: OrderNode[] = [];
  /** Names of the ways that lead to the nodes ahead, by their sequence. */
  private wayNames: ReadonlyMap<number, string> = new Map();
  private lastNode: { nodeId: string; sequenceId: number };
  private actions: RunningAction[] = [];
  private errors: RobotError[] = [];
  private loads: string[] = [];
  private isPaused = false;
  private headerId = 0;
  private nowMs = 0;

  constructor(options: SimulatedRobotOptions) {
    this.options = options;
    this.body = new RobotBody(options.start, options.maxSpeedMmPerS ?? 1200, options.batteryPercent ?? 80);
    this.lastNode = { nodeId: options.start.nodeId, sequenceId: 0 };
  }

  factsheet(): RobotFactsheet {
    return toFactsheet(this.body);
  }

  receiveOrder(order: RobotOrder): void {
    if (this.faults.has('frozen')) return;
    this.isChanged = true;
    if (this.faults.has('refusing')) return this.reject('orderError', order, 'refusing');
    const verdict = judgeOrder(order, {
      current: this.current,
      lastBaseNode: this.lastBaseNode(),
      isActive: this.isActive(),
      isAvailable: this.mode() === 'automatic',
      position: this.position(),
      lastNodeId: this.lastNode.nodeId,
      mapId: this.options.mapId,
      actionTypes: nodeActions,
    });
    if (verdict.kind === 'repeat') return;
    if (verdict.kind === 'rejected') return this.reject(verdict.name, order, verdict.detail);
    this.take(order, verdict.kind === 'update');
  }

  receiveInstantActions(actions: readonly RobotAction[]): void {
    if (this.faults.has('frozen')) return;
    this.isChanged = true;
    for (const action of actions) {
      if (this.actions.some((known) => known.action.actionId === action.actionId)) continue;
      this.actions.push({ action, status: 'waiting', untilMs: 0, isInstant: true });
      this.startInstant(this.actions.at(-1)!);
    }
  }

  /** Moves on to `nowMs`; in steps of at most 50 ms. */
  advance(nowMs: number): void {
    if (this.nowMs === 0) this.nowMs = nowMs;
    while (this.nowMs < nowMs) {
      const stepMs = Math.min(50, nowMs - this.nowMs);
      this.nowMs += stepMs;
      if (!this.faults.has('frozen')) this.step(stepMs);
    }
  }

  /** The state as it would be sent now. */
  takeState(): RobotState {
    this.isChanged = false;
    this.headerId += 1;
    return toRobotState({
      headerId: this.headerId,
      atMs: this.nowMs,
      orderId: this.current?.orderId ?? '',
      orderUpdateId: this.current?.orderUpdateId ?? 0,
      lastNode: this.lastNode,
      ahead: this.ahead,
      wayNames: this.wayNames,
      actions: this.actions,
      tellsInstantApart: this.options.isThree,
      isPaused: this.isPaused,
      mode: this.mode(),
      body: this.body,
      position: this.position(),
      loadIds: this.loads,
      errors: this.errors,
      faults: this.faults,
    });
  }

  private step(stepMs: number): void {
    this.finishActions();
    const next = this.ahead[0];
    const canDrive =
      next !== undefined &&
      next.isReleased &&
      !this.isPaused &&
      !['stuck', 'eStop', 'notLocalized', 'manual'].some((fault) => this.faults.has(fault as RobotFault)) &&
      !this.actions.some(({ isInstant, status }) => !isInstant && status !== 'finished' && status !== 'failed' && this.isHere(status));
    if (!canDrive) return this.body.stand(stepMs);
    if (this.body.isCharging) this.body.isCharging = false;
    const base = this.ahead.filter(({ isReleased }) => isReleased).map(({ place }) => place!);
    if (!this.body.drive(base, stepMs, this.faults.has('slow') ? 0.25 : 1)) return;
    this.ahead.shift();
    this.lastNode = { nodeId: next.nodeId, sequenceId: next.sequenceId };
    this.isChanged = true;
    this.startNodeActions(next);
  }

  /** Whether an action that is not done belongs to where the robot stands: waiting ones belong to nodes ahead. */
  private isHere(status: ActionStatus): boolean {
    return status !== 'waiting';
  }

  private take(order: RobotOrder, isUpdate: boolean): void {
    const isFresh = !isUpdate;
    if (isFresh) {
      this.actions = this.actions.filter(({ isInstant }) => isInstant).slice(-maxActionStates);
      this.ahead = [];
      this.lastNode = { nodeId: order.nodes[0]!.nodeId, sequenceId: order.nodes[0]!.sequenceId };
    } else this.ahead = this.ahead.filter(({ isReleased }) => isReleased);
    this.errors = [];
    this.current = { orderId: order.orderId, orderUpdateId: order.orderUpdateId, text: JSON.stringify(order), isCancelled: false };
    this.ahead.push(...order.nodes.slice(1));
    const names = order.edges.map(({ sequenceId, edgeId }) => [sequenceId, edgeId] as const);
    this.wayNames = new Map([...this.wayNames, ...names].slice(-2000));
    const fresh = isFresh ? order.nodes : order.nodes.slice(1);
    const planned = new Set(order.nodes.flatMap(({ actions }) => actions.map(({ actionId }) => actionId)));
    this.actions = this.actions.filter(
      ({ action, status, isInstant }) => isInstant || status !== 'waiting' || planned.has(action.actionId),
    );
    for (const action of fresh.flatMap(({ actions }) => actions))
      if (!this.actions.some((known) => known.action.actionId === action.actionId))
        this.actions.push({ action, status: 'waiting', untilMs: 0, isInstant: false });
    if (isFresh) this.startNodeActions(order.nodes[0]!);
  }

  private startNodeActions({ actions }: OrderNode): void {
    for (const action of actions) {
      const running = this.actions.find((known) => known.action.actionId === action.actionId);
      if (running?.status !== 'waiting') continue;
      running.status = 'running';
      running.untilMs = this.nowMs + (this.options.handlingMs ?? 4000);
    }
  }

  private finishActions(): void {
    for (const running of this.actions) {
      if (running.status !== 'running') continue;
      if (running.isInstant) {
        if (running.action.actionType === 'cancelOrder' && this.body.speedMmPerS === 0) this.finish(running);
        continue;
      }
      if (this.nowMs >= running.untilMs && !this.faults.has('stuck')) this.finish(running);
    }
  }

  private finish(running: RunningAction): void {
    const { action } = running;
    running.status = 'finished';
    this.isChanged = true;
    const loadId = String(action.parameters.find(({ key }) => key === 'loadId')?.value ?? action.actionId);
    if (action.actionType === 'pick') this.loads.push(loadId);
    if (action.actionType === 'drop') this.loads.pop();
    if (action.actionType === 'startCharging') this.body.isCharging = true;
    if (action.actionType === 'stopCharging') this.body.isCharging = false;
    this.options.onDone?.(action);
  }

  private startInstant(running: RunningAction): void {
    const { action } = running;
    if (!instantActions.includes(action.actionType)) {
      running.status = 'failed';
      return this.complain('invalidInstantAction', [{ key: 'actionId', value: action.actionId }], action.actionType);
    }
    if (action.actionType === 'cancelOrder') return this.cancel(running);
    if (action.actionType === 'startPause') this.isPaused = true;
    if (action.actionType === 'stopPause') this.isPaused = false;
    if (action.actionType === 'factsheetRequest') this.isFactsheetAsked = true;
    this.finish(running);
  }

  private cancel(running: RunningAction): void {
    if (!this.isActive()) {
      running.status = 'failed';
      return this.complain('noOrderToCancel', [{ key: 'actionId', value: running.action.actionId }], '');
    }
    running.status = 'running';
    for (const other of this.actions)
      if (!other.isInstant && (other.status === 'waiting' || other.status === 'running')) other.status = 'failed';
    this.ahead = [];
    if (this.current) this.current.isCancelled = true;
    this.body.stopNow();
  }

  private reject(name: RejectionName, order: RobotOrder, detail: string): void {
    this.complain(
      name,
      [
        { key: 'orderId', value: order.orderId },
        { key: 'orderUpdateId', value: String(order.orderUpdateId) },
      ],
      detail,
    );
  }

  private complain(name: RejectionName, references: RobotError['references'], description: string): void {
    const words = rejectionWords[name];
    const errorType = this.options.isThree ? words.v3 : words.v2;
    this.errors = [...this.errors.slice(-9), { errorType, rejection: name, level: 'warning', description, references }];
    this.isChanged = true;
  }

  private isActive(): boolean {
    return (
      this.ahead.length > 0 || this.actions.some(({ isInstant, status }) => !isInstant && status !== 'finished' && status !== 'failed')
    );
  }

  private lastBaseNode() {
    return this.ahead.findLast(({ isReleased }) => isReleased) ?? this.lastNode;
  }

  private mode(): OperatingMode {
    return this.faults.has('manual') ? 'manual' : 'automatic';
  }

  private position() {
    const { xMm, yMm, thetaRad } = this.body;
    return {
      mapId: this.options.mapId,
      xMm: Math.round(xMm),
      yMm: Math.round(yMm),
      thetaRad,
      isLocalized: !this.faults.has('notLocalized'),
    };
  }
}

import type { RobotLayout } from '#shared/planning/traffic/robotLayout.ts';
import type {
  ConnectionState,
  OrderNode,
  RejectionName,
  RobotAction,
  RobotFactsheet,
  RobotOrder,
  RobotRef,
  RobotState,
} from '#shared/wire/vda5050/robotMessages.ts';
import type { VdaVersion } from '#shared/wire/vda5050/vdaTopics.ts';
import { hasMoved, hasReleasedWay, hasWorkLeft, standsAtBaseEnd } from './readProgress.ts';
import { findRefusal, offGraphMm, readRoute, standingRoute, type RoutePoint } from './readRoute.ts';
import { rejectionPolicy } from './rejectionPolicy.ts';
import { judgeRobot, unknownAfterMs, type RobotStatus } from './robotStatus.ts';
import { toBlocking, toOrderEdge, toOrderNode, toOrderNodes } from './toOrderNode.ts';

/** Without an echo an order, without a sign in the state a cancel, is sent again after this. */
export const resendAfterMs = 3_000;
/** A robot that has a way but has not come any further for this long is planned around. */
export const blockedAfterMs = 20_000;
/** Orders that were refused one after the other before the robot is left to a person. */
export const maxRefusals = 3;

/** What a unit sends. */
export type RobotPort = {
  sendOrder(order: RobotOrder): void;
  sendInstantActions(actions: readonly RobotAction[]): void;
};

type Sent = { readonly order: RobotOrder; atMs: number; isEchoed: boolean };

/** One robot as fleet control knows it: what it said last, what it was told, which nodes are its own. Everything it is told is repeated until its state shows it. */
export class RobotUnit {
  connection: ConnectionState | null = null;
  state: RobotState | null = null;
  heardAtMs = -Infinity;
  factsheet: RobotFactsheet | null = null;
  /** Set by a person: it is told nothing new and stands at the end of its base. */
  isHeldByPerson = false;
  wantsPause = false;
  lastRejection: RejectionName | null = null;
  private refusals = 0;
  private isRefusing = false;
  private route: RoutePoint[] = [];
  private baseEnd: OrderNode | null = null;
  private sent: Sent | null = null;
  private cancelling: { readonly actionId: string; atMs: number } | null = null;
  private isForeign = true;
  private movedAtMs = 0;
  private counters = { orders: 0, actions: 0, charges: 0, askedAtMs: -Infinity, pausedAtMs: -Infinity };

  constructor(
    readonly key: string,
    readonly ref: RobotRef,
    readonly version: VdaVersion,
    private readonly layout: RobotLayout,
    /** Different for every run of fleet control, so that order ids never repeat. */
    private readonly runId: string,
    private readonly port: RobotPort,
  ) {}

  /** What it is up to, as far as its own word is fresh: never idle without one. */
  status(nowMs: number): RobotStatus {
    return judgeRobot({
      connection: this.connection,
      state: this.state,
      heardAtMs: this.heardAtMs,
      nowMs,
      isRefusing: this.isRefusing,
      isOnGraph: this.route.length > 0,
      wantsPause: this.wantsPause,
      isStuck: this.hasWay() && nowMs - this.movedAtMs > blockedAfterMs,
      isBusy: this.isBusy(),
    });
  }

  /** Nodes that are its own, in driving order. */
  held(): number[] {
    return this.route.map(({ node }) => node);
  }

  isUsable(nowMs: number): boolean {
    const status = this.status(nowMs);
    return status === 'working' || status === 'idle' || status === 'charging' || status === 'paused';
  }

  /** Whether an order of ours or of somebody else is not done. */
  isBusy(): boolean {
    const { state } = this;
    if (this.cancelling !== null || (this.sent !== null && !this.sent.isEchoed)) return true;
    return state === null || hasWorkLeft(state, `${this.runId}.i`);
  }

  /** Whether an action on the node where its base ends is told and not done. */
  isActing(): boolean {
    const last = this.baseEnd?.actions ?? [];
    return (
      last.length > 0 &&
      (!this.isEchoed() || last.some(({ actionId }) => !['finished', 'failed'].includes(this.actionStatus(actionId) ?? '')))
    );
  }

  /** Whether it stands at the end of its base and waits for what was only planned. */
  waitsForMore(): boolean {
    return this.state !== null && standsAtBaseEnd(this.state);
  }

  /** Number of its visit to a charger, so that each has an action of its own. */
  get chargeNo(): number {
    return this.counters.charges;
  }

  /** Whether it works on an order that this run of fleet control did not give it. */
  hasForeignOrder(): boolean {
    return this.isForeign && this.isBusy();
  }

  canBeTold(nowMs: number): boolean {
    const isWaiting = this.cancelling !== null || this.wantsPause || this.isHeldByPerson || (this.sent !== null && !this.sent.isEchoed);
    const minIntervalMs = this.factsheet?.minOrderIntervalMs ?? 0;
    return !isWaiting && !this.hasForeignOrder() && this.isUsable(nowMs) && nowMs - (this.sent?.atMs ?? -Infinity) >= minIntervalMs;
  }

  isCancelling(): boolean {
    return this.cancelling !== null;
  }

  /** Whether the last order sent has been echoed (or there is none). */
  isEchoed(): boolean {
    return this.sent === null || this.sent.isEchoed;
  }

  actionStatus(actionId: string) {
    return this.state?.actionStates.find((action) => action.actionId === actionId)?.status ?? null;
  }

  hear(state: RobotState, nowMs: number): void {
    const before = this.state;
    if (before !== null && state.atMs < before.atMs && nowMs - this.heardAtMs < unknownAfterMs) return;
    this.state = state;
    this.heardAtMs = nowMs;
    if (before === null || hasMoved(before, state) || !hasReleasedWay(state)) this.movedAtMs = nowMs;
    this.hearEcho(state);
    this.hearCancel(state, nowMs);
    this.hearRejections(state, nowMs);
  }

  /** Gives it nodes, and the action on the last of them; from where it stands where it has no order. */
  drive(released: readonly number[], planned: readonly number[], actions: readonly RobotAction[], nowMs: number): void {
    const isUpdate = this.baseEnd !== null && this.isBusy() && !this.isForeign && this.sent !== null;
    const { layout } = this;
    const at = this.state?.position ?? null;
    const atStart = released.length === 0 ? actions : this.state?.isCharging ? [toBlocking('stopCharging', this.nextActionId())] : [];
    const first = isUpdate ? this.baseEnd! : toOrderNode(layout, this.route.at(-1)!.node, 0, true, atStart, at);
    const nodes = toOrderNodes(layout, first, released, actions.length > 0 ? [] : planned, actions);
    if (!isUpdate) this.route = this.route.map(({ node }) => ({ node, sequenceId: 0 }));
    this.route.push(...released.map((node, index) => ({ node, sequenceId: first.sequenceId + 2 * (index + 1) })));
    this.baseEnd = nodes[released.length]!;
    if (actions.some(({ actionType }) => actionType === 'startCharging')) this.counters.charges += 1;
    this.isForeign = false;
    this.sent = {
      atMs: nowMs,
      isEchoed: false,
      order: {
        orderId: isUpdate ? this.sent!.order.orderId : `${this.runId}.o${(this.counters.orders += 1)}`,
        orderUpdateId: isUpdate ? this.sent!.order.orderUpdateId + 1 : 0,
        nodes,
        edges: nodes.slice(1).map((node, index) => toOrderEdge(nodes[index]!, node)),
      },
    };
    this.port.sendOrder(this.sent.order);
  }

  /** Ends what it does. Repeated until its state confirms; only after the last order was echoed, so that none can come in late. */
  cancel(nowMs: number): void {
    if (this.cancelling !== null) return;
    this.cancelling = { actionId: this.nextActionId(), atMs: -Infinity };
    this.repeat(nowMs);
  }

  /** Another station is in charge: what was told no longer counts, the robot is known by its own word alone. */
  letGo(): void {
    this.isForeign = true;
    this.sent = null;
    this.baseEnd = null;
    this.cancelling = null;
  }

  /** A person has looked: orders may be sent again. */
  release(): void {
    this.isRefusing = false;
    this.refusals = 0;
    this.isHeldByPerson = false;
  }

  /** Says again what was not heard, asks a silent robot for its state, keeps the pause as wanted. */
  repeat(nowMs: number): void {
    const { sent, cancelling, state } = this;
    if (this.connection === 'offline' || this.connection === 'broken') return;
    if (sent !== null && !sent.isEchoed && nowMs - sent.atMs >= resendAfterMs) {
      sent.atMs = nowMs;
      this.port.sendOrder(sent.order);
    }
    if (cancelling !== null && this.isEchoed() && nowMs - cancelling.atMs >= resendAfterMs) {
      cancelling.atMs = nowMs;
      this.act('cancelOrder', cancelling.actionId);
    }
    if (state !== null && state.isPaused !== this.wantsPause && nowMs - this.counters.pausedAtMs >= resendAfterMs) {
      this.counters.pausedAtMs = nowMs;
      this.act(this.wantsPause ? 'startPause' : 'stopPause');
    }
    if (nowMs - this.heardAtMs > 2_000 && nowMs - this.counters.askedAtMs > 2_000) {
      this.counters.askedAtMs = nowMs;
      this.act('stateRequest');
      if (this.factsheet === null) this.act('factsheetRequest');
    }
  }

  private nextActionId(): string {
    return `${this.runId}.i${(this.counters.actions += 1)}`;
  }

  private act(actionType: string, actionId = this.nextActionId()): void {
    this.port.sendInstantActions([{ actionId, actionType, blocking: 'none', parameters: [] }]);
  }

  private hearEcho(state: RobotState): void {
    const { sent } = this;
    const isOurs = sent !== null && !this.isForeign && state.orderId === sent.order.orderId;
    if (isOurs && state.orderUpdateId >= sent.order.orderUpdateId) {
      sent.isEchoed = true;
      this.refusals = 0;
    }
    if (isOurs)
      this.route = this.route.filter(({ sequenceId }, index) => sequenceId >= state.lastNodeSequenceId || index === this.route.length - 1);
    else if (this.isForeign || this.route.length === 0) this.adopt(state);
    if (!this.isBusy() && this.isElsewhere(state)) this.adopt(state);
  }

  /** Whether somebody moved it: driven by hand, or far from every node that is its own. */
  private isElsewhere({ mode, position }: RobotState): boolean {
    if (mode !== 'automatic' && mode !== 'semiAutomatic') return true;
    return position !== null && this.route.every(({ node }) => this.layout.distanceMm(node, position.xMm, position.yMm) > offGraphMm);
  }

  /** Takes over what the robot says of itself: where it is, and what it still will drive. */
  private adopt(state: RobotState): void {
    this.isForeign = true;
    this.route = readRoute(this.layout, state);
    this.baseEnd = null;
  }

  private hearCancel(state: RobotState, nowMs: number): void {
    const { cancelling } = this;
    if (cancelling === null) {
      if (this.isForeign && standsAtBaseEnd(state) && !state.isDriving) this.cancel(nowMs);
      return;
    }
    const status = this.actionStatus(cancelling.actionId);
    if (status !== 'finished' && status !== 'failed') return;
    this.cancelling = state.nodeStates.length > 0 ? { actionId: this.nextActionId(), atMs: nowMs } : null;
    if (this.cancelling !== null) return this.act('cancelOrder', this.cancelling.actionId);
    this.standWhereItIs(state);
  }

  /** The order is gone: it keeps the node it passed last and the one it was driving to, whichever is nearer as the end. */
  private standWhereItIs(state: RobotState): void {
    this.sent = null;
    this.baseEnd = null;
    if (this.route.length === 0) return this.adopt(state);
    this.route = standingRoute(this.layout, this.route, state);
    this.isForeign = false;
  }

  private hearRejections(state: RobotState, nowMs: number): void {
    const { sent } = this;
    if (sent === null || sent.isEchoed) return;
    const rejection = findRefusal(sent.order, state);
    if (rejection === null) return;
    this.lastRejection = rejection;
    this.refusals += 1;
    const policy = this.refusals >= maxRefusals ? 'holdStill' : rejectionPolicy[rejection];
    if (policy === 'wait' || policy === 'ignore') return;
    if (policy === 'holdStill') this.isRefusing = true;
    const isIdle = state.nodeStates.length === 0;
    this.sent = null;
    this.baseEnd = null;
    this.adopt(state);
    if (policy === 'cancelFirst' && !isIdle) this.cancel(nowMs);
  }

  private hasWay(): boolean {
    return this.state !== null && hasReleasedWay(this.state);
  }
}

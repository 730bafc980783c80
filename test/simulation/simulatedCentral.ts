import { asId, createNewId } from '#shared/base/ids.ts';
import { createPrng, nextInt, type Prng } from '#shared/base/prng.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { RecordOf } from '#shared/model/records.ts';
import { defaultDispatchOptions } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { learnExperience } from '#shared/planning/dispatch/learnExperience.ts';
import { planNearestDeadline } from '#shared/planning/dispatch/planNearestDeadline.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import type { StockRow } from '#shared/model/stock/stock.ts';
import { createMemoryPlatform, type MemoryPlatform } from '#test/support/createMemoryPlatform.ts';
import type { PlannedOrder, Schedule } from './planSchedule.ts';
import { dayStartMs, simulatedSiteWrites, simulatedSkuId } from './simulatedSite.ts';
import { seedOf, type VirtualTime } from './virtualTime.ts';

/** What a line asks the platform. */
export type CentralCalls = Pick<MemoryPlatform, 'push' | 'relay' | 'changes' | 'snapshot' | 'snapshotPage'>;

/** Rows of one answer of the feed: few, so that long lists come in many parts. */
const rowsPerChanges = 40;
const workEveryMs = 20_000;
const triedAgainAfterMs = 15 * 60_000;
/** One day in so many has an older platform. */
const daysPerDayWithoutRelay = 5;

/** The platform with what lives around it: channels that send orders, its own workers, couriers. */
export type SimulatedCentral = {
  readonly platform: MemoryPlatform;
  readonly calls: CentralCalls;
  readonly openingStock: readonly StockRow[];
  readonly ruleFaults: string[];
  /** False on days on which the platform is too old to take commands of several outboxes at once. */
  readonly knowsRelay: boolean;
  isUp(): boolean;
  headSeq(): number;
  onChanged(use: (headSeq: number) => void): () => void;
  down(): void;
  up(): void;
  backup(): ReturnType<MemoryPlatform['backup']>;
  restore(backup: ReturnType<MemoryPlatform['backup']>): void;
  /** No more orders, trips and rides. */
  stop(): void;
};

/** Opens the platform of a schedule and starts its day. */
export function createSimulatedCentral(schedule: Schedule, time: VirtualTime): SimulatedCentral {
  const prng = createPrng(seedOf(schedule.seed, 'central'));
  const ruleFaults: string[] = [];
  const platform = createMemoryPlatform({
    decide: decideCommand,
    clock: time,
    newId: createNewId(time, createPrng(seedOf(schedule.seed, 'platformIds'))),
    rowsPerSnapshotPage: 30,
    onRuleFault: (command, fault) => ruleFaults.push(`${command.kind} ${command.id}: ${String(fault)}`),
  });
  platform.put(simulatedSiteWrites(schedule.seed, schedule.stations));
  const openingStock = [...platform.rows('stock').values()];
  let downs = 0;
  let epochs = 1;
  let isStopped = false;
  const isUp = () => downs === 0;
  const daily = createDailyWork(platform, schedule, time, prng);
  const work = () => {
    if (isStopped) return;
    if (isUp()) daily();
    time.after(workEveryMs, work);
  };
  work();
  return {
    platform,
    openingStock,
    ruleFaults,
    knowsRelay: schedule.seed % daysPerDayWithoutRelay !== 0,
    isUp,
    headSeq: platform.headSeq,
    onChanged: (use) => platform.onChanged(use),
    calls: {
      push: (request) => platform.push(request),
      relay: (request) => platform.relay(request),
      changes: (afterSeq, limit) => platform.changes(afterSeq, Math.min(limit, rowsPerChanges)),
      snapshot: () => platform.snapshot(),
      snapshotPage: (hash) => platform.snapshotPage(hash),
    },
    down: () => void (downs += 1),
    up: () => void (downs -= 1),
    backup: () => platform.backup(),
    restore(backup) {
      epochs += 1;
      platform.restore(backup, `epoch-${epochs}`);
    },
    stop: () => void (isStopped = true),
  };
}

/** One turn of everything the platform does by itself. */
function createDailyWork(platform: MemoryPlatform, schedule: Schedule, time: VirtualTime, prng: Prng): () => void {
  const newTaskId = createNewId(time, createPrng(seedOf(schedule.seed, 'taskIds')));
  const riding = new Map<string, { readonly tripId: string; readonly backAtMs: number }>();
  let daySequence = 0;
  const place = (order: PlannedOrder) => {
    daySequence += 1;
    platform.apply([placeDraft(order, daySequence, newTaskId<'order'>())]);
  };
  /** Orders nothing more can happen to; not kept over a new epoch, which may know less. */
  let over = { epoch: '', orders: new Set<PlannedOrder>() };
  const takeOrders = (sinceStartMs: number) => {
    if (over.epoch !== platform.epoch()) over = { epoch: platform.epoch(), orders: new Set() };
    for (const order of schedule.orders) {
      if (order.atMs > sinceStartMs) break;
      if (over.orders.has(order)) continue;
      const known = platform.view().orderByChannelId(order.channel, order.name);
      if (known === undefined) place(order);
      else if (order.cancelAfterMs === null || !isOpen(known)) over.orders.add(order);
      else if (sinceStartMs >= order.atMs + order.cancelAfterMs) {
        platform.apply([{ kind: 'cancelOrder', payload: { orderId: known.id, reason: 'customer' } }]);
      }
    }
  };
  const advance = () => {
    for (const { id, stage } of [...platform.rows('order').values()]) {
      if (stage === 'placed') platform.apply([{ kind: 'acceptOrder', payload: { orderId: id } }]);
      if (stage === 'placed' || stage === 'accepted')
        platform.apply([{ kind: 'releaseOrder', payload: { orderId: id, taskId: newTaskId<'task'>() } }]);
    }
  };
  const dispatch = () => {
    const orders = [...platform.rows('order').values()].filter((order) => order.stage === 'shelved' && order.tripId === null);
    if (orders.length === 0) return;
    const couriers = [...platform.rows('courier').values()];
    const [site] = platform.rows('site').values();
    const experience = learnExperience([], [], site!);
    const snapshot = { atMs: time.nowMs(), site: site!, orders, couriers, trips: [], experience, gramsOf: {}, lastTrips: [] };
    const { trips } = planNearestDeadline(snapshot, defaultDispatchOptions);
    for (const { courierId, orderIds, reason } of trips) {
      const payload = {
        tripId: newTaskId<'trip'>(),
        courierId,
        orderIds: [...orderIds],
        reason: { key: reason.key, params: reason.params },
      };
      platform.apply([{ kind: 'planTrip', payload }]);
    }
    for (const order of orders) {
      if (!channelPolicies[order.channel].needsCourier)
        platform.apply([{ kind: 'confirmDelivery', payload: { orderId: order.id, courierId: couriers[0]!.id } }]);
    }
  };
  const ride = () => {
    for (const courier of [...platform.rows('courier').values()]) {
      if (courier.status !== 'outbound' || courier.tripId === null) continue;
      const known = riding.get(courier.id);
      if (known?.tripId !== courier.tripId) {
        riding.set(courier.id, { tripId: courier.tripId, backAtMs: time.nowMs() + nextInt(prng, 300_000, 1_200_000) });
      } else if (time.nowMs() >= known.backAtMs) comeBack(platform, courier);
    }
  };
  return () => {
    takeOrders(time.nowMs() - dayStartMs);
    advance();
    answerQuestions(platform, prng);
    tryAgain(platform, time.nowMs());
    dispatch();
    ride();
  };
}

/** Customers who were asked about other goods answer, some not before the time is over. */
function answerQuestions(platform: MemoryPlatform, prng: Prng): void {
  for (const order of [...platform.rows('order').values()]) {
    for (const { lineNo, substitute } of order.lines) {
      if (substitute?.status !== 'asked') continue;
      const chance = prng.next();
      const payload = { orderId: order.id, lineNo };
      if (chance < 0.1) platform.apply([{ kind: 'answerSubstitute', payload: { ...payload, answer: 'accepted', by: 'customer' } }]);
      else if (chance < 0.2) platform.apply([{ kind: 'answerSubstitute', payload: { ...payload, answer: 'declined', by: 'customer' } }]);
      else platform.apply([{ kind: 'answerSubstitute', payload: { ...payload, answer: 'declined', by: 'deadline' } }]);
    }
  }
}

/** Goods that a customer did not take are brought once more. */
function tryAgain(platform: MemoryPlatform, nowMs: number): void {
  for (const { id, stage, deliveryFailure } of [...platform.rows('order').values()]) {
    if (stage !== 'handedOver' || deliveryFailure === undefined || nowMs < deliveryFailure.atMs + triedAgainAfterMs) continue;
    platform.apply([{ kind: 'confirmDelivery', payload: { orderId: id, courierId: deliveryFailure.courierId } }]);
  }
}

function comeBack(platform: MemoryPlatform, courier: RecordOf<'courier'>): void {
  const orderIds = platform.rows('trip').get(courier.tripId ?? '')?.orderIds ?? [];
  const handed = orderIds.filter((orderId) => platform.rows('order').get(orderId)?.stage === 'handedOver');
  platform.apply([
    ...handed.map((orderId): CommandDraft => ({ kind: 'confirmDelivery', payload: { orderId, courierId: courier.id } })),
    { kind: 'reportCourier', payload: { courierId: courier.id, status: 'atSite', position: null } },
  ]);
}

function isOpen(order: RecordOf<'order'>): boolean {
  return order.stage !== 'delivered' && order.stage !== 'cancelled' && order.stage !== 'handedOver';
}

function placeDraft(order: PlannedOrder, daySequence: number, orderId: RecordOf<'order'>['id']): CommandDraft {
  const placedAtMs = dayStartMs + order.atMs;
  const draft = {
    channel: order.channel,
    channelOrderId: order.name,
    memberTier: 'standard' as const,
    placedAtMs,
    promiseAtMs: placedAtMs + 30 * 60_000,
    payment: 'paid' as const,
    customs: 'notNeeded' as const,
    groupLot: null,
    substitution: order.substitution,
    note: '',
    recipient: { nameMasked: '王**', phoneMasked: '138****5678', area: '人民路' },
    destination: { lat: 31.23 + (daySequence % 7) / 500, lng: 121.47, distanceMetres: 900 },
    lines: order.lines.map(({ sku, units }, index) => ({
      lineNo: index + 1,
      skuId: simulatedSkuId(sku),
      orderedQuantity: sku % 8 === 3 ? units * 200 : units,
      priceFen: 590,
    })),
  };
  return { kind: 'placeOrder', payload: { orderId: asId(orderId), daySequence, draft } };
}

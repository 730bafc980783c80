import type { OrderId } from '#shared/base/ids.ts';
import type { Prng } from '#shared/base/prng.ts';
import { arrangeDrafts } from '#shared/features/picking/arrangeDrafts.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Task } from '#shared/model/task/task.ts';
import { sShapeOrder } from '#shared/planning/floorReplay/sShapeOrder.ts';
import { siteWalkOf } from '#shared/planning/pickRoute/planTaskRoute.ts';
import type { WorldClock } from '#platform/world/clock/createWorldClock.ts';
import type { TroubleCounter } from '#platform/world/createTroubleCounter.ts';
import type { Floor } from './createFloor.ts';
import { createScanHand } from './createScanHand.ts';
import type { Seat } from './openSeat.ts';
import { packOrder, shelveOrder } from './packOrder.ts';
import { type Picker, type PickerHabits, WorkStuck } from './pickerState.ts';
import { pickTask } from './pickTask.ts';
import { returnGoods } from './returnGoods.ts';
import { findWaitingTrip, serveCourier } from './serveCourier.ts';

const idleMs = 3_000;
const idleAtLeastRealMs = 120;
/** A picked or packed order that nobody has touched for so long is taken over. */
const strandedAfterMs = 4 * 60_000;
const heardEverywhereMs = 60_000;

export type PickerPorts = {
  /** Absent: as the product plans it. */
  readonly habits?: PickerHabits | undefined;
  readonly seat: Seat;
  readonly sendScan: (code: string) => void;
  readonly badgeCode: string;
  readonly clock: WorldClock;
  readonly prng: Prng;
  readonly floor: Floor;
  readonly trouble: TroubleCounter;
  readonly signal: AbortSignal;
};

/** A virtual picker on shift. */
export type RunningPicker = {
  readonly seat: Seat;
  scans(): number;
  /** Walked while picking, from claim to the last item and back to packing, millimetres. */
  walkedMm(): number;
  /** Ids of every command that was durable at this station. */
  committed(): readonly string[];
  /** Resolves when the picker has put down what was in hand after the signal. */
  done: Promise<void>;
};

/** Signs in and works until the signal: couriers first, then the most urgent task, from claim to handover shelf. */
export function startPicker(ports: PickerPorts): RunningPicker {
  const { store } = ports.seat;
  const operatorId = store.find.operatorByBadge(ports.badgeCode);
  const [site] = store.all('site');
  if (operatorId === undefined || site === undefined) throw new Error(`badge ${ports.badgeCode} cannot sign in here`);
  const handPorts = { ...ports, operatorId, site };
  const picker: Picker = {
    ...handPorts,
    habits: ports.habits ?? { choice: 'timeLeft', routing: 'planned' },
    hand: createScanHand(handPorts),
    at: site.packingPoint,
    walkedMm: 0,
  };
  return {
    seat: ports.seat,
    scans: picker.hand.scans,
    walkedMm: () => picker.walkedMm,
    committed: picker.hand.committed,
    done: work(picker),
  };
}

async function work(picker: Picker): Promise<void> {
  await picker.hand.commit([{ kind: 'signIn', payload: { method: 'badge' } }]);
  while (!picker.signal.aborted) {
    const sinceMs = picker.clock.nowMs();
    try {
      // Work that takes no time was none: an order nobody can do anything for, taken up again and again.
      if (!(await workOnce(picker)) || picker.clock.nowMs() === sinceMs) {
        await picker.clock.sleep(Math.max(idleMs, idleAtLeastRealMs * picker.clock.speed), picker.signal);
      }
    } catch (error) {
      picker.trouble.count(error instanceof WorkStuck ? 'workStuck' : 'pickerFault', error);
      await picker.clock.sleep(idleMs, picker.signal);
    }
  }
  await picker.hand.commit([{ kind: 'signOut', payload: {} }]);
}

/** One piece of work, if there is any. */
async function workOnce(picker: Picker): Promise<boolean> {
  const trip = findWaitingTrip(picker);
  if (trip !== undefined) {
    await serveCourier(picker, trip).finally(() => giveBackLater(picker, 'trip', trip.id));
    return true;
  }
  const task = await claimBestTask(picker);
  if (task !== undefined) {
    try {
      if (task.kind === 'returnToShelf') await returnGoods(picker, task.id);
      else for (const orderId of await pickTask(picker, task.id)) await finishOrder(picker, orderId);
    } finally {
      giveBackLater(picker, 'task', task.id);
    }
    return true;
  }
  const stranded = findStranded(picker);
  if (stranded === undefined) return false;
  await finishOrder(picker, stranded.id);
  return true;
}

/** Others hear of finished work by their own station, a moment later: until then nobody reaches for it again. */
function giveBackLater(picker: Picker, kind: 'trip' | 'task', name: string): void {
  void picker.clock.sleep(heardEverywhereMs, picker.signal).then(() => picker.floor.giveBack(kind, name));
}

/** From tote to handover shelf; nobody else of the virtual crew touches the order meanwhile. */
async function finishOrder(picker: Picker, orderId: OrderId): Promise<void> {
  if (!picker.floor.take('order', orderId)) return;
  try {
    if (picker.seat.store.view.get('order', orderId)?.stage === 'packed') await shelveOrder(picker, orderId);
    else await packOrder(picker, orderId);
  } finally {
    picker.floor.giveBack('order', orderId);
  }
}

/** The most urgent task that is free. Should the platform grant it to another station, pickTask notices and puts it down. */
async function claimBestTask(picker: Picker): Promise<Task | undefined> {
  const { store } = picker.seat;
  const nowMs = picker.clock.nowMs();
  for (const task of inTurn(picker, store.find.openTasks())) {
    const isFree =
      task.status === 'open' || (task.holder !== null && (task.holder.untilMs < nowMs || task.holder.operatorId === picker.operatorId));
    if (!isFree || !picker.floor.take('task', task.id)) continue;
    const walk = walkDrafts(picker, task);
    const isClaimed = await picker.hand.commit([{ kind: 'claimTask', payload: { taskId: task.id, isTakeover: false } }, ...walk]);
    if (isClaimed) return store.view.get('task', task.id);
    picker.floor.giveBack('task', task.id);
  }
  return undefined;
}

/** The most urgent first, as the product has it; or as a crew does that only knows what came first. */
function inTurn(picker: Picker, tasks: readonly Task[]): readonly Task[] {
  return picker.habits.choice === 'timeLeft' ? tasks : tasks.toSorted((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1));
}

/** The walk as the station plans it; or the S-shape. */
function walkDrafts(picker: Picker, task: Task): CommandDraft[] {
  const { view } = picker.seat.store;
  if (picker.habits.routing === 'planned') return arrangeDrafts(task, view, picker.site, picker.at);
  if (picker.site.walk === undefined || task.kind !== 'pick') return [];
  const stepNos = sShapeOrder(task, view, siteWalkOf(picker.site.walk));
  return stepNos.length === 0 ? [] : [{ kind: 'arrangeTask', payload: { taskId: task.id, stepNos } }];
}

/** Work others put down half-way: an order picked or packed and then left alone. */
function findStranded(picker: Picker): Order | undefined {
  const beforeMs = picker.clock.nowMs() - strandedAfterMs;
  return picker.seat.store.find.openOrders().find((order) => {
    const sinceMs = order.timeline.at(-1)?.atMs ?? Number.POSITIVE_INFINITY;
    return (order.stage === 'picked' || order.stage === 'packing' || order.stage === 'packed') && sinceMs < beforeMs;
  });
}

import { assert } from '#shared/base/assert.ts';
import type { FloorPoint } from '#shared/model/common.ts';
import type { PickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { Task } from '#shared/model/task/task.ts';
import { planWaves, usualPace } from '#shared/planning/batching/planWaves.ts';
import { type RouteView, planTaskRoute, siteWalkOf } from '#shared/planning/pickRoute/planTaskRoute.ts';
import type { WalkDistances } from '#shared/planning/pickRoute/walkGraph.ts';
import { joinTask } from '#shared/rules/task/joinTask.ts';
import { arrangedSteps } from '#shared/rules/task/arrangeTask.ts';
import { pullOrder } from '#shared/rules/task/pullOrder.ts';
import { taskIdsOf } from '#shared/rules/task/tasksOfOrder.ts';
import { asId } from '#shared/base/ids.ts';
import { type ReplayBooks, type ReplayOrder, createReplayBooks } from './replayBooks.ts';
import { sShapeOrder } from './sShapeOrder.ts';

/** A day to walk again. The site must have a walk graph. */
export type FloorDay = {
  readonly site: Site;
  readonly view: RouteView;
  readonly orders: readonly ReplayOrder[];
  readonly pickers: number;
  /** How long the same person packs and shelves one order after the walk; 0 where others pack. */
  readonly packMsPerOrder: number;
};

/** How the floor works in a replay. `routing` sShape is what people do without a planner. */
export type FloorWay = {
  readonly policy: PickingPolicy;
  readonly choice: 'timeLeft' | 'oldest';
  readonly routing: 'planned' | 'sequence' | 'sShape';
};

/** What a replay came to. Times in milliseconds. */
export type FloorResult = {
  readonly orders: number;
  readonly lines: number;
  readonly walks: number;
  readonly walkedMm: number;
  readonly metresPerLine: number;
  /** Packed before the budgets of handover and ride begin. */
  readonly onTimeOrders: number;
  readonly onTimeShare: number;
  readonly lastDoneAtMs: number;
};

/** Trolleys are planned this often. */
export const replayWaveEveryMs = 6000;

type Picker = { at: FloorPoint; freeAtMs: number; taskId: string | null };

/** A replay under way. `isChanged`: tasks came or went since trolleys were planned. */
type Replay = {
  readonly day: FloorDay;
  readonly way: FloorWay;
  readonly walk: WalkDistances;
  readonly books: ReplayBooks;
  readonly pickers: readonly Picker[];
  readonly doneAtMs: Map<string, number>;
  walks: number;
  walkedMm: number;
  waveAtMs: number;
  isChanged: boolean;
};

/** The whole replay at once. */
export function replayFloor(day: FloorDay, way: FloorWay, seed = 1): FloorResult {
  const steps = replayFloorInSteps(day, way, seed);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same bit by bit, so that a screen stays alive: yields the share of orders done. */
export function* replayFloorInSteps(day: FloorDay, way: FloorWay, seed = 1): Generator<number, FloorResult> {
  const replay = startReplay(day, way);
  const { pickers, doneAtMs, books } = replay;
  const coming = day.orders.toSorted((a, b) => a.releasedAtMs - b.releasedAtMs);
  let nowMs = coming[0]?.releasedAtMs ?? 0;
  for (let next = 0; doneAtMs.size < coming.length;) {
    for (; (coming[next]?.releasedAtMs ?? Infinity) <= nowMs; next += 1) {
      books.release(coming[next]!, nowMs);
      replay.isChanged = true;
    }
    if (replay.isChanged && nowMs >= replay.waveAtMs) {
      fillTrolleys(replay, nowMs, seed);
      replay.waveAtMs = nowMs + replayWaveEveryMs;
      replay.isChanged = false;
    }
    for (const picker of pickers) if (picker.freeAtMs <= nowMs) work(replay, picker, nowMs);
    yield doneAtMs.size / coming.length;
    const busy = pickers.filter((picker) => picker.taskId !== null || picker.freeAtMs > nowMs).map((picker) => picker.freeAtMs);
    const nextAtMs = Math.min(coming[next]?.releasedAtMs ?? Infinity, replay.isChanged ? replay.waveAtMs : Infinity, ...busy);
    assert(nextAtMs < Infinity || doneAtMs.size === coming.length, 'a replay goes on until every order is packed');
    nowMs = Math.max(nowMs, nextAtMs);
  }
  return toResult(replay);
}

function startReplay(day: FloorDay, way: FloorWay): Replay {
  const { site } = day;
  assert(site.walk !== undefined, 'a floor is replayed on its walk graph');
  return {
    day,
    way,
    walk: siteWalkOf(site.walk),
    books: createReplayBooks(site, way.policy, day.view),
    pickers: Array.from({ length: day.pickers }, () => ({ at: site.packingPoint, freeAtMs: 0, taskId: null })),
    doneAtMs: new Map(),
    walks: 0,
    walkedMm: 0,
    waveAtMs: 0,
    isChanged: false,
  };
}

/** One act of a free picker: takes a task, goes to the next bin and picks there, or brings the trolley to packing. */
function work(replay: Replay, picker: Picker, atMs: number): void {
  const { books, day, way } = replay;
  if (picker.taskId === null) {
    const best = bestTask(books, way);
    if (best === undefined) return;
    picker.taskId = best.id;
    replay.walks += 1;
    replay.isChanged = true;
    books.put(toClaimed(arrange(best, day, way, picker.at), atMs));
  }
  const task = books.tasks.get(picker.taskId)!;
  const step = task.steps.find(({ status }) => status === 'open');
  if (step === undefined) {
    const packedAtMs = atMs + walkTo(replay, picker, day.site.packingPoint);
    books.put({ ...task, status: 'done', holder: null });
    const whole = task.orderIds.filter((orderId) => isWhole(books, orderId));
    for (const [index, orderId] of whole.entries()) replay.doneAtMs.set(orderId, packedAtMs + (index + 1) * day.packMsPerOrder);
    picker.freeAtMs = packedAtMs + whole.length * day.packMsPerOrder;
    picker.taskId = null;
    replay.isChanged = true;
    return;
  }
  const bin = day.view.get('bin', step.binId);
  const walkMs = bin === undefined ? 0 : walkTo(replay, picker, bin.at);
  books.put({
    ...task,
    toteByOrder: { ...task.toteByOrder, [step.orderId]: step.orderId },
    steps: task.steps.map((other) => (other === step ? { ...step, pickedQuantity: step.quantity, status: 'picked' as const } : other)),
  });
  picker.freeAtMs = atMs + walkMs + usualPace.msPerLine;
}

/** Whether all parts of an order are at packing: only then it is packed. */
function isWhole(books: ReplayBooks, orderId: string): boolean {
  const order = books.orders.get(orderId);
  return order === undefined || taskIdsOf(order).every((id) => books.tasks.get(id)?.status === 'done');
}

/** Walks there; gives how long it takes, milliseconds. */
function walkTo(replay: Replay, picker: Picker, to: FloorPoint): number {
  const mm = replay.walk.betweenMm(replay.walk.nearestPlace(picker.at), replay.walk.nearestPlace(to));
  picker.at = to;
  replay.walkedMm += mm;
  return (mm / usualPace.walkMmPerSecond) * 1000;
}

function fillTrolleys({ books, day, way, pickers }: Replay, nowMs: number, seed: number): void {
  const standing = (task: Task) => pickers.find((picker) => picker.taskId === task.id)?.at ?? day.site.packingPoint;
  const tasks = [...books.tasks.values()].filter(({ status }) => status === 'open' || status === 'claimed');
  const snapshot = { nowMs, site: day.site, policy: way.policy, tasks, orders: books.orders, view: day.view };
  const { pulls, joins } = planWaves(snapshot, standing, seed);
  for (const { taskId, orderId } of pulls)
    books.decide(pullOrder, { taskId, orderId, newTaskId: asId<'task'>(`replay-${orderId}-${nowMs}`) }, nowMs);
  for (const { taskId, fromTaskIds } of joins) {
    const joined = books.decide(joinTask, { taskId, fromTaskIds: [...fromTaskIds] }, nowMs);
    const task = books.tasks.get(taskId);
    if (joined.ok && task?.status === 'claimed') books.put(arrange(task, day, way, standing(task)));
  }
}

function bestTask(books: ReplayBooks, { choice }: FloorWay): Task | undefined {
  const open = [...books.tasks.values()].filter(({ status }) => status === 'open');
  const rank = (task: Task) => (choice === 'oldest' ? task.createdAtMs : task.dueAtMs);
  return open.toSorted((a, b) => rank(a) - rank(b) || a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1))[0];
}

function arrange(task: Task, { site, view }: FloorDay, { routing }: FloorWay, from: FloorPoint): Task {
  if (routing === 'planned') return { ...task, steps: arrangedSteps(task, planTaskRoute(task, view, site, from)?.stepNos ?? []) };
  if (routing === 'sShape' && site.walk !== undefined)
    return { ...task, steps: arrangedSteps(task, sShapeOrder(task, view, siteWalkOf(site.walk))) };
  const sequenceOf = (binId: string) => view.get('bin', binId)?.walkSequence ?? 0;
  return { ...task, steps: task.steps.toSorted((a, b) => sequenceOf(a.binId) - sequenceOf(b.binId)) };
}

function toClaimed(task: Task, atMs: number): Task {
  const holder = {
    stationId: asId<'station'>('replay'),
    operatorId: asId<'operator'>('replay'),
    sinceMs: atMs,
    untilMs: Number.MAX_SAFE_INTEGER,
  };
  return { ...task, status: 'claimed', holder };
}

function toResult({ day, doneAtMs, walks, walkedMm }: Replay): FloorResult {
  const { handover, ride } = day.site.stageBudgetsMs;
  const lines = day.orders.reduce((sum, { steps }) => sum + steps.length, 0);
  const onTime = day.orders.filter(({ order }) => (doneAtMs.get(order.id) ?? Infinity) <= order.promiseAtMs - handover - ride).length;
  return {
    orders: day.orders.length,
    lines,
    walks,
    walkedMm: Math.round(walkedMm),
    metresPerLine: lines === 0 ? 0 : walkedMm / 1000 / lines,
    onTimeOrders: onTime,
    onTimeShare: day.orders.length === 0 ? 1 : onTime / day.orders.length,
    lastDoneAtMs: Math.round(Math.max(0, ...doneAtMs.values())),
  };
}

import { type TaskId, asId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { TemperatureClass } from '#shared/model/common.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { PickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { isLiveTask } from './putTask.ts';
import { tasksOf } from './tasksOfOrder.ts';

/** What tells zones and temperatures of steps. */
type PartView = Pick<RecordView, 'get'>;

/**
 * A new task of one order as the tasks it is picked in: itself, or one part for each zone its goods lie in. The first part keeps the
 * task's id, the others' ids follow from it and their zone, so that every replica makes the same ones. Steps keep their numbers.
 */
export function zonePartsOf(task: Task, policy: Pick<PickingPolicy, 'splitByZoneFromLines'>, view: PartView): Task[] {
  const fromLines = policy.splitByZoneFromLines ?? null;
  if (fromLines === null || new Set(task.steps.map((step) => step.lineNo)).size < fromLines) return [task];
  const byZone = new Map<string, PickStep[]>();
  for (const step of task.steps) {
    const zoneId = zoneOf(view, step);
    byZone.set(zoneId, [...(byZone.get(zoneId) ?? []), step]);
  }
  if (byZone.size < 2) return [task];
  return [...byZone].map(([zoneId, steps], index) => ({
    ...task,
    id: index === 0 ? task.id : asId<'task'>(`${task.id}|${zoneId}`),
    steps,
    temperatures: temperaturesOf(view, steps),
  }));
}

/** Which temperatures the goods of some steps have. */
export function temperaturesOf(view: PartView, steps: readonly PickStep[]): TemperatureClass[] {
  return [...new Set(steps.flatMap((step) => view.get('sku', step.skuId)?.temperature ?? []))].toSorted();
}

/** The zone a step's bin lies in, '' where the bin is not known. */
export function zoneOf(view: PartView, step: Pick<PickStep, 'binId'>): string {
  return view.get('bin', step.binId)?.zoneId ?? '';
}

/** The parts of an order that are not at packing yet: tasks under way whose tote for it was not brought. `except` is looked away from. */
export function missingPartsOf(view: PartView, order: Order, except: TaskId | null = null): Task[] {
  return tasksOf(view, order).filter((task) => task.id !== except && isLiveTask(task) && !isBrought(view, order, task));
}

function isBrought(view: PartView, order: Order, task: Task): boolean {
  const code = task.toteByOrder[order.id];
  if (code === undefined || task.steps.some((step) => step.orderId === order.id && step.status === 'open')) return false;
  return toteIdsOfCode(view, order, code).some((toteId) => view.get('tote', toteId)?.status === 'toPack');
}

/** The order's totes of a code: one, unless a stray one carries the same. */
export function toteIdsOfCode(view: PartView, order: Order, code: string): Order['toteIds'] {
  return order.toteIds.filter((toteId) => view.get('tote', toteId)?.code === code);
}

import type { StockRow } from '#shared/model/stock/stock.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';

/** Writes a task and makes the stock rows' `allocated` follow its open steps: the only place where allocation changes. */
export function putTask(change: ChangeSet, task: Task): void {
  const before = change.get('task', task.id);
  change.put('task', task);
  for (const [stockId, { step, quantity }] of changedPromises(before, task)) {
    if (quantity === 0) continue;
    const row = change.get('stock', stockId) ?? emptyRow(step);
    change.put('stock', { ...row, allocated: Math.max(0, row.allocated + quantity) });
  }
}

/** By how much the promises of a task change, by stock id. Steps that are the very same on both sides change nothing. */
function changedPromises(before: Task | undefined, after: Task): Map<string, { step: PickStep; quantity: number }> {
  const isBoth = before !== undefined && canPromise(before) && canPromise(after);
  const [same, other] = isBoth ? [new Set(before.steps), new Set(after.steps)] : [new Set<PickStep>(), new Set<PickStep>()];
  const changed = new Map<string, { step: PickStep; quantity: number }>();
  if (before !== undefined) addPromises(changed, before, other, -1);
  addPromises(changed, after, same, 1);
  return changed;
}

function addPromises(
  into: Map<string, { step: PickStep; quantity: number }>,
  task: Task,
  without: ReadonlySet<PickStep>,
  sign: 1 | -1,
): void {
  if (!canPromise(task)) return;
  for (const step of task.steps) {
    const quantity = without.has(step) ? 0 : openQuantityOf(step);
    if (quantity === 0) continue;
    const stockId = stockIdOf(step.skuId, step.binId, step.lotId, 'available');
    into.set(stockId, { step, quantity: sign * quantity + (into.get(stockId)?.quantity ?? 0) });
  }
}

function canPromise(task: Task): boolean {
  return task.kind === 'pick' && isLiveTask(task);
}

/** What a task still promises of each stock row, by stock id: the open remainder of its steps. */
export function promisedByRow(task: Task | undefined): Map<string, { readonly step: PickStep; readonly quantity: number }> {
  const promised = new Map<string, { step: PickStep; quantity: number }>();
  if (task !== undefined) addPromises(promised, task, new Set(), 1);
  return promised;
}

/** What a step still asks for: units or grams. */
export function openQuantityOf(step: PickStep): number {
  return step.status === 'open' ? Math.max(0, step.quantity - step.pickedQuantity) : 0;
}

/** Whether a task still can be worked on. */
export function isLiveTask(task: Pick<Task, 'status'>): boolean {
  return task.status === 'open' || task.status === 'claimed';
}

/** A task with one of its steps replaced. */
export function withStep(task: Task, step: PickStep): Task {
  return { ...task, steps: task.steps.map((other) => (other.stepNo === step.stepNo ? step : other)) };
}

function emptyRow(step: PickStep): StockRow {
  return {
    id: stockIdOf(step.skuId, step.binId, step.lotId, 'available'),
    skuId: step.skuId,
    binId: step.binId,
    lotId: step.lotId,
    status: 'available',
    quantity: 0,
    allocated: 0,
  };
}

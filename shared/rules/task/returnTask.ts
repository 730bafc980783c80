import { type BinId, type OrderId, type TaskId, asId } from '#shared/base/ids.ts';
import type { TemperatureClass } from '#shared/model/common.ts';
import type { StockPlace } from '#shared/model/stock/stock.ts';
import { type PickStep, maxTaskSteps } from '#shared/model/task/task.ts';
import type { ContentEntry } from '#shared/model/tote/tote.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { stockRowsOf } from '#shared/rules/order/allocateLine.ts';
import { putTask } from './putTask.ts';

/** Goods that have to go back: what, where they are now, and the bin they came from where that is known. */
export type GoodsToReturn = {
  readonly entry: ContentEntry;
  readonly goodsAt: StockPlace;
  readonly binId: BinId | null;
  /** They may not be sold again and are kept apart. */
  readonly isSetApart?: boolean;
};

/** The id of the return task a command makes: every replica makes the same one. */
export function returnTaskIdOf(commandId: string): TaskId {
  return asId<'task'>(`${commandId}-return`);
}

/** Makes the task that brings goods back to the shelf; nothing when there are none. */
export function createReturnTask(change: ChangeSet, orderId: OrderId, goods: readonly GoodsToReturn[]): void {
  const { atMs, commandId } = change.context;
  const steps = goods.flatMap((item) => toStep(change, item)).slice(0, maxTaskSteps);
  if (steps.length === 0) return;
  const temperatures = new Set<TemperatureClass>();
  for (const step of steps) {
    const sku = change.get('sku', step.skuId);
    if (sku !== undefined) temperatures.add(sku.temperature);
  }
  const taskId = returnTaskIdOf(commandId);
  putTask(change, {
    id: taskId,
    kind: 'returnToShelf',
    status: 'open',
    orderIds: [orderId],
    createdAtMs: atMs,
    dueAtMs: atMs + siteRulesOf(change.view).promiseMs,
    priority: 0,
    temperatures: [...temperatures].toSorted(),
    holder: null,
    toteByOrder: {},
    steps: steps.map((step, index) => ({ ...step, stepNo: index + 1 })),
  });
  change.tell('returnTaskMade', { orderId, taskId, steps: steps.length });
}

function toStep(change: ChangeSet, { entry, goodsAt, binId, isSetApart }: GoodsToReturn): PickStep[] {
  const target = binId ?? stockRowsOf(change, entry.skuId)[0]?.binId;
  if (target === undefined) {
    change.disagree({
      kind: 'unknownSubject',
      key: 'discrepancy.noBinToReturnTo',
      params: { quantity: entry.quantity },
      orderId: entry.orderId,
      skuId: entry.skuId,
    });
    return [];
  }
  const apart = isSetApart === true ? { isSetApart } : {};
  return [{ ...entry, stepNo: 1, binId: target, pickedQuantity: 0, status: 'open', shortReason: null, goodsAt, ...apart }];
}

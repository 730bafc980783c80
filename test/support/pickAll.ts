import type { OrderId } from '#shared/base/ids.ts';
import { settlePicking, startPicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { TestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';

/** Picks everything of the order into tote T001. */
export async function pickAll(test: TestStore, orderId: OrderId, toteCode = 'T001'): Promise<void> {
  const taskId = test.order(orderId).taskId;
  const task = taskId === null ? undefined : test.store.view.get('task', taskId);
  if (task === undefined) throw new Error('no task');
  await test.commit({ kind: 'claimTask', payload: { taskId: task.id, isTakeover: false } });
  const work = driveWorkflow(test, startPicking(task), stepPicking, settlePicking);
  await work.scan(toSiteCode('tote', toteCode));
  for (const step of task.steps) {
    await work.scan(toSiteCode('bin', test.store.view.get('bin', step.binId)?.code ?? ''));
    const sku = test.store.view.get('sku', step.skuId);
    if (sku?.unit === 'gram') await work.weigh(step.quantity);
    else for (let unit = 0; unit < step.quantity; unit++) await work.scan(sku?.barcodes[0]?.gtin ?? '');
  }
}

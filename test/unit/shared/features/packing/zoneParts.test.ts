import { expect, test } from 'vitest';
import { startPacking } from '#shared/features/packing/packingState.ts';
import { settlePacking, stepPacking } from '#shared/features/packing/stepPacking.ts';
import { settlePicking, startPicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import type { TaskId } from '#shared/base/ids.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { type TestStore, createTestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { createTestSite } from '#test/support/testSite.ts';

/** Picks a part by scanner and gives what the picker is told with the last scan. */
async function pickPart(at: TestStore, taskId: TaskId, toteCode: string) {
  const task = at.store.view.get('task', taskId)!;
  await at.commit({ kind: 'claimTask', payload: { taskId, isTakeover: false } });
  const work = driveWorkflow(at, startPicking(task), stepPicking, settlePicking);
  let told = await work.scan(toSiteCode('tote', toteCode));
  for (const step of task.steps) {
    await work.scan(toSiteCode('bin', at.store.view.get('bin', step.binId)?.code ?? ''));
    told = await work.scan(at.store.view.get('sku', step.skuId)?.barcodes[0]?.gtin ?? '');
  }
  return told;
}

test('[PW27] [KW18] who finishes a part hears which zones are still being picked, and the packer sets its tote aside', async () => {
  const { site } = createTestSite();
  const row = { ...site, pickingPolicy: { ...defaultPickingPolicy, splitByZoneFromLines: 2 } };
  const at = await createTestStore([{ kind: 'site', id: site.id, row }]);
  const orderId = await at.place({ water: 1, milk: 1 });
  const { taskId, partTaskIds } = at.order(orderId);
  const first = await pickPart(at, taskId!, 'T001');
  const packing = driveWorkflow(at, startPacking(), stepPacking, settlePacking);
  const early = await packing.scan(toSiteCode('tote', 'T001'));
  const last = await pickPart(at, partTaskIds![0]!, 'T002');
  const opened = await packing.scan(toSiteCode('tote', 'T001'));
  expect([first.key, early.sound, early.key, early.commands]).toEqual(['pick.partFinished', 'warning', 'pack.partsMissing', []]);
  expect([last.key, opened.commands]).toEqual(['pick.finished', ['startPacking', 'openParcel']]);
});

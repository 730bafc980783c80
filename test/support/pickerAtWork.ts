import { asId } from '#shared/base/ids.ts';
import { settlePicking, startPicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore, type TestStore } from './createTestStore.ts';
import { driveWorkflow } from './driveWorkflow.ts';
import { testBinCode, type TestSkuName } from './testSite.ts';

type OrderFields = Parameters<TestStore['place']>[1];

/** The code on the bin of a SKU. */
export const bin = (name: TestSkuName) => toSiteCode('bin', testBinCode(name));
/** A tote's code. */
export const tote = (code: string) => toSiteCode('tote', code);

/** A picker with the order's task claimed, nothing scanned yet. */
export async function picker(lines: Partial<Record<TestSkuName, number>>, moreWrites: readonly RecordWrite[] = [], more: OrderFields = {}) {
  const test = await createTestStore(moreWrites);
  const orderId = await test.place(lines, more);
  return { test, orderId, work: await claim(test, 'task-1') };
}

/** Claims a task and opens it. */
export async function claim(test: TestStore, taskId: string) {
  await test.commit({ kind: 'claimTask', payload: { taskId: asId<'task'>(taskId), isTakeover: false } });
  return open(test, taskId);
}

/** Opens a task as a page does that was just loaded. */
export function open(test: TestStore, taskId: string) {
  const task = test.store.view.get('task', taskId);
  if (task === undefined) throw new Error('no task');
  return driveWorkflow(test, startPicking(task), stepPicking, settlePicking);
}

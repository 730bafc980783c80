import { asId, type SiteId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { TestPlatform, TestStation } from '#test/support/testPlatform.ts';
import { createTestSite } from '#test/support/testSite.ts';

const skuCount = 500;
const unitsPerBin = 20_000;
const linesPerOrder = 5;
const unitsPerLine = 2;
const ordersPerPush = 100;
/** Commands of one order's picking: claim, tote, one scan per unit, finish. */
export const commandsPerOrder = 3 + linesPerOrder * unitsPerLine;

/** A site with 500 SKUs in 500 bins and `orderCount` released orders of five lines; gives the orders' tasks. */
export async function openBenchSite(at: TestPlatform, orderCount: number): Promise<{ siteId: SiteId; tasks: readonly Task[] }> {
  const siteId = await at.openSite();
  await importGoods(at, siteId);
  const channel = await at.enrol(siteId);
  for (let start = 0; start < orderCount; start += ordersPerPush) {
    const drafts: CommandDraft[] = [];
    for (let index = start; index < Math.min(orderCount, start + ordersPerPush); index += 1) drafts.push(...orderDrafts(at, index));
    await pushAll(channel, drafts);
  }
  return { siteId, tasks: await readTasks(at, siteId) };
}

async function importGoods(at: TestPlatform, siteId: SiteId): Promise<void> {
  const model = createTestSite().skus[0];
  const numbers = Array.from({ length: skuCount }, (_, index) => index);
  const goods = {
    bins: numbers.map((index) => ({
      ...createTestSite().bins[0],
      id: `bench-bin-${index}`,
      code: `Z${String(index).padStart(3, '0')}-1-01`,
      walkSequence: 100 + index,
    })),
    skus: numbers.map((index) => ({ ...model, id: skuIdOf(index), code: `BENCH${index}`, barcodes: [], plu: String(30_000 + index) })),
    stock: numbers.map((index) => ({
      skuCode: `BENCH${index}`,
      binCode: `Z${String(index).padStart(3, '0')}-1-01`,
      quantity: unitsPerBin,
      lotCode: null,
      expiresOn: null,
    })),
  };
  for (const [kind, rows] of Object.entries(goods)) {
    const { body } = await at.call<{ failed: number; errors: unknown[] }>('POST', `/v1/sites/${siteId}/import/${kind}`, { body: rows });
    if (body.failed !== 0) throw new Error(`${kind} were not taken: ${JSON.stringify(body).slice(0, 500)}`);
  }
}

function skuIdOf(index: number): string {
  return `bench-sku-${index % skuCount}`;
}

function orderDrafts(at: TestPlatform, index: number): CommandDraft[] {
  const orderId = asId<'order'>(`bench-order-${index}`);
  const nowMs = at.clock.nowMs();
  const lines = Array.from({ length: linesPerOrder }, (_, line) => ({
    lineNo: line + 1,
    // A step of 37 through 500 SKUs: orders near each other share goods now and then, as they do in a shop.
    skuId: asId<'sku'>(skuIdOf(index * 7 + line * 37)),
    orderedQuantity: unitsPerLine,
    priceFen: 690,
  }));
  const draft = {
    channel: 'app',
    channelOrderId: `bench-${index}`,
    memberTier: 'standard',
    placedAtMs: nowMs,
    promiseAtMs: nowMs + 30 * 60_000,
    payment: 'paid',
    customs: 'notNeeded',
    groupLot: null,
    substitution: 'never',
    note: '',
    recipient: { nameMasked: '王**', phoneMasked: '138****5678', area: '人民路' },
    destination: { lat: 31.23, lng: 121.47, distanceMetres: 900 },
    lines,
  } as const;
  return [
    { kind: 'placeOrder', payload: { orderId, daySequence: index + 1, draft } },
    { kind: 'acceptOrder', payload: { orderId } },
    { kind: 'releaseOrder', payload: { orderId, taskId: asId<'task'>(`bench-task-${index}`) } },
  ];
}

async function readTasks(at: TestPlatform, siteId: SiteId): Promise<Task[]> {
  const tasks: Task[] = [];
  let after = 0;
  for (;;) {
    const { body } = await at.call<{ rows: Array<{ kind: string; row: unknown }>; cursor: number; hasMore: boolean }>(
      'GET',
      `/v1/sites/${siteId}/changes?after=${after}`,
    );
    for (const row of body.rows) if (row.kind === 'task' && row.row !== null) tasks.push(row.row as Task);
    after = body.cursor;
    if (!body.hasMore) return tasks;
  }
}

/** What a picker's station commits for one task: claim, tote, every unit by scan, finish. */
export function pickingDrafts(task: Task): CommandDraft[] {
  const taskId = task.id;
  const orderId = task.orderIds[0] ?? asId<'order'>('?');
  const toteId = asId<'tote'>(`tote-${taskId}`);
  const toteCode = `T${taskId.slice('bench-task-'.length)}`;
  return [
    { kind: 'claimTask', payload: { taskId, isTakeover: false } },
    { kind: 'bindTote', payload: { taskId, orderId, toteId, toteCode } },
    ...task.steps.flatMap(({ stepNo, lineNo, binId, lotId, quantity }) =>
      Array.from({ length: quantity }, (): CommandDraft => ({
        kind: 'pickLine',
        payload: { taskId, orderId, lineNo, stepNo, binId, lotId, toteCode, toteId, quantity: 1, source: 'scan' },
      })),
    ),
    { kind: 'finishPicking', payload: { taskId } },
  ];
}

async function pushAll(station: TestStation, drafts: readonly CommandDraft[]): Promise<void> {
  const { body } = await station.push(station.number(drafts));
  const bad = body.status === 'taken' ? body.results.filter((result) => result.outcome !== 'applied') : [body];
  if (bad.length > 0) throw new Error(`commands were not applied: ${JSON.stringify(bad.slice(0, 3))}`);
}

import { asId } from '#shared/base/ids.ts';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import type { Order } from '#shared/model/order/order.ts';
import { type PickingPolicy, defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { Bin } from '#shared/model/site/site.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { WaveSnapshot } from '#shared/planning/batching/waveUnits.ts';
import { pickDueAtMs } from '#shared/rules/order/pickDueAtMs.ts';
import { loadDemoSite } from '#platform/world/site/loadDemoSite.ts';
import { testStartMs } from './fixedClock.ts';
import { ruleDraft } from './rulesSite.ts';

export const waveDemo = loadDemoSite(testStartMs);
const binByCode = new Map(waveDemo.bins.map((bin) => [bin.code, bin]));
const skuByCode = new Map(waveDemo.skus.map((sku) => [sku.code, sku]));
const places = waveDemo.stock.map((row) => ({ bin: binByCode.get(row.binCode)!, sku: skuByCode.get(row.skuCode)! }));

/** An order of the demo site and its pick task, released. */
export type DrawnTask = { readonly order: Order; readonly task: Task };
type Draw = { readonly lines?: number; readonly leftMs?: number; readonly fields?: Partial<Order>; readonly isAmbient?: boolean };

/** Draws an order whose goods are due in `leftMs` (by default in eight minutes). The same name gives the same one. */
export function drawTask(
  name: string,
  seed: number,
  { lines = 4, leftMs = 8 * 60_000, fields = {}, isAmbient = true }: Draw = {},
): DrawnTask {
  const prng = createPrng(seed);
  const wanted = places.filter(({ sku }) => !isAmbient || (sku.temperature === 'ambient' && !sku.isFragile && sku.weightGrams < 1500));
  const taken = Array.from({ length: lines }, () => wanted[nextInt(prng, 0, wanted.length - 1)]!);
  const promiseAtMs = testStartMs + leftMs + budgetsAfterPick();
  const { lines: _lines, ...draft } = ruleDraft(name, {}, { promiseAtMs });
  const order: Order = {
    ...draft,
    id: asId(name),
    daySequence: seed,
    stage: 'released',
    lines: taken.map(({ sku }, index) => toLine(sku, index + 1)),
    temperatures: ['ambient'],
    taskId: asId(`${name}-task`),
    toteIds: [],
    parcelIds: [],
    tripId: null,
    cancelReason: null,
    timeline: [{ stage: 'released', atMs: testStartMs }],
    ...fields,
  };
  const task: Task = {
    id: asId(`${name}-task`),
    kind: 'pick',
    status: 'open',
    orderIds: [order.id],
    createdAtMs: testStartMs,
    dueAtMs: pickDueAtMs(order, waveDemo.site),
    priority: 0,
    temperatures: ['ambient'],
    holder: null,
    toteByOrder: {},
    steps: taken.map(({ sku, bin }, index) => toStep(order, sku, bin, index + 1)),
  };
  return { order, task };
}

/** A snapshot of these tasks at the start of the tests, under the default policy with changes. */
export function waveSnapshotOf(drawn: readonly DrawnTask[], policy: Partial<PickingPolicy> = {}, nowMs = testStartMs): WaveSnapshot {
  const bins = new Map(waveDemo.bins.map((bin) => [bin.id as string, bin]));
  const skus = new Map(waveDemo.skus.map((sku) => [sku.id as string, sku]));
  return {
    nowMs,
    site: waveDemo.site,
    policy: { ...defaultPickingPolicy, ...policy },
    tasks: drawn.map(({ task }) => task),
    orders: new Map(drawn.map(({ order }) => [order.id as string, order])),
    view: { get: (kind: 'bin' | 'sku', id: string) => (kind === 'bin' ? bins.get(id) : skus.get(id)) as never },
  };
}

function budgetsAfterPick(): number {
  const { pack, handover, ride } = waveDemo.site.stageBudgetsMs;
  return pack + handover + ride;
}

function toLine(sku: Sku, lineNo: number): Order['lines'][number] {
  return {
    lineNo,
    skuId: sku.id,
    orderedQuantity: 1,
    pickedQuantity: 0,
    packedQuantity: 0,
    shortQuantity: 0,
    shortReason: null,
    priceFen: 1,
  };
}

function toStep(order: Order, sku: Sku, bin: Bin, lineNo: number): Task['steps'][number] {
  return {
    stepNo: lineNo,
    orderId: order.id,
    lineNo,
    skuId: sku.id,
    binId: bin.id,
    lotId: null,
    quantity: 1,
    pickedQuantity: 0,
    status: 'open',
    shortReason: null,
  };
}

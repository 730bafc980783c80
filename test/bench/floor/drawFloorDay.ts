import { asId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { PickStep } from '#shared/model/task/task.ts';
import type { ReplayOrder } from '#shared/planning/floorReplay/replayBooks.ts';
import type { FloorDay } from '#shared/planning/floorReplay/replayFloor.ts';
import { channelPolicies, earliestReleaseAtMs } from '#shared/rules/channel/channelPolicy.ts';
import { planOrders } from '#platform/world/shoppers/planOrders.ts';
import type { LoadedDemoSite } from '#platform/world/site/loadDemoSite.ts';

/** Packing, shelving and handing over one order by the person who picked it. */
const packMsPerOrder = 45_000;
const startHour = 11;

/** So many orders of the demo's shoppers from `startMs` on, with a pick for each line at its SKU's pick face. The same seed gives the same day. */
export function drawFloorDay(
  demo: LoadedDemoSite,
  options: {
    readonly seed: number;
    readonly orders: number;
    readonly ordersPerHour: number;
    readonly pickers: number;
    readonly startMs: number;
  },
): FloorDay {
  const bins = new Map(demo.bins.map((bin) => [bin.id as string, bin]));
  const binByCode = new Map(demo.bins.map((bin) => [bin.code, bin]));
  const skus = new Map(demo.skus.map((sku) => [sku.id as string, sku]));
  const faceOf = new Map<string, PickStep['binId']>();
  for (const row of demo.stock) {
    const bin = binByCode.get(row.binCode);
    if (bin?.use === 'pickFace') faceOf.set(row.skuCode, bin.id);
  }
  const plan = planOrders({
    seed: options.seed,
    peakOrdersPerHour: options.ordersPerHour,
    startHour,
    site: demo.site,
    skus: demo.skus,
    popularity: demo.popularity,
  });
  const orders: ReplayOrder[] = [];
  for (const { afterStartMs, intake, promiseAfterMs } of plan) {
    const placedAtMs = options.startMs + afterStartMs;
    const order = {
      ...intake,
      id: asId<'order'>(`${options.seed}-${orders.length + 1}`),
      daySequence: orders.length + 1,
      placedAtMs,
      promiseAtMs: placedAtMs + (promiseAfterMs ?? channelPolicies[intake.channel].promiseMs),
      stage: 'released',
      temperatures: [...new Set(intake.lines.flatMap((line) => skus.get(line.skuId)?.temperature ?? []))].toSorted(),
    } as unknown as Order;
    const steps = intake.lines.flatMap((line, index): PickStep[] => {
      const binId = faceOf.get(skus.get(line.skuId)?.code ?? '');
      if (binId === undefined) return [];
      const step = { stepNo: index + 1, orderId: order.id, lineNo: line.lineNo, skuId: asId<'sku'>(line.skuId), binId, lotId: null };
      return [{ ...step, quantity: line.orderedQuantity, pickedQuantity: 0, status: 'open', shortReason: null }];
    });
    const releasedAtMs = Math.max(placedAtMs, earliestReleaseAtMs(order, demo.site.promiseMs));
    if (steps.length > 0) orders.push({ order, releasedAtMs, steps });
    if (orders.length === options.orders) break;
  }
  const view = { get: (kind: 'bin' | 'sku', id: string) => (kind === 'bin' ? bins.get(id) : skus.get(id)) as never };
  return { site: demo.site, view, orders, pickers: options.pickers, packMsPerOrder };
}

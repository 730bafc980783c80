import { asId, type OrderId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { FloorPoint } from '#shared/model/common.ts';
import type { Order, OrderStage } from '#shared/model/order/order.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import type { Site } from '#shared/model/site/site.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import type { Task } from '#shared/model/task/task.ts';
import { planTaskRoute } from '#shared/planning/pickRoute/planTaskRoute.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { toOrderDraft } from '#platform/features/orders/toOrderDraft.ts';
import { planOrders, type PlannedOrder } from '#platform/world/shoppers/planOrders.ts';
import { loadDemoSite } from '#platform/world/site/loadDemoSite.ts';
import { createRulesWorld, type RulesWorld } from '#test/support/rulesWorld.ts';
import type { DayClock } from './dayClock.ts';

/** Bags hold about so many lines. */
const linesPerBag = 6;
/** Shelves are so much fuller than the demo's: the day is not about goods that run out. */
const stockTimes = 50;
const startHour = 11;

/** An order of the day, before it is placed. */
export type ComingOrder = { readonly orderId: OrderId; readonly placedAtMs: number; readonly place: () => void };

/** The day's records under the product's rules, and what people do with an order, each act as the commands a station sends. */
export type DayBooks = {
  readonly world: RulesWorld;
  readonly site: Site;
  readonly coming: readonly ComingOrder[];
  /** Tasks nobody has, the most urgent first. */
  openTasks(): readonly Task[];
  order(orderId: OrderId): Order;
  inStage(...stages: readonly OrderStage[]): readonly Order[];
  /** Takes a task: where its goods are, in walking order. */
  claim(task: Task, from: FloorPoint): readonly FloorPoint[];
  /** Everything is in the tote and the picker has set it down; gives the tote's code. */
  finishPick(taskId: Task['id']): string;
  startPacking(orderId: OrderId): void;
  /** Everything from the tote is in closed and labelled bags. */
  finishPacking(orderId: OrderId): readonly Parcel[];
  bagsOf(orderId: OrderId): readonly Parcel[];
  /** Sends commands that have to be granted. */
  send(drafts: readonly CommandDraft[]): void;
};

/** Code of the one tote of an order. */
export function toteOf(orderId: OrderId): string {
  return `T-${orderId}`;
}

/** The demo site with full shelves, and orders of its shoppers for the channels that promise half an hour. */
export function openDayBooks(
  clock: DayClock,
  options: { readonly seed: number; readonly orders: number; readonly minutes: number },
): DayBooks {
  const demo = loadDemoSite(clock.nowMs());
  const site: Site = { ...demo.site, pickingPolicy: { ...defaultPickingPolicy, picking: 'single' } };
  const world = createRulesWorld((empty) => stockTheDay(empty, demo, site, clock.nowMs()));
  const send = (drafts: readonly CommandDraft[]) => {
    world.nowMs = clock.nowMs();
    for (const draft of drafts) world.must(draft, { operatorId: null });
  };
  const order = (orderId: OrderId) => world.get('order', orderId);
  const bagsOf = (orderId: OrderId) => order(orderId).parcelIds.map((id) => world.get('parcel', id));
  return {
    world,
    site,
    coming: drawOrders(demo, site, clock.nowMs(), options, send),
    openTasks: () =>
      world
        .all('task')
        .filter(({ kind, status }) => kind === 'pick' && status === 'open')
        .toSorted((one, other) => one.dueAtMs - other.dueAtMs),
    order,
    inStage: (...stages) => world.all('order').filter(({ stage }) => stages.includes(stage)),
    claim(task, from) {
      const route = planTaskRoute(task, world.view, site, from);
      world.nowMs = clock.nowMs();
      world.must({ kind: 'claimTask', payload: { taskId: task.id, isTakeover: false } });
      if (route !== null) world.must({ kind: 'arrangeTask', payload: { taskId: task.id, stepNos: [...route.stepNos] } });
      const orderId = task.orderIds[0]!;
      const toteCode = toteOf(orderId);
      world.must({ kind: 'bindTote', payload: { taskId: task.id, orderId, toteId: asId<'tote'>(toteCode), toteCode } });
      return world.get('task', task.id).steps.map(({ binId }) => world.get('bin', binId).at);
    },
    finishPick(taskId) {
      const { steps, orderIds } = world.get('task', taskId);
      const toteCode = toteOf(orderIds[0]!);
      send(
        steps.map(({ orderId, lineNo, stepNo, binId, lotId, quantity }) => ({
          kind: 'pickLine',
          payload: { taskId, orderId, lineNo, stepNo, binId, lotId, toteCode, quantity, source: 'scan' },
        })),
      );
      send([{ kind: 'finishPicking', payload: { taskId } }]);
      return toteCode;
    },
    startPacking: (orderId) => send([{ kind: 'startPacking', payload: { orderId } }]),
    finishPacking(orderId) {
      send(packDrafts(world, order(orderId)));
      return bagsOf(orderId);
    },
    bagsOf,
    send,
  };
}

function packDrafts(world: RulesWorld, { id: orderId, daySequence, lines }: Order): CommandDraft[] {
  const toteId = asId<'tote'>(toteOf(orderId));
  const bags = Array.from({ length: Math.ceil(lines.length / linesPerBag) }, (_, index) => ({
    parcelId: asId<'parcel'>(`${orderId}-bag${index + 1}`),
    parcelCode: `${daySequence}-${index + 1}-DAY`,
  }));
  const contents = world.get('tote', toteId).contents;
  return [
    ...bags.map((bag): CommandDraft => ({ kind: 'openParcel', payload: { orderId, ...bag, bagType: 'medium' } })),
    ...contents.map(({ lineNo, quantity }, index): CommandDraft => ({
      kind: 'packItem',
      payload: { orderId, lineNo, parcelId: bags[index % bags.length]!.parcelId, toteId, quantity },
    })),
    { kind: 'closeParcels', payload: { orderId, weightGrams: null } },
    ...bags.map(({ parcelId }): CommandDraft => ({
      kind: 'recordLabel',
      payload: { orderId, parcelId, jobId: `${parcelId}-label`, isReprint: false },
    })),
  ];
}

/** Orders as the demo's shoppers place them over the noon rush, drawn together or apart so that the last comes after so many minutes. */
function drawOrders(
  demo: ReturnType<typeof loadDemoSite>,
  site: Site,
  startMs: number,
  options: { readonly seed: number; readonly orders: number; readonly minutes: number },
  send: DayBooks['send'],
): ComingOrder[] {
  const { seed, orders, minutes } = options;
  const { skus, popularity } = demo;
  const skuOf = new Map<string, Sku>(skus.map((sku) => [sku.id, sku]));
  const drawn: PlannedOrder[] = [];
  for (const planned of planOrders({ seed, peakOrdersPerHour: (orders * 60) / minutes, startHour, site, skus, popularity })) {
    const { channel, customs } = planned.intake;
    const policy = channelPolicies[channel];
    if (policy.releaseLeadMs === null && policy.isAutoAccepted && policy.needsCourier && customs === 'notNeeded') drawn.push(planned);
    if (drawn.length === orders) break;
  }
  const pace = (minutes * 60_000) / drawn.at(-1)!.afterStartMs;
  return drawn.map(({ afterStartMs, intake }, index) => {
    const orderId = asId<'order'>(`o${index + 1}`);
    const placedAtMs = startMs + Math.round(afterStartMs * pace);
    const draft = toOrderDraft({ ...intake, payment: 'paid', placedAtMs }, placedAtMs, (skuId) => skuOf.get(skuId));
    const place = () =>
      send([
        { kind: 'placeOrder', payload: { orderId, daySequence: index + 1, draft } },
        { kind: 'acceptOrder', payload: { orderId } },
        { kind: 'releaseOrder', payload: { orderId, taskId: asId<'task'>(`${orderId}-pick`) } },
      ]);
    return { orderId, placedAtMs, place };
  });
}

function stockTheDay(world: RulesWorld, demo: ReturnType<typeof loadDemoSite>, site: Site, nowMs: number): void {
  world.put('site', site);
  for (const zone of demo.zones) world.put('zone', zone);
  for (const bin of demo.bins) world.put('bin', bin);
  for (const sku of demo.skus) world.put('sku', sku);
  for (const { id, code, name, capacityOrders } of demo.couriers)
    world.put('courier', { id, code, name, capacityOrders, status: 'atSite', position: null, tripId: null, deliveredToday: 0 });
  const skuIds = new Map(demo.skus.map(({ code, id }) => [code, id]));
  const binIds = new Map(demo.bins.map(({ code, id }) => [code, id]));
  for (const { skuCode, binCode, lotCode, expiresOn, quantity } of demo.stock) {
    const skuId = skuIds.get(skuCode)!;
    const binId = binIds.get(binCode)!;
    const lotId = lotCode === null ? null : asId<'lot'>(`${skuId}-${lotCode}`);
    if (lotId !== null) world.put('lot', { id: lotId, skuId, code: lotCode!, expiresOn, receivedAtMs: nowMs, status: 'released' });
    const id = stockIdOf(skuId, binId, lotId, 'available');
    world.put('stock', { id, skuId, binId, lotId, status: 'available', quantity: quantity * stockTimes, allocated: 0 });
  }
}

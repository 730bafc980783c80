import { asId } from '#shared/base/ids.ts';
import type { CommandDraft, OrderDraft } from '#shared/model/command/command.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { StockStatus } from '#shared/model/stock/stock.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { testStartMs } from './fixedClock.ts';
import { type RulesWorld, createRulesWorld } from './rulesWorld.ts';
import { createTestSite } from './testSite.ts';

const minuteMs = 60_000;

/** A SKU of the rules' tests; lots and weights as given. */
export function ruleSku(id: string, fields: Partial<Sku> = {}): Sku {
  return {
    id: asId<'sku'>(id),
    code: id,
    name: { zh: id, en: id },
    category: 'test',
    barcodes: [],
    plu: null,
    unit: 'each',
    priceFen: 500,
    temperature: 'ambient',
    shelfLifeDays: null,
    minRemainingLifeDays: 0,
    isLotTracked: false,
    sizeMm: { length: 100, width: 80, height: 60 },
    weightGrams: 500,
    weightToleranceGrams: 25,
    isFragile: false,
    ageLimitYears: null,
    picture: 'none',
    ...fields,
  };
}

/** Puts a pick face (or another bin) on the floor. */
export function addBin(
  world: RulesWorld,
  id: string,
  walkSequence: number,
  fields: { use?: 'pickFace' | 'reserve' | 'returns'; isBlocked?: boolean } = {},
): void {
  world.put('bin', {
    id: asId<'bin'>(id),
    code: id,
    zoneId: asId<'zone'>('zone-A'),
    use: fields.use ?? 'pickFace',
    at: { xMm: walkSequence * 1000, yMm: 1000 },
    walkSequence,
    isBlocked: fields.isBlocked ?? false,
  });
}

/** Puts stock into a bin. */
export function addStock(
  world: RulesWorld,
  skuId: string,
  binId: string,
  quantity: number,
  lotId: string | null = null,
  status: StockStatus = 'available',
): void {
  const ids = { skuId: asId<'sku'>(skuId), binId: asId<'bin'>(binId), lotId: lotId === null ? null : asId<'lot'>(lotId) };
  world.put('stock', { id: stockIdOf(ids.skuId, ids.binId, ids.lotId, status), ...ids, status, quantity, allocated: 0 });
}

/** Puts a lot into the books. */
export function addLot(
  world: RulesWorld,
  id: string,
  skuId: string,
  expiresOn: string | null,
  status: 'released' | 'held' | 'recalled' = 'released',
): void {
  world.put('lot', { id: asId<'lot'>(id), skuId: asId<'sku'>(skuId), code: id, expiresOn, receivedAtMs: testStartMs - 86_400_000, status });
}

/**
 * The site of the rules' tests on 2026-03-02 10:00 in Shanghai: bread (b1), water (b2), apples by weight (b3), milk in two lots
 * (b4: `milk-old` until 2026-03-05, b5: `milk-new` until 2026-03-20), dumplings frozen (b6), two couriers with room for three orders.
 */
export function createRulesSite(seed: (world: RulesWorld) => void = () => {}): RulesWorld {
  return createRulesWorld((world) => {
    world.put('site', createTestSite().site);
    for (const [index, id] of ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'].entries()) addBin(world, id, index + 1);
    world.put('sku', ruleSku('bread'));
    world.put('sku', ruleSku('water', { weightGrams: 9000 }));
    world.put('sku', ruleSku('apples', { unit: 'gram', weightGrams: 0 }));
    world.put('sku', ruleSku('milk', { temperature: 'chilled', isLotTracked: true, minRemainingLifeDays: 2 }));
    world.put('sku', ruleSku('dumplings', { temperature: 'frozen' }));
    addLot(world, 'milk-old', 'milk', '2026-03-05');
    addLot(world, 'milk-new', 'milk', '2026-03-20');
    addStock(world, 'bread', 'b1', 20);
    addStock(world, 'water', 'b2', 20);
    addStock(world, 'apples', 'b3', 20_000);
    addStock(world, 'milk', 'b4', 3, 'milk-old');
    addStock(world, 'milk', 'b5', 10, 'milk-new');
    addStock(world, 'dumplings', 'b6', 10);
    for (const number of [1, 2]) {
      world.put('courier', {
        id: asId<'courier'>(`k${number}`),
        code: `k${number}`,
        name: `k${number}`,
        status: 'atSite',
        capacityOrders: 3,
        position: null,
        tripId: null,
        deliveredToday: 0,
      });
    }
    seed(world);
  });
}

/** An order's draft: quantities by SKU, in the order given. */
export function ruleDraft(channelOrderId: string, wants: Readonly<Record<string, number>>, fields: Partial<OrderDraft> = {}): OrderDraft {
  return {
    channel: 'app',
    channelOrderId,
    memberTier: 'standard',
    placedAtMs: testStartMs,
    promiseAtMs: testStartMs + 30 * minuteMs,
    payment: 'paid',
    customs: 'notNeeded',
    groupLot: null,
    substitution: 'never',
    note: '',
    recipient: { nameMasked: '王*', phoneMasked: '138****0000', area: '静安' },
    destination: { lat: 31.23, lng: 121.47, distanceMetres: 1200 },
    lines: Object.entries(wants).map(([skuId, orderedQuantity], index) => ({
      lineNo: index + 1,
      skuId: asId<'sku'>(skuId),
      orderedQuantity,
      priceFen: 500,
    })),
    ...fields,
  };
}

/** The stages a test can bring an order to, in order. */
export const lifeStages = [
  'placed',
  'accepted',
  'released',
  'picking',
  'picked',
  'packing',
  'packed',
  'shelved',
  'handedOver',
  'delivered',
] as const;
export type LifeStage = (typeof lifeStages)[number];

/** Ids of everything one order needs, by its name. */
export function orderIdsOf(name: string) {
  return {
    orderId: asId<'order'>(name),
    taskId: asId<'task'>(`${name}-task`),
    toteId: asId<'tote'>(`${name}-tote`),
    toteCode: `${name}-T`,
    parcelId: asId<'parcel'>(`${name}-parcel`),
    parcelCode: `${name}-P`,
    tripId: asId<'trip'>(`${name}-trip`),
    courierId: asId<'courier'>('k1'),
  } as const;
}

/** Brings an order to a stage by the commands that people and the platform would send. */
export function bringTo(
  world: RulesWorld,
  name: string,
  stage: LifeStage,
  wants: Readonly<Record<string, number>> = { bread: 2 },
  fields: Partial<OrderDraft> = {},
): void {
  for (const step of lifeStages.slice(0, lifeStages.indexOf(stage) + 1)) {
    for (const draft of lifeDrafts(world, name, step, wants, fields)) world.must(draft);
  }
}

/** The commands that bring an order from the stage before to `stage`; empty where the records they need are missing. */
export function lifeDrafts(
  world: RulesWorld,
  name: string,
  stage: LifeStage,
  wants: Readonly<Record<string, number>>,
  fields: Partial<OrderDraft>,
): CommandDraft[] {
  const { orderId, taskId, toteId, toteCode, parcelId, parcelCode, tripId, courierId } = orderIdsOf(name);
  switch (stage) {
    case 'placed':
      return [{ kind: 'placeOrder', payload: { orderId, daySequence: 1, draft: ruleDraft(name, wants, fields) } }];
    case 'accepted':
      return [{ kind: 'acceptOrder', payload: { orderId } }];
    case 'released':
      return [{ kind: 'releaseOrder', payload: { orderId, taskId } }];
    case 'picking':
      return [
        { kind: 'claimTask', payload: { taskId, isTakeover: false } },
        { kind: 'bindTote', payload: { taskId, orderId, toteId, toteCode } },
      ];
    case 'picked':
      return [...pickDrafts(world, name), { kind: 'finishPicking', payload: { taskId } }];
    case 'packing':
      return [
        { kind: 'startPacking', payload: { orderId } },
        { kind: 'openParcel', payload: { orderId, parcelId, parcelCode, bagType: 'medium' } },
      ];
    case 'packed':
      return [
        ...packDrafts(world, name),
        { kind: 'closeParcels', payload: { orderId, weightGrams: 1000 } },
        { kind: 'recordLabel', payload: { orderId, parcelId, jobId: `${name}-job`, isReprint: false } },
      ];
    case 'shelved':
      return [{ kind: 'shelveParcel', payload: { orderId, parcelId, shelfCode: 'H01' } }];
    case 'handedOver':
      return [
        { kind: 'planTrip', payload: { tripId, courierId, orderIds: [orderId], reason: { key: 'test', params: {} } } },
        { kind: 'handOver', payload: { orderId, courierId, parcelIds: [parcelId] } },
      ];
    case 'delivered':
      return [{ kind: 'confirmDelivery', payload: { orderId, courierId } }];
  }
}

/** One pick for every open step of an order's task. */
export function pickDrafts(world: RulesWorld, name: string): CommandDraft[] {
  const { taskId, orderId, toteCode } = orderIdsOf(name);
  return (
    world.view
      .get('task', taskId)
      ?.steps.filter((step) => step.status === 'open')
      .map((step) => ({
        kind: 'pickLine',
        payload: {
          taskId,
          orderId,
          lineNo: step.lineNo,
          stepNo: step.stepNo,
          binId: step.binId,
          lotId: step.lotId,
          toteCode,
          quantity: step.quantity - step.pickedQuantity,
          source: 'scan',
        },
      })) ?? []
  );
}

/** One packed item for everything in the order's tote. */
export function packDrafts(world: RulesWorld, name: string): CommandDraft[] {
  const { orderId, parcelId, toteId } = orderIdsOf(name);
  return (
    world.view.get('tote', toteId)?.contents.map((entry) => ({
      kind: 'packItem',
      payload: { orderId, lineNo: entry.lineNo, parcelId, toteId, quantity: entry.quantity },
    })) ?? []
  );
}

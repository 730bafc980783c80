import { asId, createNewId, type OrderId, type SkuId } from '#shared/base/ids.ts';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { channel, type Order, type OrderStage } from '#shared/model/order/order.ts';
import { LinkFault, type PlatformLink } from '#shared/ports/platformLink.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import { createMemoryStorage } from '#shared/sync/createMemoryStorage.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import { createTimerScheduler } from '#shared/sync/createTimerScheduler.ts';
import { demoWrites } from './demoWrites.ts';

const minuteMs = 60_000;
const offlineFault = () => Promise.reject(new LinkFault('offline', 'no platform here'));
const offline: PlatformLink = {
  push: offlineFault,
  relay: offlineFault,
  changes: offlineFault,
  snapshot: offlineFault,
  snapshotPage: offlineFault,
  onNews: () => () => undefined,
};
const stages: readonly OrderStage[] = [
  'accepted',
  'released',
  'picking',
  'picked',
  'packing',
  'packed',
  'shelved',
  'handedOver',
  'delivered',
];

/** 530 g of the scales' item 10001, and also the number somebody gave to goods by the piece: a person has to choose. */
export const ambiguousCode = '2110001005305';

function ambiguousGoods(nowMs: number) {
  for (const write of demoWrites(nowMs)) {
    if (write.kind !== 'sku' || write.row === null) continue;
    const [barcode] = write.row.barcodes;
    if (barcode === undefined) continue;
    return [{ ...write, row: { ...write.row, barcodes: [barcode, { ...barcode, gtin: ambiguousCode }] } }];
  }
  return [];
}

/** A real store under the real rules with the demo site and orders at every stage, for screens to show. No network. */
export async function createScreenFixture(nowMs: number, me: string = 'OP1001') {
  let offsetMs = 0;
  const startedMs = Date.now();
  const clock = { nowMs: () => nowMs + offsetMs + (Date.now() - startedMs), setOffset: () => undefined };
  const prng = createPrng(11);
  const newId = createNewId(clock, prng);
  const storage = createMemoryStorage();
  await storage.replaceSnapshot({ epoch: 'fixture', cursor: 4_211 }, [], [...demoWrites(nowMs), ...ambiguousGoods(nowMs)]);
  const store = await createStationStore({
    ...{ storage, link: offline, clock, newId, decide: decideCommand, isSyncing: false },
    stationId: asId('station-1'),
    scheduler: createTimerScheduler({
      setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
      clearTimeout: (handle: ReturnType<typeof setTimeout>) => clearTimeout(handle),
    }),
  });
  let operatorId = asId<'operator'>('OP1002');
  const commit = async (...drafts: CommandDraft[]): Promise<void> => {
    // What the platform and couriers do has no operator of this station.
    const isOwnWork = drafts.every((draft) => isPermitted(['picker', 'packer', 'storeStaff'], draft.kind));
    const result = await store.commit(drafts, { operatorId: isOwnWork ? operatorId : null, triggerId: newId() });
    if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)} ${JSON.stringify(drafts[0])}`);
  };
  let daySequence = 36;
  const doorNear = (no: number) => {
    const { lat, lng } = store.view.site()!.location;
    const [angle, degrees] = [no * 2.4, 0.004 + 0.0025 * (no % 7)];
    const distanceMetres = Math.round(degrees * 111_195);
    return { lat: lat + degrees * Math.cos(angle), lng: lng + degrees * Math.sin(angle), distanceMetres };
  };
  const place = async (lines: readonly (readonly [SkuId, number])[], agoMs: number, more: Partial<Order> = {}): Promise<OrderId> => {
    offsetMs = -agoMs;
    daySequence += 1;
    const orderId = asId<'order'>(`order-${daySequence}`);
    const draft = {
      ...{
        channel: 'app',
        channelOrderId: `c-${daySequence}`,
        memberTier: 'standard',
        payment: 'paid',
        customs: 'notNeeded',
        groupLot: null,
        substitution: 'never',
        note: '',
      },
      placedAtMs: clock.nowMs(),
      promiseAtMs: clock.nowMs() + 30 * minuteMs,
      recipient: { nameMasked: '王**', phoneMasked: '138****5678', area: '人民路' },
      destination: doorNear(daySequence),
      ...more,
      lines: lines.map(([skuId, orderedQuantity], index) => ({ lineNo: index + 1, skuId, orderedQuantity, priceFen: 690 })),
    } as const;
    await commit({ kind: 'placeOrder', payload: { orderId, daySequence, draft } as never });
    await commit({ kind: 'acceptOrder', payload: { orderId } });
    return orderId;
  };
  const order = (orderId: OrderId) => store.view.get('order', orderId)!;
  const task = (orderId: OrderId) => store.view.get('task', order(orderId).taskId!)!;
  const pick = async (orderId: OrderId, upTo: number): Promise<void> => {
    const { id: taskId } = task(orderId);
    for (const step of task(orderId).steps.slice(0, upTo)) {
      const toteCode = task(orderId).toteByOrder[orderId]!;
      await commit({
        kind: 'pickLine',
        payload: {
          taskId,
          orderId,
          lineNo: step.lineNo,
          stepNo: step.stepNo,
          binId: step.binId,
          lotId: step.lotId,
          toteCode,
          quantity: step.quantity,
          source: 'scan',
        },
      });
    }
  };
  let toteNo = 13;
  /** Takes an order through its stages, a part of its life at each. */
  const drive = async (orderId: OrderId, until: OrderStage, agoMs: number, courierNo = 3): Promise<void> => {
    const target = stages.indexOf(until);
    const at = (stage: OrderStage) => {
      const index = stages.indexOf(stage);
      const lifeMs = until === 'delivered' ? Math.min(agoMs, (agoMs > 52 * minuteMs ? 36 : 27) * minuteMs) : agoMs;
      offsetMs = -Math.round(agoMs - (lifeMs * index) / (target + 1));
      return index <= target;
    };
    if (!at('released')) return;
    await commit({ kind: 'releaseOrder', payload: { orderId, taskId: asId(`task-${daySequence}`) } });
    if (!at('picking')) return;
    const taskId = task(orderId).id;
    toteNo += 1;
    const toteCode = `T0${toteNo}`;
    await commit({ kind: 'claimTask', payload: { taskId, isTakeover: false } });
    await commit({ kind: 'bindTote', payload: { taskId, orderId, toteId: asId(`T0${toteNo}`), toteCode } });
    await pick(orderId, until === 'picking' ? 2 : 99);
    if (!at('picked')) return;
    await commit({ kind: 'finishPicking', payload: { taskId } });
    if (!at('packing')) return;
    const parcelId = asId<'parcel'>(`parcel-${daySequence}-1`);
    const toteId = order(orderId).toteIds[0]!;
    await commit(
      { kind: 'startPacking', payload: { orderId } },
      { kind: 'openParcel', payload: { orderId, parcelId, parcelCode: `${daySequence}-1-AB12CD`, bagType: 'medium' } },
    );
    if (until === 'packing') return;
    for (const entry of store.view.get('tote', toteId)!.contents) {
      await commit({ kind: 'packItem', payload: { orderId, lineNo: entry.lineNo, parcelId, toteId, quantity: entry.quantity } });
    }
    at('packed');
    await commit(
      { kind: 'closeParcels', payload: { orderId, weightGrams: null } },
      { kind: 'recordLabel', payload: { orderId, parcelId, jobId: `${parcelId}-L1`, isReprint: false } },
    );
    if (!at('shelved')) return;
    const place = [...store.all('shelfPlace')][daySequence % 20]!;
    await commit({ kind: 'shelveParcel', payload: { orderId, parcelId, shelfCode: place.code } });
    if (!at('handedOver')) return;
    const courierId = [...store.all('courier')][courierNo]!.id;
    await commit({ kind: 'handOver', payload: { orderId, courierId, parcelIds: [parcelId] } });
    if (!at('delivered')) return;
    await commit({ kind: 'confirmDelivery', payload: { orderId, courierId } });
  };
  const skus = [...store.all('sku')].filter((sku) => store.view.stockOfSku(sku.id).some((row) => row.quantity > 200));
  const each = skus.filter((sku) => sku.unit === 'each');
  const weighed = skus.filter((sku) => sku.unit === 'gram');
  const someLines = (count: number): (readonly [SkuId, number])[] => {
    const lines = new Map<SkuId, number>();
    while (lines.size < count) {
      const list = prng.next() < 0.2 && weighed.length > 0 ? weighed : each;
      const sku = list[nextInt(prng, 0, list.length - 1)]!;
      lines.set(sku.id, sku.unit === 'gram' ? 500 : nextInt(prng, 1, 3));
    }
    return [...lines];
  };
  const fill = async (): Promise<void> => {
    const plan: readonly (readonly [OrderStage, number])[] = [
      ['delivered', 70],
      ['delivered', 55],
      ['delivered', 50],
      ['delivered', 41],
      ['delivered', 38],
      ['delivered', 36],
      ['handedOver', 31.5],
      ['handedOver', 22],
      ['handedOver', 17],
      ['shelved', 19],
      ['shelved', 13.2],
      ['packed', 12],
      ['packed', 9.4],
      ['packing', 10.1],
      ['picked', 9.2],
      ['picked', 24],
      ['picked', 7],
      ['picking', 16.5],
      ['picking', 5.5],
      ['released', 4.2],
      ['released', 3.6],
      ['released', 2.1],
      ['released', 1.2],
      ['accepted', 0.4],
    ];
    const tiers = ['standard', 'standard', 'gold', 'standard', 'black'] as const;
    for (const [index, [stage, minutes]] of plan.entries()) {
      const agoMs = minutes * minuteMs;
      const orderId = await place(someLines(nextInt(prng, 2, 7)), agoMs, {
        channel: channel.options[[0, 1, 2, 0, 5, 0, 3][index % 7]!]!,
        memberTier: tiers[index % 5]!,
        // Customers of orders nobody has begun want to be asked about substitutes.
        substitution: stage === 'released' ? 'ask' : 'never',
        ...(index === 18 ? { note: '苹果要硬一点' } : {}),
      });
      await drive(orderId, stage, agoMs, index % 2 === 0 ? 3 : 8);
    }
    offsetMs = -2 * minuteMs;
    await commit({ kind: 'raiseAlert', payload: { alertId: asId('alert-1'), kind: 'help', orderId: asId('order-54'), reason: 'picking' } });
    offsetMs = 0;
    operatorId = asId(me);
  };
  const setNow = (agoMs: number) => {
    offsetMs = -agoMs;
  };
  return {
    store,
    clock,
    newId,
    commit,
    place,
    drive,
    pick,
    fill,
    order,
    task,
    each,
    weighed,
    setNow,
    operator: () => store.view.get('operator', me)!,
  };
}

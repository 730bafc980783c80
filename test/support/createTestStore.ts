import { asId, createNewId, type OrderId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { LinkFault, type PlatformLink } from '#shared/ports/platformLink.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { createMemoryStorage } from '#shared/sync/createMemoryStorage.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import type { StationStore, StoreLookups } from '#shared/sync/stationStore.ts';
import type { WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import { createFixedClock } from '#test/support/fixedClock.ts';
import { createManualScheduler } from '#test/support/manualScheduler.ts';
import { createTestSite, type TestSkuName, testSkuIds } from '#test/support/testSite.ts';

/** Noon of a working day at the test site. */
export const testNoonMs = Date.UTC(2026, 10, 20, 4, 0, 0);
const operatorId = asId<'operator'>('operator-1');

/** A real store over memory with the test site in it, a real rule set, and no network. */
export type TestStore = {
  readonly store: StationStore;
  readonly clock: ReturnType<typeof createFixedClock>;
  tools(): WorkflowTools<RecordView, StoreLookups>;
  /** Commits drafts as the test operator; a refusal fails the test. */
  commit(...drafts: CommandDraft[]): Promise<readonly Command[]>;
  /** Places an order and takes it to `released`; quantities are units, grams for apples. */
  place(lines: Partial<Record<TestSkuName, number>>, more?: Partial<Order>): Promise<OrderId>;
  order(orderId: OrderId): Order;
};

const offline: PlatformLink = {
  push: () => Promise.reject(new LinkFault('offline', 'no network in this test')),
  relay: () => Promise.reject(new LinkFault('offline', 'no network in this test')),
  changes: () => Promise.reject(new LinkFault('offline', 'no network in this test')),
  snapshot: () => Promise.reject(new LinkFault('offline', 'no network in this test')),
  snapshotPage: () => Promise.reject(new LinkFault('offline', 'no network in this test')),
  onNews: () => () => undefined,
};

/** Rows of the test site as a station holds them. */
export function testSiteWrites(): RecordWrite[] {
  const site = createTestSite();
  const operator: Operator = {
    id: operatorId,
    name: '林晓',
    roles: ['picker', 'packer', 'storeStaff'],
    badgeCode: '1001',
    pinHash: 'not used here',
    language: 'zh-CN',
    validUntilMs: testNoonMs * 2,
  };
  const binOf = new Map(site.bins.map((bin) => [bin.code, bin.id]));
  const skuOf = new Map(site.skus.map((sku) => [sku.code, sku.id]));
  const stock = site.stock.map((row) => {
    const skuId = skuOf.get(row.skuCode) ?? asId<'sku'>('?');
    const binId = binOf.get(row.binCode) ?? asId<'bin'>('?');
    return {
      id: stockIdOf(skuId, binId, null, 'available'),
      skuId,
      binId,
      lotId: null,
      status: 'available' as const,
      quantity: row.quantity,
      allocated: 0,
    };
  });
  return [
    { kind: 'site', id: site.site.id, row: site.site },
    ...site.zones.map((row): RecordWrite => ({ kind: 'zone', id: row.id, row })),
    ...site.bins.map((row): RecordWrite => ({ kind: 'bin', id: row.id, row })),
    ...site.shelfPlaces.map((row): RecordWrite => ({ kind: 'shelfPlace', id: row.id, row })),
    ...site.skus.map((row): RecordWrite => ({ kind: 'sku', id: row.id, row })),
    ...site.couriers.map((row): RecordWrite => ({ kind: 'courier', id: row.id, row })),
    ...stock.map((row): RecordWrite => ({ kind: 'stock', id: row.id, row })),
    { kind: 'operator', id: operator.id, row: operator },
  ];
}

/** Opens a test store. `moreWrites` are put on top of the test site. */
export async function createTestStore(moreWrites: readonly RecordWrite[] = []): Promise<TestStore> {
  const clock = createFixedClock(testNoonMs);
  const newId = createNewId(clock, createPrng(7));
  const storage = createMemoryStorage();
  await storage.replaceSnapshot({ epoch: 'test', cursor: 1 }, [], [...testSiteWrites(), ...moreWrites]);
  const store = await createStationStore({
    storage,
    link: offline,
    clock,
    newId,
    stationId: asId('station-1'),
    decide: decideCommand,
    scheduler: createManualScheduler(testNoonMs).scheduler,
    isSyncing: false,
  });
  let placed = 0;

  const commit = async (...drafts: CommandDraft[]): Promise<readonly Command[]> => {
    // What only the platform or a supervisor may claim comes from nobody at this station.
    const isOwnWork = drafts.every((draft) => isPermitted(['storeStaff'], draft.kind));
    const result = await store.commit(drafts, { operatorId: isOwnWork ? operatorId : null, triggerId: newId() });
    if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
    return result.value;
  };
  return {
    store,
    clock,
    commit,
    tools: () => ({ view: store.view, find: store.find, newId, nowMs: clock.nowMs(), site: createTestSite().site }),
    order: (orderId) => {
      const order = store.view.get('order', orderId);
      if (order === undefined) throw new Error(`no order ${orderId}`);
      return order;
    },
    place: async (lines, more = {}) => {
      placed += 1;
      const orderId = asId<'order'>(`order-${placed}`);
      const draft = {
        channel: 'app',
        channelOrderId: `app-${placed}`,
        memberTier: 'standard',
        placedAtMs: clock.nowMs(),
        promiseAtMs: clock.nowMs() + 30 * 60_000,
        payment: 'paid',
        customs: 'notNeeded',
        groupLot: null,
        substitution: 'never',
        note: '',
        recipient: { nameMasked: '王**', phoneMasked: '138****5678', area: '人民路' },
        destination: { lat: 31.23, lng: 121.47, distanceMetres: 900 },
        ...more,
        lines: Object.entries(lines).map(([name, orderedQuantity], index) => ({
          lineNo: index + 1,
          skuId: testSkuIds[name as TestSkuName],
          orderedQuantity,
          priceFen: 690,
        })),
      } as const;
      await commit({ kind: 'placeOrder', payload: { orderId, daySequence: placed, draft } });
      await commit({ kind: 'acceptOrder', payload: { orderId } });
      await commit({ kind: 'releaseOrder', payload: { orderId, taskId: asId<'task'>(`task-${placed}`) } });
      return orderId;
    },
  };
}

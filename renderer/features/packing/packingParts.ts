import type { OrderId, ParcelId, SkuId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { RecordOf } from '#shared/model/records.ts';
import type { TemperatureClass } from '#shared/model/common.ts';
import { plannedBagOf } from '#shared/features/packing/bagPlan.ts';
import { waitingEntries } from '#shared/features/packing/packingLines.ts';
import { type PackingState, startPacking } from '#shared/features/packing/packingState.ts';
import { settlePacking, stepPacking } from '#shared/features/packing/stepPacking.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { WorkflowParts } from '#renderer/bridge/useWorkflow.ts';

export const packingParts: WorkflowParts<PackingState> = {
  name: 'packing',
  start: startPacking,
  step: stepPacking,
  settle: (state, commands) => settlePacking(state, commands),
  held: (state) => state.held,
  isBusy: (state) => state.phase !== 'tote',
  wanted: ({ orderId }, tools) => {
    const order = orderId === null ? undefined : tools.view.get('order', orderId);
    const waiting = order === undefined ? [] : waitingEntries(tools.view, order, tools.nowMs);
    return { skuIds: waiting.map(({ entry }) => entry.skuId), orderId };
  },
  kinds: [],
};

/** One tile of the packing table: how much of a line is in the bag, and how much still lies in a tote. */
export type PackingTile = {
  readonly lineNo: number;
  readonly skuId: SkuId;
  readonly sku: RecordOf<'sku'> | undefined;
  readonly packed: number;
  readonly waiting: number;
  readonly short: number;
  /** The bag its next unit goes into; null where one bag takes everything. */
  readonly bag: { readonly planNo: number; readonly temperature: TemperatureClass } | null;
};

/** The lines of an order on the table, unfinished first. */
export function packingTiles(order: Order, store: Pick<StationStore, 'view' | 'find'>, atMs: number): readonly PackingTile[] {
  const waiting = waitingEntries(store.view, order, atMs);
  const tiles = order.lines.map((line) => ({
    lineNo: line.lineNo,
    skuId: line.skuId,
    sku: store.view.get('sku', line.skuId),
    packed: line.packedQuantity,
    waiting: waiting.filter(({ entry }) => entry.lineNo === line.lineNo).reduce((sum, { entry }) => sum + entry.quantity, 0),
    short: line.shortQuantity,
    bag: plannedBagOf(order, line.lineNo, store),
  }));
  const bagNo = (tile: PackingTile) => tile.bag?.planNo ?? 0;
  return tiles.sort(
    (one, other) => Number(one.waiting === 0) - Number(other.waiting === 0) || bagNo(one) - bagNo(other) || one.lineNo - other.lineNo,
  );
}

/** The parcel whose label is on screen: of the order closed last. */
export function lastParcelOf(orderId: OrderId | null, store: Pick<StationStore, 'find'>): ParcelId | null {
  return orderId === null
    ? null
    : (store.find
        .parcelsOfOrder(orderId)
        .filter((parcel) => parcel.status !== 'voided')
        .at(-1)?.id ?? null);
}

import type { BinId, LotId } from '#shared/base/ids.ts';
import type { PayloadOf } from '#shared/model/command/command.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { Lot, StockRow, StockStatus } from '#shared/model/stock/stock.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import type { PickStep } from '#shared/model/task/task.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { stockRowsOf } from '#shared/rules/order/allocateLine.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { isLotForbidden, lotMayLeave } from '#shared/rules/stock/lotMayLeave.ts';

/** Where picked goods came from, and whether they may go to a customer. */
export type PickedGoods = { readonly binId: BinId; readonly lotId: LotId | null; readonly status: StockStatus; readonly mayLeave: boolean };

/** Finds the stock row a pick took from; null when the bin is nowhere in the books. Opens the discrepancies it meets. */
export function pickedGoodsOf(change: ChangeSet, payload: PayloadOf<'pickLine'>, sku: Sku, step: PickStep | undefined): PickedGoods | null {
  const binId = knownBin(change, payload, step);
  if (binId === null) return null;
  const lotId = lotOf(change, payload, sku, step, binId);
  const status = statusOf(change, sku, binId, lotId, payload.quantity);
  const lot = lotId === null ? null : change.get('lot', lotId);
  const mayLeave = status === 'available' && isLotGood(change, sku, lot, lot != null && lot.id === step?.lotId);
  const about = { orderId: payload.orderId, skuId: sku.id };
  if (!mayLeave) {
    change.disagree({ kind: 'forbiddenLot', key: 'discrepancy.forbiddenLotPicked', params: { lot: lot?.code ?? '-', status }, ...about });
  }
  const held = change.get('stock', stockIdOf(sku.id, binId, lotId, status))?.quantity ?? 0;
  if (held < payload.quantity) {
    change.disagree({
      kind: 'stockShort',
      key: 'discrepancy.pickedMoreThanBooked',
      params: { booked: held, picked: payload.quantity },
      ...about,
    });
  }
  return { binId, lotId, status, mayLeave };
}

function knownBin(change: ChangeSet, payload: PayloadOf<'pickLine'>, step: PickStep | undefined): BinId | null {
  if (change.get('bin', payload.binId) !== undefined) return payload.binId;
  change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownBin', params: { bin: payload.binId }, orderId: payload.orderId });
  return step?.binId ?? null;
}

/** A lot the release chose stays good over midnight as long as it is not expired, held or recalled. */
function isLotGood(change: ChangeSet, sku: Sku, lot: Lot | null | undefined, isChosen: boolean): boolean {
  const site = siteRulesOf(change.view);
  return lotMayLeave(lot, sku, site, change.context.atMs) || (isChosen && !isLotForbidden(lot, site, change.context.atMs));
}

/** The scanned lot wins; without one the step's lot in its bin, else the first to expire of what is there. */
function lotOf(change: ChangeSet, payload: PayloadOf<'pickLine'>, sku: Sku, step: PickStep | undefined, binId: BinId): LotId | null {
  if (payload.lotId !== null) {
    const lot = change.get('lot', payload.lotId);
    if (lot !== undefined && lot.skuId === sku.id) return payload.lotId;
    change.disagree({
      kind: 'unknownSubject',
      key: 'discrepancy.unknownLot',
      params: { lot: payload.lotId },
      orderId: payload.orderId,
      skuId: sku.id,
    });
  }
  if (step?.binId === binId) return step.lotId;
  const there = stockRowsOf(change, sku.id).filter((row) => row.binId === binId && row.quantity > 0);
  return there.toSorted((a, b) => (expiryOf(change, a) < expiryOf(change, b) ? -1 : 1))[0]?.lotId ?? null;
}

function expiryOf(change: ChangeSet, row: StockRow): string {
  return (row.lotId === null ? undefined : change.get('lot', row.lotId)?.expiresOn) ?? '9999-12-31';
}

/** Available stock unless there is none and a blocked row of the same bin and lot has enough. */
function statusOf(change: ChangeSet, sku: Sku, binId: BinId, lotId: LotId | null, quantity: number): StockStatus {
  const rows = stockRowsOf(change, sku.id).filter((row) => row.binId === binId && row.lotId === lotId);
  const hasAvailable = rows.some((row) => row.status === 'available' && row.quantity > 0);
  return hasAvailable ? 'available' : (rows.find((row) => row.quantity >= quantity)?.status ?? 'available');
}

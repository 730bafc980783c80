import type { SkuId } from '#shared/base/ids.ts';
import type { Bin } from '#shared/model/site/site.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { StockRow } from '#shared/model/stock/stock.ts';
import type { ChangeSet } from '#shared/rules/changes/changeSet.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { lotMayLeave } from '#shared/rules/stock/lotMayLeave.ts';

/** A part of a line's quantity, promised from one stock row. */
export type Allocation = { readonly row: StockRow; readonly bin: Bin; readonly quantity: number };

type Candidate = { readonly row: StockRow; readonly bin: Bin; readonly free: number; readonly expiresOn: string };

/**
 * First expired, first out over the available rows of unblocked pick faces (and reserve where `isReserveAllowed`).
 * `taken` holds what earlier lines of the same order were given, by stock id. What is missing in the answer is not there.
 */
export function allocateLine(
  change: ChangeSet,
  sku: Sku,
  wantedQuantity: number,
  options: { readonly isReserveAllowed: boolean; readonly taken: ReadonlyMap<string, number> },
): Allocation[] {
  const candidates = candidatesOf(change, sku, options).toSorted(byExpiryThenWalk);
  const allocations: Allocation[] = [];
  let missing = wantedQuantity;
  for (const { row, bin, free } of candidates) {
    if (missing === 0) break;
    const quantity = Math.min(free, missing);
    allocations.push({ row, bin, quantity });
    missing -= quantity;
  }
  return allocations;
}

/** The stock rows of a SKU as they are within this change. */
export function stockRowsOf(change: ChangeSet, skuId: SkuId): StockRow[] {
  return change.view.stockOfSku(skuId).map((row) => change.get('stock', row.id) ?? row);
}

function candidatesOf(
  change: ChangeSet,
  sku: Sku,
  options: { readonly isReserveAllowed: boolean; readonly taken: ReadonlyMap<string, number> },
): Candidate[] {
  const site = siteRulesOf(change.view);
  return stockRowsOf(change, sku.id).flatMap((row) => {
    const free = row.quantity - row.allocated - (options.taken.get(row.id) ?? 0);
    if (row.status !== 'available' || free <= 0) return [];
    const bin = change.get('bin', row.binId);
    if (bin === undefined || bin.isBlocked) return [];
    if (bin.use !== 'pickFace' && !(bin.use === 'reserve' && options.isReserveAllowed)) return [];
    const lot = row.lotId === null ? null : change.get('lot', row.lotId);
    if (!lotMayLeave(lot, sku, site, change.context.atMs)) return [];
    return [{ row, bin, free, expiresOn: lot?.expiresOn ?? '9999-12-31' }];
  });
}

function byExpiryThenWalk(a: Candidate, b: Candidate): number {
  if (a.expiresOn !== b.expiresOn) return a.expiresOn < b.expiresOn ? -1 : 1;
  return a.bin.walkSequence - b.bin.walkSequence || (a.row.id < b.row.id ? -1 : 1);
}

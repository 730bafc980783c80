import { type BinId, type LotId, type SkuId, asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import type { Lot, StockRow } from '#shared/model/stock/stock.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { ProblemError } from '#shared/wire/platform/problem.ts';
import { type StockImportRow, stockImportRow } from '#shared/wire/platform/platformMessages.ts';
import type { ImportLookup } from './importTypes.ts';

/** What a stock count comes to: commands that bring the books to it. */
export type StockPlan = {
  readonly drafts: readonly CommandDraft[];
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly errors: readonly ProblemError[];
};

/**
 * Compares counted stock with the books. More than the books: received; less: adjusted. The ledger stays true, and the same file
 * twice changes nothing. Rows count from 1.
 */
export function planStockImport(rows: readonly unknown[], lookup: ImportLookup): StockPlan {
  const drafts: CommandDraft[] = [];
  const errors: ProblemError[] = [];
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  const seen = new Set<string>();
  for (const [index, candidate] of rows.entries()) {
    const row = index + 1;
    const outcome = planRow(candidate, lookup, seen);
    if (Array.isArray(outcome)) {
      counts.failed += 1;
      errors.push(...outcome.map((fault) => ({ ...fault, row })));
      continue;
    }
    counts[outcome.effect] += 1;
    if (outcome.draft !== null) drafts.push(outcome.draft);
  }
  return { drafts, errors, ...counts };
}

type RowPlan = { readonly effect: 'created' | 'updated' | 'unchanged'; readonly draft: CommandDraft | null };
type Fault = Omit<ProblemError, 'row'>;

function planRow(candidate: unknown, lookup: ImportLookup, seen: Set<string>): RowPlan | Fault[] {
  const parsed = stockImportRow.safeParse(candidate);
  if (!parsed.success) return parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
  const counted = parsed.data;
  const sku = lookup.byCode('sku', counted.skuCode) as Sku | undefined;
  const bin = lookup.byCode('bin', counted.binCode) as { id: BinId } | undefined;
  const faults: Fault[] = [];
  if (sku === undefined) faults.push({ field: 'skuCode', message: `there is no SKU ${counted.skuCode}` });
  if (bin === undefined) faults.push({ field: 'binCode', message: `there is no bin ${counted.binCode}` });
  if (sku === undefined || bin === undefined) return faults;
  const lotFault = checkLot(counted, sku, lookup);
  if (lotFault !== null) return [lotFault];
  const lotId = counted.lotCode === null ? null : lotIdOf(sku.id, counted.lotCode);
  const stockId = stockIdOf(sku.id, bin.id, lotId, 'available');
  if (seen.has(stockId)) return [{ field: 'binCode', message: 'the same SKU, bin and lot stand in an earlier row too' }];
  seen.add(stockId);
  const known = lookup.byId('stock', stockId) as StockRow | undefined;
  return planDifference(counted, sku.id, bin.id, lotId, known);
}

function planDifference(counted: StockImportRow, skuId: SkuId, binId: BinId, lotId: LotId | null, known: StockRow | undefined): RowPlan {
  const difference = counted.quantity - (known?.quantity ?? 0);
  const effect = known === undefined ? 'created' : 'updated';
  if (difference === 0) return { effect: 'unchanged', draft: null };
  if (difference > 0) {
    const lot = lotId === null || counted.lotCode === null ? null : { id: lotId, code: counted.lotCode, expiresOn: counted.expiresOn };
    return { effect, draft: { kind: 'receiveStock', payload: { skuId, binId, quantity: difference, lot } } };
  }
  return {
    effect,
    draft: {
      kind: 'adjustStock',
      payload: { skuId, binId, lotId, status: 'available', countedQuantity: counted.quantity, reason: 'import' },
    },
  };
}

function checkLot(counted: StockImportRow, sku: Sku, lookup: ImportLookup): Fault | null {
  if (counted.lotCode === null) return sku.isLotTracked ? { field: 'lotCode', message: `SKU ${sku.code} is kept by lot` } : null;
  const lot = lookup.byId('lot', lotIdOf(sku.id, counted.lotCode)) as Lot | undefined;
  if (lot !== undefined && lot.expiresOn !== counted.expiresOn) {
    return { field: 'expiresOn', message: `lot ${lot.code} is known to expire on ${lot.expiresOn ?? 'no day'}` };
  }
  return null;
}

/** A lot's id follows from SKU and code, so that two imports of one lot meet. */
export function lotIdOf(skuId: SkuId, lotCode: string): LotId {
  return asId<'lot'>(`${skuId}|${lotCode}`);
}

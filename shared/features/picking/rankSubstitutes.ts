import type { Order, OrderLine } from '#shared/model/order/order.ts';
import type { RecordOf } from '#shared/model/records.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { lotMayLeave } from '#shared/rules/stock/lotMayLeave.ts';
import type { PickingTools } from './pickingState.ts';

/** Goods that may stand in for others: how many of them are free, and the bin to fetch them from. */
export type SubstituteChoice = { readonly sku: Sku; readonly free: number; readonly bin: RecordOf<'bin'> };

/** Most substitutes offered at a time: each has a number key. */
export const maxSubstitutes = 4;

/**
 * What may be offered for a line, best first, from the local copy alone: same category and unit, in stock, no stricter age limit.
 * Goods that cost no more come first, then those of the same temperature, the nearest size, the nearest price.
 */
export function rankSubstitutes(order: Order, line: Pick<OrderLine, 'skuId' | 'priceFen'>, tools: Tools): readonly SubstituteChoice[] {
  const wanted = tools.view.get('sku', line.skuId);
  if (wanted === undefined || order.substitution === 'never') return [];
  const ordered = new Set(order.lines.map((other) => other.skuId));
  const choices: SubstituteChoice[] = [];
  for (const sku of tools.find.skusOfCategory(wanted.category)) {
    if (ordered.has(sku.id) || !isAlike(wanted, sku)) continue;
    const choice = freeStockOf(sku, tools);
    if (choice !== null) choices.push(choice);
  }
  const rank = ({ sku }: SubstituteChoice) => [
    Number(sku.priceFen > line.priceFen),
    Number(sku.temperature !== wanted.temperature),
    Math.abs(sizeOf(sku) - sizeOf(wanted)) / Math.max(1, sizeOf(wanted)),
    Math.abs(sku.priceFen - line.priceFen),
  ];
  return choices.toSorted((one, other) => compare(rank(one), rank(other)) || (one.sku.id < other.sku.id ? -1 : 1)).slice(0, maxSubstitutes);
}

type Tools = Pick<PickingTools, 'view' | 'find' | 'site' | 'nowMs'>;

function isAlike(wanted: Sku, sku: Sku): boolean {
  return sku.unit === wanted.unit && (sku.ageLimitYears ?? 0) <= (wanted.ageLimitYears ?? 0);
}

/** What of a SKU is promised to nobody and may leave, with the bin that holds most of it; null where there is none. */
export function freeStockOf(sku: Sku, tools: Tools): SubstituteChoice | null {
  let free = 0;
  let best: { readonly bin: RecordOf<'bin'>; readonly free: number } | null = null;
  for (const row of tools.view.stockOfSku(sku.id)) {
    const bin = tools.view.get('bin', row.binId);
    const lot = row.lotId === null ? null : tools.view.get('lot', row.lotId);
    const left = row.quantity - row.allocated;
    if (row.status !== 'available' || left <= 0 || bin === undefined || bin.isBlocked || bin.use !== 'pickFace') continue;
    if (!lotMayLeave(lot, sku, tools.site, tools.nowMs)) continue;
    free += left;
    if (best === null || left > best.free) best = { bin, free: left };
  }
  return best === null ? null : { sku, free, bin: best.bin };
}

/** Grams of a unit; of loose goods the same for all. */
function sizeOf(sku: Sku): number {
  return sku.unit === 'gram' ? 1 : sku.weightGrams;
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [index, figure] of one.entries()) if (figure !== other[index]) return figure - (other[index] ?? 0);
  return 0;
}

import { type BinId, type Id, type LotId, type SkuId, asId } from '#shared/base/ids.ts';
import type { StockStatus } from './stock.ts';

/** The id of the one stock row for a SKU, bin, lot and status. */
export function stockIdOf(skuId: SkuId, binId: BinId, lotId: LotId | null, status: StockStatus): Id<'stock'> {
  return asId(`${skuId}|${binId}|${lotId ?? '-'}|${status}`);
}

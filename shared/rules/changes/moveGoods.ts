import { assert, assertNever } from '#shared/base/assert.ts';
import type { BinId, LotId, ParcelId, SkuId, ToteId } from '#shared/base/ids.ts';
import type { StockPlace, StockRow, StockStatus } from '#shared/model/stock/stock.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import type { ContentEntry } from '#shared/model/tote/tote.ts';
import type { ChangeSet } from './changeSet.ts';
import { type LineRef, addContent, quantityOfLine, removeContent } from './contents.ts';

/** Where goods are or go; a bin's stock row is made where there is none. */
export type GoodsPlace =
  | { readonly kind: 'bin'; readonly binId: BinId; readonly status: StockStatus }
  | { readonly kind: 'tote'; readonly toteId: ToteId }
  | { readonly kind: 'parcel'; readonly parcelId: ParcelId }
  | Extract<StockPlace, { kind: 'outside' }>;

/** A physical move of a positive quantity (units or grams). `line` names the order line; null only between bins and the outside. */
export type GoodsMove = {
  readonly skuId: SkuId;
  readonly lotId: LotId | null;
  readonly quantity: number;
  readonly line: LineRef | null;
  readonly from: GoodsPlace;
  readonly to: GoodsPlace;
};

/** Moves goods: both records change and the ledger gets its entry, so that they cannot differ. Totes and parcels must exist and hold enough. */
export function moveGoods(change: ChangeSet, move: GoodsMove): void {
  assert(Number.isInteger(move.quantity) && move.quantity > 0, 'a move has a positive whole quantity');
  changePlace(change, move, move.from, -1);
  changePlace(change, move, move.to, 1);
  change.addMove({
    skuId: move.skuId,
    lotId: move.lotId,
    quantity: move.quantity,
    from: toStockPlace(move, move.from),
    to: toStockPlace(move, move.to),
  });
}

function changePlace(change: ChangeSet, move: GoodsMove, place: GoodsPlace, sign: 1 | -1): void {
  if (place.kind === 'outside') return;
  if (place.kind === 'bin') {
    const row = rowAt(change, move, place);
    change.put('stock', { ...row, quantity: row.quantity + sign * move.quantity });
    return;
  }
  if (place.kind === 'tote') {
    const tote = change.get('tote', place.toteId);
    assert(tote !== undefined, 'goods move only through known totes');
    change.put('tote', { ...tote, contents: changedContents(tote.contents, move, sign) });
    return;
  }
  if (place.kind === 'parcel') {
    const parcel = change.get('parcel', place.parcelId);
    assert(parcel !== undefined, 'goods move only through known parcels');
    change.put('parcel', { ...parcel, contents: changedContents(parcel.contents, move, sign) });
    return;
  }
  assertNever(place, 'place');
}

function changedContents(contents: readonly ContentEntry[], move: GoodsMove, sign: 1 | -1): ContentEntry[] {
  assert(move.line !== null, 'goods in a tote or parcel belong to a line');
  const entry: ContentEntry = { ...move.line, skuId: move.skuId, lotId: move.lotId, quantity: move.quantity };
  if (sign > 0) return addContent(contents, entry);
  assert(quantityOfLine(contents, move.line, move.lotId) >= move.quantity, 'only what is there can be taken out');
  return removeContent(contents, entry);
}

function rowAt(change: ChangeSet, move: GoodsMove, place: Extract<GoodsPlace, { kind: 'bin' }>): StockRow {
  const id = stockIdOf(move.skuId, place.binId, move.lotId, place.status);
  return (
    change.get('stock', id) ?? {
      id,
      skuId: move.skuId,
      binId: place.binId,
      lotId: move.lotId,
      status: place.status,
      quantity: 0,
      allocated: 0,
    }
  );
}

function toStockPlace(move: GoodsMove, place: GoodsPlace): StockPlace {
  if (place.kind !== 'bin') return place;
  return { kind: 'bin', stockId: stockIdOf(move.skuId, place.binId, move.lotId, place.status) };
}

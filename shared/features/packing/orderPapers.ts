import type { BilingualText } from '#shared/model/common.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { WorkflowEffect } from '#shared/model/workflow/workflow.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import { ordersOfLot, unpackedOf } from '#shared/rules/channel/groupLot.ts';
import type { OrderDocument } from '#shared/rules/channel/orderDocument.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';

type Store = Pick<StationStore, 'view' | 'find'>;

export type PaperToPrint = Pick<Extract<WorkflowEffect, { kind: 'printPaper' }>, 'orderId' | 'document' | 'copyNo' | 'copyId'>;

/** Rows on one sheet of the template `document`. */
export const rowsOfSheet = 12;
/** Most sheets of one document. */
const maxSheets = 20;

/** What papers say besides codes and numbers, in the language of the site. */
export type PaperWords = {
  title(document: OrderDocument): string;
  name(text: BilingualText): string;
  /** A quantity of goods: units, or grams. */
  quantity(count: number, unit: 'each' | 'gram'): string;
  /** So many bags. */
  bags(count: number): string;
  total(rows: number, bags: number): string;
};

/**
 * The papers to print when an order was packed: what its channel wants; the manifest of a lot with the last order of the lot, and not before.
 * `order` is as it was before it was packed.
 */
export function papersOf(order: Order, store: Store): readonly OrderDocument[] {
  return channelPolicies[order.channel].documents.filter(
    (document) =>
      document !== 'groupManifest' ||
      unpackedOf(ordersOfLot(store.view, order, store.find.openOrders())).every((other) => other.id === order.id),
  );
}

/** What the host's print call wants for each sheet of a paper; above `copyNo` 1 the sheets say that they are reprints. */
export function paperJobsOf(store: Store, { orderId, document, copyNo, copyId }: PaperToPrint, words: PaperWords) {
  const order = store.view.get('order', orderId);
  if (order === undefined) return [];
  const lot = document === 'groupManifest' ? ordersOfLot(store.view, order, store.find.openOrders()) : [order];
  const rows = document === 'groupManifest' ? lot.map((one) => lotRow(one, store, words)) : goodsRows(order, document, store, words);
  const bags = lot.reduce((sum, one) => sum + bagCount(one, store), 0);
  const sheets = Math.min(maxSheets, Math.max(1, Math.ceil(rows.length / rowsOfSheet)));
  return Array.from({ length: sheets }, (_, sheet) => ({
    jobId: `${orderId}-${document}-${sheet + 1}-${copyId ?? copyNo}`,
    template: 'document',
    subject: `${order.daySequence} ${document}`,
    parcelId: null,
    isReprint: copyNo > 1,
    fields: {
      ...{ title: words.title(document), orderNo: `#${order.daySequence}`, code: toSiteCode('order', String(order.daySequence)) },
      ...aboutOf(order, document),
      ...(sheets > 1 ? { page: `${sheet + 1}/${sheets}` } : {}),
      ...Object.fromEntries(
        rows.slice(sheet * rowsOfSheet, (sheet + 1) * rowsOfSheet).map((row, index) => [`line${index + 1}`, row.slice(0, 90)]),
      ),
      ...(sheet === sheets - 1 ? { total: words.total(rows.length, bags).slice(0, 60) } : {}),
      ...(copyNo > 1 ? { reprintNo: String(copyNo - 1) } : {}),
    },
  }));
}

function aboutOf(order: Order, document: OrderDocument): Record<string, string> {
  if (document === 'groupManifest')
    return { customer: (order.groupLot?.leader ?? '').slice(0, 60), about: (order.groupLot?.pickupPoint ?? '').slice(0, 80) };
  return {
    channelNo: order.channelOrderId,
    customer: `${order.recipient.nameMasked} ${order.recipient.phoneMasked}`.slice(0, 60),
    about: order.recipient.area.slice(0, 80),
  };
}

function goodsRows(order: Order, document: OrderDocument, store: Store, words: PaperWords): string[] {
  return order.lines.flatMap((line) => {
    const sku = store.view.get('sku', line.skuId);
    if (sku === undefined || line.packedQuantity + line.pickedQuantity === 0) return [];
    const row = `${words.name(sku.name)} ${words.quantity(line.pickedQuantity, sku.unit)}`;
    if (document !== 'customsSheet') return [row];
    // Customs want to know which goods and what they are worth.
    const fen = sku.unit === 'gram' ? Math.round((line.pickedQuantity * line.priceFen) / 1000) : line.pickedQuantity * line.priceFen;
    return [`${sku.code} ${row} ¥${(fen / 100).toFixed(2)}`];
  });
}

function lotRow(order: Order, store: Store, words: PaperWords): string {
  return `#${order.daySequence} ${words.bags(bagCount(order, store))} ${order.recipient.nameMasked} ${order.recipient.phoneMasked}`;
}

function bagCount(order: Order, store: Store): number {
  return store.find.parcelsOfOrder(order.id).filter((bag) => bag.status !== 'voided').length;
}

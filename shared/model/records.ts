import type { z } from 'zod';
import { barcodeLink } from './barcodeLink/barcodeLink.ts';
import { courier, trip } from './delivery/delivery.ts';
import { alert, discrepancy } from './discrepancy/discrepancy.ts';
import { operator, station } from './operator/operator.ts';
import { order } from './order/order.ts';
import { parcel } from './parcel/parcel.ts';
import { bin, shelfPlace, site, zone } from './site/site.ts';
import { sku } from './sku/sku.ts';
import { lot, stockRow } from './stock/stock.ts';
import { task } from './task/task.ts';
import { tote } from './tote/tote.ts';

/** Every kind of record that is synchronised, with its schema. Adding a kind is adding a line. */
export const recordSchemas = {
  site,
  zone,
  bin,
  shelfPlace,
  sku,
  barcodeLink,
  lot,
  stock: stockRow,
  order,
  task,
  tote,
  parcel,
  courier,
  trip,
  operator,
  station,
  discrepancy,
  alert,
} as const;

export type RecordKind = keyof typeof recordSchemas;
export type RecordOf<K extends RecordKind> = z.infer<(typeof recordSchemas)[K]>;
export type AnyRecord = { [K in RecordKind]: RecordOf<K> }[RecordKind];

/** All kinds, in an order in which references point backwards. */
export const recordKinds = Object.keys(recordSchemas) as readonly RecordKind[];

/** Kinds that say something about a customer: stations keep them sealed. */
export const personalKinds: ReadonlySet<RecordKind> = new Set<RecordKind>(['order']);

/** A record put in place of what was there, or taken away (`row` null). */
export type RecordWrite = { [K in RecordKind]: { readonly kind: K; readonly id: string; readonly row: RecordOf<K> | null } }[RecordKind];

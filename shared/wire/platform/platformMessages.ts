import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { calendarDay, code, count, epochMs } from '#shared/model/common.ts';
import { orderDraft } from '#shared/model/command/command.ts';
import { courier, trip } from '#shared/model/delivery/delivery.ts';
import { order, orderStage } from '#shared/model/order/order.ts';
import { problemError } from './problem.ts';

/** Most rows of one import request. */
export const maxImportRows = 20_000;
/** Most row errors an import reports; the rest is counted. */
export const maxImportErrors = 200;
/** How far a station's clock may be from the platform's when it asks for a token. */
export const tokenSkewMs = 5 * 60_000;

/** What can be imported, in the order in which rows refer to each other. */
export const importKind = z.enum(['zones', 'bins', 'shelfPlaces', 'skus', 'operators', 'totes', 'couriers', 'stock']);
export type ImportKind = z.infer<typeof importKind>;

/** What an import did, or with `isDryRun` would do. Rows with errors change nothing; the others do. */
export const importReport = z.object({
  kind: importKind,
  isDryRun: z.boolean(),
  rows: count,
  created: count,
  updated: count,
  unchanged: count,
  failed: count,
  /** First errors; `row` counts data rows from 1. */
  errors: z.array(problemError).max(maxImportErrors),
  headSeq: count,
});
export type ImportReport = z.infer<typeof importReport>;

/** Stock as imported: what lies in a bin. Skus and bins by their printed code; a lot is needed where the SKU is lot tracked. */
export const stockImportRow = z.object({
  skuCode: code,
  binCode: code,
  /** What lies there, counted: the books are brought to it (received or adjusted), so the same file twice changes nothing. */
  quantity: count,
  lotCode: code.nullable().default(null),
  expiresOn: calendarDay.nullable().default(null),
});
export type StockImportRow = z.infer<typeof stockImportRow>;

/** Who gets the order. Kept apart from the record, masked in it, purged some days after delivery. */
export const recipientDetails = z.object({
  name: z.string().min(1).max(60),
  phone: z.string().min(3).max(30),
  address: z.string().max(300),
  area: z.string().max(120),
});
export type RecipientDetails = z.infer<typeof recipientDetails>;

/** A new order as a channel sends it. What is left out takes the site's and the channel's defaults. */
export const orderIntake = orderDraft
  .omit({ recipient: true, lines: true })
  .partial()
  .extend({
    channel: order.shape.channel,
    channelOrderId: code,
    recipient: recipientDetails,
    destination: order.shape.destination,
    lines: z
      .array(
        z.object({
          lineNo: z.number().int().positive(),
          skuId: idSchema<'sku'>(),
          orderedQuantity: z.number().int().positive(),
          priceFen: count.optional(),
        }),
      )
      .min(1)
      .max(200),
  });
export type OrderIntake = z.infer<typeof orderIntake>;

/** Why an order is not yet released, or null. `code` is a refusal code; the platform tries again by itself. */
export const waitingReason = z.object({ code: z.string(), sinceMs: epochMs }).nullable();

export const orderReceipt = z.object({
  orderId: idSchema<'order'>(),
  daySequence: count,
  stage: orderStage,
  promiseAtMs: epochMs,
  isNew: z.boolean(),
});

/** An order as a channel sees it: no personal data, every stage with its time. */
export const orderStatus = z.object({
  orderId: idSchema<'order'>(),
  channel: order.shape.channel,
  channelOrderId: code,
  daySequence: count,
  stage: orderStage,
  placedAtMs: epochMs,
  promiseAtMs: epochMs,
  payment: order.shape.payment,
  customs: order.shape.customs,
  cancelReason: z.string().nullable(),
  waiting: waitingReason,
  /** The report "picked" the channel is owed: once, and not before this moment; null where none is. */
  pickDone: z.object({ notBeforeMs: epochMs }).nullable(),
  lines: order.shape.lines,
  timeline: order.shape.timeline,
  parcels: z.array(z.object({ code, bagNo: count, status: z.string(), weightGrams: count.nullable() })),
  courierId: idSchema<'courier'>().nullable(),
});
export type OrderStatus = z.infer<typeof orderStatus>;

/** A courier's next or current ride with what must be carried. */
export const courierTrip = z.object({
  trip: trip.nullable(),
  orders: z.array(
    z.object({
      orderId: idSchema<'order'>(),
      daySequence: count,
      stage: orderStage,
      promiseAtMs: epochMs,
      destination: order.shape.destination,
      area: z.string(),
      /** It could not be delivered and comes back. */
      isFailed: z.boolean(),
      parcels: z.array(z.object({ id: idSchema<'parcel'>(), code, shelfCode: code.nullable(), status: z.string() })),
    }),
  ),
});
export type CourierTrip = z.infer<typeof courierTrip>;
/** A courier as listed. */
export const courierRow = courier;
export const newCourier = courier
  .pick({ id: true, code: true, name: true, capacityOrders: true })
  .partial({ id: true, capacityOrders: true });

/** A station as set-up pages see it. */
export const stationSummary = z.object({
  stationId: idSchema<'station'>(),
  code,
  name: z.string(),
  enrolledAtMs: epochMs,
  lastSeenAtMs: epochMs.nullable(),
  isRevoked: z.boolean(),
});

import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { code, count, epochMs, temperatureClass } from '#shared/model/common.ts';

export const channel = z.enum([
  'app',
  'miniProgram',
  'marketplace',
  'scheduled',
  'b2b',
  'groupBuy',
  'liveStream',
  'crossBorder',
  'c2m',
  'walkIn',
]);
export type Channel = z.infer<typeof channel>;

/** Most zones beside the first one that an order is picked in at the same time. */
const maxZoneParts = 50;

/** Where an order is. The allowed steps between stages are the table in shared/rules/order. */
export const orderStage = z.enum([
  'placed',
  'accepted',
  'released',
  'picking',
  'picked',
  'packing',
  'packed',
  'shelved',
  'handedOver',
  'delivered',
  'cancelled',
]);
export type OrderStage = z.infer<typeof orderStage>;

export const shortReason = z.enum(['notFound', 'damaged', 'expired', 'quality', 'orderCancelled']);
export type ShortReason = z.infer<typeof shortReason>;

/** Goods offered in place of goods that are missing. The customer answers until `answerByMs`; no answer is a no. */
export const lineSubstitute = z.object({
  skuId: idSchema<'sku'>(),
  quantity: z.number().int().positive(),
  status: z.enum(['asked', 'accepted', 'declined']),
  askedAtMs: epochMs,
  answerByMs: epochMs,
});
export type LineSubstitute = z.infer<typeof lineSubstitute>;

/** One SKU of an order. Quantities are units, or grams for weighed goods. ordered = picked + short once the line is finished. */
export const orderLine = z.object({
  lineNo: z.number().int().positive(),
  skuId: idSchema<'sku'>(),
  orderedQuantity: z.number().int().positive(),
  pickedQuantity: count,
  packedQuantity: count,
  shortQuantity: count,
  shortReason: shortReason.nullable(),
  /** Fen per unit or per kilogram, as sold. */
  priceFen: count,
  /** What was offered in place of what is missing, and what became of it. */
  substitute: lineSubstitute.optional(),
  /** The line this one stands in for. */
  replacesLineNo: z.number().int().positive().optional(),
});
export type OrderLine = z.infer<typeof orderLine>;

/** What a person asked of the dispatch of one order. */
export const dispatchWish = z.object({
  /** It goes with this courier. */
  courierId: idSchema<'courier'>().nullable(),
  /** It never goes with these. */
  notCourierIds: z.array(idSchema<'courier'>()).max(20),
  /** It stays until then. */
  heldUntilMs: epochMs.nullable(),
});
export type DispatchWish = z.infer<typeof dispatchWish>;

/** How the courier knows the customer has it. `isVerified`: the customer's code was the right one. */
export const deliveryProof = z.object({ kind: z.enum(['customerCode', 'inPerson', 'leftAtDoor', 'carrier']), isVerified: z.boolean() });
export type DeliveryProof = z.infer<typeof deliveryProof>;

export const deliveryFailureReason = z.enum(['nobodyThere', 'wrongAddress', 'refused', 'damaged', 'accident']);
export type DeliveryFailureReason = z.infer<typeof deliveryFailureReason>;

/** A customer's order, with its lines and what became of them. No personal data: names are masked before they get here. */
export const order = z.object({
  id: idSchema<'order'>(),
  channel,
  channelOrderId: code,
  /** The number people call it by today, for example 37. */
  daySequence: z.number().int().positive(),
  memberTier: z.enum(['standard', 'gold', 'black']),
  stage: orderStage,
  placedAtMs: epochMs,
  promiseAtMs: epochMs,
  payment: z.enum(['paid', 'unpaid', 'onHold']),
  customs: z.enum(['notNeeded', 'pending', 'cleared']),
  /** Pick-up point and leader of a community group-buy lot, or null. */
  groupLot: z.object({ leader: z.string().max(60), pickupPoint: z.string().max(120) }).nullable(),
  substitution: z.enum(['never', 'similar', 'ask']),
  note: z.string().max(300),
  lines: z.array(orderLine).min(1).max(200),
  temperatures: z.array(temperatureClass),
  recipient: z.object({ nameMasked: z.string().max(40), phoneMasked: z.string().max(30), area: z.string().max(120) }),
  destination: z.object({ lat: z.number(), lng: z.number(), distanceMetres: count }),
  taskId: idSchema<'task'>().nullable(),
  /** The other pick tasks of an order that is picked in several zones at the same time. */
  partTaskIds: z.array(idSchema<'task'>()).max(maxZoneParts).optional(),
  toteIds: z.array(idSchema<'tote'>()),
  parcelIds: z.array(idSchema<'parcel'>()),
  tripId: idSchema<'trip'>().nullable(),
  cancelReason: z.string().max(120).nullable(),
  dispatchWish: dispatchWish.optional(),
  deliveryProof: deliveryProof.optional(),
  deliveryFailure: z
    .object({
      courierId: idSchema<'courier'>(),
      reason: deliveryFailureReason,
      atMs: epochMs,
      /** What waits for a person until the bags are back. */
      discrepancyId: idSchema<'discrepancy'>().optional(),
    })
    .optional(),
  /** When each stage began, in order. */
  timeline: z.array(z.object({ stage: orderStage, atMs: epochMs })).max(60),
});
export type Order = z.infer<typeof order>;

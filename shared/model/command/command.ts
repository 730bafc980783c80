import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { gtin14, packUnits } from '#shared/model/barcodeLink/barcodeLink.ts';
import { calendarDay, code, count, epochMs } from '#shared/model/common.ts';
import { bagType, maxIcePacksOfParcel } from '#shared/model/parcel/parcel.ts';
import { tripBooking } from '#shared/model/delivery/delivery.ts';
import { deliveryFailureReason, deliveryProof, order, orderLine, shortReason } from '#shared/model/order/order.ts';
import { pickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { stockStatus } from '#shared/model/stock/stock.ts';
import { maxTaskSteps } from '#shared/model/task/task.ts';

const orderRef = { orderId: idSchema<'order'>() };
const taskRef = { taskId: idSchema<'task'>() };
const lineRef = { ...orderRef, lineNo: z.number().int().positive() };
const positive = z.number().int().positive();
/** How a quantity came to be known. */
const quantitySource = z.enum(['scan', 'scale', 'priceLabel', 'typed']);

/** What a channel sends for a new order: the record without what the site adds. */
export const orderDraft = order
  .pick({
    channel: true,
    channelOrderId: true,
    memberTier: true,
    placedAtMs: true,
    promiseAtMs: true,
    payment: true,
    customs: true,
    groupLot: true,
    substitution: true,
    note: true,
    recipient: true,
    destination: true,
  })
  .extend({
    lines: z
      .array(orderLine.pick({ lineNo: true, skuId: true, orderedQuantity: true, priceFen: true }))
      .min(1)
      .max(200),
  });
export type OrderDraft = z.infer<typeof orderDraft>;

/**
 * Every command: its class, who sends it and its payload.
 * A fact says what physically happened and is never refused; a claim asks for a right or a decision and may be.
 */
export const commandCatalogue = {
  // orders (platform)
  placeOrder: { class: 'claim', payload: z.object({ ...orderRef, daySequence: positive, draft: orderDraft }) },
  acceptOrder: { class: 'claim', payload: z.object(orderRef) },
  releaseOrder: { class: 'claim', payload: z.object({ ...orderRef, ...taskRef }) },
  editOrder: {
    class: 'claim',
    payload: z.object({
      ...orderRef,
      note: z.string().max(300).optional(),
      payment: z.enum(['paid', 'unpaid', 'onHold']).optional(),
      customs: z.enum(['notNeeded', 'pending', 'cleared']).optional(),
      lines: z
        .array(z.object({ lineNo: positive, orderedQuantity: count }))
        .max(200)
        .optional(),
    }),
  },
  cancelOrder: { class: 'claim', payload: z.object({ ...orderRef, reason: z.string().min(1).max(120) }) },
  // stock (platform, receiving)
  receiveStock: {
    class: 'fact',
    payload: z.object({
      skuId: idSchema<'sku'>(),
      binId: idSchema<'bin'>(),
      quantity: positive,
      lot: z.object({ id: idSchema<'lot'>(), code, expiresOn: calendarDay.nullable() }).nullable(),
    }),
  },
  adjustStock: {
    class: 'fact',
    payload: z.object({
      skuId: idSchema<'sku'>(),
      binId: idSchema<'bin'>(),
      lotId: idSchema<'lot'>().nullable(),
      status: stockStatus,
      countedQuantity: count,
      reason: z.string().max(120),
    }),
  },
  // barcodes the catalogue does not know (supervisors)
  linkBarcode: { class: 'claim', payload: z.object({ gtin: gtin14, skuId: idSchema<'sku'>(), packUnits }) },
  unlinkBarcode: { class: 'claim', payload: z.object({ gtin: gtin14, skuId: idSchema<'sku'>() }) },
  // tasks (platform, supervisors)
  joinTask: { class: 'claim', payload: z.object({ ...taskRef, fromTaskIds: z.array(idSchema<'task'>()).min(1).max(40) }) },
  pullOrder: { class: 'claim', payload: z.object({ ...taskRef, ...orderRef, newTaskId: idSchema<'task'>() }) },
  /** The walking order of a task's open steps, as planned. A plan is never refused: what is not there any more is passed over. */
  arrangeTask: { class: 'fact', payload: z.object({ ...taskRef, stepNos: z.array(positive).min(1).max(maxTaskSteps) }) },
  setPickingPolicy: { class: 'claim', payload: z.object({ policy: pickingPolicy }) },
  // picking
  claimTask: { class: 'claim', payload: z.object({ ...taskRef, isTakeover: z.boolean() }) },
  releaseTask: { class: 'fact', payload: z.object(taskRef) },
  bindTote: { class: 'fact', payload: z.object({ ...taskRef, ...orderRef, toteId: idSchema<'tote'>(), toteCode: code }) },
  pickLine: {
    class: 'fact',
    payload: z.object({
      ...taskRef,
      ...lineRef,
      stepNo: positive,
      binId: idSchema<'bin'>(),
      lotId: idSchema<'lot'>().nullable(),
      toteCode: code,
      /** The tote itself where the station knows it; else it is found by its code among the order's totes. */
      toteId: idSchema<'tote'>().optional(),
      quantity: positive,
      source: quantitySource,
    }),
  },
  undoPick: { class: 'fact', payload: z.object({ ...taskRef, ...lineRef, stepNo: positive, commandId: idSchema<'command'>() }) },
  shortLine: { class: 'fact', payload: z.object({ ...taskRef, ...lineRef, stepNo: positive, reason: shortReason }) },
  proposeSubstitute: {
    class: 'fact',
    payload: z.object({
      ...taskRef,
      ...lineRef,
      stepNo: positive,
      reason: shortReason,
      skuId: idSchema<'sku'>(),
      quantity: positive,
    }),
  },
  answerSubstitute: {
    class: 'claim',
    payload: z.object({ ...lineRef, answer: z.enum(['accepted', 'declined']), by: z.enum(['customer', 'deadline']) }),
  },
  checkZero: { class: 'fact', payload: z.object({ skuId: idSchema<'sku'>(), binId: idSchema<'bin'>(), isEmpty: z.boolean() }) },
  skipStep: { class: 'fact', payload: z.object({ ...taskRef, stepNo: positive }) },
  finishPicking: { class: 'fact', payload: z.object(taskRef) },
  returnStep: { class: 'fact', payload: z.object({ ...taskRef, stepNo: positive, binId: idSchema<'bin'>(), quantity: positive }) },
  // packing
  startPacking: { class: 'claim', payload: z.object(orderRef) },
  openParcel: {
    class: 'fact',
    payload: z.object({
      ...orderRef,
      parcelId: idSchema<'parcel'>(),
      parcelCode: code,
      bagType,
      icePacks: count.max(maxIcePacksOfParcel).optional(),
      planNo: positive.optional(),
    }),
  },
  /** The bag that was really taken. `planNo` null: everything that is left goes into it. */
  setBag: {
    class: 'fact',
    payload: z.object({
      ...orderRef,
      parcelId: idSchema<'parcel'>(),
      bagType,
      icePacks: count.max(maxIcePacksOfParcel),
      isReused: z.boolean(),
      planNo: positive.nullable(),
    }),
  },
  packItem: {
    class: 'fact',
    payload: z.object({ ...lineRef, parcelId: idSchema<'parcel'>(), toteId: idSchema<'tote'>(), quantity: positive }),
  },
  undoPack: { class: 'fact', payload: z.object({ ...lineRef, parcelId: idSchema<'parcel'>(), commandId: idSchema<'command'>() }) },
  closeParcels: { class: 'fact', payload: z.object({ ...orderRef, weightGrams: count.nullable() }) },
  acceptWeight: {
    class: 'claim',
    payload: z.object({
      ...orderRef,
      weightGrams: count,
      expectedGrams: count,
      reason: z.enum(['catalogueWrong', 'packagingDiffers', 'checkedByHand', 'scaleDoubtful']),
    }),
  },
  reopenPacking: { class: 'claim', payload: z.object(orderRef) },
  voidParcel: { class: 'fact', payload: z.object({ ...orderRef, parcelId: idSchema<'parcel'>() }) },
  recordLabel: {
    class: 'fact',
    payload: z.object({ ...orderRef, parcelId: idSchema<'parcel'>(), jobId: z.string().max(80), isReprint: z.boolean() }),
  },
  // handover and delivery
  shelveParcel: { class: 'fact', payload: z.object({ ...orderRef, parcelId: idSchema<'parcel'>(), shelfCode: code }) },
  planTrip: {
    class: 'claim',
    payload: z.object({
      tripId: idSchema<'trip'>(),
      courierId: idSchema<'courier'>(),
      orderIds: z.array(idSchema<'order'>()).min(1).max(20),
      reason: z.object({ key: z.string().max(60), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
      /** The ride is a third party's. */
      booking: tripBooking.optional(),
    }),
  },
  cancelTrip: { class: 'claim', payload: z.object({ tripId: idSchema<'trip'>() }) },
  reassignTrip: { class: 'claim', payload: z.object({ tripId: idSchema<'trip'>(), courierId: idSchema<'courier'>() }) },
  /** Null takes the pin off. */
  pinOrder: { class: 'claim', payload: z.object({ ...orderRef, courierId: idSchema<'courier'>().nullable() }) },
  forbidCourier: { class: 'claim', payload: z.object({ ...orderRef, courierId: idSchema<'courier'>(), isForbidden: z.boolean() }) },
  /** Null lets the order go again. */
  holdOrder: { class: 'claim', payload: z.object({ ...orderRef, untilMs: epochMs.nullable() }) },
  takeTrip: { class: 'fact', payload: z.object({ tripId: idSchema<'trip'>(), courierId: idSchema<'courier'>() }) },
  handOver: {
    class: 'fact',
    payload: z.object({ ...orderRef, courierId: idSchema<'courier'>(), parcelIds: z.array(idSchema<'parcel'>()).min(1).max(40) }),
  },
  collectOrder: {
    class: 'fact',
    payload: z.object({ ...orderRef, parcelIds: z.array(idSchema<'parcel'>()).min(1).max(40), isAgeChecked: z.boolean() }),
  },
  confirmDelivery: {
    class: 'fact',
    payload: z.object({ ...orderRef, courierId: idSchema<'courier'>(), proof: deliveryProof.optional() }),
  },
  failDelivery: { class: 'fact', payload: z.object({ ...orderRef, courierId: idSchema<'courier'>(), reason: deliveryFailureReason }) },
  /** Bags that left came back: for a second ride, to the shelf, or to waste. */
  returnOrder: {
    class: 'fact',
    payload: z.object({ ...orderRef, parcelIds: z.array(idSchema<'parcel'>()).min(1).max(40), fate: z.enum(['again', 'stock', 'waste']) }),
  },
  reportCourier: {
    class: 'fact',
    payload: z.object({
      courierId: idSchema<'courier'>(),
      status: z.enum(['offShift', 'atSite', 'outbound', 'returning']),
      position: z.object({ lat: z.number(), lng: z.number() }).nullable(),
    }),
  },
  // people
  signIn: { class: 'fact', payload: z.object({ method: z.enum(['badge', 'pin']) }) },
  signOut: { class: 'fact', payload: z.object({}) },
  raiseAlert: {
    class: 'fact',
    payload: z.object({
      alertId: idSchema<'alert'>(),
      kind: z.enum(['help', 'late', 'device', 'stock', 'robot', 'sync']),
      orderId: idSchema<'order'>().nullable(),
      reason: z.string().max(120),
    }),
  },
  settleAlert: { class: 'claim', payload: z.object({ alertId: idSchema<'alert'>(), status: z.enum(['acknowledged', 'closed']) }) },
  resolveDiscrepancy: {
    class: 'claim',
    payload: z.object({ discrepancyId: idSchema<'discrepancy'>(), resolution: z.string().min(1).max(200) }),
  },
} as const satisfies Record<string, { class: 'fact' | 'claim'; payload: z.ZodType }>;

export type CommandKind = keyof typeof commandCatalogue;
export type PayloadOf<K extends CommandKind> = z.infer<(typeof commandCatalogue)[K]['payload']>;
export const commandKinds = Object.keys(commandCatalogue) as readonly CommandKind[];

/** What a workflow asks to be recorded; the store adds id, sequence, station, operator and time. */
export type CommandDraft = { [K in CommandKind]: { readonly kind: K; readonly payload: PayloadOf<K> } }[CommandKind];

const envelope = z.object({
  id: idSchema<'command'>(),
  stationId: idSchema<'station'>(),
  /** Each outbox numbers its commands 1, 2, 3 ... without gaps. A wiped store starts a new outbox. */
  outboxId: idSchema<'outbox'>(),
  stationSeq: positive,
  operatorId: idSchema<'operator'>().nullable(),
  atMs: epochMs,
  /** What set it off (a scan's id, a key press): commands of one commit share it, and the same trigger again is the same commit. */
  triggerId: z.string().max(200).optional(),
});

/** A command as it is stored and sent. */
export type Command = z.infer<typeof envelope> & CommandDraft;
export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>;

/** One schema for each kind; a union told by `kind` looks at one of them, once. */
const commandForms = commandKinds.map((kind) => envelope.extend({ kind: z.literal(kind), payload: commandCatalogue[kind].payload }));

/** Schema of any command: the envelope, and the payload of its kind. */
export const command = z.discriminatedUnion(
  'kind',
  commandForms as unknown as readonly [(typeof commandForms)[number], ...typeof commandForms],
) as unknown as z.ZodType<Command>;

/** Whether the platform may refuse it. */
export function isClaim(kind: CommandKind): boolean {
  return commandCatalogue[kind].class === 'claim';
}

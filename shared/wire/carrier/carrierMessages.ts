import { z } from 'zod';
import { count, epochMs } from '#shared/model/common.ts';
import { deliveryFailureReason } from '#shared/model/order/order.ts';

/** Halfhour's own contract with third-party carriers; docs/integrator/carriers.md describes it. */
const place = z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) });
const reference = z.string().min(1).max(80);

/** `POST /quotes`: what a ride would cost and when. */
export const carrierQuestion = z.object({
  siteId: z.string().max(80),
  pickup: place,
  dropOff: place,
  /** When the bags lie on the shelf. */
  readyAtMs: epochMs,
  weightGrams: count,
});
export type CarrierQuestion = z.infer<typeof carrierQuestion>;

/** The answer; null in its place: nobody rides. Good for a minute. */
const carrierQuote = z.object({ quoteId: z.string().min(1).max(80), feeFen: count, pickupAtMs: epochMs, doorAtMs: epochMs });
export type CarrierQuote = z.infer<typeof carrierQuote>;
export const carrierQuoteAnswer = z.object({ quote: carrierQuote.nullable() });

/** `POST /bookings`: the ride of a quote. The same reference again is the same ride. */
export const carrierBooking = z.object({
  reference,
  quoteId: z.string().min(1).max(80),
  siteId: z.string().max(80),
  orderNumber: z.string().max(20),
  pickup: place,
  dropOff: place,
  readyAtMs: epochMs,
  weightGrams: count,
  /** Whom the rider gives it to; null once it is purged. */
  recipient: z.object({ name: z.string().max(60), phone: z.string().max(30), address: z.string().max(300) }).nullable(),
});
export type CarrierBooking = z.infer<typeof carrierBooking>;
export const carrierBookingAnswer = z.object({ isBooked: z.boolean() });

/** What became of a ride, as the carrier tells it to `POST /v1/carriers/{carrier}/events`; told twice it counts once. */
export const carrierEvent = z.object({
  siteId: z.string().min(1).max(80),
  reference,
  status: z.enum(['accepted', 'atStore', 'pickedUp', 'riding', 'delivered', 'failed', 'cancelled']),
  atMs: epochMs,
  riderName: z.string().max(30).optional(),
  position: place.optional(),
  failure: deliveryFailureReason.optional(),
});
export type CarrierEvent = z.infer<typeof carrierEvent>;

/** Header with the hexadecimal HMAC-SHA256 of an event's body under the secret both sides hold. */
export const carrierSignatureHeader = 'x-halfhour-signature';

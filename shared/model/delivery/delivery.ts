import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { code, count, epochMs } from '#shared/model/common.ts';

/** A ride of a third party's: who, for how much, and when it said the order is at the door. */
export const tripBooking = z.object({ carrier: z.string().min(1).max(40), feeFen: count, pickupAtMs: epochMs, doorAtMs: epochMs });
export type TripBooking = z.infer<typeof tripBooking>;

/** A person who carries orders to customers. `code` is on the badge. */
export const courier = z.object({
  id: idSchema<'courier'>(),
  code,
  name: z.string().max(60),
  status: z.enum(['offShift', 'atSite', 'outbound', 'returning']),
  capacityOrders: z.number().int().positive(),
  position: z.object({ lat: z.number(), lng: z.number(), atMs: epochMs }).nullable(),
  tripId: idSchema<'trip'>().nullable(),
  deliveredToday: count,
  /** When the shift ends; no pick-up is planned after it. Absent: not known. */
  shiftEndsAtMs: epochMs.nullable().optional(),
  /** Most weight in one trip; absent: the bag's usual. */
  capacityGrams: count.optional(),
  /** Name of the company the courier rides for; absent: the site's own. */
  carrier: z.string().max(40).optional(),
  /** The ride the carrier was asked for; `isConfirmed` once it said yes. Null: none at the moment. */
  booking: z.object({ tripId: idSchema<'trip'>(), isConfirmed: z.boolean() }).nullable().optional(),
});
export type Courier = z.infer<typeof courier>;

/** One ride of a courier with one or more orders, in delivery order. */
export const trip = z.object({
  id: idSchema<'trip'>(),
  courierId: idSchema<'courier'>(),
  orderIds: z.array(idSchema<'order'>()).min(1).max(20),
  status: z.enum(['planned', 'underway', 'done', 'cancelled']),
  plannedAtMs: epochMs,
  leftAtMs: epochMs.nullable(),
  doneAtMs: epochMs.nullable(),
  /** When the courier said yes. */
  takenAtMs: epochMs.nullable().optional(),
  /** Booked with a third party; absent: a courier of the site's own. */
  booking: tripBooking.optional(),
  /** Why the planner made it: message key and parameters, shown on the board. */
  reason: z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
});
export type Trip = z.infer<typeof trip>;

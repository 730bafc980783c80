import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { epochMs } from '#shared/model/common.ts';
import { deliveryFailureReason, deliveryProof, orderStage } from '#shared/model/order/order.ts';
import { courierRow, courierTrip, newCourier, recipientDetails } from './platformMessages.ts';

const siteRef = { siteId: idSchema<'site'>() };
const courierRef = { ...siteRef, courierId: idSchema<'courier'>() };

/** Couriers' part of the platform's HTTP interface. */
export const courierContract = {
  list: oc
    .route({ method: 'GET', path: '/sites/{siteId}/couriers', tags: ['couriers'], summary: 'Couriers (admin or channel)' })
    .input(z.object(siteRef))
    .output(z.array(courierRow)),
  create: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/couriers',
      tags: ['couriers'],
      summary: 'Add a courier; gives the courier key once (admin)',
    })
    .input(z.object({ ...siteRef, ...newCourier.shape }))
    .output(z.object({ courier: courierRow, keyId: z.string(), key: z.string() })),
  /** Written to the record at most every 10 s of platform time; `isWritten` says which. */
  position: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/couriers/{courierId}/position',
      tags: ['couriers'],
      summary: 'Where the courier is (courier)',
    })
    .input(z.object({ ...courierRef, lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }))
    .output(z.object({ isWritten: z.boolean() })),
  report: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/couriers/{courierId}/shift',
      tags: ['couriers'],
      summary: 'On shift, off shift, on the way back (courier)',
    })
    .input(z.object({ ...courierRef, status: z.enum(['offShift', 'atSite', 'outbound', 'returning']) }))
    .output(courierRow),
  trip: oc
    .route({
      method: 'GET',
      path: '/sites/{siteId}/couriers/{courierId}/trip',
      tags: ['couriers'],
      summary: 'Planned or current ride (courier)',
    })
    .input(z.object(courierRef))
    .output(courierTrip),
  recipient: oc
    .route({
      method: 'GET',
      path: '/sites/{siteId}/couriers/{courierId}/orders/{orderId}/recipient',
      tags: ['couriers'],
      summary: 'Name, phone and address of an order being carried; audited (courier)',
    })
    .input(z.object({ ...courierRef, orderId: idSchema<'order'>() }))
    .output(recipientDetails),
  delivered: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/couriers/{courierId}/deliveries',
      tags: ['couriers'],
      summary: 'An order reached its customer (courier)',
    })
    .input(
      z.object({
        ...courierRef,
        orderId: idSchema<'order'>(),
        /** How the courier knows. With `customerCode` the last four digits of the customer's phone, which the platform compares. */
        proof: z.object({ kind: deliveryProof.shape.kind, customerCode: z.string().max(8).optional() }).optional(),
      }),
    )
    .output(z.object({ orderId: idSchema<'order'>(), stage: orderStage })),
  take: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/couriers/{courierId}/trip/take',
      tags: ['couriers'],
      summary: 'Say yes to the planned ride (courier)',
    })
    .input(z.object({ ...courierRef, tripId: idSchema<'trip'>() }))
    .output(courierTrip),
  pickUp: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/couriers/{courierId}/pickups',
      tags: ['couriers'],
      summary: 'A bag of the ride, by the code on its label; with the last one of an order the order is handed over (courier)',
    })
    .input(z.object({ ...courierRef, parcelCodes: z.array(z.string().min(1).max(60)).min(1).max(40) }))
    .output(courierTrip),
  failed: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/couriers/{courierId}/failures',
      tags: ['couriers'],
      summary: 'An order could not be delivered and comes back (courier)',
    })
    .input(z.object({ ...courierRef, orderId: idSchema<'order'>(), reason: deliveryFailureReason }))
    .output(z.object({ orderId: idSchema<'order'>(), stage: orderStage })),
  issueCode: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/couriers/{courierId}/sign-in-codes',
      tags: ['couriers'],
      summary: "A short code for the courier's page, good for ten to twenty minutes (admin)",
    })
    .input(z.object(courierRef))
    .output(z.object({ code: z.string().length(6), validUntilMs: epochMs })),
  signIn: oc
    .route({
      method: 'POST',
      path: '/sites/{siteId}/courier-sign-in',
      tags: ['couriers'],
      summary: 'Courier number and code for a courier key; open, a few tries a courier',
    })
    .input(z.object({ ...siteRef, courierCode: z.string().min(1).max(20), code: z.string().length(6) }))
    .output(z.object({ courier: courierRow, keyId: z.string(), key: z.string() })),
};

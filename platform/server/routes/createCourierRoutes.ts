import type { Clock } from '#shared/base/clock.ts';
import type { CourierId, OrderId, SiteId } from '#shared/base/ids.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { appendAudit } from '#platform/db/audit.ts';
import type { Access } from '#platform/features/access/createAccess.ts';
import type { SignInCodes } from '#platform/features/couriers/createSignInCodes.ts';
import type { Couriers } from '#platform/features/couriers/createCouriers.ts';
import type { OrderPorts } from '#platform/features/orders/createOrders.ts';
import { readRecipient } from '#platform/features/orders/readRecipient.ts';
import { platformRoutes, requireCaller } from './guard.ts';

export type CourierRoutePorts = {
  readonly couriers: Couriers;
  readonly access: Access;
  readonly clock: Clock;
  readonly orderPorts: OrderPorts;
  readonly signInCodes: SignInCodes;
};

/** Couriers: set up by the admin, then each with a key of its own. */
export function createCourierRoutes(ports: CourierRoutePorts) {
  const { couriers } = platformRoutes;
  const courierOrAdmin = ['courier', 'admin'] as const;
  return {
    list: couriers.list.handler(({ input, context }) => {
      requireCaller(context, ['admin', 'channel'], input.siteId);
      return ports.couriers.list(input.siteId);
    }),
    create: couriers.create.handler(({ input, context }) => {
      const { siteId, ...request } = input;
      requireCaller(context, ['admin'], siteId);
      return ports.couriers.create(siteId, request, async ({ tx }, courier) => {
        const key = await ports.access.createKey(tx, {
          siteId,
          kind: 'courier',
          name: courier.name,
          channels: null,
          courierId: courier.id,
        });
        await appendAudit(tx, {
          chain: siteId,
          atMs: ports.clock.nowMs(),
          actor: 'admin',
          action: 'courierCreated',
          detail: { courierId: courier.id, keyId: key.keyId },
        });
        return { courier, ...key };
      });
    }),
    position: couriers.position.handler(({ input, context }) => {
      requireCaller(context, courierOrAdmin, input.siteId, input.courierId);
      return ports.couriers.position(input.siteId, input.courierId, { lat: input.lat, lng: input.lng });
    }),
    report: couriers.report.handler(({ input, context }) => {
      requireCaller(context, courierOrAdmin, input.siteId, input.courierId);
      return ports.couriers.report(input.siteId, input.courierId, input.status);
    }),
    trip: couriers.trip.handler(({ input, context }) => {
      requireCaller(context, courierOrAdmin, input.siteId, input.courierId);
      return ports.couriers.trip(input.siteId, input.courierId);
    }),
    recipient: couriers.recipient.handler(({ input, context }) => {
      requireCaller(context, ['courier'], input.siteId, input.courierId);
      return readRecipient(ports.orderPorts, input.siteId, input.courierId, input.orderId);
    }),
    delivered: couriers.delivered.handler(async ({ input, context }) => {
      requireCaller(context, courierOrAdmin, input.siteId, input.courierId);
      const { siteId, courierId, orderId, proof } = input;
      const isVerified = proof?.kind === 'customerCode' && (await isCustomerCode(ports.orderPorts, input, proof.customerCode ?? ''));
      return ports.couriers.delivered(siteId, courierId, orderId, proof === undefined ? null : { kind: proof.kind, isVerified });
    }),
    ...createCourierPageRoutes(ports),
  };
}

/** What a courier's own page asks besides: signing in, and the ride from yes to failure. */
function createCourierPageRoutes(ports: CourierRoutePorts) {
  const { couriers } = platformRoutes;
  const courierOrAdmin = ['courier', 'admin'] as const;
  return {
    take: couriers.take.handler(({ input, context }) => {
      requireCaller(context, courierOrAdmin, input.siteId, input.courierId);
      return ports.couriers.take(input.siteId, input.courierId, input.tripId);
    }),
    pickUp: couriers.pickUp.handler(({ input, context }) => {
      requireCaller(context, courierOrAdmin, input.siteId, input.courierId);
      return ports.couriers.pickUp(input.siteId, input.courierId, input.parcelCodes);
    }),
    failed: couriers.failed.handler(({ input, context }) => {
      requireCaller(context, courierOrAdmin, input.siteId, input.courierId);
      return ports.couriers.failed(input.siteId, input.courierId, input.orderId, input.reason);
    }),
    issueCode: couriers.issueCode.handler(async ({ input, context }) => {
      requireCaller(context, ['admin'], input.siteId);
      const isKnown = (await ports.couriers.list(input.siteId)).some(({ id }) => id === input.courierId);
      if (!isKnown) throw new RequestProblem(404, 'UNKNOWN_COURIER', 'This site has no such courier.');
      return ports.signInCodes.issue(input.siteId, input.courierId);
    }),
    signIn: couriers.signIn.handler(async ({ input }) => {
      const { siteId, courierCode, code } = input;
      const courier = (await ports.couriers.list(siteId)).find((each) => each.code === courierCode);
      // The same answer for a number nobody has and a wrong code.
      if (courier === undefined) throw new RequestProblem(401, 'WRONG_CODE', 'The code is wrong or no longer good.');
      ports.signInCodes.check(siteId, courier.id, code);
      const { db, clock } = ports.orderPorts;
      const key = await ports.access.createKey(db, { siteId, kind: 'courier', name: courier.name, channels: null, courierId: courier.id });
      const detail = { courierId: courier.id, keyId: key.keyId };
      await appendAudit(db, { chain: siteId, atMs: clock.nowMs(), actor: courier.id, action: 'courierSignedIn', detail });
      return { courier, ...key };
    }),
  };
}

/** Whether the code is the last four digits of the customer's phone. */
async function isCustomerCode(
  ports: OrderPorts,
  { siteId, courierId, orderId }: { readonly siteId: SiteId; readonly courierId: CourierId; readonly orderId: OrderId },
  code: string,
): Promise<boolean> {
  const { phone } = await readRecipient(ports, siteId, courierId, orderId);
  if (phone.replace(/\D/g, '').slice(-4) === code) return true;
  throw new RequestProblem(409, 'WRONG_CUSTOMER_CODE', "The code is not the end of the customer's phone number.");
}

import type { Clock } from '#shared/base/clock.ts';
import { appendAudit } from '#platform/db/audit.ts';
import type { Access } from '#platform/features/access/createAccess.ts';
import type { Couriers } from '#platform/features/couriers/createCouriers.ts';
import type { OrderPorts } from '#platform/features/orders/createOrders.ts';
import { readRecipient } from '#platform/features/orders/readRecipient.ts';
import { platformRoutes, requireCaller } from './guard.ts';

/** Couriers: set up by the admin, then each with a key of its own. */
export function createCourierRoutes(ports: {
  readonly couriers: Couriers;
  readonly access: Access;
  readonly clock: Clock;
  readonly orderPorts: OrderPorts;
}) {
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
    delivered: couriers.delivered.handler(({ input, context }) => {
      requireCaller(context, courierOrAdmin, input.siteId, input.courierId);
      return ports.couriers.delivered(input.siteId, input.courierId, input.orderId);
    }),
  };
}

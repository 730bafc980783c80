import type { SiteId } from '#shared/base/ids.ts';
import type { Channel } from '#shared/model/order/order.ts';
import type { Caller } from '#shared/wire/platform/caller.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import type { Orders } from '#platform/features/orders/createOrders.ts';
import { type RequestContext, platformRoutes, requireCaller } from './guard.ts';

/** Orders of channels. A channel key sees only its channels; the admin sees all. */
export function createOrderRoutes(ports: { readonly orders: Orders }) {
  const { orders } = platformRoutes;
  return {
    place: orders.place.handler(({ input, context }) => {
      const { siteId, ...intake } = input;
      const { channels } = requireChannel(context, siteId);
      if (channels !== null && !channels.includes(intake.channel))
        throw new RequestProblem(403, 'FORBIDDEN', `The key is not good for channel ${intake.channel}.`);
      return ports.orders.place(siteId, intake);
    }),
    list: orders.list.handler(({ input, context }) => {
      const { siteId, ...filter } = input;
      const { channels } = requireChannel(context, siteId);
      return ports.orders.list(siteId, { ...filter, channels });
    }),
    status: orders.status.handler(async ({ input, context }) => {
      const { channels } = requireChannel(context, input.siteId);
      const [status] = await ports.orders.list(input.siteId, { orderId: input.orderId, channels, limit: 1 });
      if (status === undefined) throw new RequestProblem(404, 'UNKNOWN_ORDER', 'This site has no such order.');
      return status;
    }),
    edit: orders.edit.handler(({ input, context }) => {
      const { siteId, ...payload } = input;
      const { channels, actor } = requireChannel(context, siteId);
      return ports.orders.change(siteId, { kind: 'editOrder', payload }, actor, channels);
    }),
    accept: orders.accept.handler(({ input, context }) => {
      const { channels, actor } = requireChannel(context, input.siteId);
      return ports.orders.change(input.siteId, { kind: 'acceptOrder', payload: { orderId: input.orderId } }, actor, channels);
    }),
    cancel: orders.cancel.handler(({ input, context }) => {
      const { siteId, ...payload } = input;
      const { channels, actor } = requireChannel(context, siteId);
      return ports.orders.change(siteId, { kind: 'cancelOrder', payload }, actor, channels);
    }),
    answerSubstitute: orders.answerSubstitute.handler(({ input, context }) => {
      const { siteId, ...answer } = input;
      const { channels, actor } = requireChannel(context, siteId);
      return ports.orders.change(siteId, { kind: 'answerSubstitute', payload: { ...answer, by: 'customer' } }, actor, channels);
    }),
  };
}

function requireChannel(context: RequestContext, siteId: SiteId): { readonly channels: readonly Channel[] | null; readonly actor: string } {
  const caller: Extract<Caller, { kind: 'admin' | 'channel' }> = requireCaller(context, ['admin', 'channel'], siteId);
  return caller.kind === 'admin' ? { channels: null, actor: 'admin' } : { channels: caller.channels, actor: `channel:${caller.keyId}` };
}

import { type Result, ok } from '#shared/base/result.ts';
import type { OrderId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import { refuse } from '#shared/rules/changes/changeSet.ts';
import type { Refusal, RecordView } from '#shared/rules/decision.ts';

/** An order whose dispatch a person may still have a say in: not left, not over. */
export function orderToDispatch(view: RecordView, orderId: OrderId): Result<Order, Refusal> {
  const order = view.get('order', orderId);
  if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId });
  if (order.stage === 'cancelled') return refuse('ORDER_CANCELLED', { orderId, daySequence: order.daySequence });
  if (order.stage === 'handedOver' || order.stage === 'delivered')
    return refuse('ORDER_ALREADY_LEFT', { orderId, daySequence: order.daySequence });
  return ok(order);
}

import { type Result, err, ok } from '#shared/base/result.ts';
import type { Order, OrderStage } from '#shared/model/order/order.ts';
import type { Refusal } from '#shared/rules/decision.ts';
import { type OrderStep, stageVerdict, stepTargets } from './stageTable.ts';

/** What became of an order's stage. */
export type OrderEvent = { readonly kind: 'stageChanged'; readonly stage: OrderStage; readonly atMs: number };

/** The answer of the stage table: events to apply, and how a fact stands against the books. */
export type OrderDecision = { readonly events: readonly OrderEvent[]; readonly standing: 'agreed' | 'skip' | 'early' | 'late' };

/** Asks the stage table about a step. Only claims can be refused. */
export function decideOrder(order: Order, step: OrderStep, atMs: number): Result<OrderDecision, Refusal> {
  const verdict = stageVerdict(step, order.stage);
  const stage = stepTargets[step];
  if (verdict === 'go' || verdict === 'skip') {
    const events: OrderEvent[] = stage === null ? [] : [{ kind: 'stageChanged', stage, atMs }];
    return ok({ events, standing: verdict === 'go' ? 'agreed' : 'skip' });
  }
  if (verdict === 'stay') return ok({ events: [], standing: 'agreed' });
  if (verdict === 'early' || verdict === 'late') return ok({ events: [], standing: verdict });
  return err({ code: verdict, params: { orderId: order.id, daySequence: order.daySequence, stage: order.stage } });
}

/** The order after an event. The timeline never runs backwards: a station's late fact counts from the stage before it. */
export function applyOrder(order: Order, event: OrderEvent): Order {
  const last = order.timeline.at(-1);
  const atMs = Math.max(event.atMs, last?.atMs ?? 0);
  return { ...order, stage: event.stage, timeline: [...order.timeline, { stage: event.stage, atMs }] };
}

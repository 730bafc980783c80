import type { OrderId, SiteId } from '#shared/base/ids.ts';
import type { PlatformApi } from '#platform/world/createPlatformApi.ts';
import type { TroubleCounter } from '#platform/world/createTroubleCounter.ts';
import type { WorldClock } from '#platform/world/clock/createWorldClock.ts';
import type { FollowUp, PlannedOrder } from './planOrders.ts';

/** How often one order is sent before the shopper gives up; the same body again is the same order. */
export const maxSendAttempts = 6;
const retryAfterMs = 5_000;

/** Shoppers at work. */
export type Shoppers = {
  /** Orders the platform has taken, in the order of placing. */
  placed(): readonly OrderId[];
  /** Resolves when the plan is over (or `stop` was called) and every follow-up has been made. */
  done: Promise<void>;
};

export type ShopperPorts = {
  readonly api: PlatformApi;
  readonly siteId: SiteId;
  readonly clock: WorldClock;
  readonly trouble: TroubleCounter;
  /** Ends placing; follow-ups still waiting are left out. */
  readonly signal: AbortSignal;
};

/** Sends planned orders when their time comes, through the channels' own way in, and what shoppers do afterwards. */
export function startShoppers(ports: ShopperPorts, plan: Iterable<PlannedOrder>, untilAfterStartMs: number): Shoppers {
  const placed: OrderId[] = [];
  const following = new Set<Promise<void>>();
  const run = async (): Promise<void> => {
    for (const order of plan) {
      if (order.afterStartMs > untilAfterStartMs) break;
      await ports.clock.sleep(ports.clock.startMs + order.afterStartMs - ports.clock.nowMs(), ports.signal);
      if (ports.signal.aborted) break;
      const sent = placeOrder(ports, order).then((orderId) => {
        if (orderId === null) return;
        placed.push(orderId);
        if (order.intake.substitution === 'ask') void answerQuestions(ports, orderId);
        return followUp(ports, orderId, order.followUps);
      });
      following.add(sent);
      void sent.finally(() => following.delete(sent));
    }
    await Promise.all(following);
  };
  return { placed: () => placed, done: run() };
}

/** How often a shopper looks whether something was asked, and how many say yes. */
const looksEveryMs = 45_000;
const acceptedShare = 0.75;
/** Stages after which nothing is asked any more. */
const isPicked: ReadonlySet<string> = new Set(['picked', 'packing', 'packed', 'shelved', 'handedOver', 'delivered', 'cancelled']);

/** A shopper who wants to be asked looks at the order now and then, and answers about what is offered instead. */
async function answerQuestions(ports: ShopperPorts, orderId: OrderId): Promise<void> {
  const order = { siteId: ports.siteId, orderId };
  while (!ports.signal.aborted) {
    await ports.clock.sleep(looksEveryMs, ports.signal);
    if (ports.signal.aborted) return;
    try {
      const status = await ports.api.orders.status(order);
      if (isPicked.has(status.stage)) return;
      for (const { lineNo, substitute } of status.lines) {
        if (substitute?.status !== 'asked') continue;
        const isLiked = (status.daySequence * 31 + lineNo * 17) % 100 < acceptedShare * 100;
        await ports.api.orders.answerSubstitute({ ...order, lineNo, answer: isLiked ? 'accepted' : 'declined' });
      }
    } catch (error) {
      ports.trouble.count('substituteAnswerRefused', error);
    }
  }
}

async function placeOrder(ports: ShopperPorts, order: PlannedOrder): Promise<OrderId | null> {
  const placedAtMs = ports.clock.startMs + order.afterStartMs;
  const promise = order.promiseAfterMs === null ? {} : { promiseAtMs: placedAtMs + order.promiseAfterMs };
  for (let attempt = 1; attempt <= maxSendAttempts && !ports.signal.aborted; attempt += 1) {
    try {
      const receipt = await ports.api.orders.place({ siteId: ports.siteId, ...order.intake, placedAtMs, ...promise });
      return receipt.orderId;
    } catch (error) {
      ports.trouble.count('orderNotPlaced', error);
      await ports.clock.sleep(retryAfterMs * attempt, ports.signal);
    }
  }
  return null;
}

async function followUp(ports: ShopperPorts, orderId: OrderId, followUps: readonly FollowUp[]): Promise<void> {
  let doneMs = 0;
  for (const step of followUps) {
    await ports.clock.sleep(step.afterMs - doneMs, ports.signal);
    if (ports.signal.aborted) return;
    doneMs = step.afterMs;
    await doFollowUp(ports, orderId, step);
  }
}

/** A refusal is part of life here: a cancel may come when the order has left. */
async function doFollowUp(ports: ShopperPorts, orderId: OrderId, step: FollowUp): Promise<void> {
  const order = { siteId: ports.siteId, orderId };
  try {
    if (step.kind === 'pay') await ports.api.orders.edit({ ...order, payment: 'paid' });
    if (step.kind === 'clearCustoms') await ports.api.orders.edit({ ...order, customs: 'cleared' });
    if (step.kind === 'accept') await ports.api.orders.accept(order);
    if (step.kind === 'cancel') await ports.api.orders.cancel({ ...order, reason: step.reason });
  } catch (error) {
    ports.trouble.count(`${step.kind}Refused`, error);
  }
}

import type { SkuId } from '#shared/base/ids.ts';
import { type Prng, createPrng, nextInt, pickOne } from '#shared/base/prng.ts';
import type { Channel } from '#shared/model/order/order.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import type { OrderIntake } from '#shared/wire/platform/platformMessages.ts';
import { type SkuWheel, composeBasket, createSkuWheel } from './composeBasket.ts';
import { dailyCurve } from './dailyCurve.ts';
import { inventAddress, inventDestination } from './inventAddress.ts';

/** What a shopper does after ordering. Times are milliseconds after the order. */
export type FollowUp =
  | { readonly kind: 'pay'; readonly afterMs: number }
  | { readonly kind: 'clearCustoms'; readonly afterMs: number }
  | { readonly kind: 'accept'; readonly afterMs: number }
  | { readonly kind: 'cancel'; readonly afterMs: number; readonly reason: string };

/** An order of the day: when it comes, what is sent, and what follows. `promiseAfterMs` null takes the channel's promise. */
export type PlannedOrder = {
  readonly afterStartMs: number;
  readonly intake: Omit<OrderIntake, 'placedAtMs' | 'promiseAtMs'>;
  readonly promiseAfterMs: number | null;
  readonly followUps: readonly FollowUp[];
};

export type ShopperOptions = {
  readonly seed: number;
  /** Orders an hour when the day is busiest. */
  readonly peakOrdersPerHour: number;
  /** Hour of the site's day at which the plan starts, for the daily curve. */
  readonly startHour: number;
  readonly site: Site;
  readonly skus: readonly Sku[];
  readonly popularity: readonly SkuId[];
};

const minuteMs = 60_000;

/** How orders spread over the channels. Walk-in sales are made at the counter and are never ordered. */
const channelShare: readonly (readonly [Channel, number])[] = [
  ['app', 0.37],
  ['miniProgram', 0.22],
  ['marketplace', 0.24],
  ['scheduled', 0.06],
  ['groupBuy', 0.03],
  ['liveStream', 0.03],
  ['crossBorder', 0.02],
  ['b2b', 0.02],
  ['c2m', 0.01],
];

/** The orders of a day without end, in time order. The same options give the same orders. */
export function* planOrders(options: ShopperOptions): Generator<PlannedOrder, never> {
  const prng = createPrng(options.seed);
  const skuById = new Map(options.skus.map((sku) => [sku.id, sku]));
  const wheel = createSkuWheel(options.popularity.flatMap((skuId) => skuById.get(skuId) ?? []));
  let afterStartMs = 0;
  for (let orderNo = 1; ; orderNo += 1) {
    afterStartMs += gapMs(prng, options, afterStartMs);
    yield planOrder(prng, options, wheel, orderNo, Math.round(afterStartMs));
  }
}

/** Time to the next order: half even, half by chance, shorter the busier the hour. */
function gapMs(prng: Prng, options: ShopperOptions, afterStartMs: number): number {
  const hour = options.startHour + afterStartMs / (60 * minuteMs);
  const meanMs = (60 * minuteMs) / (options.peakOrdersPerHour * Math.max(0.02, dailyCurve(hour)));
  return meanMs * (0.5 + 0.5 * -Math.log(1 - prng.next()));
}

function planOrder(prng: Prng, options: ShopperOptions, wheel: SkuWheel, orderNo: number, afterStartMs: number): PlannedOrder {
  const channel = drawChannel(prng);
  const isUnpaid = channelPolicies[channel].needsPayment && prng.next() < 0.04;
  const address = inventAddress(prng);
  return {
    afterStartMs,
    intake: {
      channel,
      channelOrderId: `${channelPrefix(channel)}${options.seed}-${String(orderNo).padStart(5, '0')}`,
      memberTier: pickOne(prng, ['standard', 'standard', 'standard', 'gold', 'gold', 'black']),
      payment: isUnpaid ? 'unpaid' : 'paid',
      customs: channelPolicies[channel].needsCustomsClearance ? 'pending' : 'notNeeded',
      groupLot:
        channel === 'groupBuy'
          ? { leader: pickOne(prng, ['孙阿姨', '老周', '小美']), pickupPoint: pickOne(prng, ['翠苑二区南门', '文华公寓大厅']) }
          : null,
      substitution: pickOne(prng, ['never', 'similar', 'ask']),
      note: prng.next() < 0.12 ? pickOne(prng, ['请放门口', '到了打电话', '不要敲门，宝宝在睡觉', '麻烦挑新鲜的', '无需餐具']) : '',
      recipient: address,
      destination: inventDestination(prng, options.site.location),
      lines: [...composeBasket(prng, wheel, channel)],
    },
    promiseAfterMs: promiseAfterMs(prng, channel),
    followUps: planFollowUps(prng, channel, isUnpaid),
  };
}

function planFollowUps(prng: Prng, channel: Channel, isUnpaid: boolean): readonly FollowUp[] {
  const policy = channelPolicies[channel];
  const followUps: FollowUp[] = [];
  if (isUnpaid) followUps.push({ kind: 'pay', afterMs: nextInt(prng, 15, 70) * 1000 });
  if (policy.needsCustomsClearance) followUps.push({ kind: 'clearCustoms', afterMs: nextInt(prng, 60, 240) * 1000 });
  if (!policy.isAutoAccepted) followUps.push({ kind: 'accept', afterMs: nextInt(prng, 20, 90) * 1000 });
  if (prng.next() < 0.015)
    followUps.push({
      kind: 'cancel',
      afterMs: nextInt(prng, 30, 420) * 1000,
      reason: pickOne(prng, ['changedMind', 'wrongAddress', 'orderedTwice']),
    });
  return followUps.toSorted((left, right) => left.afterMs - right.afterMs);
}

/** Customers of planned channels choose a slot soon enough to be picked within this day's plan; the others take the channel's promise. */
function promiseAfterMs(prng: Prng, channel: Channel): number | null {
  const { releaseLeadMs } = channelPolicies[channel];
  if (releaseLeadMs === null) return null;
  return (channel === 'scheduled' ? nextInt(prng, 9, 12) * 5 : nextInt(prng, 12, 24) * 5) * minuteMs;
}

function drawChannel(prng: Prng): Channel {
  let aim = prng.next();
  for (const [channel, share] of channelShare) {
    aim -= share;
    if (aim < 0) return channel;
  }
  return 'app';
}

function channelPrefix(channel: Channel): string {
  return {
    app: 'A',
    miniProgram: 'M',
    marketplace: 'P',
    scheduled: 'S',
    b2b: 'B',
    groupBuy: 'G',
    liveStream: 'L',
    crossBorder: 'X',
    c2m: 'C',
    walkIn: 'W',
  }[channel];
}

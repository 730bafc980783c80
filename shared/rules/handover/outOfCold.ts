import type { SkuId } from '#shared/base/ids.ts';
import type { TemperatureClass } from '#shared/model/common.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { type SiteRules, siteRulesOf } from '#shared/rules/siteRulesOf.ts';

const minuteMs = 60_000;
/** What holds until a site says otherwise. */
const defaultColdReturnLimitsMs: NonNullable<SiteRules['coldReturnLimitsMs']> = { chilled: 30 * minuteMs, frozen: 15 * minuteMs };

/** How long goods of a temperature may have been away and be sold again, milliseconds; null: as long as they like. */
export function coldReturnLimitMs(rules: SiteRules, temperature: TemperatureClass): number | null {
  return temperature === 'ambient' ? null : (rules.coldReturnLimitsMs ?? defaultColdReturnLimitsMs)[temperature];
}

/** Whether goods of an order that left were away for longer than the cold chain allows. Unknown goods and an unknown departure are too long. */
export function isTooLongOutOfCold(view: RecordView, order: Order, skuId: SkuId, atMs: number): boolean {
  const sku = view.get('sku', skuId);
  if (sku === undefined) return true;
  const limitMs = coldReturnLimitMs(siteRulesOf(view), sku.temperature);
  const leftAtMs = order.timeline.findLast((entry) => entry.stage === 'handedOver')?.atMs;
  return limitMs !== null && (leftAtMs === undefined || atMs - leftAtMs > limitMs);
}

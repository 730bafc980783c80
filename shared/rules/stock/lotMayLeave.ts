import type { Site } from '#shared/model/site/site.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { Lot } from '#shared/model/stock/stock.ts';
import { daysBetween, siteDayOf } from './siteDay.ts';

/**
 * Whether goods of a lot may be taken for a customer at an instant: not held, not recalled, not expired, and with the
 * remaining life the SKU asks for. `lot` null is stock without a lot; undefined is a lot nobody knows, which may not leave.
 * A lot that expires today may leave until midnight of the site, if the SKU asks for no remaining days.
 */
export function lotMayLeave(lot: Lot | null | undefined, sku: Sku, site: Pick<Site, 'timeZone'>, atMs: number): boolean {
  if (isLotForbidden(lot, site, atMs)) return false;
  if (lot == null || lot.expiresOn === null) return true;
  return daysBetween(siteDayOf(site.timeZone, atMs), lot.expiresOn) >= sku.minRemainingLifeDays;
}

/** Whether a lot is held, recalled, unknown, or expired: its last day is over in the site's time zone. */
export function isLotForbidden(lot: Lot | null | undefined, site: Pick<Site, 'timeZone'>, atMs: number): boolean {
  if (lot === null) return false;
  if (lot === undefined || lot.status !== 'released') return true;
  return lot.expiresOn !== null && daysBetween(siteDayOf(site.timeZone, atMs), lot.expiresOn) < 0;
}

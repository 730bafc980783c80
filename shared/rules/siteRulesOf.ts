import { type PickingPolicy, defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { RecordView } from './decision.ts';

/** The part of a site that rules need. */
export type SiteRules = Pick<Site, 'timeZone' | 'promiseMs' | 'stageBudgetsMs' | 'coldReturnLimitsMs'>;

const minuteMs = 60_000;

/** Thirty minutes in the stages' usual shares: what holds until a layout says otherwise. */
export const defaultSiteRules: SiteRules = {
  timeZone: 'Asia/Shanghai',
  promiseMs: 30 * minuteMs,
  stageBudgetsMs: { release: minuteMs, pick: 6 * minuteMs, pack: 4 * minuteMs, handover: 4 * minuteMs, ride: 15 * minuteMs },
};

/** The site's rules, or the defaults before its layout is known. */
export function siteRulesOf(view: RecordView): SiteRules {
  return view.site() ?? defaultSiteRules;
}

/** How the site makes and orders its pick tasks. */
export function pickingPolicyOf(site: Pick<Site, 'pickingPolicy'> | undefined): PickingPolicy {
  return site?.pickingPolicy ?? defaultPickingPolicy;
}

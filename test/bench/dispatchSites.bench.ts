import type { DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { defaultDispatchOptions } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { planSiteTrips } from '#shared/planning/dispatch/planSiteTrips.ts';
import { playDay } from './dispatchDay/dispatchDay.ts';

/** How often the platform decides for a site, milliseconds. */
const decideEveryMs = 3000;

/**
 * What the platform's planner costs with many sites: as many moments of simulated rush hours as there are sites, each decided once with the
 * platform's own options, by the CPU time of this process. `--sites N`, `--seeds 1-4` (days the moments are drawn from).
 */
export async function run({ arguments: words }: { arguments: readonly string[] }) {
  const option = (name: string, otherwise: string) => (words.includes(name) ? (words[words.indexOf(name) + 1] ?? otherwise) : otherwise);
  const sites = Number(option('--sites', '1000'));
  const [from = 1, until = from] = option('--seeds', '1-2').split('-').map(Number);
  const moments: DispatchSnapshot[] = [];
  for (let seed = from; seed <= until; seed++) {
    const about = { seed, orders: 300, couriers: 12, decideEveryMs: 15_000, hasCut: false };
    playDay({
      ...about,
      plan(snapshot) {
        moments.push(snapshot);
        return planSiteTrips(snapshot, { ...defaultDispatchOptions, steps: 20 });
      },
    });
  }
  const times: number[] = [];
  let orders = 0;
  for (let site = 0; site < sites; site++) {
    const snapshot = moments[Math.floor((site * moments.length) / sites)]!;
    const before = process.cpuUsage();
    planSiteTrips(snapshot, defaultDispatchOptions);
    const spent = process.cpuUsage(before);
    times.push((spent.user + spent.system) / 1000);
    orders += snapshot.orders.length;
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]! * 10) / 10;
  const meanMs = times.reduce((sum, each) => sum + each, 0) / times.length;
  const metrics = {
    sites,
    meanCpuMs: Math.round(meanMs * 10) / 10,
    p50CpuMs: at(0.5),
    p99CpuMs: at(0.99),
    worstCpuMs: at(1),
    ordersPerSite: Math.round((orders / sites) * 10) / 10,
    sitesPerCore: Math.floor(decideEveryMs / meanMs),
  };
  return { metrics, peers: {}, rows: [metrics] };
}

import { createHost } from '#electron/host/createHost.ts';
import { silentLog } from '#shared/base/log.ts';
import { type HourReport, runDemoHour } from '#platform/demo/runDemoHour.ts';
import { floorWays } from './floorWays.ts';

/** The demo hour with real hosts, scans and platform, one after the other for each way to run the floor. */
export async function playDemoHours(options: {
  readonly seed: number;
  readonly orders: number;
  readonly pickers: number;
  readonly speed: number;
  readonly minutes: number;
}): Promise<readonly { readonly way: keyof typeof floorWays; readonly report: HourReport }[]> {
  const reports: { way: keyof typeof floorWays; report: HourReport }[] = [];
  for (const way of Object.keys(floorWays) as (keyof typeof floorWays)[]) {
    const { policy, choice, routing } = floorWays[way];
    process.stderr.write(`${way}: `);
    const report = await runDemoHour({
      seed: options.seed,
      speed: options.speed,
      minutes: options.minutes,
      folder: null,
      pickers: options.pickers,
      couriers: 36,
      peakOrdersPerHour: options.orders,
      startHour: 11,
      startMs: Date.UTC(2026, 2, 2, 3),
      platformPort: 0,
      log: silentLog,
      logLevel: 'silent',
      parts: {
        createHost,
        startHeadless: () => Promise.reject(new Error('the hour runs without a station for people')),
        openInBrowser: () => {},
      },
      floor: { policy, habits: { choice, routing: routing === 'sShape' ? 'sShape' : 'planned' } },
      onProgress: (sentence) => process.stderr.write(`${sentence}\n`),
    });
    reports.push({ way, report });
  }
  return reports;
}

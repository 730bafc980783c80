import { describe, expect, it } from 'vitest';
import { createHost } from '#electron/host/createHost.ts';
import { silentLog } from '#shared/base/log.ts';
import { runDemoHour } from '#platform/demo/runDemoHour.ts';

describe('a short demo', () => {
  it('brings every order to its door by virtual pickers at real hosts, and every book agrees', { timeout: 240_000 }, async () => {
    const report = await runDemoHour({
      seed: 11,
      speed: 60,
      minutes: 3,
      folder: null,
      pickers: 2,
      couriers: 6,
      peakOrdersPerHour: 160,
      startHour: 11,
      startMs: Date.UTC(2026, 4, 6, 3),
      platformPort: 0,
      log: silentLog,
      logLevel: 'silent',
      parts: {
        createHost,
        startHeadless: () => Promise.reject(new Error('the hour runs without a station for people')),
        openInBrowser: () => {},
      },
    });
    const { verdict, summary } = report;
    expect({ verdict: { ...verdict, refusedClaims: 0 }, isDrained: report.isDrained }).toEqual({
      verdict: { violations: [], lost: 0, doubled: 0, pending: 0, differences: [], differenceCount: 0, refusedClaims: 0, isHealthy: true },
      isDrained: true,
    });
    expect(summary.orders).toBeGreaterThanOrEqual(5);
    expect(summary.byOutcome['delivered'] ?? 0).toBeGreaterThanOrEqual(summary.orders - 1);
    expect(report.labelsPrinted).toBeGreaterThanOrEqual(summary.byOutcome['delivered'] ?? 0);
    expect(report.commands.fromPickers).toBeGreaterThan(summary.orders * 8);
  });
});

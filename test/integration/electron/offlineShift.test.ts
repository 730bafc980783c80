import { expect, it } from 'vitest';
import { runShift } from '#test/bench/shift/runShift.ts';

it('[LN16] a shift without the platform goes through every flow over the LAN, and nothing is lost, doubled or left pending afterwards', async () => {
  const report = await runShift({ orders: 24, stations: 4 });
  expect(report.bugs).toEqual([]);
  expect(report.verdict).toMatchObject({ violations: [], lost: 0, doubled: 0, pending: 0, differences: [] });
  expect([report.areAlikeBeforeHeal, report.delivered + report.cancelled, Object.keys(report.flows).length]).toEqual([true, 24, 13]);
  expect(report.drainSeconds).toBeLessThan(20);
}, 180_000);

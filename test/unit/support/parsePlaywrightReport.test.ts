import type { JSONReport } from '@playwright/test/reporter';
import { expect, test } from 'vitest';
import { parsePlaywrightReport } from '#test/support/parsePlaywrightReport.ts';
import { addSummaries, toSummaryLine } from '#test/support/testSummary.ts';

const one = (status: string, annotations: readonly object[] = []): object => ({ projectName: 'chromium', status, annotations });

const report = {
  errors: [],
  suites: [
    {
      title: 'order.spec.ts',
      specs: [{ title: 'first', tests: [one('expected')] }],
      suites: [
        {
          title: 'with the WAN cut',
          specs: [
            { title: 'second', tests: [one('unexpected'), one('flaky')] },
            { title: 'third', tests: [one('skipped', [{ type: 'skip', description: 'socat is not on this machine' }])] },
          ],
        },
      ],
    },
  ],
} as unknown as JSONReport;

test('a browser report is counted through nested suites, with the reason of each skip', () => {
  expect(parsePlaywrightReport(report)).toEqual({
    passed: 2,
    failed: 1,
    skipped: [{ name: 'chromium: order.spec.ts > with the WAN cut > third', reason: 'socat is not on this machine' }],
  });
});

test('an error outside any test is a failure', () => {
  expect(parsePlaywrightReport({ errors: [{ message: 'no config' }], suites: [] } as unknown as JSONReport).failed).toBe(1);
});

test('runs add up to one line', () => {
  const skipped = [{ name: 'a', reason: 'b' }];
  expect(
    toSummaryLine(
      addSummaries([
        { passed: 2, failed: 0, skipped },
        { passed: 3, failed: 1, skipped },
      ]),
    ),
  ).toBe('tests: 5 passed, 1 failed, 2 skipped');
});

import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter';
import type { SkippedTest, TestSummary } from './testSummary.ts';

/** Counts a Playwright JSON report. Errors outside any test count as failures. */
export function parsePlaywrightReport(report: JSONReport): TestSummary {
  let passed = 0;
  let failed = report.errors.length;
  const skipped: SkippedTest[] = [];
  const walk = (suite: JSONReportSuite, titles: readonly string[]): void => {
    const path = [...titles, suite.title];
    for (const child of suite.suites ?? []) walk(child, path);
    for (const spec of suite.specs) {
      for (const one of spec.tests) {
        if (one.status === 'skipped') {
          const reason = one.annotations.find((annotation) => annotation.type === 'skip')?.description ?? '';
          skipped.push({ name: `${one.projectName}: ${[...path, spec.title].join(' > ')}`, reason });
        } else if (one.status === 'unexpected') failed += 1;
        else passed += 1;
      }
    }
  };
  for (const suite of report.suites) walk(suite, []);
  return { passed, failed, skipped };
}

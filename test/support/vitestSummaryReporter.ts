import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import type { SkippedTest, TestSummary } from './testSummary.ts';

/** Writes a TestSummary to the file named by HALFHOUR_TEST_SUMMARY, with the reason of every skipped test. */
export default class VitestSummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env['HALFHOUR_TEST_SUMMARY'];
    if (file === undefined) return;
    let passed = 0;
    let failed = unhandledErrors.length;
    const skipped: SkippedTest[] = [];
    for (const testModule of modules) {
      failed += testModule.errors().length;
      for (const testCase of testModule.children.allTests()) {
        const result = testCase.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'skipped')
          skipped.push({ name: `${testModule.relativeModuleId} > ${testCase.fullName}`, reason: result.note ?? '' });
        else failed += 1;
      }
    }
    const summary: TestSummary = { passed, failed, skipped };
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(summary));
  }
}

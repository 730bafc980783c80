/** One skipped test and why. */
export type SkippedTest = { readonly name: string; readonly reason: string };

/** What a run of one test tool came to. */
export type TestSummary = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
};

/** Adds up runs. */
export function addSummaries(summaries: readonly TestSummary[]): TestSummary {
  return {
    passed: summaries.reduce((sum, one) => sum + one.passed, 0),
    failed: summaries.reduce((sum, one) => sum + one.failed, 0),
    skipped: summaries.flatMap((one) => one.skipped),
  };
}

/** The last line of a run: `tests: N passed, N failed, N skipped`. */
export function toSummaryLine(summary: TestSummary): string {
  return `tests: ${summary.passed} passed, ${summary.failed} failed, ${summary.skipped.length} skipped`;
}

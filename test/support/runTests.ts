import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { JSONReport } from '@playwright/test/reporter';
import { ensurePageBuilt } from '#bin/ensurePageBuilt.mjs';
import { findChromium } from './findChromium.ts';
import { findProgram } from './findProgram.ts';
import { parsePlaywrightReport } from './parsePlaywrightReport.ts';
import { addSummaries, toSummaryLine, type TestSummary } from './testSummary.ts';

/**
 * `npm test`: finds or installs what the tests drive, builds the page, runs vitest and Playwright, prints every skipped test
 * with its reason, and ends with one line that counts them all. Words after `--` choose vitest files and leave Playwright out.
 */
const root = process.cwd();
const summaryFile = path.join(root, '.cache/tests/vitest.json');
const browserFile = path.join(root, '.cache/tests/browser.json');

process.exitCode = await runTests(process.argv.slice(2));

async function runTests(words: readonly string[]): Promise<number> {
  const chromium = findChromium({ mayInstall: true });
  console.log(`chromium: ${chromium ?? 'not found, and it could not be installed here'}`);
  tellProgram('socat', findProgram(['socat'], 'socat'));
  tellProgram('mosquitto', findProgram(['mosquitto'], 'mosquitto'));
  tellProgram('postgres', findProgram(['postgres'], 'postgresql'));
  await ensurePageBuilt(root, (message) => console.log(message));
  rmSync(path.join(root, '.cache/tests'), { recursive: true, force: true });

  const summaries: TestSummary[] = [await runVitest(words)];
  if (words.length === 0) summaries.push(await runBrowserTests(chromium));
  const total = addSummaries(summaries);
  if (total.skipped.length > 0) console.log('\nskipped:');
  for (const { name, reason } of total.skipped) console.log(`  SKIPPED ${name}: ${reason === '' ? 'no reason given' : reason}`);
  if (total.passed + total.failed === 0) console.log('no test ran');
  console.log(toSummaryLine(total));
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

function tellProgram(name: string, program: string | null): void {
  console.log(`${name}: ${program ?? 'not found, and it could not be installed here: its tests are skipped'}`);
}

async function runVitest(words: readonly string[]): Promise<TestSummary> {
  const reporters = ['--reporter=default', '--reporter=./test/support/vitestSummaryReporter.ts'];
  const code = await run(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...words], { HALFHOUR_TEST_SUMMARY: summaryFile });
  if (!existsSync(summaryFile)) return { passed: 0, failed: 1, skipped: [] };
  const summary = JSON.parse(readFileSync(summaryFile, 'utf8')) as TestSummary;
  return withExitCode(summary, code, 'vitest');
}

async function runBrowserTests(chromium: string | null): Promise<TestSummary> {
  if (chromium === null) {
    return { passed: 0, failed: 0, skipped: [{ name: 'test/browser', reason: 'there is no Chromium and it could not be installed' }] };
  }
  const code = await run(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
    HALFHOUR_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: browserFile,
  });
  if (!existsSync(browserFile)) return { passed: 0, failed: 1, skipped: [] };
  return withExitCode(parsePlaywrightReport(JSON.parse(readFileSync(browserFile, 'utf8')) as JSONReport), code, 'Playwright');
}

/** A tool that ended badly without naming a failed test still failed. */
function withExitCode(summary: TestSummary, code: number, tool: string): TestSummary {
  if (code === 0 || summary.failed > 0) return summary;
  console.log(`${tool} ended with exit code ${code}`);
  return { ...summary, failed: 1 };
}

function run(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...words], { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

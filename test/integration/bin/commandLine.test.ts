import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Runs `halfhour` as a person would. */
function halfhour(...words: string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const run = spawnSync(process.execPath, ['bin/halfhour.mjs', ...words], { encoding: 'utf8', timeout: 60_000 });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

describe('the halfhour command', () => {
  test('without a command lists all of them', () => {
    const { code, out } = halfhour();
    expect({ code, names: [...out.matchAll(/^ {2}(\w+) {2}/gm)].map((match) => match[1]) }).toEqual({
      code: 0,
      names: ['demo', 'station', 'platform', 'world', 'simulate', 'plan', 'barcode', 'label', 'layout', 'fleet', 'robot'],
    });
  });

  test('tells its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(halfhour('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test('says in one sentence that it does not know a command', () => {
    expect(halfhour('frobnicate')).toEqual({
      code: 2,
      out: '',
      err: "halfhour: there is no command 'frobnicate'; 'halfhour --help' lists them.\n",
    });
  });

  test.each(['demo', 'station', 'platform', 'world', 'barcode', 'simulate'])('%s --help tells its options and starts nothing', (name) => {
    const { code, out } = halfhour(name, '--help');
    expect({ code, isUsage: out.includes('Usage:') && out.includes('--help') }).toEqual({ code: 0, isUsage: true });
  });

  test.each([
    ['demo', '--headless'],
    ['station', '--no-page'],
    ['platform', '--json'],
    ['world', '--json'],
  ])('%s refuses an unknown option in a sentence, without a stack trace', (name, known) => {
    const { code, err } = halfhour(name, known, '--frobnicate');
    expect({ code, isSaid: err.trim() !== '', hasStack: /^\s+at /m.test(err) }).toEqual({
      code: 2,
      isSaid: true,
      hasStack: false,
    });
  });
});

test('[BC10] barcode parse answers line by line, and a line of noise makes the exit code 1', () => {
  const input = '{"elementString":"(01)10614141000415"}\nnoise\n{"scanData":"]E06901234567893"}\n';
  const run = spawnSync(process.execPath, ['bin/halfhour.mjs', 'barcode', 'parse', '--json'], { encoding: 'utf8', input, timeout: 60_000 });
  const answers = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly ok: boolean; readonly reason?: string });
  expect({ code: run.status, answers: answers.map(({ ok, reason }) => reason ?? ok) }).toEqual({
    code: 1,
    answers: [true, 'notUnderstood', 'scan.badCheckDigit'],
  });
});

describe('the bench runner', () => {
  test('names the benches when it does not know one', () => {
    const run = spawnSync(process.execPath, ['test/bench/run.mjs', 'frobnicate'], { encoding: 'utf8' });
    expect({ code: run.status, sentence: run.stderr.startsWith("there is no bench 'frobnicate'.") }).toEqual({ code: 2, sentence: true });
  });
});

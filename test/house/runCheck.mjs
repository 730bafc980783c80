import { spawnSync } from 'node:child_process';

/** `npm run check`: every rule of the house, each step run even when an earlier one failed, so that one run tells all. */
const steps = [
  { name: 'types', words: ['node_modules/typescript/bin/tsc', '-b'] },
  // Its type-aware part now and then dies on a busy machine before it has judged anything; a verdict always has this line.
  { name: 'lint', words: ['node_modules/oxlint/bin/oxlint'], verdict: /Found \d+ warnings? and \d+ errors?/ },
  { name: 'format', words: ['node_modules/oxfmt/bin/oxfmt', '--check'] },
  { name: 'unused', words: ['node_modules/knip/bin/knip.js'] },
  // Electron's own build is used by no test: the browser's page is built alone.
  { name: 'build', words: ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'] },
  { name: 'house tests', words: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'house'] },
];

const failed = [];
for (const { name, words, verdict } of steps) {
  console.log(`\n== ${name}`);
  const startedMs = performance.now();
  const status = runStep(words, verdict);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (status !== 0) failed.push(name);
}
console.log(failed.length === 0 ? '\ncheck: clean' : `\ncheck: failed in ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Exit status of a step. A step with a verdict line is run again, twice at most, when it ended without one. */
function runStep(words, verdict) {
  if (verdict === undefined) return spawnSync(process.execPath, words, { stdio: 'inherit' }).status;
  for (let tries = 1; ; tries += 1) {
    const run = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    process.stdout.write(run.stdout);
    process.stderr.write(run.stderr);
    if (verdict.test(run.stdout) || tries === 3) return run.status;
    console.log('-- it ended without a verdict; once more');
  }
}

import { spawnSync } from 'node:child_process';

/** `npm run check`: every rule of the house, each step run even when an earlier one failed, so that one run tells all. */
const steps = [
  { name: 'types', words: ['node_modules/typescript/bin/tsc', '-b'] },
  { name: 'lint', words: ['node_modules/oxlint/bin/oxlint'] },
  { name: 'format', words: ['node_modules/oxfmt/bin/oxfmt', '--check'] },
  { name: 'unused', words: ['node_modules/knip/bin/knip.js'] },
  { name: 'house tests', words: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'house'] },
];

const failed = [];
for (const { name, words } of steps) {
  console.log(`\n== ${name}`);
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (status !== 0) failed.push(name);
}
console.log(failed.length === 0 ? '\ncheck: clean' : `\ncheck: failed in ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

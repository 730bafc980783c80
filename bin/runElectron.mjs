import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What Electron's own part is made of, besides the page. */
const sources = ['electron', 'shared', 'electron.vite.config.ts', 'package-lock.json'];

/** Builds `out/` with electron-vite when main is missing or older than its sources. Throws with the build's output when it fails. */
export async function ensureElectronBuilt(root, log) {
  const main = path.join(root, 'out/main/main.js');
  if (existsSync(main) && sources.every((source) => newestMs(path.join(root, source)) <= statSync(main).mtimeMs)) return;
  log('building the Electron station ...');
  const { code, output } = await run(process.execPath, [path.join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], root);
  if (code !== 0) throw new Error(`the Electron station could not be built:\n${output}`);
}

/** Runs the station in Electron until its window is closed; `argv` as for `halfhour station`. Resolves with the exit code. */
export function runElectron(program, root, argv, signal) {
  // By environment, not by a switch: a switch would end up among the station's own arguments.
  const env = process.getuid?.() === 0 ? { ...process.env, ELECTRON_DISABLE_SANDBOX: '1' } : process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [path.join(root, 'out/main/main.js'), ...argv], { cwd: root, stdio: 'inherit', env, signal });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Stands in for `startHeadless` where there is Electron: the same station, in a window. What it is started with goes into its data
 * folder's `station.json`. Closing the window ends the station; `onClosed` tells.
 */
export function startInElectron(program, root, { hostOptions }, onClosed) {
  const { dataFolder, platformUrl, mqttUrl, enrolmentCode, stationName, devices } = hostOptions;
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(
    path.join(dataFolder, 'station.json'),
    JSON.stringify({ platformUrl, mqttUrl, enrolmentCode, stationName, devices }, null, 2),
  );
  const abort = new AbortController();
  const closed = runElectron(program, root, ['--data', dataFolder], abort.signal).finally(onClosed);
  const close = async () => {
    abort.abort();
    await closed.catch(() => undefined);
  };
  return Promise.resolve({ url: 'the window of Electron', port: 0, portNote: null, close });
}

function newestMs(entry) {
  const stats = statSync(entry);
  return stats.isDirectory()
    ? Math.max(stats.mtimeMs, ...readdirSync(entry).map((name) => newestMs(path.join(entry, name))))
    : stats.mtimeMs;
}

function run(program, words, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code) => resolve({ code, output }));
  });
}

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';

/** What the page is made of: a change in any of these makes the built one stale. */
const sources = ['renderer', 'shared', 'resources', 'vite.config.ts', 'package-lock.json'];

/**
 * Builds `out/renderer` when it is missing or older than its sources. Several processes may call this at once: each builds
 * into a folder of its own and puts it in place in one step.
 * Throws with the build's own output when it fails.
 */
export async function ensurePageBuilt(root, log) {
  const page = path.join(root, 'out/renderer');
  if (!existsSync(path.join(root, 'renderer/app/index.html'))) return;
  if (isFresh(root, page)) return;
  log('building the page (the first start only, some seconds) ...');
  const startedAt = new Date();
  const buildId = randomUUID();
  const fresh = path.join(root, `out/renderer.${buildId}`);
  await runBuild(root, fresh);
  putInPlace(fresh, page, path.join(root, `out/stale.${buildId}`), startedAt);
  log(`built in ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s`);
}

function putInPlace(fresh, page, stale, startedAt) {
  // Stamped with the start: a source saved during the build makes it stale.
  utimesSync(path.join(fresh, 'index.html'), startedAt, startedAt);
  try {
    if (existsSync(page)) renameSync(page, stale);
    renameSync(fresh, page);
  } catch (error) {
    // Another process moved the same folders at the same moment: its page is as good.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(path.join(page, 'index.html'))) throw error;
  }
  rmSync(stale, { recursive: true, force: true });
}

function isFresh(root, page) {
  const index = path.join(page, 'index.html');
  if (!existsSync(index)) return false;
  const builtAtMs = statSync(index).mtimeMs;
  return sources.every((source) => newestMs(path.join(root, source)) <= builtAtMs);
}

function newestMs(entry) {
  if (!existsSync(entry)) return 0;
  const stats = statSync(entry);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(entry).map((name) => newestMs(path.join(entry, name))));
}

function runBuild(root, outputFolder) {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const words = [vite, 'build', '--outDir', outputFolder, '--logLevel', 'warn'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the page could not be built:\n${output}`))));
  });
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { createSitePages } from '#test/bench/sync/createSitePages.ts';
import { servePage } from '#test/bench/sync/servePage.ts';
import type { SubjectFigures } from '#test/bench/sync/subject.ts';
import { chromiumArguments, findChromium } from '#test/support/findChromium.ts';
import { tempFolder } from '#test/support/tempFolder.ts';

const peersFolder = path.join(import.meta.dirname, 'peers');
const subjectNames = ['halfhour', 'raw', 'dexie', 'rxdb', 'pouchdb'];
const measureTimeoutMs = 600_000;
/** Longest first load of one store, seconds; what takes longer is cut and says how far it came. */
const loadBoxS = 60;

/**
 * The station's store in Chromium beside plain Dexie rows, RxDB, PouchDB and IndexedDB by hand, on the same site: 30,000 SKUs, 60,000
 * stock rows, 5,000 orders of five lines. `--only NAME,NAME` measures some of them; `--box S` gives each load that many seconds (0: as
 * long as it takes). The peers are installed apart: `npm ci --prefix test/bench/peers`.
 */
export async function run(given: { arguments: readonly string[] }): Promise<{
  metrics: Record<string, number>;
  peers: Record<string, SubjectFigures>;
  rows: Array<Record<string, string | number>>;
}> {
  const { values } = parseArgs({ args: [...given.arguments], options: { only: { type: 'string' }, box: { type: 'string' } } });
  const boxS = Number(values.box ?? loadBoxS);
  if (!(boxS >= 0)) throw new Error(`--box takes seconds, not ${values.box}.`);
  const loadBoxMs = boxS === 0 ? measureTimeoutMs : 1_000 * boxS;
  const names = values.only?.split(',') ?? subjectNames;
  const unknown = names.find((name) => !subjectNames.includes(name));
  if (unknown !== undefined) throw new Error(`--only knows ${subjectNames.join(', ')}, not ${unknown}.`);
  if (!existsSync(path.join(peersFolder, 'node_modules'))) {
    throw new Error('The stores to compare with are not installed: npm ci --prefix test/bench/peers');
  }
  const folder = tempFolder('halfhour-sync-bench-');
  try {
    await buildPage(folder.path);
    const site = JSON.stringify(await createSitePages());
    const html = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';
    const server = await servePage(
      folder.path,
      new Map([
        ['index.html', html],
        ['site.json', site],
      ]),
    );
    try {
      const figures: Record<string, SubjectFigures> = {};
      for (const name of names) figures[name] = await measureInBrowser(server.url, name, loadBoxMs);
      return report(figures);
    } finally {
      await server.close();
    }
  } finally {
    folder.remove();
  }
}

async function buildPage(outDir: string): Promise<void> {
  const entry = path.join(peersFolder, 'page.ts');
  await build({
    configFile: false,
    root: peersFolder,
    logLevel: 'error',
    // The peers' folder is a package of its own and does not know the product's names.
    resolve: { alias: [{ find: /^#test\//, replacement: `${path.dirname(import.meta.dirname)}/` }] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2023',
      lib: { entry, formats: ['es'], fileName: () => 'page.js' },
    },
  });
}

/** A fresh browser for each, so that none works in the cache or the memory of another. */
async function measureInBrowser(url: string, name: string, loadBoxMs: number): Promise<SubjectFigures> {
  const executablePath = findChromium();
  const profile = tempFolder('halfhour-sync-profile-');
  const context = await chromium.launchPersistentContext(profile.path, {
    ...(executablePath === null ? {} : { executablePath }),
    args: [...chromiumArguments],
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(measureTimeoutMs);
    page.on('console', (message) => (message.type() === 'error' ? console.error(`${name}: ${message.text()}`) : undefined));
    await page.goto(url);
    await page.waitForFunction(() => 'measure' in window, null, { timeout: 30_000 });
    return await page.evaluate(
      (given) =>
        (window as unknown as { measure(name: string, boxMs: number): Promise<SubjectFigures> }).measure(given.name, given.loadBoxMs),
      { name, loadBoxMs },
    );
  } finally {
    await context.close();
    profile.remove();
  }
}

function report(figures: Record<string, SubjectFigures>) {
  const { halfhour: own, dexie, raw } = figures;
  const share = (ours: number | undefined, theirs: number | undefined) =>
    ours === undefined || theirs === undefined || theirs === 0 ? null : Math.round((1000 * ours) / theirs) / 1000;
  const all: Record<string, number | null> = {
    firstLoadMs: own?.firstLoadMs ?? null,
    firstLoadRatioToDexie: share(own?.firstLoadMs, dexie?.firstLoadMs),
    lookupP99Ms: own?.lookupP99Ms ?? null,
    commitP50RatioToRaw: share(own?.commitP50Ms, raw?.commitP50Ms),
    commitP50Ms: own?.commitP50Ms ?? null,
    reopenMs: own?.reopenMs ?? null,
    ordersDueMs: own?.ordersDueMs ?? null,
    applyThousandMs: own?.applyThousandMs ?? null,
    longestFrameMs: own?.longestFrameMs ?? null,
    loadLongestFrameMs: own?.loadLongestFrameMs ?? null,
  };
  const metrics = Object.fromEntries(Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== null));
  const peers = Object.fromEntries(Object.entries(figures).filter(([name]) => name !== 'halfhour'));
  return { metrics, peers, rows: Object.values(figures).map((figure) => ({ ...figure })) };
}

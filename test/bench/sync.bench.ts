import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { createSitePages } from '#test/bench/sync/createSitePages.ts';
import { servePage } from '#test/bench/sync/servePage.ts';
import { reportSync } from '#test/bench/sync/reportSync.ts';
import { noFigures, type SubjectFigures, type TimeBoxes } from '#test/bench/sync/subject.ts';
import { chromiumArguments, findChromium } from '#test/support/findChromium.ts';
import { tempFolder } from '#test/support/tempFolder.ts';

const peersFolder = path.join(import.meta.dirname, 'peers');
const subjectNames = ['halfhour', 'raw', 'dexie', 'rxdb', 'pouchdb'];
/** Longest first load of one store, seconds; what takes longer is cut and says how far it came. */
const loadBoxS = 45;
const boxes = { seriesMs: 10_000, singleMs: 20_000 };
/** Longest for all of one store beside its load, milliseconds; then its browser is closed, and what was measured by then counts. */
const storeBoxMs = 40_000;
/** A load that may take as long as it takes is given up after this, milliseconds. */
const longestLoadMs = 600_000;
const closeTimeoutMs = 5_000;

/**
 * The station's store in Chromium beside plain Dexie rows, RxDB, PouchDB and IndexedDB by hand, on the same site: 30,000 SKUs, 60,000
 * stock rows, 5,000 orders of five lines. `--only NAME,NAME` measures some of them; `--box S` gives each load that many seconds (0: as
 * long as it takes). All five end within eight minutes: whatever is not over in its time is cut, and says so. The peers are installed apart: `npm ci --prefix test/bench/peers`.
 */
export async function run(given: { arguments: readonly string[] }): Promise<{
  metrics: Record<string, number>;
  peers: Record<string, SubjectFigures>;
  rows: Array<Record<string, string | number>>;
}> {
  const { values } = parseArgs({ args: [...given.arguments], options: { only: { type: 'string' }, box: { type: 'string' } } });
  const boxS = Number(values.box ?? loadBoxS);
  if (!(boxS >= 0)) throw new Error(`--box takes seconds, not ${values.box}.`);
  const loadMs = boxS === 0 ? longestLoadMs : 1_000 * boxS;
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
      for (const name of names) {
        console.error(`measuring ${name}`);
        figures[name] = await measureInBrowser(server.url, name, { loadMs, ...boxes });
      }
      return reportSync(figures);
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
async function measureInBrowser(url: string, name: string, given: TimeBoxes): Promise<SubjectFigures> {
  const executablePath = findChromium();
  const profile = tempFolder('halfhour-sync-profile-');
  const context = await chromium.launchPersistentContext(profile.path, {
    ...(executablePath === null ? {} : { executablePath }),
    args: [...chromiumArguments],
  });
  let noted = noFigures(name);
  try {
    const page = await context.newPage();
    page.on('console', (message) => (message.type() === 'error' ? console.error(`${name}: ${message.text()}`) : undefined));
    await page.exposeFunction('noteFigures', (figures: SubjectFigures) => void (noted = figures));
    await page.goto(url);
    await page.waitForFunction(() => 'measure' in window, null, { timeout: 30_000 });
    const measured = page.evaluate(
      (asked) =>
        (window as unknown as { measure(name: string, boxes: TimeBoxes): Promise<SubjectFigures> }).measure(asked.name, asked.given),
      { name, given },
    );
    // The page may be too busy to end by itself.
    measured.catch(() => undefined);
    const whole = await within(given.loadMs + storeBoxMs, measured);
    return whole ?? { ...noted, cut: [noted.cut, 'what is missing: the time of this store was over'].filter(Boolean).join('; ') };
  } finally {
    await within(closeTimeoutMs, context.close());
    profile.remove();
  }
}

/** What comes of it, or null when it takes longer. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

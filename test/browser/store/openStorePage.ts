import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { build } from 'vite';
import { servePage } from '#test/bench/sync/servePage.ts';
import { chromiumArguments, findChromium } from '#test/support/findChromium.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import type { StoreWindow } from '#test/browser/store/page.ts';

type PageState = { readonly kind: string; readonly pending?: number; readonly storageFault?: string | null; readonly fault?: string };

/** One window with the station's store in it, against a host that the test plays. */
export type StorePage = {
  readonly page: Page;
  run<T>(use: (station: StoreWindow) => T): Promise<Awaited<T>>;
  until(what: string, check: (state: PageState) => boolean, timeoutMs?: number): Promise<PageState>;
};
export type HostCalls = (name: string, input: unknown) => unknown;

/** Builds the page and serves it; the address stays the same, so that a profile finds its database again. */
export async function serveStorePage(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = tempFolder('halfhour-store-page-');
  const entry = path.join(import.meta.dirname, 'page.ts');
  await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { outDir: folder.path, emptyOutDir: false, target: 'es2023', lib: { entry, formats: ['es'], fileName: () => 'page.js' } },
  });
  const html = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';
  const server = await servePage(folder.path, new Map([['index.html', html]]));
  return {
    url: server.url,
    async close() {
      await server.close();
      folder.remove();
    },
  };
}

/** A browser on a profile folder. */
export function openProfile(profile: string): Promise<BrowserContext> {
  const executablePath = findChromium();
  return chromium.launchPersistentContext(profile, {
    ...(executablePath === null ? {} : { executablePath }),
    args: [...chromiumArguments, '--disk-cache-size=1', '--disable-component-update', '--no-first-run'],
  });
}

/** Opens a window of the browser on the store's page. */
export async function openStorePage(browser: BrowserContext, url: string, host: HostCalls): Promise<StorePage> {
  const page = await browser.newPage();
  await page.exposeFunction('callHost', host);
  await page.goto(url);
  await page.waitForFunction(() => 'station' in window);
  const run: StorePage['run'] = (use) => page.evaluate(`(${use.toString()})(window.station)`);
  return {
    page,
    run,
    async until(what, check, timeoutMs = 30_000) {
      let state: PageState = { kind: 'none' };
      await waitUntil(what, async () => check((state = (await run((station) => station.state())) as PageState)), {
        timeoutMs,
        everyMs: 50,
      });
      return state;
    },
  };
}

/** The files of IndexedDB in a profile, with what is in them. */
export function databaseFiles(profile: string): { readonly file: string; readonly bytes: Buffer }[] {
  const folder = path.join(profile, 'Default', 'IndexedDB');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ file, bytes: readFileSync(file) }));
}

import { chromium, type Browser, type Page } from '@playwright/test';
import type { Diagnostics } from '#renderer/app/openDiagnostics.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import { chromiumArguments, findChromium } from '#test/support/findChromium.ts';

/** Moments of a scan in the page, UTC epoch milliseconds with fractions. */
export type ScanMoments = {
  readonly scanNo: number;
  readonly scan: number;
  readonly committed: number | null;
  readonly sound: number;
  readonly painted: number;
};

/** A real browser with a station's page in it. */
export type StationPage = {
  readonly page: Page;
  /** Waits until the scan with this number was heard and painted; then its moments. */
  momentsOf(scanNo: number): Promise<ScanMoments>;
  /** Waits until the page's diagnostics satisfy `check`; `given` is handed to it in the page. */
  until<G>(check: (diagnostics: Diagnostics, given: G) => boolean, given: G, timeoutMs?: number): Promise<void>;
  diagnostics<T>(read: (diagnostics: Diagnostics) => T): Promise<T>;
  /** Number of the last scan that was heard and painted, 0 before the first. */
  lastScanNo(): Promise<number>;
  close(): Promise<void>;
};

/** Opens a station's page in Chromium at the size of a station screen. `more`: further words of Chromium's command line. */
export async function openStationPage(url: string, more: readonly string[] = []): Promise<StationPage> {
  const executablePath = findChromium();
  const browser: Browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [...chromiumArguments, ...more],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  await page.goto(url);
  return {
    page,
    momentsOf: async (scanNo) => {
      // No named function inside: the page does not know what the loader wraps names with.
      const found = await page.waitForFunction((wanted) => {
        const atMs: Record<string, number> = {};
        for (const mark of performance.getEntriesByType('mark')) {
          if ((mark as PerformanceMark).detail?.scanNo === wanted) atMs[mark.name] = performance.timeOrigin + mark.startTime;
        }
        const { 'hh:scan': scan, 'hh:committed': committed, 'hh:sound': sound, 'hh:painted': painted } = atMs;
        if (scan === undefined || sound === undefined || painted === undefined) return null;
        return { scanNo: wanted, scan, committed: committed ?? null, sound, painted };
      }, scanNo);
      const moments = await found.jsonValue();
      if (moments === null) throw new Error(`scan ${scanNo} left no moments`);
      return moments;
    },
    until: async (check, given, timeoutMs = 30_000) => {
      // Text handed to the debugger, not to the page: the page's policy forbids evaluating strings, and stays on in tests.
      const expression = `window.__halfhour !== undefined && (${check.toString()})(window.__halfhour, ${JSON.stringify(given)})`;
      await waitUntil(`the page to show ${check.toString()} ${JSON.stringify(given)}`, () => page.evaluate<boolean>(expression), {
        timeoutMs,
        everyMs: 40,
      });
    },
    diagnostics: (read) => page.evaluate(`(${read.toString()})(window.__halfhour)`),
    lastScanNo: () =>
      page.evaluate(() =>
        Math.max(0, ...performance.getEntriesByName('hh:painted').map((entry) => Number((entry as PerformanceMark).detail?.scanNo ?? 0))),
      ),
    close: () => browser.close(),
  };
}

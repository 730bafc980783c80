import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import type { Diagnostics } from '#renderer/app/openDiagnostics.ts';
import { chromiumArguments, findChromium } from '#test/support/findChromium.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

/** A station's page in a browser of its own that can be killed and opened again on the same profile. */
export type KillablePage = {
  open(): Promise<void>;
  /** `kill -9` of the browser with all its processes. */
  kill(): Promise<void>;
  /** Waits until the page's diagnostics satisfy `check`. */
  until(check: (diagnostics: Diagnostics) => boolean, timeoutMs?: number): Promise<void>;
  /** Stage of an order in the page's own copy, null where it is not known. */
  stageOf(orderId: string): Promise<string | null>;
  /** What the page last said to the person in front of it. */
  said(): Promise<Diagnostics['said'] | null>;
  close(): Promise<void>;
};

const openTimeoutMs = 30_000;
/** Tries to open a browser on a profile that was in use when its browser was killed. */
const openTries = 3;

/** Prepares the browser; `pageScript` runs before the page's own code. */
export function openKillablePage(url: string, pageScript: string): KillablePage {
  const program = findChromium();
  if (program === null) throw new Error('Chromium is not on this machine');
  const profile = tempFolder('halfhour-profile-');
  let child: ChildProcess | null = null;
  let evaluate: ((expression: string) => Promise<unknown>) | null = null;

  const kill = async () => {
    const running = child;
    child = null;
    evaluate = null;
    if (running?.pid === undefined || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    // The browser leads a process group of its own: renderers and storage go down in the same moment.
    process.kill(-running.pid, 'SIGKILL');
    await gone;
  };

  const open = async () => {
    const words = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile.path}`, '--window-size=1280,800'];
    const started = spawn(program, [...chromiumArguments, ...words, '--no-first-run', 'about:blank'], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = started;
    const browser = await chromium.connectOverCDP(await readDebuggerUrl(started));
    const context = browser.contexts()[0] ?? (await browser.newContext());
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Page.setBypassCSP', { enabled: true });
    await page.addInitScript(pageScript);
    await page.goto(url);
    evaluate = (expression) => page.evaluate(expression);
  };

  return {
    kill,
    async open() {
      for (let left = openTries - 1; ; left -= 1) {
        try {
          return await open();
        } catch (fault) {
          await kill();
          if (left === 0) throw fault;
        }
      }
    },
    async until(check, timeoutMs = openTimeoutMs) {
      const expression = `window.__halfhour !== undefined && (${check.toString()})(window.__halfhour)`;
      await waitUntil(`the page to show ${check.toString()}`, () => evaluate?.(expression) as Promise<boolean>, { timeoutMs, everyMs: 25 });
    },
    stageOf: async (orderId) => (await evaluate?.(`window.__halfhour?.stageOf(${JSON.stringify(orderId)}) ?? null`)) as string | null,
    said: async () => (await evaluate?.('window.__halfhour?.said ?? null')) as Diagnostics['said'] | null,
    async close() {
      await kill();
      profile.remove();
    },
  };
}

function readDebuggerUrl(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('Chromium did not open its debugger')), openTimeoutMs);
    browser.once('exit', () => reject(new Error('Chromium ended before it could be used')));
    if (browser.stderr === null) return;
    createInterface({ input: browser.stderr }).on('line', (line) => {
      const found = /^DevTools listening on (ws:\S+)/.exec(line);
      if (found?.[1] === undefined) return;
      clearTimeout(timeout);
      resolve(found[1]);
    });
  });
}

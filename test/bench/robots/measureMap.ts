import { chromium } from '@playwright/test';
import type { createFakeBridge } from '#test/support/fakeBridge.ts';
import type { FleetView } from '#shared/features/robots/robotsContract.ts';
import { chromiumArguments, findChromium } from '#test/support/findChromium.ts';
import { serveScreens } from '#test/browser/fixture/serveScreens.ts';

declare const window: Window & typeof globalThis & { readonly host: ReturnType<typeof createFakeBridge> };

/** Time between two frames of the map in Chromium while `robots` robots drive and the host tells of them ten times a second. */
export async function measureMap(
  robots: number,
  seconds: number,
): Promise<{ readonly frames: number; readonly gapsMs: readonly number[] }> {
  const screens = await serveScreens();
  const executablePath = findChromium();
  const browser = await chromium.launch({ ...(executablePath === null ? {} : { executablePath }), args: [...chromiumArguments] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    // What the loader wraps named functions with, unknown to the page.
    await page.addInitScript({ content: 'globalThis.__name = (use) => use;' });
    await page.goto(`${screens.url}?scheme=light&signedIn=1#/robots`);
    await page.getByRole('img').first().waitFor();
    const sample = await page.evaluate(async () => {
      const read = await window.host.bridge.client.robots.fleet();
      for await (const view of read) return view;
      return null;
    });
    if (sample === null) throw new Error('the page has no fleet');
    return await page.evaluate(playFleet, { robots, seconds, sample });
  } finally {
    await browser.close();
    await screens.close();
  }
}

/** In the page: tells of moving robots ten times a second as text off the wire and notes when frames come. */
async function playFleet(given: { robots: number; seconds: number; sample: FleetView }) {
  const { robots, seconds, sample } = given;
  const startedMs = performance.now();
  const gapsMs: number[] = [];
  let lastMs = 0;
  await new Promise<void>((resolve) => {
    const telling = setInterval(() => {
      const turn = (performance.now() - startedMs) / 4000;
      const atMs = Date.now();
      const all = Array.from({ length: robots }, (_, index) => {
        const model = sample.robots[index % sample.robots.length]!;
        const xMm = 4000 + ((index * 1270) % 25_000) + 900 * Math.cos(turn + index);
        const yMm = 5600 + ((index * 733) % 21_000) + 900 * Math.sin(turn + index);
        return { ...model, key: `bench/R${index + 1}`, heardAtMs: atMs, saidAtMs: atMs, place: { xMm, yMm, thetaRad: turn + index } };
      });
      window.host.pushFleet(JSON.parse(JSON.stringify({ ...sample, atMs, robots: all })) as FleetView);
    }, 100);
    const frame = (nowMs: number) => {
      if (lastMs !== 0 && nowMs - startedMs > 2000) gapsMs.push(nowMs - lastMs);
      lastMs = nowMs;
      if (nowMs - startedMs < (seconds + 2) * 1000) return void requestAnimationFrame(frame);
      clearInterval(telling);
      return resolve();
    };
    requestAnimationFrame(frame);
  });
  return { frames: gapsMs.length, gapsMs };
}

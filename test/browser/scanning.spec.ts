import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { expect, test, type Page } from '@playwright/test';
import { createPrng } from '#shared/base/prng.ts';
import { drawModules, eanModules } from '#test/support/drawEan.ts';
import { openStationPage } from '#test/support/openStationPage.ts';
import { createScannerWorker } from '#test/support/scannerWorker.ts';
import { startTestFloor } from '#test/support/startTestFloor.ts';
import { tempFolder } from '#test/support/tempFolder.ts';

const code = '6901234567892';
const picture = { width: 1280, height: 720 };
const filmFrames = 4;

/** A film for Chromium's pretended camera: a shelf label with a blurred code seen a little askew. */
function writeFilm(file: string): void {
  const look = { modulePoints: 4, blurPoints: 0.8, growth: 0.2, rise: 0, dark: 30, bright: 220, noise: 6 };
  const drawn = drawModules(eanModules(code), look, createPrng(1));
  const canvas = createCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#bbb';
  context.fillRect(0, 0, picture.width, picture.height);
  const pixels = context.createImageData(drawn.width, drawn.height);
  for (const [at, luma] of drawn.luma.entries()) pixels.data.set([luma, luma, luma, 255], at * 4);
  context.putImageData(pixels, (picture.width - drawn.width) / 2, (picture.height - drawn.height) / 2);
  const frame = canvas.toBuffer('image/jpeg', 90);
  writeFileSync(file, Buffer.concat(Array.from({ length: filmFrames }, () => frame)));
}

/** A scanner's keys with a scanner's times on them: on a busy machine keys sent one by one come with gaps as long as a person's. */
async function typeAsScanner(page: Page, digits: string): Promise<void> {
  await page.evaluate((text) => {
    const startedMs = performance.now();
    for (const [index, key] of [...text, 'Enter'].entries()) {
      const press = { key, code: key === 'Enter' ? key : `Digit${key}`, bubbles: true, cancelable: true };
      const down = new KeyboardEvent('keydown', press);
      Object.defineProperty(down, 'timeStamp', { value: startedMs + index * 12 });
      document.activeElement?.dispatchEvent(down);
      document.activeElement?.dispatchEvent(new KeyboardEvent('keyup', press));
    }
  }, digits);
}

test('the camera reads a code in the page, offline, and a keyboard scan never stands in a field', async () => {
  // The first picture waits for the camera, the engine and a whole station.
  test.setTimeout(400_000);
  const folder = tempFolder();
  const film = path.join(folder.path, 'shelf.mjpeg');
  writeFilm(film);
  const floor = await startTestFloor();
  try {
    const station = await floor.openStation('S1');
    const screen = await openStationPage(station.url, [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    try {
      await screen.until((diagnostics) => diagnostics.store.phase === 'ready', null);
      await createScannerWorker(station, screen).signIn();
      const { page } = screen;
      await page.evaluate(() => (window.location.hash = '/scanning'));
      await page.getByRole('button', { name: '打开摄像头' }).click();
      await expect(page.getByText(`读到：${code}`)).toBeVisible({ timeout: 120_000 });
      await page.getByRole('button', { name: '关闭摄像头' }).click();
      const field = page.getByRole('textbox', { name: '每行：名称 = 条码内容' });
      await field.fill('旧');
      await typeAsScanner(page, code);
      await expect(page.getByTestId('rule-test')).toHaveValue(code);
      await expect(field).toHaveValue('旧');
      await page.keyboard.type('12', { delay: 150 });
      await expect(field).toHaveValue('旧12');
    } finally {
      await screen.close();
    }
  } finally {
    await floor.close();
    folder.remove();
  }
});

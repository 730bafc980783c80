import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from '#test/support/findChromium.ts';

const executablePath = findChromium();

/** Real Chromium against the headless station, and Electron where its program exists. Tests run one after another: they start whole stations. */
export default defineConfig({
  testDir: 'test/browser',
  outputDir: '.cache/browser',
  fullyParallel: false,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  use: { viewport: { width: 1280, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', trace: 'retain-on-failure' },
  projects: [
    {
      name: 'chromium',
      testIgnore: 'electron/**',
      use: {
        browserName: 'chromium',
        launchOptions: { ...(executablePath === null ? {} : { executablePath }), args: [...chromiumArguments] },
      },
    },
    { name: 'electron', testMatch: 'electron/**/*.spec.ts' },
  ],
});

import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findProgram } from './findProgram.ts';

/**
 * Path of a Chromium that tests can drive: HALFHOUR_CHROMIUM, the system's, Playwright's own download, or Debian's package
 * (installed when `mayInstall` and this process is allowed to). Null when there is none.
 */
export function findChromium(options: { readonly mayInstall?: boolean } = {}): string | null {
  const chosen = process.env['HALFHOUR_CHROMIUM'];
  if (chosen !== undefined && existsSync(chosen)) return chosen;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const installed = findProgram(names);
  if (installed !== null) return installed;
  const downloaded = chromium.executablePath();
  if (existsSync(downloaded)) return downloaded;
  return options.mayInstall === true ? findProgram(names, 'chromium') : null;
}

/** Command line for a Chromium in a container or as root, that neither throttles hidden pages nor needs a user's gesture for sound. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--autoplay-policy=no-user-gesture-required',
];

import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { createTestStore } from '#test/support/createTestStore.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { databaseFiles, openProfile, openStorePage, serveStorePage } from '#test/browser/store/openStorePage.ts';
import { playHost } from '#test/browser/store/playHost.ts';

let served: Awaited<ReturnType<typeof serveStorePage>>;
test.beforeAll(async () => {
  served = await serveStorePage();
});
test.afterAll(() => served.close());

test('[ST19] two windows of one browser: one is the station, the other says so, takes over on demand and goes on with everything', async () => {
  const profile = tempFolder('halfhour-two-windows-');
  const { host } = playHost();
  const browser = await openProfile(profile.path);
  try {
    const first = await openStorePage(browser, served.url, host);
    await first.until('the first window to lead', ({ kind }) => kind === 'leading');
    expect(await first.run((station) => station.commit())).toBe('beeped');
    const second = await openStorePage(browser, served.url, host);
    await second.until('the second window to follow', ({ kind }) => kind === 'following');
    await second.run((station) => station.takeOver());
    await second.until('the second window to lead with the command', ({ kind, pending }) => kind === 'leading' && pending === 1);
    await first.until('the first window to follow', ({ kind }) => kind === 'following');
    expect(await first.run((station) => station.commit())).toBe('following');
    expect(await second.run((station) => station.commit())).toBe('beeped');
    await second.page.close();
    await first.until('the first window to go on', ({ kind, pending }) => kind === 'leading' && pending === 2);
  } finally {
    await browser.close();
    profile.remove();
  }
});

test('[ST19] a database whose files are damaged is made anew, and what was committed is still in the journal', async () => {
  const profile = tempFolder('halfhour-damaged-');
  const { host, journalled } = playHost();
  try {
    const before = await openProfile(profile.path);
    const page = await openStorePage(before, served.url, host);
    await page.until('the window to lead', ({ kind, phase }: { kind: string; phase?: string }) => kind === 'leading' && phase === 'ready');
    for (let commit = 0; commit < 5; commit += 1) expect(await page.run((station) => station.commit())).toBe('beeped');
    await before.close();
    expect(journalled()).toBe(5);
    for (const { file, bytes } of databaseFiles(profile.path)) writeFileSync(file, Buffer.alloc(bytes.length, 0xa5));
    const after = await openProfile(profile.path);
    try {
      const again = await openStorePage(after, served.url, host);
      await again.until('the window to lead again', ({ kind }) => kind === 'leading');
      expect(await again.run((station) => station.commit())).toBe('beeped');
      // Of an outbox that is not ours any more: the journal has them for the platform.
      expect(journalled()).toBe(6);
    } finally {
      await after.close();
    }
  } finally {
    profile.remove();
  }
});

test('[ST19] a disk that is full refuses with a light, loses nothing that has beeped, and goes on when there is space', async () => {
  const profile = tempFolder('halfhour-full-disk-');
  const isMounted = mountSmallDisk(profile.path, 128);
  test.skip(!isMounted, 'a small disk cannot be mounted here: needs root');
  const { host } = playHost();
  const browser = await openProfile(profile.path);
  try {
    const page = await openStorePage(browser, served.url, host);
    await page.until('the window to lead', ({ kind }) => kind === 'leading');
    expect(await page.run((station) => station.commit())).toBe('beeped');
    const ballast = fillDisk(profile.path);
    const outcomes: string[] = [];
    while (outcomes.length < 400 && (outcomes.at(-1) ?? 'beeped') === 'beeped')
      outcomes.push(await page.run((station) => station.commit()));
    const beeped = outcomes.filter((outcome) => outcome === 'beeped').length + 1;
    expect(['quota', 'closed', 'timeout', 'unknown', 'corrupt']).toContain(outcomes.at(-1));
    const full = await page.until('the light', ({ storageFault }) => storageFault !== null && storageFault !== undefined);
    expect(full.pending).toBe(beeped);
    for (const file of ballast) rmSync(file);
    await page.until('the light to go out by itself', ({ storageFault }) => storageFault === null, 40_000);
    expect(await page.run((station) => station.commit())).toBe('beeped');
    await page.page.reload();
    await page.until('everything that beeped after a reload', ({ kind, pending }) => kind === 'leading' && pending === beeped + 1);
  } finally {
    await browser.close();
    execFileSync('umount', [profile.path]);
    profile.remove();
  }
});

test('[ST14] no word about a customer stands in the files of the database', async () => {
  const at = await createTestStore();
  const order = at.order(await at.place({ milk: 1 }));
  await at.store.close();
  // Words without a repetition: the browser compresses what it writes, and would take others apart.
  const [openly, ...secrets] = ['KQZXWJV', 'VJXQKZW', 'XZJQVWK', 'QWVKJZX', 'ZKXWQJV'] as const;
  const recipient = { nameMasked: secrets[1], phoneMasked: secrets[2], area: secrets[3] };
  const customer = { ...order, note: secrets[0], recipient };
  const zone = { ...[...at.store.all('zone')][0]!, code: openly };
  const { host } = playHost([
    { kind: 'zone', rows: [zone] },
    { kind: 'order', rows: [customer] },
  ]);
  const profile = tempFolder('halfhour-personal-');
  try {
    const browser = await openProfile(profile.path);
    const page = await openStorePage(browser, served.url, host);
    await page.until('the copy', ({ kind, phase }: { kind: string; phase?: string }) => kind === 'leading' && phase === 'ready');
    expect(await page.run((station) => station.commit())).toBe('beeped');
    await browser.close();
    const holds = (text: string) =>
      databaseFiles(profile.path).some(
        ({ bytes }) => bytes.includes(Buffer.from(text, 'latin1')) || bytes.includes(Buffer.from(text, 'utf16le')),
      );
    expect([openly, ...secrets].map(holds)).toEqual([true, false, false, false, false]);
  } finally {
    profile.remove();
  }
});

function mountSmallDisk(folder: string, megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Files that take all that is left, the last of them small. */
function fillDisk(folder: string): string[] {
  const files: string[] = [];
  for (let bytes = 64 * 1024 * 1024; bytes >= 4_096; bytes /= 2) {
    const { bavail, bsize } = statfsSync(folder);
    for (let left = bavail * bsize; left >= bytes; left -= bytes) {
      const file = path.join(folder, `ballast-${bytes}-${files.length}`);
      try {
        writeFileSync(file, Buffer.alloc(bytes));
      } catch {
        break;
      } finally {
        files.push(file);
      }
    }
  }
  return files;
}

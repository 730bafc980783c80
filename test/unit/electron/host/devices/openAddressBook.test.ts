import { expect, test, vi } from 'vitest';
import { knownNamePatienceMs, openAddressBook } from '#electron/host/devices/openAddressBook.ts';
import { silentLog } from '#shared/base/log.ts';
import { tempFolder } from '#test/support/tempFolder.ts';

const open = (folder: string | null, resolve: (host: string) => Promise<string>) => openAddressBook(folder, { log: silentLog, resolve });
const away = () => Promise.reject(new Error('getaddrinfo EAI_AGAIN zebra-1'));

test('[DV8] a name is found at its last address while the name service fails, also after a restart', async () => {
  using folder = tempFolder();
  let answer = () => Promise.resolve('10.0.0.7');
  const book = await open(folder.path, () => answer());
  expect(await book.addressOf('zebra-1')).toBe('10.0.0.7');
  answer = away;
  expect(await book.addressOf('zebra-1')).toBe('10.0.0.7');
  const restarted = async () => (await (await open(folder.path, away)).addressOf('zebra-1').catch(() => null)) === '10.0.0.7';
  await vi.waitFor(async () => expect(await restarted()).toBe(true));
});

test('[DV8] a name service that answers late is waited for shortly, asked once at a time, and its new address is used next', async () => {
  const answers: ((address: string) => void)[] = [];
  let isLate = false;
  const book = await open(null, () => (isLate ? new Promise((resolve) => answers.push(resolve)) : Promise.resolve('10.0.0.7')));
  await book.addressOf('zebra-1');
  isLate = true;
  const startedAt = performance.now();
  expect(await Promise.all([book.addressOf('zebra-1'), book.addressOf('zebra-1')])).toEqual(['10.0.0.7', '10.0.0.7']);
  expect([performance.now() - startedAt >= knownNamePatienceMs - 5, answers.length]).toEqual([true, 1]);
  answers[0]?.('10.0.0.8');
  expect(await book.addressOf('zebra-1')).toBe('10.0.0.8');
});

test('[DV8] a name nobody ever knew is a fault with a name; an address is asked about nobody', async () => {
  const book = await open(null, away);
  await expect(book.addressOf('zebra-9')).rejects.toMatchObject({ key: 'device.nameUnknown' });
  expect([await book.addressOf('10.0.0.9'), await book.addressOf('fd00::9')]).toEqual(['10.0.0.9', 'fd00::9']);
});

import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openScanSpool } from '#electron/spool/openScanSpool.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

const read = (text: string) => ({ deviceId: 'gun', text, aim: null, atMs: 1, isBounce: false });

const folders: TempFolder[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});
function newFolder(): string {
  const folder = tempFolder();
  folders.push(folder);
  return folder.path;
}

describe('scan spool', () => {
  test('[SP1] what nobody acknowledged is there after a restart, and numbers go on', async () => {
    const folder = newFolder();
    const first = await openScanSpool(folder);
    await Promise.all(['A', 'B', 'C'].map((text) => first.keep(read(text))));
    first.acknowledge(1);
    await first.close();
    const second = await openScanSpool(folder);
    const next = await second.keep(read('D'));
    expect([second.waiting().map((scan) => [scan.scanNo, scan.text]), next?.scanNo]).toEqual([
      [
        [2, 'B'],
        [3, 'C'],
        [4, 'D'],
      ],
      4,
    ]);
    await second.close();
  });

  test('[SP1] numbers are never used again, even when everything was acknowledged and folded', async () => {
    const folder = newFolder();
    const first = await openScanSpool(folder);
    for (let round = 0; round < 25; round += 1) {
      const kept = await Promise.all(Array.from({ length: 100 }, () => first.keep(read('X'))));
      first.acknowledge(kept.at(-1)?.scanNo ?? 0);
    }
    await first.close();
    const lines = (await readFile(join(folder, 'scans.jsonl'), 'utf8')).split('\n').length;
    const second = await openScanSpool(folder);
    expect([second.waiting(), (await second.keep(read('Y')))?.scanNo, lines < 2_200]).toEqual([[], 2_501, true]);
    await second.close();
  });

  test('[SP2] a full spool takes nothing and says so, and takes again after an acknowledgement', async () => {
    const spool = await openScanSpool(newFolder(), { maxWaiting: 3 });
    const kept = await Promise.all(['A', 'B', 'C', 'D'].map((text) => spool.keep(read(text))));
    const wasFull = spool.isFull();
    const waiting = spool.acknowledge(2);
    expect([kept.map((scan) => scan?.scanNo ?? null), wasFull, waiting, (await spool.keep(read('E')))?.scanNo]).toEqual([
      [1, 2, 3, null],
      true,
      1,
      4,
    ]);
    await spool.close();
  });

  test('[SP3] a line torn by a power cut and a line that is nonsense lose nothing else', async () => {
    const folder = newFolder();
    const first = await openScanSpool(folder);
    await first.keep(read('A'));
    await first.close();
    await appendFile(join(folder, 'scans.jsonl'), 'nonsense\n{"scan":{"scanNo":2,"devi');
    const second = await openScanSpool(folder);
    await second.keep(read('B'));
    await second.close();
    const third = await openScanSpool(folder);
    expect(third.waiting().map((scan) => [scan.scanNo, scan.text])).toEqual([
      [1, 'A'],
      [2, 'B'],
    ]);
    await third.close();
  });
});

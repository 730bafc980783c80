import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openAppendLog } from '#electron/spool/openAppendLog.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

const folders: TempFolder[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});
function newPath(): string {
  const folder = tempFolder();
  folders.push(folder);
  return join(folder.path, 'log.jsonl');
}

test('[SP6] lines appended around a replacement are kept after it', async () => {
  const path = newPath();
  const { log } = await openAppendLog(path);
  const before = log.append('before');
  const replaced = log.replace(['kept']);
  const after = [log.append('after 1'), log.append('after 2')];
  await Promise.all([before, replaced, ...after]);
  await log.append('last');
  await log.close();
  const { log: again, lines } = await openAppendLog(path);
  await again.close();
  expect(lines).toEqual(['kept', 'after 1', 'after 2', 'last']);
});

test('[SP6] close writes what is waiting; afterwards nothing is taken', async () => {
  const path = newPath();
  const { log } = await openAppendLog(path);
  const writing = log.append('a');
  await log.close();
  await writing;
  const refused = await log.append('b').catch((error: Error) => error.name);
  const { log: again, lines } = await openAppendLog(path);
  await again.close();
  expect([lines, refused]).toEqual([['a'], 'SpoolFault']);
});

test('[SP3] half a line at the end is cut off before anything is appended', async () => {
  const path = newPath();
  await writeFile(path, 'whole\nhal');
  const { log, lines } = await openAppendLog(path);
  await log.append('next');
  await log.close();
  const { log: again, lines: after } = await openAppendLog(path);
  await again.close();
  expect([lines, after]).toEqual([['whole'], ['whole', 'next']]);
});

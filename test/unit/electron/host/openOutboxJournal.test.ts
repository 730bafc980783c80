import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxQueuedAppends, openOutboxJournal } from '#electron/host/openOutboxJournal.ts';
import { silentLog } from '#shared/base/log.ts';
import { someCommands } from '#test/support/host/someCommands.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

let folder: TempFolder;

beforeEach(() => {
  folder = tempFolder();
});

afterEach(() => folder.remove());

describe('outbox journal', () => {
  it('[HJ5] appends that come together share an fsync', async () => {
    const journal = await openOutboxJournal(join(folder.path, 'box'), silentLog);
    await Promise.all(someCommands(200).map((command) => journal.append([command])));
    expect([journal.left(), journal.syncs()]).toEqual([200, 1]);
    await journal.append(someCommands(1, { fromSeq: 201 }));
    expect(journal.syncs()).toBe(2);
    await journal.close();
  });

  it('[HJ8] more appends waiting than the limit are refused, the others are kept', async () => {
    const journal = await openOutboxJournal(join(folder.path, 'box'), silentLog);
    const asked = await Promise.allSettled(someCommands(maxQueuedAppends + 5).map((command) => journal.append([command])));
    expect([asked.filter((each) => each.status === 'rejected').length, journal.left()]).toEqual([5, maxQueuedAppends]);
    await journal.close();
  });

  it('[HJ9] after closing nothing is taken', async () => {
    const journal = await openOutboxJournal(join(folder.path, 'box'), silentLog);
    await journal.close();
    await expect(journal.append(someCommands(1))).rejects.toThrow('closed');
  });
});

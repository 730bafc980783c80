import { appendFile, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JournalDiskFault, JournalFullFault, openCommandJournal, type CommandJournal } from '#electron/host/openCommandJournal.ts';
import { toJournalLine } from '#electron/host/journalLine.ts';
import { JournalTakenFault, maxSegmentBytes } from '#electron/host/openOutboxJournal.ts';
import { asId } from '#shared/base/ids.ts';
import { silentLog } from '#shared/base/log.ts';
import { someCommands } from '#test/support/host/someCommands.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

let folder: TempFolder;
let journal: CommandJournal;

const open = async (maxCommands?: number) => {
  journal = await openCommandJournal({ dataFolder: folder.path, log: silentLog, ...(maxCommands === undefined ? {} : { maxCommands }) });
  return journal;
};
const outboxFolder = (outboxId = 'outbox-1') => join(folder.path, 'journal', outboxId);
const lastSegment = async () => join(outboxFolder(), (await readdir(outboxFolder())).sort().at(-1) as string);
const seqs = async (outboxId: string | null = 'outbox-1') => (await journal.read(outboxId)).map((command) => command.stationSeq);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

beforeEach(() => {
  folder = tempFolder();
});

afterEach(async () => {
  await journal.close();
  folder.remove();
});

describe('command journal', () => {
  it('[HJ1] what was appended is there after a restart, as it was', async () => {
    const commands = someCommands(3);
    await open();
    await journal.append(commands);
    await journal.close();
    await open();
    expect(await journal.read('outbox-1')).toEqual(commands);
  });

  it('[HJ16] what people wrote lies sealed; with another key the commands are there without it', async () => {
    const words = ['老王家的狗会咬人', 'ring 13812345678'] as const;
    const [first, second, third] = someCommands(3);
    const commands = [
      { ...first!, kind: 'editOrder', payload: { orderId: asId<'order'>('o'), note: words[0] } },
      { ...second!, kind: 'cancelOrder', payload: { orderId: asId<'order'>('o'), reason: words[1] } },
      third!,
    ] as const;
    const openWith = async (storeKey: string) => {
      journal = await openCommandJournal({ dataFolder: folder.path, log: silentLog, storeKey });
    };
    await openWith('A'.repeat(43));
    await journal.append(commands);
    await journal.close();
    const file = await readFile(await lastSegment(), 'utf8');
    expect([file.includes('"o"'), ...words.map((text) => file.includes(text))]).toEqual([true, false, false]);
    await openWith('A'.repeat(43));
    expect(await journal.read(null)).toEqual(commands);
    await journal.close();
    await openWith(`${'B'.repeat(42)}A`);
    const left = await journal.read(null);
    expect(left.map(({ id, kind }) => [id, kind])).toEqual(commands.map(({ id, kind }) => [id, kind]));
    expect(left.map(({ payload }) => payload)).toEqual([{ orderId: 'o', note: '-' }, { orderId: 'o', reason: '-' }, third!.payload]);
  });

  it('[HJ1] what was appended is there when the process died without closing', async () => {
    await open();
    await journal.append(someCommands(2));
    const second = await openCommandJournal({ dataFolder: folder.path, log: silentLog });
    expect((await second.read(null)).length).toBe(2);
    await second.close();
  });

  it.each([1, 10, 30, 60])('[HJ2] a last line torn after %i bytes is cut off, and appending goes on', async (lostBytes) => {
    await open();
    await journal.append(someCommands(3));
    await journal.close();
    const path = await lastSegment();
    await truncate(path, (await stat(path)).size - lostBytes);
    await open();
    expect(await seqs()).toEqual([1, 2]);
    await journal.append(someCommands(2, { fromSeq: 3 }));
    await journal.close();
    await open();
    expect(await seqs()).toEqual([1, 2, 3, 4]);
  });

  it('[HJ2] garbage and zeros after the last line are cut off', async () => {
    await open();
    await journal.append(someCommands(2));
    await journal.close();
    await appendFile(await lastSegment(), Buffer.concat([Buffer.from('0000zzzz half a li'), Buffer.alloc(4096)]));
    await open();
    await journal.append(someCommands(1, { fromSeq: 3 }));
    await journal.close();
    await open();
    expect(await seqs()).toEqual([1, 2, 3]);
  });

  it('[HJ3] a damaged line in the middle costs only itself', async () => {
    await open();
    await journal.append(someCommands(3));
    await journal.close();
    const path = await lastSegment();
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('outbox-1-command-2', 'outbox-1-cOmmand-2'));
    await open();
    expect(await seqs()).toEqual([1, 3]);
  });

  it('[HJ4] the same command again is one command', async () => {
    await open();
    await Promise.all([journal.append(someCommands(2)), journal.append(someCommands(3)), journal.append(someCommands(1))]);
    await journal.append(someCommands(3));
    await journal.close();
    await open();
    expect(await seqs()).toEqual([1, 2, 3]);
  });

  it('[HJ5] appends made together keep their order and are all there', async () => {
    await open();
    await Promise.all(upTo(200).map((seq) => journal.append(someCommands(1, { fromSeq: seq }))));
    expect(await seqs()).toEqual(upTo(200));
    await journal.close();
    await open();
    expect(await seqs()).toEqual(upTo(200));
  });

  it('[HJ6] pruned commands do not come back, also after a restart', async () => {
    await open();
    await journal.append(someCommands(5));
    expect(await journal.prune('outbox-1', 3)).toBe(2);
    await journal.append(someCommands(2, { fromSeq: 2 }));
    await journal.close();
    await open();
    expect([await seqs(), await journal.prune('outbox-1', 1), journal.left()]).toEqual([[4, 5], 2, 2]);
  });

  it('[HJ6] files of acknowledged commands go, and the folder of a finished outbox at the next start', async () => {
    await open();
    const perAppend = 500;
    const appends = Math.ceil((maxSegmentBytes * 2.5) / (perAppend * 230));
    for (let part = 0; part < appends; part += 1) await journal.append(someCommands(perAppend, { fromSeq: part * perAppend + 1 }));
    const before = (await readdir(outboxFolder())).length;
    expect(await journal.prune('outbox-1', appends * perAppend - 1)).toBe(1);
    const after = (await readdir(outboxFolder())).length;
    expect([before >= 3, after]).toEqual([true, 1]);
    expect(await seqs()).toEqual([appends * perAppend]);
    await journal.prune('outbox-1', appends * perAppend);
    await journal.close();
    await open();
    expect(await readdir(join(folder.path, 'journal'))).toEqual([]);
  });

  it('[HJ7] outboxes are kept apart, whatever their names', async () => {
    await open();
    const strange = '../../etc/出库?*';
    await journal.append([...someCommands(2), ...someCommands(1, { outboxId: strange })]);
    await journal.prune('outbox-1', 9);
    expect([await seqs(), await seqs(strange), (await journal.read(null)).length]).toEqual([[], [1], 1]);
    await journal.close();
    await open();
    expect(await seqs(strange)).toEqual([1]);
  });

  it('[HJ8] a full journal refuses, and takes again after pruning', async () => {
    await open(3);
    await journal.append(someCommands(3));
    await expect(journal.append(someCommands(1, { fromSeq: 4 }))).rejects.toBeInstanceOf(JournalFullFault);
    await journal.prune('outbox-1', 2);
    await journal.append(someCommands(1, { fromSeq: 4 }));
    expect(await seqs()).toEqual([3, 4]);
  });

  it('[HJ9] a disk that takes nothing is told, and nothing counts as kept', async () => {
    await open();
    await writeFile(join(folder.path, 'journal', 'outbox-1'), 'a file where the folder should be');
    await expect(journal.append(someCommands(1))).rejects.toBeInstanceOf(JournalDiskFault);
    expect(journal.left()).toBe(0);
  });

  it('[HJ11] the commands of one commit are one line: torn, all of them are gone', async () => {
    await open();
    const commit = someCommands(3, { fromSeq: 2 }).map((command) => ({ ...command, triggerId: 'scan-7' }));
    await journal.append([...someCommands(1), ...commit]);
    await journal.close();
    const path = await lastSegment();
    await truncate(path, (await stat(path)).size - 40);
    await open();
    expect(await seqs()).toEqual([1]);
    await journal.append(commit);
    expect(await journal.read('outbox-1')).toEqual([...someCommands(1), ...commit]);
  });

  it('[HJ11] lines of earlier versions, one command each, are read', async () => {
    await open();
    await journal.close();
    await mkdir(outboxFolder(), { recursive: true });
    const lines = someCommands(2).map((command) => toJournalLine(JSON.stringify({ command })));
    await writeFile(join(outboxFolder(), '00000001.log'), Buffer.concat([toJournalLine('{"prunedThrough":0}'), ...lines]));
    await open();
    await journal.append(someCommands(1, { fromSeq: 3 }));
    expect(await seqs()).toEqual([1, 2, 3]);
  });

  it('[HJ12] what was withdrawn does not come back, and its numbers are free', async () => {
    await open();
    await journal.append(someCommands(5));
    expect(await journal.withdraw('outbox-1', 3)).toBe(2);
    const anew = someCommands(1, { fromSeq: 3 }).map((command) => ({ ...command, id: asId<'command'>('another') }));
    await journal.append(anew);
    await journal.close();
    await open();
    expect(await journal.read('outbox-1')).toEqual([...someCommands(2), ...anew]);
  });

  it('[HJ12] another command under a number takes its place, and what stood behind goes', async () => {
    await open();
    await journal.append(someCommands(5));
    const anew = someCommands(1, { fromSeq: 4 }).map((command) => ({ ...command, id: asId<'command'>('another') }));
    await journal.append(anew);
    await journal.close();
    await open();
    expect([await journal.read('outbox-1'), journal.left()]).toEqual([[...someCommands(3), ...anew], 4]);
  });

  it('[HJ13] who opens an outbox writes it; the earlier writer is refused, also after a restart', async () => {
    await open();
    const first = await journal.open('outbox-1');
    await journal.append(someCommands(1), first.writerNo);
    const second = await journal.open('outbox-1');
    expect(second.commands).toEqual(someCommands(1));
    const late = someCommands(1, { fromSeq: 2 }).map((command) => ({ ...command, id: asId<'command'>('of the first window') }));
    await expect(journal.append(late, first.writerNo)).rejects.toBeInstanceOf(JournalTakenFault);
    await expect(journal.withdraw('outbox-1', 1, first.writerNo)).rejects.toBeInstanceOf(JournalTakenFault);
    await journal.append(someCommands(1, { fromSeq: 2 }), second.writerNo);
    await journal.close();
    await open();
    await expect(journal.append(late, first.writerNo)).rejects.toBeInstanceOf(JournalTakenFault);
    await journal.append(someCommands(1, { fromSeq: 3 }), second.writerNo);
    expect((await journal.read('outbox-1')).map(({ id }) => id)).toEqual(someCommands(3).map(({ id }) => id));
  });

  it('[HJ13] two writers at the same moment: one fsync, the earlier one alone is refused', async () => {
    await open();
    const first = await journal.open('outbox-1');
    const second = await journal.open('outbox-1');
    const late = someCommands(1).map((command) => ({ ...command, id: asId<'command'>('of the first window') }));
    const outcomes = await Promise.allSettled([journal.append(late, first.writerNo), journal.append(someCommands(1), second.writerNo)]);
    expect([outcomes.map(({ status }) => status), await journal.read('outbox-1')]).toEqual([['rejected', 'fulfilled'], someCommands(1)]);
  });

  it('[HJ14] pruning while appending loses nothing, also over a restart', async () => {
    await open();
    const jobs: Promise<unknown>[] = [];
    for (let seq = 1; seq <= 3_000; seq += 10) {
      jobs.push(journal.append(someCommands(10, { fromSeq: seq })));
      if (seq % 70 === 1 && seq > 400) jobs.push(journal.prune('outbox-1', seq - 400));
      if (seq % 500 === 1) await Promise.all(jobs.splice(0));
    }
    await Promise.all(jobs);
    const before = await seqs();
    await journal.close();
    await open();
    expect([await seqs(), before.at(-1), before.length, journal.left()]).toEqual([before, 3_000, before.length, before.length]);
    expect(before).toEqual(upTo(3_000).slice(3_000 - before.length));
  });

  it('[HJ15] an outbox that cannot be read is told, and the others are taken', async () => {
    await open();
    await journal.append(someCommands(2));
    await journal.close();
    const path = await lastSegment();
    await rename(path, `${path}.aside`);
    await mkdir(path);
    await open();
    await expect(journal.read(null)).rejects.toBeInstanceOf(JournalDiskFault);
    await journal.append(someCommands(1, { outboxId: 'outbox-2' }));
    await rm(path, { recursive: true });
    await rename(`${path}.aside`, path);
    expect((await journal.read(null)).length).toBe(3);
  });

  it('[HJ10] reading an outbox nobody wrote gives nothing', async () => {
    await open();
    expect([await seqs('outbox-9'), await journal.prune('outbox-9', 5)]).toEqual([[], 0]);
  });
});

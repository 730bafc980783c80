import { expect, test } from 'vitest';
import { JournalFault, type CommandJournal, type JournalFaultKind } from '#shared/ports/commandJournal.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { StorageFault } from '#shared/ports/recordStorage.ts';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import { defaultStoreLimits } from '#shared/sync/storeLimits.ts';
import { by, createMemoryJournal, createStoreBench, pick, quantityIn, receive } from '#test/support/storeBench.ts';

/** A gate before a call: closed it lets nobody through. */
function createGate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('[JK1] a commit is told and shown when disk and journal have it, whichever comes last', async () => {
  const bench = createStoreBench();
  const { journal, kept } = createMemoryJournal();
  const gate = createGate();
  const order: string[] = [];
  const slow: CommandJournal = {
    ...journal,
    append: async (commands) => {
      order.push('journal begins');
      await gate.opened;
      await journal.append(commands);
    },
  };
  const store = await bench.open({
    journal: slow,
    diskHooks: { after: async (call) => void (call === 'commit' && order.push('disk has it')) },
  });
  await store.syncNow();
  const receipt = store.commit([receive(5)], by('a')).then(() => order.push('told'));
  await pause(bench.time.scheduler, 0);
  const before = [quantityIn(store), store.status().pending, kept.size];
  gate.open();
  await receipt;
  expect([before, quantityIn(store), kept.size]).toEqual([[10, 0, 0], 15, 1]);
  expect([order.slice(0, 2).toSorted(), order.at(-1)]).toEqual([['disk has it', 'journal begins'], 'told']);
});

test('[JK2] a journal that does not answer holds a commit up for the limit, the next not at all, and gets both when it answers', async () => {
  const bench = createStoreBench();
  const { journal, kept } = createMemoryJournal();
  const gate = createGate();
  const store = await bench.open({ journal: { ...journal, append: (commands) => gate.opened.then(() => journal.append(commands)) } });
  await store.syncNow();
  let isTold = false;
  const first = store.commit([receive(1)], by('a')).then(() => (isTold = true));
  await pause(bench.time.scheduler, 0);
  bench.time.advance(defaultStoreLimits.journalBeepMs - 1);
  await pause(bench.time.scheduler, 0);
  const isToldEarly = isTold;
  bench.time.advance(1);
  await first;
  await store.commit([receive(1)], by('b'));
  expect([isToldEarly, store.status().journalFault, quantityIn(store), kept.size]).toEqual([false, 'timeout', 12, 0]);
  gate.open();
  await pause(bench.time.scheduler, 0);
  expect([store.status().journalFault, [...kept.values()].map((command) => command.stationSeq)]).toEqual([null, [1, 2]]);
});

test.each([
  ['the journal alone', true],
  ['the disk alone', false],
])('[JK3] a page ended when %s had the commit: the same scan again is that commit', async (_, isJournalFirst) => {
  const bench = createStoreBench();
  const memory = createMemoryJournal();
  const disk = createMemoryDisk();
  const first = await bench.open({ journal: memory.journal, disk });
  await first.syncNow();
  await first.commit([receive(1)], by('earlier'));
  const lost = isJournalFirst ? structuredClone(disk) : disk;
  const told = await first.commit([receive(2), pick(1)], by('scan:s:7'));
  if (!isJournalFirst) await memory.journal.withdraw(told.ok ? told.value[0]!.outboxId : ('' as never), 2);
  const again = await bench.open({ journal: memory.journal, disk: lost });
  const repeated = await again.commit([receive(2), pick(1)], by('scan:s:7'));
  await pause(bench.time.scheduler, 0);
  expect(repeated.ok && told.ok && repeated.value.map(({ id }) => id)).toEqual(told.ok && told.value.map(({ id }) => id));
  await again.syncNow();
  expect([quantityIn(again), bench.platform.log().length, memory.kept.size, lost.outbox.size]).toEqual([12, 3, 3, 0]);
  const third = await bench.open({ journal: memory.journal, disk: lost });
  await third.commit([receive(2), pick(1)], by('scan:s:7'));
  expect(third.status().pending).toBe(0);
});

test('[JK4] a commit the disk did not take is not in the journal either, and its numbers are used again', async () => {
  const bench = createStoreBench();
  const { journal, kept } = createMemoryJournal();
  const disk = createMemoryDisk();
  let isFull = true;
  const before = (call: string) => {
    if (isFull && call === 'commit') throw new StorageFault('quota', 'the disk is full');
  };
  const store = await bench.open({ journal, disk, diskHooks: { before } });
  await store.syncNow();
  await expect(store.commit([receive(1), receive(1)], by('a'))).rejects.toThrow('full');
  await pause(bench.time.scheduler, 0);
  const keptWhileFull = kept.size;
  isFull = false;
  await store.commit([receive(3)], by('b'));
  const again = await bench.open({ journal, disk });
  expect([keptWhileFull, [...kept.values()].map(({ stationSeq }) => stationSeq), quantityIn(again)]).toEqual([0, [1], 13]);
});

test('[JK4] it is taken back from a journal that was away as well, when that is there again', async () => {
  const bench = createStoreBench();
  const { journal, kept, setAway } = createMemoryJournal();
  let isFull = false;
  const before = (call: string) => {
    if (isFull && call === 'commit') throw new StorageFault('quota', 'the disk is full');
  };
  const store = await bench.open({ journal, diskHooks: { before } });
  await store.syncNow();
  setAway(true);
  await store.commit([receive(1)], by('a'));
  isFull = true;
  await expect(store.commit([receive(1)], by('b'))).rejects.toThrow('full');
  setAway(false);
  await store.syncNow();
  await pause(bench.time.scheduler, 0);
  expect([store.status().journalFault, [...kept.values()].map(({ triggerId }) => triggerId)]).toEqual([null, ['a']]);
});

test('[JK5] a wiped store does not record the same scan again', async () => {
  const bench = createStoreBench();
  const { journal } = createMemoryJournal();
  const first = await bench.open({ journal });
  await first.syncNow();
  await first.commit([receive(5)], by('scan:s:1'));
  const wiped = await bench.open({ journal });
  await wiped.commit([receive(5)], by('scan:s:1'));
  await wiped.syncNow();
  await wiped.syncNow();
  expect([quantityIn(wiped), bench.platform.log().length]).toEqual([15, 1]);
});

test.each<JournalFaultKind>(['full', 'disk', 'taken'])('[JK6] a journal that says `%s` is a light, and work goes on', async (kind) => {
  const bench = createStoreBench();
  const { journal, kept } = createMemoryJournal();
  let isRefusing = true;
  const store = await bench.open({
    journal: { ...journal, append: (given) => (isRefusing ? Promise.reject(new JournalFault(kind, 'no')) : journal.append(given)) },
  });
  await store.syncNow();
  await store.commit([receive(1)], by('a'));
  await store.commit([receive(1)], by('b'));
  expect([store.status().journalFault, quantityIn(store), kept.size]).toEqual([kind, 12, 0]);
  isRefusing = false;
  await store.commit([receive(1)], by('c'));
  await pause(bench.time.scheduler, 0);
  expect([store.status().journalFault, kept.size]).toEqual([null, 3]);
});

import { afterEach, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { minStoredTriggers, StorageFault, type OutboxEntry, type RecordStorage, type StoredPage } from '#shared/ports/recordStorage.ts';
import { sampleTask, stockWrite } from '#test/support/storeBench.ts';

const outboxId = asId<'outbox'>('outbox-1');

/** What any RecordStorage must do. `open` opens the same disk again each time it is called in one test, a new one in the next test. */
export function recordStorageContract(implementation: string, open: () => Promise<RecordStorage>): void {
  const opened: RecordStorage[] = [];
  const openNow = async () => {
    const storage = await open();
    opened.push(storage);
    return storage;
  };
  const reopened = async (storage: RecordStorage) => {
    await storage.close();
    return openNow();
  };
  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close();
  });

  test(`[ST1] ${implementation}: a new disk is empty`, async () => {
    expect(await (await openNow()).load()).toEqual({
      outboxId: null,
      nextStationSeq: 1,
      position: { epoch: null, cursor: 0 },
      pages: [],
      rows: [],
      outbox: [],
      triggers: [],
    });
  });

  test(`[ST2] ${implementation}: a commit is there after opening again, with its numbers and its trigger`, async () => {
    const storage = await openNow();
    await storage.commit(outboxId, [entry(1), entry(2)], { triggerId: 'scan-1', commands: [entry(1).command, entry(2).command] });
    await storage.commit(outboxId, [entry(3)], null);
    const state = await (await reopened(storage)).load();
    expect([state.outboxId, state.nextStationSeq, state.outbox, state.triggers]).toEqual([
      outboxId,
      4,
      [entry(1), entry(2), entry(3)],
      [{ triggerId: 'scan-1', commands: [entry(1).command, entry(2).command] }],
    ]);
  });

  test(`[ST2] ${implementation}: the left-overs of a commit that was given up are forgotten by the next one`, async () => {
    const storage = await openNow();
    await storage.commit(outboxId, [entry(1), entry(2), entry(3)], null);
    await storage.commit(outboxId, [entry(2, 'other')], null);
    const state = await storage.load();
    expect([state.outbox, state.nextStationSeq]).toEqual([[entry(1), entry(2, 'other')], 3]);
  });

  test(`[ST3] ${implementation}: at least the last triggers are kept, oldest first, not without end`, async () => {
    const storage = await openNow();
    const most = minStoredTriggers + 600;
    for (let seq = 1; seq <= most; seq += 1) await storage.commit(outboxId, [entry(seq)], { triggerId: `t${seq}`, commands: [] });
    const { triggers } = await (await reopened(storage)).load();
    expect(triggers.slice(-2).map(({ triggerId }) => triggerId)).toEqual([`t${most - 1}`, `t${most}`]);
    expect(triggers.length).toBe(minStoredTriggers);
  });

  test(`[ST4] ${implementation}: pulled rows, answers and the cursor come together`, async () => {
    const storage = await openNow();
    await storage.commit(outboxId, [entry(1), entry(2)], null);
    const answered = { ...entry(2), writes: [stockWrite(7)] };
    await storage.applyPulled({
      position: { epoch: 'e', cursor: 9 },
      rows: [stockWrite(5), sampleTask()],
      updatedEntries: [answered],
      removedSeqs: [1],
    });
    const state = await (await reopened(storage)).load();
    expect([state.position, sorted(state.rows), state.outbox, state.nextStationSeq]).toEqual([
      { epoch: 'e', cursor: 9 },
      sorted([stockWrite(5), sampleTask()]),
      [answered],
      3,
    ]);
  });

  test(`[ST5] ${implementation}: a deleted row goes on hiding the one in its page`, async () => {
    const storage = await openNow();
    const position = { epoch: 'e', cursor: 1 };
    await storage.applyPulled({ position, rows: [sampleTask(), stockWrite(5)], updatedEntries: [], removedSeqs: [] });
    const gone = [{ ...sampleTask(), row: null } as RecordWrite, { ...stockWrite(5), row: null } as RecordWrite];
    await storage.applyPulled({ position, rows: gone, updatedEntries: [], removedSeqs: [] });
    expect(sorted((await storage.load()).rows)).toEqual(sorted(gone));
  });

  test(`[ST6] ${implementation}: a snapshot replaces rows and pages and keeps outbox, triggers and notes`, async () => {
    const storage = await openNow();
    await storage.commit(outboxId, [entry(1)], { triggerId: 'scan-1', commands: [] });
    await storage.writeNote('who', { operator: 'op-1' });
    await storage.applyPulled({ position: { epoch: 'old', cursor: 9 }, rows: [stockWrite(5)], updatedEntries: [], removedSeqs: [] });
    await storage.replaceSnapshot({ epoch: 'old', cursor: 10 }, [page(0, 'older')], []);
    await storage.replaceSnapshot({ epoch: 'new', cursor: 3 }, [page(0, 'a'), page(1, 'b')], [sampleTask()]);
    const again = await reopened(storage);
    const state = await again.load();
    expect([state.position, state.pages, state.rows, state.outbox, state.triggers.length, await again.readNote('who')]).toEqual([
      { epoch: 'new', cursor: 3 },
      [page(0, 'a'), page(1, 'b')],
      [sampleTask()],
      [entry(1)],
      1,
      { operator: 'op-1' },
    ]);
  });

  test(`[ST7] ${implementation}: staged pages wait for their snapshot, are not rows yet, and go with it`, async () => {
    const storage = await openNow();
    await storage.replaceSnapshot({ epoch: 'e', cursor: 1 }, [page(0, 'now')], []);
    await storage.stagePage('hash-a', page(0, 'a'));
    await storage.stagePage('hash-c', page(7, 'c'));
    const again = await reopened(storage);
    expect((await again.load()).pages).toEqual([page(0, 'now')]);
    const staged = await again.stagedPages();
    expect(staged.toSorted((a, b) => (a.hash < b.hash ? -1 : 1))).toEqual([
      { hash: 'hash-a', page: page(0, 'a') },
      { hash: 'hash-c', page: page(7, 'c') },
    ]);
    await again.replaceSnapshot({ epoch: 'e', cursor: 2 }, [page(0, 'a'), page(1, 'b')], []);
    expect([(await again.load()).pages, await again.stagedPages()]).toEqual([[page(0, 'a'), page(1, 'b')], []]);
  });

  test(`[ST8] ${implementation}: folding replaces pages and drops the rows that are in them now`, async () => {
    const storage = await openNow();
    await storage.replaceSnapshot({ epoch: 'e', cursor: 1 }, [page(0, 'a'), page(1, 'b')], []);
    await storage.applyPulled({
      position: { epoch: 'e', cursor: 2 },
      rows: [stockWrite(1, 'bin-1'), stockWrite(2, 'bin-2')],
      updatedEntries: [],
      removedSeqs: [],
    });
    await storage.fold([page(1, 'folded')], [{ kind: 'stock', id: stockWrite(1, 'bin-1').id }]);
    const state = await (await reopened(storage)).load();
    expect([state.pages, state.rows]).toEqual([[page(0, 'a'), page(1, 'folded')], [stockWrite(2, 'bin-2')]]);
  });

  test(`[ST9] ${implementation}: a note is there until it is taken away`, async () => {
    const storage = await openNow();
    await storage.writeNote('a', { deep: [1, 2] });
    const again = await reopened(storage);
    const before = await again.readNote('a');
    await again.writeNote('a', null);
    expect([before, (await again.readNote('a')) ?? null, (await again.readNote('never')) ?? null]).toEqual([{ deep: [1, 2] }, null, null]);
  });

  test(`[ST10] ${implementation}: a closed storage says so`, async () => {
    const storage = await openNow();
    await storage.close();
    const outcome = await storage.commit(outboxId, [entry(1)], null).catch((error: unknown) => error);
    expect(outcome instanceof StorageFault && outcome.kind).toBe('closed');
  });
}

function entry(stationSeq: number, id = 'command'): OutboxEntry {
  const command: Command = {
    kind: 'signOut',
    payload: {},
    id: asId(`${id}-${stationSeq}`),
    stationId: asId('station-1'),
    outboxId,
    stationSeq,
    operatorId: null,
    atMs: 5,
  };
  return { stationSeq, command, writes: [], result: null };
}

function page(pageNo: number, text: string): StoredPage {
  return { kind: 'sku', pageNo, rowsJson: JSON.stringify([text]) };
}

function sorted(rows: readonly RecordWrite[]): readonly RecordWrite[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

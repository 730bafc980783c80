import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { databaseVersion } from '#renderer/store/stationDatabase.ts';
import { openDexieStorage } from '#renderer/store/openDexieStorage.ts';
import { asId } from '#shared/base/ids.ts';
import type { RecordMigration } from '#shared/model/recordMigrations.ts';
import { StorageFault } from '#shared/ports/recordStorage.ts';
import { buildFirstVersion, firstVersionRows } from '#test/migration/stationDatabaseV1.ts';
import { stockWrite } from '#test/support/storeBench.ts';

const keyText = 'A'.repeat(43);
const otherKeyText = `${'B'.repeat(42)}A`;
const faultKind = (error: unknown) => (error instanceof StorageFault ? error.kind : error);

async function everyRow(indexedDB: IDBFactory, name: string): Promise<string> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => resolve(asked.result);
  });
  const transaction = database.transaction([...database.objectStoreNames]);
  const rows = await Promise.all(
    [...database.objectStoreNames].map(
      (table) =>
        new Promise((resolve) => {
          const asked = transaction.objectStore(table).getAll();
          asked.onsuccess = () => resolve(asked.result);
        }),
    ),
  );
  database.close();
  return JSON.stringify(rows, (_, part: unknown) => (part instanceof Uint8Array ? Buffer.from(part).toString('latin1') : part));
}

test('[ST13] a database of the first version opens with everything in it, and what it left of a download is kept', async () => {
  const parts = { indexedDB: new IDBFactory(), IDBKeyRange };
  await buildFirstVersion(parts.indexedDB, 'station');
  const storage = await openDexieStorage('station', { parts, keyText });
  const state = await storage.load();
  const byId = [...state.rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect([state.outboxId, state.nextStationSeq, state.position]).toEqual([
    'outbox-v1',
    8,
    { epoch: 'epoch-v1', cursor: 41, covered: { 'outbox-v1': 6 } },
  ]);
  expect([byId, state.outbox]).toEqual([
    [...firstVersionRows.work, ...firstVersionRows.overlay].sort((a, b) => (a.id < b.id ? -1 : 1)),
    firstVersionRows.outbox,
  ]);
  expect([
    state.pages.map((page) => page.rowsJson),
    state.triggers.map(({ triggerId }) => triggerId),
    await storage.readNote('operator'),
  ]).toEqual([[firstVersionRows.pages[0].rowsJson], ['scan:7'], { operatorId: 'op-1', atMs: 5 }]);
  expect((await storage.stagedPages()).map(({ hash }) => hash)).toEqual(['half a download']);
  await storage.close();
});

test('[ST14] what the first version kept open about customers lies sealed afterwards, and what is written later too', async () => {
  const parts = { indexedDB: new IDBFactory(), IDBKeyRange };
  await buildFirstVersion(parts.indexedDB, 'station');
  expect(await everyRow(parts.indexedDB, 'station')).toContain('138****5678');
  const storage = await openDexieStorage('station', { parts, keyText });
  const orders = JSON.stringify([firstVersionRows.work[0].row]);
  await storage.stagePage('h', { kind: 'order', pageNo: 0, rowsJson: orders });
  await storage.fold([{ kind: 'order', pageNo: 1, rowsJson: orders }], []);
  await storage.commit(asId('outbox-v1'), [{ ...firstVersionRows.outbox[0], stationSeq: 8 }] as never, null);
  const rows = [firstVersionRows.work[0]] as never;
  await storage.applyPulled({
    position: { epoch: 'e', cursor: 42 },
    rows,
    updatedEntries: [...firstVersionRows.outbox] as never,
    removedSeqs: [],
  });
  const state = await storage.load();
  await storage.close();
  expect([state.outbox.length, state.rows.length, state.pages.length]).toEqual([2, 3, 2]);
  const text = await everyRow(parts.indexedDB, 'station');
  for (const personal of ['138****5678', '张', '静安', '放门口']) expect(text).not.toContain(personal);
});

test('[ST14] when the key is gone, what was sealed with it is forgotten; commands stay, and are sent', async () => {
  const parts = { indexedDB: new IDBFactory(), IDBKeyRange };
  await buildFirstVersion(parts.indexedDB, 'station');
  await (await openDexieStorage('station', { parts, keyText })).close();
  const storage = await openDexieStorage('station', { parts, keyText: otherKeyText });
  const state = await storage.load();
  expect([state.position.epoch, state.pages, state.rows, state.nextStationSeq]).toEqual([null, [], [], 8]);
  expect(state.outbox.map(({ command, writes }) => [command.id, writes])).toEqual([['command-7', []]]);
  await storage.close();
});

test('[ST14] what people wrote in a command lies sealed, also in its receipt; without the key the command is there without it', async () => {
  const parts = { indexedDB: new IDBFactory(), IDBKeyRange };
  const outboxId = asId<'outbox'>('outbox-words');
  const payload = { orderId: asId<'order'>('order-1'), note: '按门铃两次' };
  const command = {
    ...firstVersionRows.outbox[0].command,
    kind: 'editOrder',
    payload,
    outboxId,
    stationSeq: 1,
    id: asId<'command'>('c-1'),
  };
  const entry = { stationSeq: 1, command, writes: [], result: null } as never;
  const storage = await openDexieStorage('station', { parts, keyText });
  await storage.commit(outboxId, [entry], { triggerId: 'key:1', commands: [command] as never });
  const { outbox } = await storage.load();
  await storage.close();
  const lies = await everyRow(parts.indexedDB, 'station');
  const other = await openDexieStorage('station', { parts, keyText: otherKeyText });
  const left = await other.load();
  await other.close();
  expect([outbox, lies.includes('c-1'), lies.includes(payload.note)]).toEqual([[entry], true, false]);
  expect(left.outbox.map((kept) => [kept.command.id, kept.command.payload])).toEqual([['c-1', { ...payload, note: '-' }]]);
});

test('[ST15] a database that a newer program has changed is left alone, also when that happens while this one is open', async () => {
  const parts = { indexedDB: new IDBFactory(), IDBKeyRange };
  const storage = await openDexieStorage('station', { parts });
  await storage.applyPulled({ position: { epoch: 'e', cursor: 1 }, rows: [stockWrite(4)], updatedEntries: [], removedSeqs: [] });
  // The newer program asks; this one lets go by itself.
  const newer = await new Promise<IDBDatabase>((resolve, reject) => {
    const asked = parts.indexedDB.open('station', (databaseVersion + 1) * 10);
    asked.onupgradeneeded = () => asked.result.createObjectStore('somethingNew');
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  newer.close();
  const before = await everyRow(parts.indexedDB, 'station');
  expect(await storage.load().catch(faultKind)).toBe('versionTooOld');
  const late = storage.commit(asId('outbox-1'), [{ ...firstVersionRows.outbox[0] }] as never, null);
  expect(await late.catch(faultKind)).toBe('versionTooOld');
  expect(await openDexieStorage('station', { parts }).catch(faultKind)).toBe('versionTooOld');
  expect(await everyRow(parts.indexedDB, 'station')).toBe(before);
});

test('[ST16] records of an older program are rewritten, once and all together; those of a newer one are not touched', async () => {
  const parts = { indexedDB: new IDBFactory(), IDBKeyRange };
  await buildFirstVersion(parts.indexedDB, 'station');
  let migrated = 0;
  const migrations: RecordMigration[] = [
    {
      toVersion: 2,
      migrate(kind, row) {
        if (kind !== 'order') return row;
        migrated += 1;
        return { ...row, isGift: false };
      },
    },
    { toVersion: 3, migrate: (kind, row) => (kind === 'stock' ? { ...row, quantity: Number(row['quantity']) * 10 } : row) },
  ];
  const open = (given: readonly RecordMigration[]) => openDexieStorage('station', { parts, keyText, migrations: given });
  const looks = async (given: readonly RecordMigration[]) => {
    const storage = await open(given);
    try {
      const { rows, pages, outbox } = await storage.load();
      const inPage = (JSON.parse(pages[0]!.rowsJson) as { quantity: number }[]).map(({ quantity }) => quantity);
      const order = rows.find(({ kind }) => kind === 'order')?.row as { isGift?: boolean } | undefined;
      const written = outbox[0]!.writes[0]!.row as { isGift?: boolean };
      return [inPage, order?.isGift, written.isGift, (await storage.stagedPages()).length];
    } finally {
      await storage.close();
    }
  };
  const expected = [[40, 60], false, false, 0];
  expect(await looks(migrations)).toEqual(expected);
  expect([await looks(migrations), migrated]).toEqual([expected, 2]);
  expect(await looks(migrations.slice(0, 1)).catch(faultKind)).toBe('versionTooOld');
  expect(await looks(migrations)).toEqual(expected);
});

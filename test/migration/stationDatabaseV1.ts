import { asId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { stockWrite } from '#test/support/storeBench.ts';

/**
 * What the first version of the program left on a disk: its tables as they were declared then and rows in the form they had,
 * made with plain IndexedDB. Frozen: it changes for no later version.
 */
export async function buildFirstVersion(indexedDB: IDBFactory, name: string): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open(name, 10);
    asked.onupgradeneeded = () => {
      const made = asked.result;
      made.createObjectStore('pages', { keyPath: ['generation', 'kind', 'pageNo'] }).createIndex('generation', 'generation');
      for (const table of ['overlay', 'work']) made.createObjectStore(table, { keyPath: ['kind', 'id'] });
      made.createObjectStore('outbox', { keyPath: 'stationSeq' });
      made.createObjectStore('triggers', { keyPath: 'lastSeq' });
      for (const table of ['outboxHead', 'notes', 'meta']) made.createObjectStore(table, { keyPath: 'name' });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
  const put = (table: string, row: unknown) => transaction.objectStore(table).put(row);
  const { pages, overlay, work, outbox } = firstVersionRows;
  for (const page of pages) put('pages', page);
  for (const row of overlay) put('overlay', row);
  for (const row of work) put('work', row);
  for (const entry of outbox) put('outbox', entry);
  put('outboxHead', { name: 'head', outboxId: 'outbox-v1', nextStationSeq: 8 });
  put('outboxHead', { name: 'writer', writerId: 'writer-v1' });
  put('meta', { name: 'writer', writerId: 'writer-v1' });
  put('meta', { name: 'position', epoch: 'epoch-v1', cursor: 41, generation: 3, covered: { 'outbox-v1': 6 } });
  put('triggers', { triggerId: 'scan:7', commands: [outbox[0]!.command], lastSeq: 7 });
  put('notes', { name: 'operator', note: { operatorId: 'op-1', atMs: 5 } });
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}

const command: Command = {
  kind: 'signOut',
  payload: {},
  id: asId('command-7'),
  stationId: asId('station-1'),
  outboxId: asId('outbox-v1'),
  stationSeq: 7,
  operatorId: null,
  atMs: 5,
};
const recipient = { nameMasked: '张**', phoneMasked: '138****5678', area: '静安区' };

/** The rows of that disk. */
export const firstVersionRows = {
  pages: [
    {
      generation: 3,
      kind: 'stock',
      pageNo: 0,
      rowsJson: JSON.stringify([stockWrite(4, 'bin-1').row, stockWrite(6, 'bin-2').row]),
      hash: 'a',
    },
    { generation: 4, kind: 'stock', pageNo: 0, rowsJson: '[]', hash: 'half a download' },
  ],
  overlay: [stockWrite(9, 'bin-2')],
  work: [
    { kind: 'order', id: 'order-1', row: { id: 'order-1', stage: 'released', recipient, note: '放门口 13812345678' } },
    { kind: 'task', id: 'task-1', row: { id: 'task-1', status: 'open' } },
  ],
  outbox: [
    {
      stationSeq: 7,
      command,
      writes: [{ kind: 'order', id: 'order-1', row: { id: 'order-1', stage: 'picking', recipient } }],
      result: null,
    },
  ],
} as const;

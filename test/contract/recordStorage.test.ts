import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe } from 'vitest';
import { openDexieStorage } from '#renderer/store/openDexieStorage.ts';
import { createMemoryDisk, createMemoryStorage } from '#shared/sync/createMemoryStorage.ts';
import { recordStorageContract } from './recordStorage.ts';

/** The rules of recordStorage.ts, which this file runs. */
const rules = '[ST1] [ST2] [ST3] [ST4] [ST5] [ST6] [ST7] [ST8] [ST9] [ST10]';

describe(`${rules} memory`, () => {
  let disk = createMemoryDisk();
  beforeEach(() => {
    disk = createMemoryDisk();
  });
  recordStorageContract('memory', async () => createMemoryStorage(disk));
});

describe(`${rules} Dexie`, () => {
  let indexedDB = new IDBFactory();
  beforeEach(() => {
    indexedDB = new IDBFactory();
  });
  recordStorageContract('Dexie', () => openDexieStorage('station', { parts: { indexedDB, IDBKeyRange } }));
});

import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe } from 'vitest';
import { openDexieStorage } from '#renderer/store/openDexieStorage.ts';
import { createMemoryDisk, createMemoryStorage } from '#shared/sync/createMemoryStorage.ts';
import { recordStorageContract } from './recordStorage.ts';

describe('memory', () => {
  let disk = createMemoryDisk();
  beforeEach(() => {
    disk = createMemoryDisk();
  });
  recordStorageContract('memory', async () => createMemoryStorage(disk));
});

describe('Dexie', () => {
  let indexedDB = new IDBFactory();
  beforeEach(() => {
    indexedDB = new IDBFactory();
  });
  recordStorageContract('Dexie', () => openDexieStorage('station', { indexedDB, IDBKeyRange }));
});

import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { openDexieStorage } from '#renderer/store/openDexieStorage.ts';
import { toStorageFault } from '#renderer/store/toStorageFault.ts';
import { asId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { StorageFault } from '#shared/ports/recordStorage.ts';

function entry(stationSeq: number, id: string) {
  const command: Command = {
    kind: 'signOut',
    payload: {},
    id: asId(id),
    stationId: asId('s'),
    outboxId: asId('o'),
    stationSeq,
    operatorId: null,
    atMs: 1,
  };
  return { stationSeq, command, writes: [], result: null };
}

test('[ST11] a window that another one took over from cannot write any more, whatever it tries', async () => {
  const parts = { indexedDB: new IDBFactory(), IDBKeyRange };
  const old = await openDexieStorage('station', { parts });
  await old.commit(asId('o'), [entry(1, 'a')], null);
  const young = await openDexieStorage('station', { parts });
  const position = { epoch: 'e', cursor: 9 };
  const tries = [
    old.commit(asId('o'), [entry(2, 'stale')], null),
    old.applyPulled({ position, rows: [], updatedEntries: [], removedSeqs: [1] }),
    old.replaceSnapshot(position, [], []),
    old.stagePage('h', { kind: 'sku', pageNo: 0, rowsJson: '[]' }),
    old.fold([{ kind: 'sku', pageNo: 0, rowsJson: '[]' }], []),
  ];
  const ends = await Promise.allSettled(tries);
  expect(ends.map((end) => end.status === 'rejected' && end.reason instanceof StorageFault && end.reason.kind)).toEqual([
    'closed',
    'closed',
    'closed',
    'closed',
    'closed',
  ]);
  await young.commit(asId('o'), [entry(2, 'b')], null);
  const state = await young.load();
  expect([state.outbox.map(({ command }) => command.id), state.position.cursor, state.pages]).toEqual([['a', 'b'], 0, []]);
  await young.close();
  await old.close();
});

test('[ST12] what the browser reports becomes a fault of the right kind, also when it is wrapped', () => {
  const named = (name: string, inner?: unknown) => Object.assign(new Error('x'), { name, inner });
  const kinds = [
    named('QuotaExceededError'),
    named('AbortError', named('QuotaExceededError')),
    named('DatabaseClosedError', named('UnknownError')),
    named('VersionError'),
    named('DataError'),
    named('Whatever'),
    new StorageFault('timeout', 'x'),
  ].map((error) => toStorageFault(error).kind);
  expect(kinds).toEqual(['quota', 'quota', 'closed', 'versionTooOld', 'corrupt', 'unknown', 'timeout']);
});

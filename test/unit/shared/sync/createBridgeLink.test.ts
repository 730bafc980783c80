import type { ContractRouterClient } from '@orpc/contract';
import { expect, test } from 'vitest';
import type { platformLinkContract } from '#shared/features/platformLink/platformLinkContract.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import {
  bridgeCallTimeoutMs,
  createBridgeJournal,
  createBridgeLink,
  toLinkFault,
  type BridgeLinkClient,
} from '#shared/sync/createBridgeLink.ts';
import { createManualScheduler } from '#test/support/manualScheduler.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { someCommands } from '#test/support/host/someCommands.ts';

/** A client of which each test makes the calls it needs. */
const client = (calls: Partial<BridgeLinkClient>) => calls as BridgeLinkClient;
/** Compiles only while a client of the contract is one of ours. */
export const fits = (real: ContractRouterClient<typeof platformLinkContract>): BridgeLinkClient => real;

test('[BL1] what the host reports becomes a fault of the right kind', () => {
  const kinds = [
    'OFFLINE',
    'TIMEOUT',
    'UNAUTHORIZED',
    'VERSION_TOO_OLD',
    'BAD_ANSWER',
    'BAD_REQUEST',
    'INTERNAL_SERVER_ERROR',
    'UNHEARD',
  ].map((code) => toLinkFault(Object.assign(new Error('x'), { code }), 'push').kind);
  expect(kinds).toEqual(['offline', 'timeout', 'unauthorized', 'versionTooOld', 'badAnswer', 'badAnswer', 'badAnswer', 'offline']);
  expect([toLinkFault('gone', 'push').message, toLinkFault(new LinkFault('timeout', 'slow'), 'push').kind]).toEqual([
    'push: gone',
    'timeout',
  ]);
});

test('[BL1] a host that never answers is a timeout, and leaves no timer behind when it does', async () => {
  const { scheduler, advance, waiting } = createManualScheduler();
  const link = createBridgeLink(
    client({
      snapshot: () => new Promise(() => {}),
      changes: async () => ({ epoch: 'e', rows: [], cursor: 1, headSeq: 1, hasMore: false }),
    }),
    scheduler,
  );
  await link.changes(0, 10);
  expect(waiting()).toEqual([]);
  const outcome = link.snapshot().catch((error: unknown) => error);
  advance(bridgeCallTimeoutMs);
  expect(await outcome).toMatchObject({ name: 'LinkFault', kind: 'timeout' });
});

test('[BL2] the news stream is taken up again until it is unsubscribed', async () => {
  const { scheduler, advance, waiting } = createManualScheduler();
  const heard: number[] = [];
  let opened = 0;
  async function* stream(): AsyncGenerator<{ headSeq: number }, void, void> {
    yield { headSeq: opened };
    throw new Error('cut');
  }
  const link = createBridgeLink(
    client({
      async news() {
        opened += 1;
        if (opened === 2) throw new Error('host away');
        return stream();
      },
    }),
    scheduler,
  );
  const stop = link.onNews((headSeq) => heard.push(headSeq));
  for (let turn = 0; turn < 4; turn += 1) {
    await pause(scheduler, 0);
    if (waiting()[0] !== undefined) advance(waiting()[0]!);
  }
  await pause(scheduler, 0);
  stop();
  advance(60_000);
  await pause(scheduler, 0);
  const openedThen = opened;
  advance(60_000);
  await pause(scheduler, 0);
  expect([heard.slice(0, 2), opened]).toEqual([[1, 3], openedThen]);
});

test('[BL1] the journal passes commands on and unpacks answers', async () => {
  const calls: unknown[] = [];
  const journal = createBridgeJournal(
    client({
      openJournal: async (request) => (calls.push(request), { writerNo: 4, commands: [] }),
      appendJournal: async (request) => (calls.push(request), { journalled: 0 }),
      withdrawJournal: async (request) => (calls.push(request), { left: 0 }),
      readJournal: async (request) => (calls.push(request), { commands: [] }),
      pruneJournal: async (request) => (calls.push(request), { left: 0 }),
    }),
  );
  const [command] = someCommands(1, { outboxId: 'o' });
  await journal.append([]);
  await journal.append([command!]);
  await journal.withdraw('o' as never, 1);
  await journal.prune('o' as never, 3);
  expect([await journal.open('p' as never), await journal.read(null)]).toEqual([[], []]);
  expect(calls).toEqual([
    { outboxId: 'o' },
    { commands: [command], writerNo: 4 },
    { outboxId: 'o', fromSeq: 1, writerNo: 4 },
    { outboxId: 'o', throughSeq: 3 },
    { outboxId: 'p' },
    { outboxId: null },
  ]);
});

test.each([
  ['JOURNAL_FULL', 'full'],
  ['DISK_FAULT', 'disk'],
  ['JOURNAL_TAKEN', 'taken'],
  [undefined, 'away'],
])('[BL3] what the host says of its journal (%s) becomes a JournalFault (%s)', async (code, kind) => {
  const journal = createBridgeJournal(client({ openJournal: () => Promise.reject(Object.assign(new Error('no'), { code })) }));
  await expect(journal.append(someCommands(1))).rejects.toMatchObject({ name: 'JournalFault', kind });
});

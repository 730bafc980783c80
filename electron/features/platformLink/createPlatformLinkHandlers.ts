import { implement, ORPCError } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import type { Command } from '#shared/model/command/command.ts';
import { platformLinkContract } from '#shared/features/platformLink/platformLinkContract.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import type { PlatformLine } from './createPlatformLine.ts';

/** The part of the host's journal that the handlers need. */
export type JournalPort = {
  append(commands: readonly Command[]): Promise<number>;
  read(outboxId: string | null): Promise<readonly Command[]>;
  prune(outboxId: string, throughSeq: number): Promise<number>;
  /** Commands kept for all outboxes. */
  left(): number;
};

const errorCodes = {
  offline: 'OFFLINE',
  timeout: 'TIMEOUT',
  unauthorized: 'UNAUTHORIZED',
  versionTooOld: 'VERSION_TOO_OLD',
  badAnswer: 'BAD_ANSWER',
} as const satisfies Record<LinkFault['kind'], string>;

const os = implement(platformLinkContract).$context<BridgeContext>();

/** Handlers of the platformLink contract over a line and a journal. */
export function createPlatformLinkHandlers(ports: { readonly line: PlatformLine; readonly journal: JournalPort }) {
  const { line, journal } = ports;
  return {
    push: os.push.handler(({ input }) => relay(() => line.client.push(input))),
    changes: os.changes.handler(({ input }) => relay(() => line.client.changes(input.afterSeq, input.limit))),
    snapshot: os.snapshot.handler(() => relay(() => line.client.snapshot())),
    snapshotPage: os.snapshotPage.handler(({ input }) => relay(() => line.client.snapshotPage(input.hash))),
    news: os.news.handler(({ signal }) => line.news.follow(signal)),
    appendJournal: os.appendJournal.handler(async ({ input, errors }) => {
      try {
        return { journalled: await journal.append(input.commands) };
      } catch (error) {
        const name = error instanceof Error ? error.name : '';
        if (name === 'JournalFullFault') throw errors.JOURNAL_FULL();
        if (name === 'JournalDiskFault') throw errors.DISK_FAULT();
        throw error;
      }
    }),
    journalSize: os.journalSize.handler(() => ({ commands: journal.left() })),
    readJournal: os.readJournal.handler(async ({ input }) => ({ commands: [...(await journal.read(input.outboxId))] })),
    pruneJournal: os.pruneJournal.handler(async ({ input }) => ({ left: await journal.prune(input.outboxId, input.throughSeq) })),
  };
}

/** Faults of the line become the contract's errors; the detail goes with them for the log. */
async function relay<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof LinkFault) throw new ORPCError(errorCodes[error.kind], { message: error.message, defined: true });
    throw error;
  }
}

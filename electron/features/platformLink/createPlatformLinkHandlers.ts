import { implement, ORPCError } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import type { Command } from '#shared/model/command/command.ts';
import { platformLinkContract } from '#shared/features/platformLink/platformLinkContract.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import type { PlatformLine } from './createPlatformLine.ts';

/** The part of the host's journal that the handlers need. */
export type JournalPort = {
  open(outboxId: string): Promise<{ readonly writerNo: number; readonly commands: readonly Command[] }>;
  append(commands: readonly Command[], writerNo?: number): Promise<number>;
  read(outboxId: string | null): Promise<readonly Command[]>;
  withdraw(outboxId: string, fromSeq: number, writerNo?: number): Promise<number>;
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
    relay: os.relay.handler(({ input }) => relay(() => line.client.relay(input))),
    changes: os.changes.handler(({ input }) => relay(() => line.client.changes(input.afterSeq, input.limit))),
    labour: os.labour.handler(({ input }) => relay(() => line.client.labour(input))),
    snapshot: os.snapshot.handler(() => relay(() => line.client.snapshot())),
    snapshotPage: os.snapshotPage.handler(({ input }) => relay(() => line.client.snapshotPage(input.hash))),
    news: os.news.handler(({ signal }) => line.news.follow(signal)),
    openJournal: os.openJournal.handler(({ input }) =>
      journalled(async () => {
        const { writerNo, commands } = await journal.open(input.outboxId);
        return { writerNo, commands: [...commands] };
      }),
    ),
    appendJournal: os.appendJournal.handler(({ input }) =>
      journalled(async () => ({ journalled: await journal.append(input.commands, input.writerNo) })),
    ),
    journalSize: os.journalSize.handler(() => ({ commands: journal.left() })),
    readJournal: os.readJournal.handler(({ input }) => journalled(async () => ({ commands: [...(await journal.read(input.outboxId))] }))),
    withdrawJournal: os.withdrawJournal.handler(({ input }) =>
      journalled(async () => ({ left: await journal.withdraw(input.outboxId, input.fromSeq, input.writerNo) })),
    ),
    pruneJournal: os.pruneJournal.handler(({ input }) =>
      journalled(async () => ({ left: await journal.prune(input.outboxId, input.throughSeq) })),
    ),
  };
}

const journalCodes: Readonly<Record<string, string>> = {
  JournalFullFault: 'JOURNAL_FULL',
  JournalDiskFault: 'DISK_FAULT',
  JournalTakenFault: 'JOURNAL_TAKEN',
};

/** Faults of the journal become the contract's errors. */
async function journalled<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const code = error instanceof Error ? journalCodes[error.name] : undefined;
    if (code === undefined) throw error;
    throw new ORPCError(code, { message: String(error), defined: true });
  }
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

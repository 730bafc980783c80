import type { Command } from '#shared/model/command/command.ts';
import type { OutboxId } from '#shared/base/ids.ts';
import { JournalFault, type CommandJournal, type JournalFaultKind } from '#shared/ports/commandJournal.ts';
import { LinkFault, type PlatformLink } from '#shared/ports/platformLink.ts';
import { pause, type Scheduler } from '#shared/ports/scheduler.ts';
import type {
  ChangesResponse,
  PushRequest,
  PushResponse,
  RelayRequest,
  RelayResponse,
  SnapshotManifest,
  SnapshotPage,
} from '#shared/wire/platform/syncMessages.ts';
import { backoffMs } from './syncLoop.ts';

/** The part of the bridge's client that the store uses; a client of platformLinkContract is one. */
export type BridgeLinkClient = {
  push(request: PushRequest): Promise<PushResponse>;
  relay(request: RelayRequest): Promise<RelayResponse | null>;
  changes(request: { afterSeq: number; limit: number }): Promise<ChangesResponse>;
  snapshot(): Promise<SnapshotManifest>;
  snapshotPage(request: { hash: string }): Promise<SnapshotPage>;
  news(): Promise<AsyncIterator<{ headSeq: number }, unknown, void>>;
  openJournal(request: { outboxId: string }): Promise<{ writerNo: number; commands: Command[] }>;
  appendJournal(request: { commands: Command[]; writerNo?: number }): Promise<{ journalled: number }>;
  readJournal(request: { outboxId: string | null }): Promise<{ commands: Command[] }>;
  withdrawJournal(request: { outboxId: string; fromSeq: number; writerNo?: number }): Promise<{ left: number }>;
  pruneJournal(request: { outboxId: string; throughSeq: number }): Promise<{ left: number }>;
};

/** Longest wait for one answer through the host, milliseconds; the host has shorter limits of its own. */
export const bridgeCallTimeoutMs = 30_000;
const newsBackoff = { backoffFirstMs: 500, backoffMostMs: 15_000 };

const faultKinds: Readonly<Record<string, LinkFault['kind']>> = {
  OFFLINE: 'offline',
  TIMEOUT: 'timeout',
  UNAUTHORIZED: 'unauthorized',
  VERSION_TOO_OLD: 'versionTooOld',
  BAD_ANSWER: 'badAnswer',
  BAD_REQUEST: 'badAnswer',
  INTERNAL_SERVER_ERROR: 'badAnswer',
};

/** The platform as reached through the station's host. A host that is away is `offline`; the news stream is taken up again by itself. */
export function createBridgeLink(client: BridgeLinkClient, scheduler: Scheduler): PlatformLink {
  const call = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = scheduler.after(bridgeCallTimeoutMs, () => reject(new LinkFault('timeout', `${what}: no answer`)));
    });
    try {
      return await Promise.race([run(), late]);
    } catch (error) {
      throw toLinkFault(error, what);
    } finally {
      cancel();
    }
  };
  return {
    push: (request) => call('push', () => client.push(request)),
    relay: (request) => call('relay', () => client.relay(request)),
    changes: (afterSeq, limit) => call('changes', () => client.changes({ afterSeq, limit })),
    snapshot: () => call('snapshot', () => client.snapshot()),
    snapshotPage: (hash) => call('snapshotPage', () => client.snapshotPage({ hash })),
    onNews: (use) => followNews(client, scheduler, use),
  };
}

const journalFaultKinds: Readonly<Record<string, JournalFaultKind>> = { JOURNAL_FULL: 'full', DISK_FAULT: 'disk', JOURNAL_TAKEN: 'taken' };

/** The host's journal through the same client. What goes wrong comes as JournalFault; a host that is not reached is `away`. */
export function createBridgeJournal(client: BridgeLinkClient): CommandJournal {
  const writerNos = new Map<OutboxId, number>();
  const open = async (outboxId: OutboxId) => {
    const { writerNo, commands } = await client.openJournal({ outboxId });
    writerNos.set(outboxId, writerNo);
    return commands;
  };
  const writerNoOf = async (outboxId: OutboxId): Promise<number> => {
    if (!writerNos.has(outboxId)) await open(outboxId);
    return writerNos.get(outboxId)!;
  };
  return {
    open: (outboxId) => asJournalFault(() => open(outboxId)),
    append: (commands) =>
      asJournalFault(async () => {
        const outboxId = commands[0]?.outboxId;
        if (outboxId !== undefined) await client.appendJournal({ commands: [...commands], writerNo: await writerNoOf(outboxId) });
      }),
    read: (outboxId) => asJournalFault(async () => (await client.readJournal({ outboxId })).commands),
    withdraw: (outboxId, fromSeq) =>
      asJournalFault(async () => void (await client.withdrawJournal({ outboxId, fromSeq, writerNo: await writerNoOf(outboxId) }))),
    prune: (outboxId, throughSeq) => asJournalFault(async () => void (await client.pruneJournal({ outboxId, throughSeq }))),
  };
}

async function asJournalFault<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    throw new JournalFault(journalFaultKinds[code] ?? 'away', error instanceof Error ? error.message : String(error));
  }
}

/** Names what went wrong on the way; anything without a known code means that the host itself was not reached. */
export function toLinkFault(error: unknown, what: string): LinkFault {
  if (error instanceof LinkFault) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  return new LinkFault(faultKinds[code] ?? 'offline', `${what}: ${message}`);
}

function followNews(client: BridgeLinkClient, scheduler: Scheduler, use: (headSeq: number) => void): () => void {
  let isStopped = false;
  let stream: AsyncIterator<{ headSeq: number }, unknown, void> | null = null;
  const follow = async () => {
    for (let failures = 1; !isStopped; failures += 1) {
      try {
        stream = await client.news();
        for (let next = await stream.next(); !next.done && !isStopped; next = await stream.next()) {
          failures = 0;
          use(next.value.headSeq);
        }
      } catch {
        // The host is away: the wait below, then again.
      }
      if (!isStopped) await pause(scheduler, backoffMs(Math.max(1, failures), newsBackoff, null));
    }
    await stream?.return?.();
  };
  follow().catch(() => undefined);
  return () => {
    isStopped = true;
    stream?.return?.()?.catch(() => undefined);
  };
}

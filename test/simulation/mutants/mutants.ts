import type { Command } from '#shared/model/command/command.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import type { OutboxEntry, RecordStorage } from '#shared/ports/recordStorage.ts';
import type { PlatformLink } from '#shared/ports/platformLink.ts';
import type { CommandResult, SnapshotManifest } from '#shared/wire/platform/syncMessages.ts';
import { lanMutants } from './lanMutants.ts';
import type { ScheduleSize } from '#test/simulation/planSchedule.ts';
import type { Tampering } from '#test/simulation/simulatedStation.ts';
import type { VirtualTime } from '#test/simulation/virtualTime.ts';

/** A bug planted between the engine and a port, as an engine or platform with that bug would behave there. */
export type Mutant = {
  readonly name: string;
  readonly tampering: Tampering;
  /** The seed at which it showed when that was last looked at, where that is a late one. */
  readonly seenAt?: number;
  /** How its days differ from the hard ones of all: what the bug needs to show happens more often. */
  readonly day?: Partial<ScheduleSize>;
};

function decideOnce(inner: DecideCommand): DecideCommand {
  const known = new Map<string, ReturnType<DecideCommand>>();
  return (view, command) => {
    const decision = known.get(command.id) ?? inner(view, command);
    known.set(command.id, decision);
    return decision;
  };
}

function tellEarly(inner: RecordStorage, time: VirtualTime): RecordStorage {
  return {
    ...inner,
    commit(...given) {
      time.after(400, () => void inner.commit(...given).catch(() => undefined));
      return Promise.resolve();
    },
  };
}

function leaveOutFirst(inner: PlatformLink): PlatformLink {
  return {
    ...inner,
    push: (request) => inner.push(request.commands.length < 3 ? request : { ...request, commands: request.commands.slice(1) }),
    relay: (request) => inner.relay(request.commands.length < 3 ? request : { ...request, commands: request.commands.slice(1) }),
  };
}

const applyAgain: NonNullable<Tampering['calls']> = (inner, central) => {
  const seen = new Set<string>();
  const taken = <T extends { readonly status: string }>(commands: readonly Command[], response: T): T => {
    for (const command of commands) {
      if (seen.has(command.id) && response.status === 'taken') central.platform.applyUnchecked(command);
      if (response.status === 'taken') seen.add(command.id);
    }
    return response;
  };
  return {
    ...inner,
    push: (request) => taken(request.commands, inner.push(request)),
    relay: (request) => taken(request.commands, inner.relay(request)),
  };
};

/** What was pushed within the last 60 ms is not seen yet, although the sequence told is past it. */
const hideNewest: NonNullable<Tampering['calls']> = (inner, central, time) => {
  let openFrom = Number.POSITIVE_INFINITY;
  const slowly = <T>(send: () => T): T => {
    const before = central.platform.headSeq();
    const response = send();
    openFrom = Math.min(openFrom, before);
    time.after(60, () => void (openFrom = Number.POSITIVE_INFINITY));
    return response;
  };
  return {
    ...inner,
    push: (request) => slowly(() => inner.push(request)),
    relay: (request) => slowly(() => inner.relay(request)),
    changes(afterSeq, limit) {
      const answer = inner.changes(afterSeq, limit);
      return { ...answer, rows: answer.rows.filter((row) => row.siteSeq <= openFrom) };
    },
  };
};

function cursorFirst(inner: RecordStorage, time: VirtualTime): RecordStorage {
  return {
    ...inner,
    async applyPulled(change) {
      await inner.applyPulled({ ...change, rows: [] });
      await time.sleep(300);
      await inner.applyPulled({ ...change, updatedEntries: [], removedSeqs: [] });
    },
  };
}

function mapResults(inner: PlatformLink, map: (result: CommandResult) => CommandResult): PlatformLink {
  return {
    ...inner,
    async push(request) {
      const response = await inner.push(request);
      return response.status === 'taken' ? { ...response, results: response.results.map(map) } : response;
    },
    async relay(request) {
      const response = await inner.relay(request);
      return response?.status === 'taken' ? { ...response, results: response.results.map(map) } : response;
    },
  };
}

function overlookRefusals(inner: PlatformLink): PlatformLink {
  return mapResults(inner, (result) =>
    result.outcome === 'refused' ? { ...result, outcome: 'applied', siteSeq: Number.MAX_SAFE_INTEGER, refusal: null } : result,
  );
}

function takeForConsent(inner: PlatformLink): PlatformLink {
  return mapResults(inner, (result) => (result.outcome === 'refused' ? { ...result, outcome: 'applied', refusal: null } : result));
}

function keepFirstEpoch(inner: PlatformLink): PlatformLink {
  const epoch = 'epoch-1';
  const same = async <T extends { epoch: string }>(answer: Promise<T>): Promise<T> => ({ ...(await answer), epoch });
  return {
    ...inner,
    push: (request) => same(inner.push(request)),
    async relay(request) {
      const response = await inner.relay(request);
      return response && { ...response, epoch };
    },
    changes: (afterSeq, limit) => same(inner.changes(afterSeq, limit)),
    snapshot: (): Promise<SnapshotManifest> => same(inner.snapshot()),
  };
}

function forgetOutbox(inner: RecordStorage): RecordStorage {
  return {
    ...inner,
    async load() {
      const stored = await inner.load();
      const unsent = stored.outbox.find((entry: OutboxEntry) => entry.result === null);
      return { ...stored, outbox: [], nextStationSeq: unsent?.stationSeq ?? stored.nextStationSeq };
    },
  };
}

function forgetTriggers(inner: RecordStorage): RecordStorage {
  return { ...inner, load: async () => ({ ...(await inner.load()), triggers: [] }) };
}

const staleSnapshot: NonNullable<Tampering['calls']> = (inner, central) => {
  let kept: SnapshotManifest | null = null;
  const pages = new Map<string, NonNullable<ReturnType<typeof inner.snapshotPage>>>();
  return {
    ...inner,
    snapshot() {
      if (kept === null) {
        kept = inner.snapshot();
        for (const { hash } of kept.pages) pages.set(hash, inner.snapshotPage(hash)!);
      }
      return { ...kept, epoch: central.platform.epoch(), siteSeq: central.platform.headSeq() };
    },
    snapshotPage: (hash) => pages.get(hash) ?? inner.snapshotPage(hash),
  };
};

const fillGaps: NonNullable<Tampering['calls']> = (inner, central) => {
  const consent = (commands: readonly Command[], epoch: string) => {
    const headSeq = central.platform.headSeq();
    const answerOf = ({ id, stationSeq }: Command): CommandResult => ({
      commandId: id,
      stationSeq,
      outcome: 'applied',
      siteSeq: headSeq,
      refusal: null,
    });
    return { status: 'taken' as const, epoch, headSeq, results: commands.map(answerOf) };
  };
  return {
    ...inner,
    push(request) {
      const response = inner.push(request);
      return response.status === 'gap' ? consent(request.commands, response.epoch) : response;
    },
    relay(request) {
      const response = inner.relay(request);
      return response.status === 'held' ? consent(request.commands, response.epoch) : response;
    },
  };
};

function reuseNumbers(inner: RecordStorage): RecordStorage {
  return {
    ...inner,
    async load() {
      const stored = await inner.load();
      return { ...stored, nextStationSeq: Math.max(1, stored.nextStationSeq - 1), outbox: stored.outbox.slice(0, -1) };
    },
  };
}

/** Every planted bug. The simulation must find each. */
export const mutants: readonly Mutant[] = [
  { name: 'skipRebase: pending commands keep their first patch', tampering: { decide: decideOnce }, seenAt: 27 },
  { name: 'beepBeforeDurable: a commit is told before the disk has it', tampering: { storage: tellEarly } },
  { name: 'nonDensePush: the first of several commands is left out', tampering: { link: leaveOutFirst } },
  { name: 'doubleApply: a repeated push is applied again', tampering: { calls: applyAgain } },
  { name: 'feedSkips: a cursor passes rows of a transaction that is still open', tampering: { calls: hideNewest } },
  {
    name: 'journalNotReplayed: a wiped store does not look into the journal',
    tampering: { journal: (inner) => ({ ...inner, open: () => Promise.resolve([]), read: () => Promise.resolve([]) }) },
  },
  { name: 'cursorBeforeRows: the cursor is durable before its rows', tampering: { storage: cursorFirst }, seenAt: 13 },
  { name: 'refusedNotUndone: a refusal is taken for an answer that is still under way', tampering: { link: overlookRefusals }, seenAt: 3 },
  { name: 'refusedNotTold: a refusal is taken for consent', tampering: { link: takeForConsent }, seenAt: 6 },
  { name: 'epochIgnored: a restored platform is taken for the old one', tampering: { link: keepFirstEpoch } },
  {
    name: 'lostOutbox: a started page forgets what it had not sent',
    tampering: {
      storage: forgetOutbox,
      journal: (inner) => ({ ...inner, open: () => Promise.resolve(null as never), read: () => Promise.resolve(null as never) }),
    },
  },
  { name: 'triggerForgotten: a scan delivered again after a restart is a new one', tampering: { storage: forgetTriggers } },
  { name: 'tornSnapshot: pages of a snapshot are older than its sequence', tampering: { calls: staleSnapshot } },
  { name: 'gapTaken: the platform answers for commands it never got', tampering: { calls: fillGaps }, seenAt: 18 },
  { name: 'numberReused: a started page gives the last number out again', tampering: { storage: reuseNumbers } },
  ...lanMutants,
];

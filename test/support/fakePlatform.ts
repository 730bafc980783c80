import { createHash } from 'node:crypto';
import { asId, type OutboxId } from '#shared/base/ids.ts';
import { recordKinds, type AnyRecord, type RecordKind, type RecordWrite } from '#shared/model/records.ts';
import type { Command } from '#shared/model/command/command.ts';
import { LinkFault, type PlatformLink } from '#shared/ports/platformLink.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import { createWorkingSet } from '#shared/sync/workingSet.ts';
import type {
  ChangedRow,
  CommandResult,
  HeldOutbox,
  PushResponse,
  RelayResponse,
  SnapshotPage,
} from '#shared/wire/platform/syncMessages.ts';

/** May throw a LinkFault before a call reaches the platform, or after it did its work: a lost answer. */
export type FakeLinkHooks = {
  before?(call: string, argument: unknown): Promise<void> | void;
  after?(call: string, argument: unknown): Promise<void> | void;
};

type Outbox = { commandIds: string[]; results: CommandResult[] };
type PlatformState = { epoch: string; seq: number; rows: Map<string, ChangedRow>; outboxes: Map<string, Outbox>; log: Command[] };

/** A platform in memory that behaves like the real one: dense outboxes, one sequence per site, epochs, snapshots. An old one knows no relays. */
export function createFakePlatform(decide: DecideCommand, seed: readonly RecordWrite[] = [], pageRows = 3, isOld = false) {
  let state: PlatformState = { epoch: 'epoch-1', seq: 0, rows: new Map(), outboxes: new Map(), log: [] };
  const working = createWorkingSet();
  const users = new Set<(headSeq: number) => void>();

  const write = (change: RecordWrite) => {
    working.put(change);
    state.rows.set(`${change.kind} ${change.id}`, { kind: change.kind, id: change.id, siteSeq: state.seq, row: change.row });
  };
  /** Something that happens on the platform itself. */
  const putAll = (changes: readonly RecordWrite[]) => {
    state.seq += 1;
    for (const change of changes) write(change);
  };
  const put = (...changes: readonly RecordWrite[]) => putAll(changes);
  const take = (command: Command): CommandResult => {
    const decision = decide(working.view, command);
    state.seq += 1;
    state.log.push(command);
    const common = { commandId: command.id, stationSeq: command.stationSeq, siteSeq: state.seq };
    if (!decision.ok)
      return { ...common, outcome: 'refused', refusal: { code: decision.error.code, params: { ...decision.error.params } } };
    for (const change of decision.value.writes) write(change);
    const hasDiscrepancy = decision.value.writes.some((change) => change.kind === 'discrepancy');
    return { ...common, outcome: hasDiscrepancy ? 'discrepancy' : 'applied', refusal: null };
  };
  const push = (outboxId: string, commands: readonly Command[]): PushResponse => {
    const outbox = state.outboxes.get(outboxId) ?? { commandIds: [], results: [] };
    const { epoch } = state;
    const expectedSeq = outbox.commandIds.length + 1;
    if (commands.some(({ stationSeq }, index) => stationSeq !== commands[0]!.stationSeq + index))
      throw new LinkFault('badAnswer', 'a push is numbered without gaps');
    if (commands[0]!.stationSeq > expectedSeq) return { status: 'gap', epoch, expectedSeq };
    for (const command of commands) {
      const known = outbox.commandIds[command.stationSeq - 1];
      if (known !== undefined && known !== command.id) return { status: 'clone', epoch, atSeq: command.stationSeq };
    }
    state.outboxes.set(outboxId, outbox);
    for (const command of commands) {
      if (outbox.commandIds[command.stationSeq - 1] !== undefined) continue;
      outbox.commandIds.push(command.id);
      outbox.results.push(take(command));
    }
    for (const use of users) use(state.seq);
    return { status: 'taken', epoch, headSeq: state.seq, results: commands.map((command) => outbox.results[command.stationSeq - 1]!) };
  };
  const relay = (commands: readonly Command[]): RelayResponse => {
    const outboxes = new Map<OutboxId, Command[]>();
    for (const command of commands) outboxes.set(command.outboxId, [...(outboxes.get(command.outboxId) ?? []), command]);
    const held: HeldOutbox[] = [];
    for (const [outboxId, ofOutbox] of outboxes) {
      const taken = state.outboxes.get(outboxId)?.commandIds ?? [];
      const cloned = ofOutbox.find(({ id, stationSeq }) => (taken[stationSeq - 1] ?? id) !== id);
      if (ofOutbox.some(({ stationSeq }, index) => stationSeq !== ofOutbox[0]!.stationSeq + index))
        throw new LinkFault('badAnswer', 'each outbox is numbered without gaps');
      if (ofOutbox[0]!.stationSeq > taken.length + 1) held.push({ outboxId, reason: 'gap', atSeq: taken.length + 1 });
      else if (cloned) held.push({ outboxId, reason: 'clone', atSeq: cloned.stationSeq });
    }
    if (held.length > 0) return { status: 'held', epoch: state.epoch, outboxes: held };
    const results = commands.map((command) => {
      const answer = push(command.outboxId, [command]);
      if (answer.status !== 'taken') throw new LinkFault('badAnswer', 'what was looked at is another now');
      return answer.results[0]!;
    });
    return { status: 'taken', epoch: state.epoch, headSeq: state.seq, results };
  };
  const outboxHeads = (throughSiteSeq: number) =>
    [...state.outboxes]
      .map(([outboxId, { results }]) => ({
        outboxId: asId<'outbox'>(outboxId),
        throughSeq: results.findLast(({ siteSeq }) => siteSeq <= throughSiteSeq)?.stationSeq ?? 0,
      }))
      .filter(({ throughSeq }) => throughSeq > 0);
  const changes = (afterSeq: number) => {
    const later = [...state.rows.values()].filter((row) => row.siteSeq > afterSeq).sort((a, b) => a.siteSeq - b.siteSeq);
    // A page ends between two commits, never inside one.
    let end = Math.min(pageRows, later.length);
    while (end < later.length && later[end]!.siteSeq === later[end - 1]!.siteSeq) end += 1;
    const hasMore = end < later.length;
    return {
      epoch: state.epoch,
      rows: later.slice(0, end),
      cursor: hasMore ? later[end - 1]!.siteSeq : state.seq,
      headSeq: state.seq,
      hasMore,
      outboxes: outboxHeads(hasMore ? later[end - 1]!.siteSeq : state.seq),
    };
  };
  const snapshotPages = () => {
    const pages: (SnapshotPage & { kind: RecordKind; rows: number })[] = [];
    for (const kind of recordKinds) {
      const rows: AnyRecord[] = [...working.rows(kind).values()];
      for (let from = 0; from < rows.length; from += pageRows) {
        const rowsJson = JSON.stringify(rows.slice(from, from + pageRows));
        pages.push({
          kind,
          rows: Math.min(pageRows, rows.length - from),
          rowsJson,
          hash: createHash('sha256').update(rowsJson).digest('hex'),
        });
      }
    }
    return pages;
  };
  putAll(seed);

  return {
    put,
    rows: <K extends RecordKind>(kind: K) => working.rows(kind),
    log: () => state.log,
    headSeq: () => state.seq,
    backup: () => structuredClone(state),
    /** Goes back to a backup, as a new epoch. */
    restore(backup: PlatformState, epoch: string) {
      state = { ...structuredClone(backup), epoch };
      working.clear();
      for (const { kind, id, row } of state.rows.values()) working.put({ kind, id, row } as RecordWrite);
    },
    announce: () => users.forEach((use) => use(state.seq)),
    link(hooks: FakeLinkHooks = {}): PlatformLink {
      let pages = snapshotPages();
      const call = async <T>(name: string, argument: unknown, run: () => T): Promise<T> => {
        await hooks.before?.(name, argument);
        const answer = structuredClone(run());
        await hooks.after?.(name, argument);
        return answer;
      };
      return {
        push: (request) => call('push', request, () => push(request.outboxId, structuredClone(request.commands))),
        relay: (request) => call('relay', request, () => (isOld ? null : relay(structuredClone(request.commands)))),
        changes: (afterSeq) => call('changes', afterSeq, () => changes(afterSeq)),
        snapshot: () =>
          call('snapshot', null, () => {
            pages = snapshotPages();
            return {
              epoch: state.epoch,
              siteSeq: state.seq,
              outboxes: outboxHeads(state.seq),
              pages: pages.map(({ kind, hash, rows, rowsJson }) => ({ kind, hash, rows, bytes: rowsJson.length })),
            };
          }),
        snapshotPage: (hash) =>
          call('snapshotPage', hash, () => {
            const page = pages.find((candidate) => candidate.hash === hash);
            if (!page) throw new LinkFault('badAnswer', 'no such page');
            return { hash, rowsJson: page.rowsJson };
          }),
        onNews(use) {
          users.add(use);
          return () => users.delete(use);
        },
      };
    },
  };
}

export type FakePlatform = ReturnType<typeof createFakePlatform>;

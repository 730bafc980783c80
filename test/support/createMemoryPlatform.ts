import { createHash } from 'node:crypto';
import type { Clock } from '#shared/base/clock.ts';
import { type CommandId, type NewId } from '#shared/base/ids.ts';
import { type Command, type CommandDraft, isClaim } from '#shared/model/command/command.ts';
import { recordKinds, type RecordKind, type RecordOf, type RecordWrite } from '#shared/model/records.ts';
import type { StockMove } from '#shared/model/stock/stock.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { createWorkingSet } from '#shared/sync/workingSet.ts';
import type {
  ChangedRow,
  ChangesResponse,
  CommandResult,
  HeldOutbox,
  PushRequest,
  PushResponse,
  RelayRequest,
  RelayResponse,
  SnapshotManifest,
  SnapshotPage,
} from '#shared/wire/platform/syncMessages.ts';
import { toUntakenFact } from '#platform/db/records/decideOnRows.ts';
import { checkMemoryPush } from './checkMemoryPush.ts';
import {
  byOutbox,
  firstAfter,
  keepable,
  type LoggedCommand,
  outboxHeads,
  outboxKey,
  platformEnvelope,
  type PlatformState,
} from './memoryPlatformState.ts';

export type MemoryPlatformOptions = {
  readonly decide: DecideCommand;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Rows of one snapshot page. */
  readonly rowsPerSnapshotPage?: number;
  /** A rule threw or refused a fact: a bug. */
  readonly onRuleFault?: (command: Command, fault: unknown) => void;
};

/**
 * One site's platform in memory, with no database, no line and no waiting: dense outboxes with stored answers, one sequence, a feed
 * that never parts a sequence, snapshots, epochs, backups. It passes the contract suite of the real platform.
 */
export class MemoryPlatform {
  private state: PlatformState;
  private working = createWorkingSet();
  private pages = new Map<string, SnapshotPage>();
  /** The newest manifest, and the epoch and sequence it stands for. */
  private manifest: SnapshotManifest | null = null;
  private manifestAsOf = '';
  private readonly options: MemoryPlatformOptions;
  private readonly users = new Set<(headSeq: number) => void>();

  constructor(options: MemoryPlatformOptions) {
    this.options = options;
    this.state = {
      epoch: 'epoch-1',
      seq: 0,
      rows: new Map(),
      history: [],
      outboxes: new Map(),
      usedIds: new Set(),
      log: [],
      moves: [],
    };
  }

  headSeq = (): number => this.state.seq;
  epoch = (): string => this.state.epoch;
  log = (): readonly LoggedCommand[] => this.state.log;
  moves = (): readonly StockMove[] => this.state.moves;
  rows = <K extends RecordKind>(kind: K): ReadonlyMap<string, RecordOf<K>> => this.working.rows(kind);
  view = () => this.working.view;

  /** Puts records in place without a command, one sequence each. */
  put(writes: readonly RecordWrite[]): void {
    for (const write of writes) {
      this.state.seq += 1;
      this.keep(write);
    }
    this.announce();
  }

  /** Takes one push. Throws RequestProblem for one that makes no sense in itself. */
  push(request: PushRequest): PushResponse {
    if (request.commands.some(({ outboxId }) => outboxId !== request.outboxId))
      throw new RequestProblem(400, 'PUSH_NOT_DENSE', 'A push carries commands of one outbox.');
    const answer = this.relay(request);
    if (answer.status === 'taken') return answer;
    const { epoch, outboxes } = answer;
    const { reason, atSeq } = outboxes[0]!;
    return reason === 'gap' ? { status: 'gap', epoch, expectedSeq: atSeq } : { status: 'clone', epoch, atSeq };
  }

  /** Takes commands of several outboxes in the order given, or none of them. Throws RequestProblem. */
  relay({ protocolVersion, commands }: RelayRequest): RelayResponse {
    checkMemoryPush(protocolVersion, commands);
    const { epoch } = this.state;
    const known = new Map<CommandId, CommandResult>();
    const held: HeldOutbox[] = [];
    for (const [key, ofOutbox] of byOutbox(commands)) {
      const logged = this.state.outboxes.get(key) ?? [];
      const { outboxId, stationSeq: firstSeq } = ofOutbox[0]!;
      const there = ofOutbox.map(({ stationSeq }) => logged[stationSeq - 1]);
      const cloned = ofOutbox.find(({ id }, index) => (there[index] ? there[index].command.id !== id : this.state.usedIds.has(id)));
      if (firstSeq > logged.length + 1) held.push({ outboxId, reason: 'gap', atSeq: logged.length + 1 });
      else if (cloned) held.push({ outboxId, reason: 'clone', atSeq: cloned.stationSeq });
      for (const entry of there) if (entry) known.set(entry.command.id, entry.result);
    }
    if (held.length > 0) return { status: 'held', epoch, outboxes: held };
    const results = commands.map((command) => known.get(command.id) ?? this.take(keepable(command), this.outbox(command)));
    if (known.size < commands.length) this.announce();
    return { status: 'taken', epoch, headSeq: this.state.seq, results };
  }

  private outbox({ stationId, outboxId }: Command): LoggedCommand[] {
    const key = outboxKey(stationId, outboxId);
    const logged = this.state.outboxes.get(key) ?? [];
    this.state.outboxes.set(key, logged);
    return logged;
  }

  /** Commands of the platform itself; a refused claim leaves no trace. */
  apply(drafts: readonly CommandDraft[]): readonly CommandResult['outcome'][] {
    const key = outboxKey(platformEnvelope.stationId, platformEnvelope.outboxId);
    const logged = this.state.outboxes.get(key) ?? [];
    this.state.outboxes.set(key, logged);
    const outcomes = drafts.map((draft) => {
      const envelope = { ...platformEnvelope, id: this.options.newId<'command'>(), stationSeq: logged.length + 1 };
      const command: Command = { ...envelope, atMs: this.options.clock.nowMs(), ...draft };
      if (isClaim(draft.kind) && !this.options.decide(this.working.view, command).ok) return 'refused';
      return this.take(command, logged).outcome;
    });
    this.announce();
    return outcomes;
  }

  /** Decides and applies a command whatever the log says of it: for tests that plant a double application. */
  applyUnchecked(command: Command): void {
    this.take(command, []);
    this.announce();
  }

  /** Rows changed after a sequence, oldest first; a page never parts a sequence. */
  changes(afterSeq: number, limit: number): ChangesResponse {
    const { epoch, history, rows, seq } = this.state;
    const page: ChangedRow[] = [];
    for (let index = firstAfter(history, afterSeq); index < history.length; index += 1) {
      const { siteSeq, key } = history[index]!;
      const row = rows.get(key);
      if (row === undefined || row.siteSeq !== siteSeq) continue;
      const last = page.at(-1);
      if (page.length >= limit && last !== undefined && last.siteSeq !== siteSeq)
        return {
          epoch,
          rows: page,
          cursor: last.siteSeq,
          headSeq: seq,
          hasMore: true,
          outboxes: outboxHeads(this.state, afterSeq, last.siteSeq),
        };
      page.push(row);
    }
    return {
      epoch,
      rows: page,
      cursor: Math.max(afterSeq, seq),
      headSeq: seq,
      hasMore: false,
      outboxes: outboxHeads(this.state, afterSeq, seq),
    };
  }

  /** The pages of the site as it is now. */
  snapshot(): SnapshotManifest {
    const size = this.options.rowsPerSnapshotPage ?? 1_000;
    const asOf = `${this.state.epoch} ${this.state.seq}`;
    if (this.manifest !== null && this.manifestAsOf === asOf) return this.manifest;
    this.pages.clear();
    const entries: SnapshotManifest['pages'] = [];
    for (const kind of recordKinds) {
      const rows = [...this.working.rows(kind).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
      for (let from = 0; from < rows.length; from += size) {
        const part = rows.slice(from, from + size);
        const rowsJson = JSON.stringify(part);
        const hash = createHash('sha256').update(rowsJson).digest('hex');
        this.pages.set(hash, { hash, rowsJson });
        entries.push({ kind, hash, rows: part.length, bytes: Buffer.byteLength(rowsJson) });
      }
    }
    const outboxes = outboxHeads(this.state, 0, this.state.seq);
    this.manifest = { epoch: this.state.epoch, siteSeq: this.state.seq, pages: entries, outboxes };
    this.manifestAsOf = asOf;
    return this.manifest;
  }

  /** A page of the newest manifest, or null when it no longer stands for anything. */
  snapshotPage = (hash: string): SnapshotPage | null => this.pages.get(hash) ?? null;

  renewEpoch(epoch: string): void {
    this.state.epoch = epoch;
  }

  /** A copy of everything the platform knows. */
  backup(): PlatformState {
    const { epoch, seq, rows, history, outboxes, usedIds, log, moves } = this.state;
    return {
      epoch,
      seq,
      rows: new Map(rows),
      history: [...history],
      outboxes: new Map([...outboxes].map(([key, logged]) => [key, [...logged]])),
      usedIds: new Set(usedIds),
      log: [...log],
      moves: [...moves],
    };
  }

  /** Goes back to a backup (not usable a second time), as a new epoch. */
  restore(backup: PlatformState, epoch: string): void {
    this.state = { ...backup, epoch };
    this.pages.clear();
    this.manifest = null;
    this.working = createWorkingSet();
    for (const { kind, id, row } of this.state.rows.values()) if (row !== null) this.working.put({ kind, id, row } as RecordWrite);
  }

  /** Calls `use` after each change with the newest sequence; returns the way to stop. */
  onChanged(use: (headSeq: number) => void): () => void {
    this.users.add(use);
    return () => this.users.delete(use);
  }

  private announce(): void {
    for (const use of this.users) use(this.state.seq);
  }

  private keep(write: RecordWrite): void {
    const key = `${write.kind} ${write.id}`;
    const isNoted = this.state.rows.get(key)?.siteSeq === this.state.seq;
    this.working.put(write);
    this.state.rows.set(key, { kind: write.kind, id: write.id, siteSeq: this.state.seq, row: write.row });
    if (!isNoted) this.state.history.push({ siteSeq: this.state.seq, key });
  }

  private take(command: Command, logged: LoggedCommand[]): CommandResult {
    const decided = this.decide(command);
    this.state.seq += 1;
    const common = { commandId: command.id, stationSeq: command.stationSeq, siteSeq: this.state.seq };
    let result: CommandResult;
    if (decided.ok) {
      for (const write of decided.value.writes) this.keep(write);
      this.state.moves.push(...decided.value.moves);
      const isDisputed = decided.value.writes.some((write) => write.kind === 'discrepancy' && write.row?.commandId === command.id);
      result = { ...common, outcome: isDisputed ? 'discrepancy' : 'applied', refusal: null };
    } else {
      result = { ...common, outcome: 'refused', refusal: { code: decided.error.code, params: { ...decided.error.params } } };
    }
    logged.push({ command, result });
    this.state.log.push({ command, result });
    this.state.usedIds.add(command.id);
    return result;
  }

  private decide(command: Command): ReturnType<DecideCommand> {
    try {
      const decided = this.options.decide(this.working.view, command);
      if (decided.ok || isClaim(command.kind)) return decided;
      this.options.onRuleFault?.(command, new Error(`a fact was refused: ${decided.error.code}`));
      return toUntakenFact(command, 'discrepancy.factRefused');
    } catch (fault) {
      this.options.onRuleFault?.(command, fault);
      if (isClaim(command.kind)) return { ok: false, error: { code: 'NOT_PERMITTED', params: { fault: 'rule' } } };
      return toUntakenFact(command, 'discrepancy.ruleFault');
    }
  }
}

/** An empty platform. */
export function createMemoryPlatform(options: MemoryPlatformOptions): MemoryPlatform {
  return new MemoryPlatform(options);
}

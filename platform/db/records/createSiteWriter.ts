import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import { type Command, type CommandDraft, isClaim } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { Result } from '#shared/base/result.ts';
import type { Decision, Refusal } from '#shared/rules/decision.ts';
import type { CommandResult } from '#shared/wire/platform/syncMessages.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import type { LoadingView } from './createLoadingView.ts';
import { decideOnRows, toUntakenFact } from './decideOnRows.ts';
import { type KeptViews, createKeptViews } from './keptViews.ts';
import { type RecordPorts, type SiteSession, UnknownSite, platformOutboxId, platformStationId } from './siteSession.ts';
import { type WantedRows, addRowsOfCommand, noWantedRows } from './wantedRows.ts';
import { type LogRow, type MoveRow, type RecordRow, writeSiteRows } from './writeSiteRows.ts';

/** The only way records of a site change. */
export type SiteWriter = {
  /**
   * Runs `work` in one transaction that holds the site's row lock, so sequences are given out in commit order.
   * Rejects with UnknownSite; any error of `work` rolls everything back.
   */
  write<T>(siteId: SiteId, work: (session: SiteSession) => Promise<T>): Promise<T>;
};

/** Builds the writer. Within a process the writers of a site queue here, so that they hold one connection, not all. */
export function createSiteWriter(ports: RecordPorts): SiteWriter {
  const turns = new Map<string, Promise<unknown>>();
  const views = createKeptViews();
  return {
    write(siteId, work) {
      const before = turns.get(siteId) ?? Promise.resolve();
      const turn = before.catch(() => undefined).then(() => runSession(ports, views, siteId, work));
      const settled = turn.catch(() => undefined);
      turns.set(siteId, settled);
      void settled.then(() => {
        if (turns.get(siteId) === settled) turns.delete(siteId);
      });
      return turn;
    },
  };
}

async function runSession<T>(ports: RecordPorts, views: KeptViews, siteId: SiteId, work: (session: SiteSession) => Promise<T>): Promise<T> {
  const outcome = await ports.db.transaction(async (tx) => {
    const [row] = await queryRows<{ seq: number | string; epoch: string }>(
      tx as Database,
      sql`select seq, epoch from sites where site_id = ${siteId} for update`,
    );
    if (row === undefined) throw new UnknownSite(siteId);
    const seq = Number(row.seq);
    const session = new OpenSession(ports, tx as Database, siteId, row.epoch, seq, views.take(siteId, row.epoch, seq));
    const answer = await work(session);
    await session.flush();
    return { answer, session };
  });
  outcome.session.keepRows(views);
  outcome.session.announce();
  return outcome.answer;
}

class OpenSession implements SiteSession {
  private seq: number;
  private readonly startSeq: number;
  private platformSeq: number | null = null;
  private readonly records = new Map<string, RecordRow>();
  private readonly log: LogRow[] = [];
  private readonly moves: MoveRow[] = [];
  private areRowsTrue = true;
  readonly tx: Database;
  readonly siteId: SiteId;
  readonly epoch: string;
  private readonly ports: RecordPorts;
  private readonly rows: LoadingView;

  constructor(ports: RecordPorts, tx: Database, siteId: SiteId, epoch: string, seq: number, rows: LoadingView) {
    this.ports = ports;
    this.tx = tx;
    this.siteId = siteId;
    this.epoch = epoch;
    this.seq = seq;
    this.startSeq = seq;
    this.rows = rows;
  }

  headSeq(): number {
    return this.seq;
  }

  load(wanted: WantedRows): Promise<void> {
    return this.rows.load(this.tx, wanted);
  }

  async get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K> | undefined> {
    const wanted = noWantedRows();
    wanted.records.add(`${kind}/${id}`);
    await this.rows.load(this.tx, wanted);
    return this.rows.view.get(kind, id);
  }

  put(writes: readonly RecordWrite[]): void {
    for (const write of writes) {
      this.seq += 1;
      this.keep(write);
    }
  }

  async apply(commands: readonly Command[]): Promise<CommandResult[]> {
    await this.prefetch(commands);
    const results: CommandResult[] = [];
    for (const command of commands) results.push(this.take(command, await this.decide(command)));
    return results;
  }

  async applyAsPlatform(drafts: readonly CommandDraft[], options: { readonly isRefusalSilent?: boolean } = {}): Promise<CommandResult[]> {
    this.platformSeq ??= await readPlatformSeq(this.tx, this.siteId);
    const commands = drafts.map((draft, index) => this.toPlatformCommand(draft, index));
    await this.prefetch(commands);
    const results: CommandResult[] = [];
    for (const command of commands) {
      const decided = await this.decide(command);
      const numbered: Command = { ...command, stationSeq: this.platformSeq + 1 };
      if (!decided.ok && options.isRefusalSilent === true) {
        results.push({
          commandId: command.id,
          stationSeq: numbered.stationSeq,
          outcome: 'refused',
          siteSeq: Math.max(1, this.seq),
          refusal: toWireRefusal(decided.error),
        });
        continue;
      }
      this.platformSeq += 1;
      results.push(this.take(numbered, decided));
    }
    return results;
  }

  async flush(): Promise<void> {
    if (this.seq === this.startSeq) return;
    const { areKeptAsGiven } = await writeSiteRows(this.tx, this.siteId, {
      headSeq: this.seq,
      receivedAtMs: this.ports.clock.nowMs(),
      log: this.log,
      moves: this.moves,
      records: [...this.records.values()],
    });
    this.areRowsTrue = areKeptAsGiven;
  }

  /** After the commit: the rows stay at hand for the next writer of the site. */
  keepRows(views: KeptViews): void {
    if (this.areRowsTrue) views.keep(this.siteId, this.epoch, this.seq, this.rows);
  }

  /** After the commit: counts and news. */
  announce(): void {
    for (const row of this.log) this.ports.onOutcome(row.kind as Command['kind'], row.outcome as CommandResult['outcome']);
    if (this.seq !== this.startSeq) this.ports.onChanged(this.siteId, this.seq);
  }

  private async prefetch(commands: readonly Command[]): Promise<void> {
    const wanted = noWantedRows();
    for (const command of commands) addRowsOfCommand(wanted, command);
    await this.rows.load(this.tx, wanted);
  }

  private toPlatformCommand(draft: CommandDraft, index: number): Command {
    const stationSeq = (this.platformSeq ?? 0) + 1 + index;
    const envelope = {
      id: this.ports.newCommandId(),
      stationId: platformStationId,
      outboxId: platformOutboxId,
      stationSeq,
      operatorId: null,
    };
    return { ...envelope, atMs: Math.floor(this.ports.clock.nowMs()), ...draft };
  }

  /** A rule that throws is a bug. A database that fails is not: that error goes up and rolls back. */
  private async decide(command: Command): Promise<Result<Decision, Refusal>> {
    let fault: unknown = null;
    const decide: RecordPorts['decide'] = (view, asked) => {
      const decided = runRules(this.ports, view, asked);
      if (decided.kind === 'decided') return decided.decision;
      fault = decided.fault;
      return { ok: false, error: { code: 'NOT_PERMITTED', params: { fault: 'rule' } } };
    };
    const decision = await decideOnRows(decide, this.tx, this.rows, command);
    if (fault !== null) this.ports.onRuleFault(command, fault);
    if (decision.ok || isClaim(command.kind)) return decision;
    if (fault === null) this.ports.onRuleFault(command, new Error(`a fact was refused: ${decision.error.code}`));
    return toUntakenFact(command, fault === null ? 'discrepancy.factRefused' : 'discrepancy.ruleFault');
  }

  private take(command: Command, decided: Result<Decision, Refusal>): CommandResult {
    this.seq += 1;
    const refusal = decided.ok ? null : toWireRefusal(decided.error);
    const outcome = outcomeOf(command, decided);
    if (decided.ok) {
      for (const write of decided.value.writes) this.keep(write);
      for (const move of decided.value.moves) this.moves.push({ ...move, siteSeq: this.seq });
    }
    const { id, stationId, outboxId, stationSeq, kind } = command;
    this.log.push({ siteSeq: this.seq, commandId: id, stationId, outboxId, stationSeq, kind, outcome, refusal, body: command });
    return { commandId: id, stationSeq, outcome, siteSeq: this.seq, refusal };
  }

  private keep(write: RecordWrite): void {
    this.rows.put(write);
    this.records.set(`${write.kind}/${write.id}`, { kind: write.kind, id: write.id, seq: this.seq, body: write.row });
  }
}

type RuleRun =
  | { readonly kind: 'decided'; readonly decision: Result<Decision, Refusal> }
  | { readonly kind: 'threw'; readonly fault: unknown };

function runRules(ports: RecordPorts, view: Parameters<RecordPorts['decide']>[0], command: Command): RuleRun {
  try {
    return { kind: 'decided', decision: ports.decide(view, command) };
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'NeedRows') throw fault;
    return { kind: 'threw', fault };
  }
}

function outcomeOf(command: Command, decided: Result<Decision, Refusal>): CommandResult['outcome'] {
  if (!decided.ok) return 'refused';
  const isDisputed = decided.value.writes.some(
    (write) => write.kind === 'discrepancy' && write.row !== null && write.row.commandId === command.id,
  );
  return isDisputed ? 'discrepancy' : 'applied';
}

function toWireRefusal(refusal: Refusal): NonNullable<CommandResult['refusal']> {
  return { code: refusal.code, params: { ...refusal.params } };
}

async function readPlatformSeq(tx: Database, siteId: string): Promise<number> {
  const [row] = await queryRows<{ last: number | string | null }>(
    tx,
    sql`select max(station_seq) as last from command_log where site_id = ${siteId} and station_id = ${platformStationId} and outbox_id = ${platformOutboxId}`,
  );
  return Number(row?.last ?? 0);
}

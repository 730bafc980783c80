import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import type { Result } from '#shared/base/result.ts';
import { type Command, type CommandDraft, isClaim } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { Decision, Refusal } from '#shared/rules/decision.ts';
import type { CommandResult } from '#shared/wire/platform/syncMessages.ts';
import { type Database, queryRows } from '#platform/db/database.ts';
import { decideOnRows, toUntakenFact } from './decideOnRows.ts';
import { type KeptSite, toOutboxKey } from './keptViews.ts';
import { type RecordPorts, type SiteSession, platformOutboxId, platformStationId } from './siteSession.ts';
import { type WantedRows, addRowsOfCommand, noWantedRows, wantedRecord } from './wantedRows.ts';
import { type MoveRow, type RecordRow, type SiteRows, type TakenCommand, createSiteRows } from './siteRows.ts';

const platformOutboxKey = toOutboxKey(platformStationId, platformOutboxId);

/** What one writer of a site decides, kept together until it is written. Its caller sees to it that the site stands where `site` says. */
export class OpenSession implements SiteSession {
  readonly tx: Database;
  readonly siteId: SiteId;
  private readonly ports: RecordPorts;
  private readonly site: KeptSite;
  private seq: number;
  private readonly log: TakenCommand[] = [];
  private readonly moves: MoveRow[] = [];
  private readonly records = new Map<RecordKind, Map<string, RecordRow>>();

  /** `db` is the transaction, or the database itself where the site's place is proven when writing. */
  constructor(ports: RecordPorts, db: Database, siteId: SiteId, site: KeptSite) {
    this.ports = ports;
    this.tx = db;
    this.siteId = siteId;
    this.site = site;
    this.seq = site.seq;
  }

  get epoch(): string {
    return this.site.epoch;
  }

  headSeq(): number {
    return this.seq;
  }

  /** Everything to be written. */
  toRows(): SiteRows {
    const { epoch, seq: startSeq } = this.site;
    const records = [...this.records.values()].flatMap((ofKind) => [...ofKind.values()]);
    const receivedAtMs = this.ports.clock.nowMs();
    return createSiteRows({ epoch, startSeq, headSeq: this.seq, receivedAtMs, log: this.log, moves: this.moves, records });
  }

  /** The site as it stands after this session. */
  toKept(): KeptSite {
    return { ...this.site, seq: this.seq };
  }

  load(wanted: WantedRows): Promise<void> {
    return this.site.rows.load(this.tx, wanted);
  }

  async get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K> | undefined> {
    await this.load(wantedRecord(kind, id));
    return this.site.rows.view.get(kind, id);
  }

  lastNumber(stationId: string, outboxId: string): number | undefined {
    return this.site.outboxes.get(toOutboxKey(stationId, outboxId));
  }

  keepLastNumber(stationId: string, outboxId: string, lastSeq: number): void {
    this.site.outboxes.set(toOutboxKey(stationId, outboxId), lastSeq);
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
    let lastSeq = this.site.outboxes.get(platformOutboxKey) ?? (await readPlatformSeq(this.tx, this.siteId));
    const commands = drafts.map((draft, index) => this.toPlatformCommand(draft, lastSeq + 1 + index));
    await this.prefetch(commands);
    const results: CommandResult[] = [];
    for (const command of commands) {
      const decided = await this.decide(command);
      const numbered: Command = { ...command, stationSeq: lastSeq + 1 };
      if (!decided.ok && options.isRefusalSilent === true) {
        const siteSeq = Math.max(1, this.seq);
        const refusal = toWireRefusal(decided.error);
        results.push({ commandId: command.id, stationSeq: numbered.stationSeq, outcome: 'refused', siteSeq, refusal });
        continue;
      }
      lastSeq += 1;
      results.push(this.take(numbered, decided));
    }
    this.site.outboxes.set(platformOutboxKey, lastSeq);
    return results;
  }

  private async prefetch(commands: readonly Command[]): Promise<void> {
    const wanted = noWantedRows(this.site.rows.known);
    for (const command of commands) addRowsOfCommand(wanted, command);
    await this.load(wanted);
  }

  private toPlatformCommand(draft: CommandDraft, stationSeq: number): Command {
    const envelope = {
      id: this.ports.newCommandId(),
      stationId: platformStationId,
      outboxId: platformOutboxId,
      stationSeq,
      operatorId: null,
    };
    return { ...envelope, atMs: Math.floor(this.ports.clock.nowMs()), ...draft };
  }

  /** A rule that throws is a bug. A database that fails is not: that error goes up and nothing is written. */
  private async decide(command: Command): Promise<Result<Decision, Refusal>> {
    let fault: unknown = null;
    const decide: RecordPorts['decide'] = (view, asked) => {
      const decided = runRules(this.ports, view, asked);
      if (decided.kind === 'decided') return decided.decision;
      fault = decided.fault;
      return { ok: false, error: { code: 'NOT_PERMITTED', params: { fault: 'rule' } } };
    };
    const decision = await decideOnRows(decide, this.tx, this.site.rows, command);
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
    this.log.push({ siteSeq: this.seq, command, outcome, refusal });
    const key = toOutboxKey(command.stationId, command.outboxId);
    if (this.site.outboxes.has(key)) this.site.outboxes.set(key, command.stationSeq);
    return { commandId: command.id, stationSeq: command.stationSeq, outcome, siteSeq: this.seq, refusal };
  }

  private keep(write: RecordWrite): void {
    this.site.rows.put(write);
    let ofKind = this.records.get(write.kind);
    if (ofKind === undefined) this.records.set(write.kind, (ofKind = new Map()));
    ofKind.set(write.id, { kind: write.kind, id: write.id, seq: this.seq, body: write.row });
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
  const [row] = await queryRows<{ station_seq: number | string }>(
    tx,
    sql`select station_seq from command_log where site_id = ${siteId} and station_id = ${platformStationId}
      and outbox_id = ${platformOutboxId} order by station_seq desc limit 1`,
  );
  return Number(row?.station_seq ?? 0);
}

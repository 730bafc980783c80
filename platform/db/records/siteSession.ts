import type { CommandId, OutboxId, SiteId, StationId } from '#shared/base/ids.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Command, CommandDraft, CommandKind } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import type { CommandResult } from '#shared/wire/platform/syncMessages.ts';
import type { Database } from '#platform/db/database.ts';
import type { WantedRows } from './wantedRows.ts';

/** The station name and outbox of commands the platform itself gives. No station can enrol under it. */
export const platformStationId = 'platform' as StationId;
export const platformOutboxId = 'platform' as OutboxId;

/** What the records engine needs from outside. */
export type RecordPorts = {
  readonly db: Database;
  readonly clock: Clock;
  readonly decide: DecideCommand;
  newCommandId(): CommandId;
  /** Called after each commit that moved a site's sequence. */
  onChanged(siteId: SiteId, headSeq: number): void;
  /** Called once per command taken. */
  onOutcome(kind: CommandKind, outcome: CommandResult['outcome']): void;
  /** A rule threw: a bug, logged with its input. */
  onRuleFault(command: Command, fault: unknown): void;
};

/** One writer's turn on one site, with the site's row locked. Everything is written together when it ends. */
export type SiteSession = {
  readonly tx: Database;
  readonly siteId: SiteId;
  readonly epoch: string;
  headSeq(): number;
  /** Decides and applies commands in order; each takes the next site sequence. */
  apply(commands: readonly Command[]): Promise<CommandResult[]>;
  /** The same for commands of the platform's own outbox. With `isRefusalSilent` a refused claim leaves no trace. */
  applyAsPlatform(drafts: readonly CommandDraft[], options?: { readonly isRefusalSilent?: boolean }): Promise<CommandResult[]>;
  /** Puts records in place without a command (layout, catalogue, people); one sequence per record. */
  put(writes: readonly RecordWrite[]): void;
  /** The last number taken of an outbox, where it is at hand. */
  lastNumber(stationId: StationId, outboxId: OutboxId): number | undefined;
  /** Keeps an outbox's last number, read in this session, for the writers to come. */
  keepLastNumber(stationId: StationId, outboxId: OutboxId, lastSeq: number): void;
  load(wanted: WantedRows): Promise<void>;
  get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K> | undefined>;
};

/** What became of an outbox's next commands. */
export type TakenPush = { readonly epoch: string; readonly headSeq: number; readonly results: readonly CommandResult[] };

/** The site is not known here. */
export class UnknownSite extends Error {
  override readonly name = 'UnknownSite';
}

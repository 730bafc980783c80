import { asId, type OutboxId, type StationId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { StockMove } from '#shared/model/stock/stock.ts';
import type { ChangedRow, CommandResult, OutboxHead } from '#shared/wire/platform/syncMessages.ts';
import { toJsonText } from '#platform/db/database.ts';

/** A command the platform took, and what became of it. */
export type LoggedCommand = { readonly command: Command; readonly result: CommandResult };

/** Everything a platform would find in its database again. */
export type PlatformState = {
  epoch: string;
  seq: number;
  rows: Map<string, ChangedRow>;
  /** Each change ever made, oldest first; those overtaken by a later change of the same record are skipped when read. */
  history: { readonly siteSeq: number; readonly key: string }[];
  /** What each outbox has sent, by number less one. */
  outboxes: Map<string, LoggedCommand[]>;
  usedIds: Set<string>;
  log: LoggedCommand[];
  moves: StockMove[];
};

/** Under what name the platform records commands of its own. */
export const platformEnvelope = { stationId: asId<'station'>('platform'), outboxId: asId<'outbox'>('platform'), operatorId: null };

/** One key for an outbox of a station. */
export function outboxKey(stationId: StationId, outboxId: OutboxId): string {
  return `${stationId} ${outboxId}`;
}

/** Commands by their outbox, in the order given. */
export function byOutbox(commands: readonly Command[]): ReadonlyMap<string, readonly Command[]> {
  const outboxes = new Map<string, Command[]>();
  for (const command of commands) {
    const key = outboxKey(command.stationId, command.outboxId);
    const known = outboxes.get(key);
    if (known) known.push(command);
    else outboxes.set(key, [command]);
  }
  return outboxes;
}

/** Where the changes after a sequence begin. */
export function firstAfter(history: PlatformState['history'], afterSeq: number): number {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (history[middle]!.siteSeq <= afterSeq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The command as a database gives it back, where its text holds something a database could not keep. */
export function keepable(command: Command): Command {
  const text = JSON.stringify(command);
  return /\\u(?:0000|d[89a-f])/i.test(text) ? (JSON.parse(toJsonText(command)) as Command) : command;
}

/** The stations' outboxes that moved after one sequence and up to another, with the last number taken by then. */
export function outboxHeads(state: PlatformState, afterSeq: number, throughSeq: number): OutboxHead[] {
  const heads: OutboxHead[] = [];
  for (const logged of state.outboxes.values()) {
    const last = logged.at(-1);
    if (last === undefined || last.result.siteSeq <= afterSeq || last.command.outboxId === platformEnvelope.outboxId) continue;
    const newest = last.result.siteSeq <= throughSeq ? last : logged.findLast(({ result }) => result.siteSeq <= throughSeq);
    if (newest === undefined || newest.result.siteSeq <= afterSeq) continue;
    heads.push({ outboxId: newest.command.outboxId, throughSeq: newest.result.stationSeq });
  }
  return heads;
}

import type { OutboxId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { RecordKind } from '#shared/model/records.ts';
import { keysOfWrite } from './overlayView.ts';
import type { PendingCommand } from './pendingCommands.ts';

/** Commands of one outbox to send together. */
export type PushBatch = { readonly outboxId: OutboxId; readonly isForeign: boolean; readonly commands: readonly Command[] };

/** Commands looked at in one plan; what lies behind them is planned when they are sent. */
export const maxPlannedCommands = 2_000;

/** Records that are handed from station to station: who touches one after another does so in an order that matters. */
const handedOnKinds: ReadonlySet<string> = new Set<RecordKind>([
  'order',
  'task',
  'tote',
  'parcel',
  'trip',
  'courier',
  'discrepancy',
  'alert',
]);

/**
 * What to send and in which order, so that the platform decides a command after everything of other stations it rests on
 * (a parcel is packed after its goods were picked): our own commands, those of others they rest on, and those of others
 * that were heard before `relayBeforeMs` and are still not there. Each outbox stays dense and in order; batches are few,
 * because only commands on the same work are kept in order across outboxes. Outboxes in `skipped` cannot be sent now.
 */
export function planRelay(
  merged: readonly PendingCommand[],
  relayBeforeMs: number,
  skipped: ReadonlySet<OutboxId> = new Set(),
): readonly PushBatch[] {
  const unanswered = merged.filter(({ entry }) => entry.result === null);
  for (let planned = maxPlannedCommands; ; planned *= 2) {
    const batches = planBatches(unanswered.slice(0, planned), relayBeforeMs).filter(({ outboxId }) => !skipped.has(outboxId));
    if (batches.length > 0 || planned >= unanswered.length) return batches;
  }
}

function planBatches(items: readonly PendingCommand[], relayBeforeMs: number): readonly PushBatch[] {
  const links = items.length === 0 || !items.some(({ isForeign }) => isForeign) ? null : linksBetween(items);
  const isNeeded = items.map(({ isForeign, heardAtMs }) => !isForeign || (heardAtMs ?? Infinity) <= relayBeforeMs);
  for (let index = items.length - 1; index >= 0; index -= 1) {
    if (isNeeded[index]) for (const earlier of links?.[index] ?? []) isNeeded[earlier] = true;
  }
  const ranks = new Map<OutboxId, number>();
  const levels: number[] = [];
  const newestLevel = new Map<OutboxId, number>();
  const batches = new Map<string, { level: number; rank: number; items: PendingCommand[] }>();
  for (const [index, item] of items.entries()) {
    if (!isNeeded[index]) continue;
    const { outboxId } = item.entry.command;
    const rank = ranks.get(outboxId) ?? ranks.size;
    ranks.set(outboxId, rank);
    let level = newestLevel.get(outboxId) ?? 0;
    for (const earlier of links?.[index] ?? []) {
      const earlierRank = ranks.get(items[earlier]!.entry.command.outboxId)!;
      level = Math.max(level, levels[earlier]! + (earlierRank > rank ? 1 : 0));
    }
    levels[index] = level;
    newestLevel.set(outboxId, level);
    const batch = batches.get(`${level} ${rank}`);
    if (batch) batch.items.push(item);
    else batches.set(`${level} ${rank}`, { level, rank, items: [item] });
  }
  return [...batches.values()].sort((a, b) => a.level - b.level || a.rank - b.rank).map(({ items: batch }) => toBatch(batch));
}

function toBatch(items: readonly PendingCommand[]): PushBatch {
  const { isForeign = false, entry } = items[0]!;
  return { outboxId: entry.command.outboxId, isForeign, commands: items.map((item) => item.entry.command) };
}

/** For each command the newest earlier one of its own outbox and, per other outbox, the newest it must come after. */
function linksBetween(items: readonly PendingCommand[]): readonly (readonly number[])[] {
  const newestOfOutbox = new Map<OutboxId, number>();
  const writers = new Map<string, Map<OutboxId, number>>();
  const readers = new Map<string, Map<OutboxId, number>>();
  return items.map(({ entry, reads }, index) => {
    const { outboxId } = entry.command;
    const written = entry.writes.filter(({ kind }) => handedOnKinds.has(kind)).map((write) => keysOfWrite(write)[0]!);
    const read = reads === null ? [] : handedOnOf(reads);
    const links = new Map<OutboxId, number>();
    const link = (earlier: ReadonlyMap<OutboxId, number> | undefined) => {
      for (const [other, at] of earlier ?? []) links.set(other, Math.max(at, links.get(other) ?? -1));
    };
    for (const key of [...read, ...written]) link(writers.get(key));
    for (const key of written) link(readers.get(key));
    const before = newestOfOutbox.get(outboxId);
    if (before !== undefined) links.set(outboxId, before);
    for (const key of written) note(writers, key, outboxId, index);
    for (const key of read) note(readers, key, outboxId, index);
    newestOfOutbox.set(outboxId, index);
    return [...links.values()];
  });
}

function note(touched: Map<string, Map<OutboxId, number>>, key: string, outboxId: OutboxId, index: number): void {
  const ofKey = touched.get(key);
  if (ofKey) ofKey.set(outboxId, index);
  else touched.set(key, new Map([[outboxId, index]]));
}

const handedOnRead = new WeakMap<ReadonlySet<string>, readonly string[]>();

/** The keys of records that are handed on, among those a rule looked at; worked out once for each command. */
function handedOnOf(reads: ReadonlySet<string>): readonly string[] {
  const known = handedOnRead.get(reads);
  if (known) return known;
  const keys = [...reads].filter((key) => handedOnKinds.has(key.slice(0, Math.max(0, key.indexOf(' ')))));
  handedOnRead.set(reads, keys);
  return keys;
}

/** The commands of batches in the one order in which stations decide them, in parts that are dense for each outbox and have at most `maxCommands`. */
export function inRelayOrder(
  merged: readonly PendingCommand[],
  batches: readonly PushBatch[],
  maxCommands: number,
): readonly (readonly Command[])[] {
  const planned = new Set(batches.flatMap(({ commands }) => commands.map(({ id }) => id)));
  const parts: Command[][] = [];
  let newest = new Map<OutboxId, number>();
  for (const { entry } of merged) {
    const { id, outboxId, stationSeq } = entry.command;
    if (!planned.has(id)) continue;
    const isDense = (newest.get(outboxId) ?? stationSeq - 1) === stationSeq - 1;
    const part = parts.at(-1);
    if (part !== undefined && isDense && part.length < maxCommands) part.push(entry.command);
    else {
      parts.push([entry.command]);
      newest = new Map();
    }
    newest.set(outboxId, stationSeq);
  }
  return parts;
}

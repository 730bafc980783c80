import type { Command } from '#shared/model/command/command.ts';
import type { PendingCommand } from './pendingCommands.ts';

/** How far ahead of our own clock another station's time is believed when our next command is put after it, milliseconds. */
export const maxClockLeadMs = 60_000;

/**
 * The one order in which every station of a site decides commands the platform does not have yet: by hybrid time (a station's
 * time never runs back), then by station, outbox and number. Commands of one outbox stay in the order of their numbers.
 */
export function comparePending(a: PendingCommand, b: PendingCommand): number {
  const one = a.entry.command;
  const other = b.entry.command;
  if (one.outboxId === other.outboxId) return one.stationSeq - other.stationSeq;
  return orderMsOf(a) - orderMsOf(b) || compareText(one.stationId, other.stationId) || compareText(one.outboxId, other.outboxId);
}

/** The command's place in time: its own, or its predecessor's where its clock ran back. */
export function orderMsOf(pending: PendingCommand): number {
  return pending.orderMs ?? pending.entry.command.atMs;
}

/** The place in time of a command that comes after `list`. */
export function orderMsAfter(list: readonly PendingCommand[], command: Command): number {
  const before = list.findLast(({ entry }) => entry.command.outboxId === command.outboxId);
  return before ? Math.max(command.atMs, orderMsOf(before)) : command.atMs;
}

/** The time of our next command: after everything we have seen of other stations, unless their clocks are far ahead. */
export function hybridNowMs(nowMs: number, list: readonly PendingCommand[]): number {
  const newest = list.findLast(({ isForeign }) => isForeign);
  if (!newest) return nowMs;
  const seenMs = orderMsOf(newest);
  return seenMs >= nowMs && seenMs < nowMs + maxClockLeadMs ? seenMs + 1 : nowMs;
}

/** Where a command belongs in a list that is in order. */
export function placeOf(list: readonly PendingCommand[], command: PendingCommand): number {
  let place = list.length;
  while (place > 0 && comparePending(list[place - 1]!, command) > 0) place -= 1;
  return place;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

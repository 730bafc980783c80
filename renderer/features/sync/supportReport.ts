import type { Command, CommandKind } from '#shared/model/command/command.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** How many commands of each kind, most first. */
export function countByKind(commands: readonly Command[]): readonly { readonly kind: CommandKind; readonly count: number }[] {
  const counts = new Map<CommandKind, number>();
  for (const { kind } of commands) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}

/** What a support person is sent: the state of sync, and every command the platform may not have, as JSON text. */
export function toSupportReport(
  store: Pick<StationStore, 'status' | 'pendingCommands' | 'foreignCommands'>,
  more: { readonly stationId: string | null; readonly atMs: number; readonly journal: readonly Command[] | null },
): string {
  const report = {
    format: 'halfhour.support/1',
    stationId: more.stationId,
    writtenAt: new Date(more.atMs).toISOString(),
    status: store.status(),
    pending: store.pendingCommands(),
    foreign: store.foreignCommands(),
    journal: more.journal,
  };
  return JSON.stringify(report, null, 2);
}

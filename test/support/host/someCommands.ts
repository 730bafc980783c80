import { asId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';

/** Valid commands of one outbox, numbered from `fromSeq`. */
export function someCommands(howMany: number, options: { readonly outboxId?: string; readonly fromSeq?: number } = {}): Command[] {
  const outboxId = options.outboxId ?? 'outbox-1';
  const fromSeq = options.fromSeq ?? 1;
  return Array.from({ length: howMany }, (_, index) => ({
    id: asId<'command'>(`${outboxId}-command-${fromSeq + index}`),
    stationId: asId<'station'>('station-1'),
    outboxId: asId<'outbox'>(outboxId),
    stationSeq: fromSeq + index,
    operatorId: null,
    atMs: 1_700_000_000_000 + index,
    kind: 'signIn' as const,
    payload: { method: 'badge' as const },
  }));
}

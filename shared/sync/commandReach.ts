import type { RecordWrite } from '#shared/model/records.ts';
import type { Refusal } from '#shared/rules/decision.ts';
import { keysOfRow, keysOfWrite } from './overlayView.ts';
import type { PendingCommand } from './pendingCommands.ts';
import type { WorkingSet } from './workingSet.ts';

/** What deciding a command came to: the keys its rule looked at, and what it writes or why it is refused. */
export type DecidedAgain = {
  readonly reads: ReadonlySet<string>;
  readonly writes: readonly RecordWrite[];
  readonly refusal: Refusal | null;
};

/** Whether a command looked at or wrote one of the keys; one of which that is not known is touched by any. */
export function isTouched(command: PendingCommand, dirty: ReadonlySet<string>): boolean {
  if (dirty.size === 0) return false;
  if (command.reads === null) return true;
  for (const key of command.reads) if (dirty.has(key)) return true;
  return command.entry.writes.some((write) => dirty.has(keysOfWrite(write)[0]!));
}

/** Whether a command decided on the present view looked at or changes something that commands after its place have to do with. */
export function isInTheWay(working: WorkingSet, later: readonly PendingCommand[], decided: DecidedAgain): boolean {
  if (later.length === 0) return false;
  const changed = new Set<string>();
  for (const write of decided.writes) {
    for (const key of keysOfRow(write.kind, write.id, working.get(write.kind, write.id))) changed.add(key);
    for (const key of keysOfWrite(write)) changed.add(key);
  }
  return later.some((command) => {
    if (isTouched(command, changed)) return true;
    return command.entry.writes.some((write) => keysOfWrite(write).some((key) => decided.reads.has(key)));
  });
}

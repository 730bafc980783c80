import { expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { createPendingCommands, type PendingCommand } from '#shared/sync/pendingCommands.ts';
import { maxPlannedCommands, planRelay } from '#shared/sync/planRelay.ts';
import { createWorkingSet } from '#shared/sync/workingSet.ts';
import { decideFake } from '#test/support/fakeRules.ts';
import { alertDraft } from '#test/support/storeBench.ts';

const heardAtMs = 1_000;
/** Alerts raised by station 1..n in turns; `subject` says which alert each is about. */
function mergedOf(count: number, stations: number, subject: (no: number) => string): readonly PendingCommand[] {
  const pending = createPendingCommands(createWorkingSet(), decideFake);
  const seqs = new Map<number, number>();
  for (let no = 0; no < count; no += 1) {
    const station = no % stations;
    const stationSeq = (seqs.get(station) ?? 0) + 1;
    seqs.set(station, stationSeq);
    const outboxId = asId<'outbox'>(`outbox-${station}`);
    const envelope = {
      id: asId<'command'>(`c-${no}`),
      stationId: asId<'station'>(`s-${station}`),
      outboxId,
      stationSeq,
      operatorId: null,
      atMs: no,
    };
    pending.addForeign([{ ...envelope, ...alertDraft(subject(no)) }], heardAtMs);
  }
  // Outbox 0 is ours.
  return pending.merged().map((command) => (command.entry.command.outboxId === 'outbox-0' ? { ...command, isForeign: false } : command));
}

it('[LN6] what has nothing to do with ours is left to its station until it has waited', () => {
  const merged = mergedOf(40, 2, (no) => `alert-${no}`);
  expect(planRelay(merged, heardAtMs - 1).map(({ outboxId, commands }) => `${outboxId} ${commands.length}`)).toEqual(['outbox-0 20']);
  expect(planRelay(merged, heardAtMs).map(({ outboxId, commands }) => `${outboxId} ${commands.length}`)).toEqual([
    'outbox-0 20',
    'outbox-1 20',
  ]);
});

it('[LN6] every command is sent after what it rests on, each outbox in the order of its numbers, in few batches', () => {
  const merged = mergedOf(600, 3, (no) => `alert-${Math.floor(no / 3)}`);
  const batches = planRelay(merged, heardAtMs - 1);
  const places = new Map(batches.flatMap(({ commands }) => commands).map((command, place) => [command.id as string, place]));
  for (let no = 0; no < 600; no += 1) {
    if (no % 3 > 0 && places.has(`c-${no}`)) expect(places.get(`c-${no}`)!).toBeGreaterThan(places.get(`c-${no - 1}`)!);
    if (places.has(`c-${no}`) && no >= 3) expect(places.get(`c-${no}`)!).toBeGreaterThan(places.get(`c-${no - 3}`)!);
  }
  expect(batches.length).toBeLessThanOrEqual(3);
});

it('[LN6] ours behind very many of others that need not be sent are found', () => {
  const others = mergedOf(maxPlannedCommands * 2 + 2, 2, (no) => `alert-${no}`).filter(({ isForeign }) => isForeign);
  const ours = mergedOf(2, 2, () => 'alert-own')[0]!;
  expect(planRelay([...others, ...others.map((other) => ({ ...other })), ours], heardAtMs - 1)).toHaveLength(1);
  expect(planRelay([...others, ours], heardAtMs - 1, new Set([asId<'outbox'>('outbox-0')]))).toEqual([]);
}, 30_000);

import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import { createOverlayView } from '#shared/sync/overlayView.ts';
import { createPendingCommands } from '#shared/sync/pendingCommands.ts';
import { createWorkingSet } from '#shared/sync/workingSet.ts';
import { decideFake } from '#test/support/fakeRules.ts';
import { alertDraft, claim, pick, receive, sampleRows, sampleTask, stockId, stockWrite } from '#test/support/storeBench.ts';

function stage() {
  const working = createWorkingSet();
  for (const row of sampleRows()) working.put(row);
  const decided: number[] = [];
  const decide: DecideCommand = (view, command) => {
    decided.push(command.stationSeq);
    return decideFake(view, command);
  };
  const pending = createPendingCommands(working, decide);
  let seq = 0;
  const commit = (draft: CommandDraft) => {
    seq += 1;
    const command: Command = {
      ...draft,
      id: asId(`c${seq}`),
      stationId: asId('station-1'),
      outboxId: asId('o'),
      stationSeq: seq,
      operatorId: null,
      atMs: 1,
    };
    const reads = new Set<string>();
    const decision = decideFake(createOverlayView(working.view).view, command);
    if (!decision.ok) throw new Error(decision.error.code);
    for (const write of decision.value.writes) reads.add(`${write.kind} ${write.id}`);
    pending.add([{ entry: { stationSeq: seq, command, writes: decision.value.writes, result: null }, reads }]);
  };
  const quantity = (binId = 'bin-1') => working.get('stock', stockId(binId))?.quantity;
  return { working, pending, commit, decided, quantity };
}

const none: ReadonlySet<number> = new Set();

test('[SY13] a pulled row goes below the pending commands that touched it, and only those are decided again', () => {
  const { pending, commit, decided, quantity } = stage();
  commit(receive(1, 'bin-1'));
  commit(receive(1, 'bin-2'));
  commit(receive(2, 'bin-1'));
  const plan = pending.planRebase([stockWrite(100, 'bin-1')], none);
  expect(quantity()).toBe(13);
  const change = plan.take();
  expect([quantity('bin-1'), quantity('bin-2'), decided, [...change.get('stock')!]]).toEqual([103, 21, [1, 3], [stockId('bin-1')]]);
  expect([plan.updatedEntries.map((entry) => entry.stationSeq), pending.baseRow('stock', stockId('bin-1'))?.quantity]).toEqual([
    [1, 3],
    100,
  ]);
});

test('[LN4] a command of another station among very many is decided with those after it only; below everything lie the platform’s rows', () => {
  const { pending, commit, decided, working, quantity } = stage();
  for (let turn = 0; turn < 50; turn += 1) commit(receive(1, turn % 2 === 0 ? 'bin-1' : 'bin-2'));
  const foreign = (stationSeq: number, atMs: number): Command => ({
    ...receive(1_000, 'bin-1'),
    ...{ id: asId(`f${stationSeq}`), stationId: asId('station-0'), outboxId: asId('f'), stationSeq, operatorId: null, atMs },
  });
  const later = (stationSeq: number): Command => ({ ...foreign(stationSeq, 5), outboxId: asId('g'), id: asId(`g${stationSeq}`) });
  pending.addForeign([later(1)], 0);
  expect([quantity(), decided.splice(0)]).toEqual([1_035, [1]]);
  pending.addForeign([foreign(1, 3)], 0);
  expect([quantity(), decided.splice(0)]).toEqual([2_035, [1, 1, 1]]);
  pending.addForeign([foreign(2, 0)], 0);
  expect([quantity('bin-1'), quantity('bin-2')]).toEqual([3_035, 45]);
  expect(pending.baseRow('stock', stockId('bin-1'))?.quantity).toBe(10);
  const seqs = new Set(pending.list().map(({ entry }) => entry.stationSeq));
  const ids = new Set(pending.merged().map(({ entry }) => entry.command.id as string));
  pending.planRebase([], seqs, ids).take();
  expect([quantity('bin-1'), quantity('bin-2'), pending.merged()]).toEqual([10, 20, []]);
  expect(working.get('stock', stockId('bin-1'))).toEqual(sampleRows().find(({ id }) => id === stockId('bin-1'))?.row);
});

test('[SY13] what follows from a command that came out differently is decided again as well', () => {
  const { pending, commit, decided, working } = stage();
  commit(receive(1, 'bin-4'));
  commit(claim());
  commit({ kind: 'finishPicking', payload: { taskId: asId('task-1') } });
  pending.planRebase([{ ...sampleTask('task-1'), row: null } as never], none).take();
  expect([decided, working.get('task', 'task-1')]).toEqual([[2, 3], undefined]);
});

test('[SY13] rows nobody is waiting on go straight in and decide nothing', () => {
  const { pending, commit, decided, quantity } = stage();
  commit(receive(1, 'bin-1'));
  pending.planRebase([stockWrite(5, 'bin-3'), { ...stockWrite(0, 'bin-4'), row: null } as never], none).take();
  expect([quantity('bin-3'), quantity('bin-4'), decided]).toEqual([5, undefined, []]);
});

test('[SY13] a command that is taken out leaves the platform’s row, and those after it are decided again', () => {
  const { pending, commit, decided, quantity } = stage();
  commit(receive(1));
  commit(receive(2));
  pending.planRebase([stockWrite(11)], new Set([1])).take();
  expect([quantity(), decided, pending.list().length]).toEqual([13, [2], 1]);
});

test('[SY14] a claim that the new rows do not allow keeps its place, without its effect', () => {
  const { pending, commit, working } = stage();
  commit(claim());
  const holder = { stationId: asId<'station'>('station-2'), operatorId: asId<'operator'>('op-2'), sinceMs: 1, untilMs: 2 };
  const taken = { ...sampleTask('task-1').row!, holder } as never;
  pending.planRebase([{ kind: 'task', id: 'task-1', row: taken }], none).take();
  expect([pending.list().map(({ entry }) => entry.writes), working.get('task', 'task-1')]).toEqual([[[]], taken]);
  pending.planRebase([sampleTask('task-1')], none).take();
  expect(working.get('task', 'task-1')?.holder?.stationId).toBe('station-1');
});

test('[SY14] a fact stays whatever the new rows say', () => {
  const { pending, commit, working, quantity } = stage();
  commit(pick(8));
  pending.planRebase([stockWrite(3)], none).take();
  expect([quantity(), [...working.rows('discrepancy').values()].map(({ kind }) => kind)]).toEqual([-5, ['stockShort']]);
});

test('[SY13] after a restart, when it is not known what a command looked at, any news decides it again', () => {
  const { pending, commit, decided } = stage();
  commit(alertDraft('a1'));
  const entries = pending.list().map(({ entry }) => ({ entry, reads: null }));
  const other = stage();
  other.pending.add(entries);
  other.pending.planRebase([stockWrite(5, 'bin-3')], none).take();
  expect([decided, other.decided]).toEqual([[], [1]]);
});

test('[LN1] how many wait of each station, and which are ours, follows each command that comes in or goes', () => {
  const { pending, commit } = stage();
  const heard = (station: string, stationSeq: number, atMs: number) => {
    const envelope = { stationId: asId<'station'>(station), outboxId: asId<'outbox'>(`o-${station}`), stationSeq, operatorId: null, atMs };
    pending.addForeign([{ ...alertDraft(`${station}-${stationSeq}`), ...envelope, id: asId(`${station}-${stationSeq}`) }], 1);
  };
  const check = (expected: Record<string, number>, own: number) => {
    const { length } = pending.merged().filter(({ isForeign }) => !isForeign);
    expect([Object.fromEntries(pending.foreignCounts()), pending.list().length, length]).toEqual([expected, own, own]);
    expect(pending.list()).toEqual(pending.merged().filter(({ isForeign }) => !isForeign));
  };
  commit(receive(1));
  heard('a', 1, 0);
  check({ a: 1 }, 1);
  commit(receive(1));
  heard('b', 1, 5);
  heard('a', 2, 6);
  check({ a: 2, b: 1 }, 2);
  commit(receive(1));
  check({ a: 2, b: 1 }, 3);
  pending.planRebase([], new Set([1]), new Set(['a-1', 'b-1'])).take();
  check({ a: 1 }, 2);
  pending.planRebase([], none, new Set(['a-2'])).take();
  check({}, 2);
});

import { expect, test } from 'vitest';
import { asId, type TaskId } from '#shared/base/ids.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import { type LabourEvent, longestPauseMs, measureLabour } from '#shared/planning/labour/measureLabour.ts';
import { createTestStore } from '#test/support/createTestStore.ts';

const minuteMs = 60_000;
const taskId = asId<'task'>('task-1');
const orderId = asId<'order'>('order-1');
const parcelId = asId<'parcel'>('parcel-1');

/** A log written by hand: minutes, who, what. */
function logOf(
  entries: readonly (readonly [minutes: number, operatorId: string | null, draft: object, outcome?: LabourEvent['outcome']])[],
): LabourEvent[] {
  return entries.map(([minutes, operatorId, draft, outcome = 'applied'], index) => ({
    command: {
      id: `c${index}`,
      stationId: 's',
      outboxId: 'o',
      stationSeq: index + 1,
      operatorId,
      atMs: minutes * minuteMs,
      ...draft,
    } as unknown as Command,
    outcome,
  }));
}
const claim = (id: TaskId = taskId) => ({ kind: 'claimTask', payload: { taskId: id, isTakeover: false } });
const pick = (stepNo: number) => ({ kind: 'pickLine', payload: { taskId, orderId, lineNo: stepNo, stepNo, quantity: 1 } });
const undo = (commandId: string) => ({ kind: 'undoPick', payload: { taskId, orderId, lineNo: 1, stepNo: 1, commandId } });
const finish = { kind: 'finishPicking', payload: { taskId } };

test('[LM1] [LM2] a line counts once, and time runs from taking a task to finishing it, a gap for ten minutes at most', () => {
  const { operators } = measureLabour(
    logOf([
      [0, 'A', claim()],
      [1, 'A', pick(1)],
      [2, 'A', pick(1)],
      [3, 'A', pick(2)],
      [3, 'B', pick(3)],
      [33, 'A', finish],
      [60, 'A', { kind: 'signOut', payload: {} }],
    ]),
  );
  const pickMs = 3 * minuteMs + longestPauseMs;
  expect(
    operators.map(({ operatorId, linesPicked, pickMs: lasts, linesPerHour }) => [operatorId, linesPicked, lasts, linesPerHour]),
  ).toEqual([
    ['A', 2, pickMs, (2 * 3_600_000) / pickMs],
    ['B', 1, 0, null],
  ]);
});

test('[LM3] what was undone or the books doubted is no good line; what was refused never happened', () => {
  const { operators } = measureLabour(
    logOf([
      [0, 'A', claim()],
      [1, 'A', pick(1)],
      [2, 'B', undo('c1')],
      [3, 'A', pick(2), 'discrepancy'],
      [4, 'A', pick(2)],
      [5, 'A', pick(3)],
      [6, 'A', pick(4)],
      [7, 'A', pick(5), 'refused'],
    ]),
  );
  expect(operators.map(({ operatorId, linesPicked, accuracy }) => [operatorId, linesPicked, accuracy])).toEqual([['A', 4, 0.5]]);
});

test('[LM4] orders packed and the time from starting to closing them', () => {
  const close = { kind: 'closeParcels', payload: { orderId, weightGrams: null } };
  const { operators } = measureLabour(
    logOf([
      [0, 'P', { kind: 'startPacking', payload: { orderId } }],
      [1, 'P', { kind: 'openParcel', payload: { orderId, parcelId } }],
      [4, 'P', close],
      [9, 'P', { kind: 'startPacking', payload: { orderId: 'order-2' } }],
    ]),
  );
  expect(operators.map(({ ordersPacked, packMs, ordersPerHour }) => [ordersPacked, packMs, ordersPerHour])).toEqual([
    [1, 4 * minuteMs, 15],
  ]);
});

test('[LM5] stage times are those of the orders’ own timelines', async () => {
  const store = await createTestStore();
  const log: LabourEvent[] = [];
  const commit = async (...drafts: CommandDraft[]) => {
    store.clock.advance(minuteMs + log.length * 1_000);
    for (const command of await store.commit(...drafts)) log.push({ command, outcome: 'applied' });
  };
  const placed = await store.place({ milk: 1, water: 2 });
  for (const command of store.store.pendingCommands()) log.push({ command, outcome: 'applied' });
  const task = store.store.view.get('task', store.order(placed).taskId ?? '')!;
  await commit({ kind: 'claimTask', payload: { taskId: task.id, isTakeover: false } });
  await commit({ kind: 'bindTote', payload: { taskId: task.id, orderId: placed, toteId: asId('T1'), toteCode: 'T1' } });
  for (const { lineNo, stepNo, binId, lotId, quantity } of task.steps)
    await commit({
      kind: 'pickLine',
      payload: { taskId: task.id, orderId: placed, lineNo, stepNo, binId, lotId, toteCode: 'T1', quantity, source: 'scan' },
    });
  await commit({ kind: 'finishPicking', payload: { taskId: task.id } });
  await commit(
    { kind: 'startPacking', payload: { orderId: placed } },
    { kind: 'openParcel', payload: { orderId: placed, parcelId, parcelCode: '1-1-AB', bagType: 'small' } },
  );
  for (const { lineNo, quantity } of store.store.view.get('tote', 'T1')!.contents)
    await commit({ kind: 'packItem', payload: { orderId: placed, lineNo, parcelId, toteId: asId('T1'), quantity } });
  await commit({ kind: 'closeParcels', payload: { orderId: placed, weightGrams: null } });
  await commit({ kind: 'shelveParcel', payload: { orderId: placed, parcelId, shelfCode: 'H01' } });
  const courierId = [...store.store.all('courier')][0]!.id;
  await commit({ kind: 'handOver', payload: { orderId: placed, courierId, parcelIds: [parcelId] } });
  await commit({ kind: 'confirmDelivery', payload: { orderId: placed, courierId } });
  const { stages, operators } = measureLabour(log);
  const at = (stage: string) => store.order(placed).timeline.find((entry) => entry.stage === stage)?.atMs ?? Number.NaN;
  const measured = Object.fromEntries(stages.map(({ stage, p50Ms }) => [stage, p50Ms]));
  expect([
    measured['toPacking'],
    measured['packing'],
    measured['shelf'],
    measured['courier'],
    measured['waiting']! + measured['picking']!,
  ]).toEqual([
    at('packing') - at('picked'),
    at('packed') - at('packing'),
    at('handedOver') - at('packed'),
    at('delivered') - at('handedOver'),
    at('picked') - at('placed'),
  ]);
  expect(operators.map(({ linesPicked, accuracy, ordersPacked }) => [linesPicked, accuracy, ordersPacked])).toEqual([[2, 1, 1]]);
});

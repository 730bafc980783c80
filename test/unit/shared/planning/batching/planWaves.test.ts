import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { Task } from '#shared/model/task/task.ts';
import { planWaves } from '#shared/planning/batching/planWaves.ts';
import { fitsTrolley, sectorOf, toWaveUnit } from '#shared/planning/batching/waveUnits.ts';
import { planTaskRoute } from '#shared/planning/pickRoute/planTaskRoute.ts';
import { testStartMs } from '#test/support/fixedClock.ts';
import { type DrawnTask, drawTask, waveDemo, waveSnapshotOf } from '#test/support/waveDraws.ts';

const minuteMs = 60_000;
const standing = () => waveDemo.site.packingPoint;
const many = Array.from({ length: 14 }, (_, index) => drawTask(`o${index}`, index + 1));
const holder = {
  stationId: asId<'station'>('s'),
  operatorId: asId<'operator'>('op'),
  sinceMs: testStartMs,
  untilMs: testStartMs + 600_000,
};
const claimed = ({ order, task }: DrawnTask, fields: Partial<Task> = {}): DrawnTask => ({
  order,
  task: { ...task, status: 'claimed', holder, toteByOrder: { [order.id]: 'T1' }, ...fields },
});

/** One task of all these orders, as joined. */
function joined(drawn: readonly DrawnTask[], fields: Partial<Task> = {}): DrawnTask[] {
  const [first, ...others] = drawn;
  let stepNo = 0;
  const steps = drawn.flatMap(({ task }) => task.steps.map((step) => ({ ...step, stepNo: (stepNo += 1) })));
  const placeByOrder = Object.fromEntries(drawn.map(({ order }, index) => [order.id, index + 1]));
  const task: Task = { ...first!.task, orderIds: drawn.map(({ order }) => order.id), steps, placeByOrder, ...fields };
  return [
    { order: first!.order, task },
    ...others.map(({ order }) => ({ order, task: { ...task, id: asId<'task'>('gone'), status: 'cancelled' as const } })),
  ];
}

const memberIds = (joins: ReturnType<typeof planWaves>['joins']) => joins.map(({ taskId, fromTaskIds }) => [taskId, ...fromTaskIds]);

test('[BA11] waiting tasks become trolleys that keep every limit and walk less', () => {
  const trolley = { ...defaultPickingPolicy.trolley, orders: 3, lines: 11 };
  const snapshot = waveSnapshotOf(many, { trolley, pullOutBeforeMs: 0 });
  const { joins, pulls } = planWaves(snapshot, standing);
  const taskOf = (id: string) => snapshot.tasks.find((task) => task.id === id)!;
  const walks = memberIds(joins).map((ids) => ids.map((id) => toWaveUnit(snapshot, taskOf(id))));
  const mm = (steps: Task['steps']) => planTaskRoute({ steps }, snapshot.view, snapshot.site)!.lengthMm;
  const alone = walks.flat().reduce((sum, unit) => sum + mm(unit.task.steps), 0);
  const together = walks.reduce(
    (sum, units) => sum + mm(units.flatMap((unit) => unit.task.steps).map((step, index) => ({ ...step, stepNo: index + 1 }))),
    0,
  );
  expect(walks.length).toBeGreaterThan(3);
  expect(new Set(memberIds(joins).flat()).size).toBe(memberIds(joins).flat().length);
  expect([walks.every((units) => fitsTrolley({ ...defaultPickingPolicy, trolley }, ...units)), pulls]).toEqual([true, []]);
  expect(together).toBeLessThan(alone * 0.75);
});

test('[BA11] single picking and a site without ways are left as they are', () => {
  const { walk: _walk, ...bare } = waveDemo.site;
  const single = planWaves(waveSnapshotOf(many, { picking: 'single' }), standing);
  const noWays = planWaves({ ...waveSnapshotOf(many), site: bare }, standing);
  expect([single, noWays]).toEqual([
    { pulls: [], joins: [] },
    { pulls: [], joins: [] },
  ]);
});

test('[BA12] what the policy keeps apart stays apart', () => {
  const mixed = [1, 2, 3, 4].map((seed) =>
    drawTask(`o${seed}`, seed, {
      fields: { channel: seed % 2 === 0 ? 'b2b' : 'app', destination: { lat: 30.3, lng: seed > 2 ? 120.2 : 119.9, distanceMetres: 900 } },
    }),
  );
  const far = [drawTask('near', 1, { leftMs: 5 * minuteMs }), drawTask('far', 2, { leftMs: 25 * minuteMs })];
  const pairs = (drawn: readonly DrawnTask[], policy: Parameters<typeof waveSnapshotOf>[1]) =>
    memberIds(planWaves(waveSnapshotOf(drawn, policy), standing).joins)
      .map((ids) => ids.toSorted((a, b) => (a < b ? -1 : 1)))
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  expect([
    pairs(mixed, {}).flat().length,
    pairs(mixed, { apart: ['channel'] }),
    pairs(mixed, { apart: ['courierRun'] }),
    pairs(mixed, { apart: ['channel', 'courierRun'] }),
    pairs(far, {}),
    pairs(far, { dueWindowMs: 30 * minuteMs }).length,
  ]).toEqual([
    4,
    [
      ['o1-task', 'o3-task'],
      ['o2-task', 'o4-task'],
    ],
    [
      ['o1-task', 'o2-task'],
      ['o3-task', 'o4-task'],
    ],
    [],
    [],
    1,
  ]);
  expect([sectorOf({ lat: 31, lng: 120.1 }, { lat: 30, lng: 120 }), sectorOf({ lat: 30, lng: 119 }, { lat: 30, lng: 120 })]).toEqual([
    1, 4,
  ]);
});

test('[BA13] an order about to be late is pulled out and put on no trolley; one that is late shares again', () => {
  const late = drawTask('late', 3, { leftMs: minuteMs });
  const trolley = joined([drawTask('a', 1), late, drawTask('b', 2)]);
  const { pulls } = planWaves(waveSnapshotOf(trolley), standing);
  const begun = planWaves(waveSnapshotOf(joined([drawTask('a', 1), late], { toteByOrder: { late: 'T1' } })), standing);
  const alone = planWaves(waveSnapshotOf([late, drawTask('a', 1)]), standing);
  const lost = ['x', 'y'].map((name, seed) => drawTask(name, seed + 5, { leftMs: -minuteMs }));
  expect([
    pulls.map(({ taskId, orderId, reason }) => [taskId, orderId, reason]),
    begun.pulls,
    alone.joins,
    memberIds(planWaves(waveSnapshotOf(lost), standing).joins)
      .flat()
      .toSorted(),
  ]).toEqual([[['a-task', 'late', { key: 'batching.pulledOut', params: { leftMs: minuteMs } }]], [], [], ['x-task', 'y-task']]);
});

test('[BA14] an urgent order joins the trolley under way with the least detour, and none that is full or would be late', () => {
  const urgent = drawTask('urgent', 1, { leftMs: 4 * minuteMs, lines: 2 });
  const onTheWay: DrawnTask = claimed({ ...drawTask('same', 1, { lines: 2 }) });
  const elsewhere = claimed(drawTask('other', 9, { lines: 2 }));
  const offer = (running: readonly DrawnTask[], policy = {}, task = urgent) =>
    planWaves(waveSnapshotOf([task, ...running], policy), standing).joins;
  const full = { trolley: { ...defaultPickingPolicy.trolley, orders: 1 } };
  const tooLate = drawTask('urgent', 1, { leftMs: 20_000, lines: 2 });
  expect([
    offer([elsewhere, onTheWay]).map(({ taskId, fromTaskIds, reason }) => [taskId, fromTaskIds, reason.key, reason.params['detourMm']]),
    offer([onTheWay], full),
    offer([onTheWay], { mayJoinRunning: false }),
    offer([onTheWay], {}, tooLate),
    offer([onTheWay], {}, drawTask('calm', 1, { leftMs: 20 * minuteMs, lines: 2 })),
  ]).toEqual([[['same-task', ['urgent-task'], 'batching.joinedUnderWay', 0]], [], [], [], []]);
});

test('[BA15] what is held or begun is joined into nothing', () => {
  const [held, begun, free] = [1, 2, 3].map((seed) => drawTask(`o${seed}`, seed, { leftMs: 20 * minuteMs })) as [
    DrawnTask,
    DrawnTask,
    DrawnTask,
  ];
  const begunTask = { ...begun, task: { ...begun.task, toteByOrder: { [begun.order.id]: 'T9' } } };
  expect(planWaves(waveSnapshotOf([claimed(held), begunTask, free]), standing).joins).toEqual([]);
});

test('[BA16] the same tasks and seed give the same waves', () => {
  expect(planWaves(waveSnapshotOf(many), standing, 7)).toEqual(planWaves(waveSnapshotOf(many), standing, 7));
});

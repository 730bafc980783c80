import { describe, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Task } from '#shared/model/task/task.ts';
import { rankTasks, starvationAfterMs } from '#shared/rules/task/rankTasks.ts';
import { testStartMs } from '#test/support/fixedClock.ts';

describe('[PK19] get work', () => {
  const base: Omit<Task, 'id'> = {
    kind: 'pick',
    status: 'open',
    orderIds: [],
    createdAtMs: testStartMs,
    dueAtMs: testStartMs,
    priority: 0,
    temperatures: [],
    holder: null,
    toteByOrder: {},
    steps: [],
  };
  const taskOf = (id: string, dueInMinutes: number, fields: Partial<Task> = {}): Task => ({
    ...base,
    id: asId<'task'>(id),
    orderIds: [asId<'order'>(id)],
    dueAtMs: testStartMs + dueInMinutes * 60_000,
    ...fields,
  });
  const lease = (operatorId: string, untilMs: number) => ({
    stationId: asId<'station'>('st'),
    operatorId: asId<'operator'>(operatorId),
    sinceMs: testStartMs,
    untilMs,
  });
  const asker = { atMs: testStartMs, stationId: asId<'station'>('st1'), operatorId: asId<'operator'>('op1') };
  const gold = new Map([['gold', { memberTier: 'gold' } as Order]]);

  test('[PK19] own first, then time left with members earlier; held and finished ones are left out', () => {
    const ranked = rankTasks(
      [
        taskOf('later', 9),
        taskOf('sooner', 5),
        taskOf('gold', 6),
        taskOf('late', -1),
        taskOf('done', 0, { status: 'done' }),
        taskOf('held', 0, { status: 'claimed', holder: lease('op2', testStartMs + 1) }),
        taskOf('expired', 7, { status: 'claimed', holder: lease('op2', testStartMs) }),
        taskOf('own', 20, { status: 'claimed', holder: lease('op1', testStartMs + 1) }),
      ],
      asker,
      gold,
    );
    expect(ranked.map(({ task, reason }) => [task.id, reason.key])).toEqual([
      ['own', 'queue.own'],
      ['late', 'queue.late'],
      ['gold', 'queue.member'],
      ['sooner', 'queue.timeLeft'],
      ['expired', 'queue.timeLeft'],
      ['later', 'queue.timeLeft'],
    ]);
  });

  test('[PK19] what waits long enough comes before what is due sooner', () => {
    const old = taskOf('old', 30, { createdAtMs: testStartMs - starvationAfterMs - 27 * 60_000 });
    expect(rankTasks([taskOf('new', 5), old], asker, new Map()).map(({ task }) => task.id)).toEqual(['old', 'new']);
  });
});

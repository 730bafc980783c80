import { describe, expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Task } from '#shared/model/task/task.ts';
import { rankTasks } from '#shared/rules/task/rankTasks.ts';
import { isInShare, shareOf } from '#shared/rules/task/takeShare.ts';

const stations = ['s-c', 's-a', 's-b', 's-x'].map((id) => ({ id: asId<'station'>(id), isRevoked: id === 's-x' }));
const shares = ['s-a', 's-b', 's-c'].map((id) => shareOf(asId<'station'>(id), stations));
const tasks = Array.from({ length: 600 }, (_, no) => ({ id: asId<'task'>(`0192f-task-${no}`), dueAtMs: 1_000 }));

describe('shares of unclaimed work', () => {
  it('[LN13] every task falls to exactly one station, and each gets about as many', () => {
    const counts = shares.map((share) => tasks.filter((task) => isInShare(task, share, 0)).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(tasks.length);
    for (const count of counts) expect(count).toBeGreaterThan(150);
  });

  it('[LN13] what is late is open to all, and a station alone takes everything', () => {
    expect(shares.every((share) => isInShare(tasks[0]!, share, 1_001))).toBe(true);
    const alone = shareOf(asId('s-new'), []);
    expect(tasks.every((task) => isInShare(task, alone, 0))).toBe(true);
  });

  it('[LN13] ranking leaves out the others’ share, but never what is in hand', () => {
    const asker = { atMs: 0, stationId: asId<'station'>('s-a'), operatorId: asId<'operator'>('op') };
    const open = tasks.slice(0, 30).map(({ id, dueAtMs }): Task => ({
      ...{ id, dueAtMs },
      kind: 'pick',
      status: 'open',
      orderIds: [],
      createdAtMs: 0,
      priority: 0,
      temperatures: [],
      holder: null,
      toteByOrder: {},
      steps: [],
    }));
    const others = open.find((task) => !isInShare(task, shares[0]!, 0))!;
    const held: Task = {
      ...others,
      status: 'claimed',
      holder: { stationId: asker.stationId, operatorId: asker.operatorId, sinceMs: 0, untilMs: 9 },
    };
    const ranked = rankTasks(
      open.map((task) => (task === others ? held : task)),
      { ...asker, share: shares[0]! },
      new Map(),
    ).map(({ task }) => task);
    expect(ranked[0]).toBe(held);
    expect(ranked.slice(1).every((task) => isInShare(task, shares[0]!, 0))).toBe(true);
    expect(ranked.length).toBeLessThan(30);
  });
});

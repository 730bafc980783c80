import { describe, expect, it } from 'vitest';
import { createWorldClock } from '#platform/world/clock/createWorldClock.ts';

function handTime() {
  let realMs = 1_000;
  const waiting: { atMs: number; run: () => void }[] = [];
  return {
    real: { nowMs: () => realMs },
    scheduler: {
      after(delayMs: number, run: () => void) {
        const entry = { atMs: realMs + delayMs, run };
        waiting.push(entry);
        return () => void waiting.splice(waiting.indexOf(entry), waiting.includes(entry) ? 1 : 0);
      },
    },
    pass(lastsMs: number) {
      realMs += lastsMs;
      for (const entry of waiting.filter((candidate) => candidate.atMs <= realMs)) entry.run();
    },
    waiting: () => waiting.length,
  };
}

describe('createWorldClock', () => {
  it('stands still until it is started and then runs at its speed', () => {
    const hand = handTime();
    const clock = createWorldClock({ startMs: 500_000, speed: 20, ...hand });
    hand.pass(3_000);
    const before = clock.nowMs();
    clock.start();
    hand.pass(1_000);
    clock.start();
    expect([before, clock.nowMs(), clock.toRealMs(60_000)]).toEqual([500_000, 520_000, 3_000]);
  });

  it('sleeps in world time and wakes at once on the signal, leaving nothing behind', async () => {
    const hand = handTime();
    const clock = createWorldClock({ startMs: 0, speed: 60, ...hand });
    const abort = new AbortController();
    const woken: string[] = [];
    const slept = clock.sleep(60_000).then(() => woken.push('slept'));
    const aborted = clock.sleep(600_000, abort.signal).then(() => woken.push('aborted'));
    hand.pass(999);
    await Promise.resolve();
    expect(woken).toEqual([]);
    hand.pass(1);
    await slept;
    abort.abort();
    await aborted;
    await clock.sleep(60_000, abort.signal);
    expect([woken, hand.waiting()]).toEqual([['slept', 'aborted'], 0]);
  });

  it('runs between 1x and 60x only', () => {
    const at = (speed: number) => () => createWorldClock({ startMs: 0, speed, ...handTime() });
    expect(at(0.5)).toThrow(RangeError);
    expect(at(61)).toThrow(RangeError);
    expect(at(60)).not.toThrow();
  });
});

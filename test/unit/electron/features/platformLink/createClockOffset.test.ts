import { describe, expect, it } from 'vitest';
import { clockJumpMs, createClockOffset, keptMarks } from '#electron/features/platformLink/createClockOffset.ts';

describe('clock offset', () => {
  it('[PL6] is corrected by half the round trip', () => {
    const clock = createClockOffset();
    clock.learn({ platformNowMs: 10_050, sentAtMs: 0, receivedAtMs: 100 });
    expect(clock.offsetMs()).toBe(10_000);
  });

  it('[PL6] trusts the shortest round trip', () => {
    const clock = createClockOffset();
    clock.learn({ platformNowMs: 5_005, sentAtMs: 0, receivedAtMs: 10 });
    clock.learn({ platformNowMs: 7_000, sentAtMs: 1_000, receivedAtMs: 3_000 });
    expect(clock.offsetMs()).toBe(5_000);
  });

  it('[PL6] follows a clock that was set, and forgets old marks', () => {
    const clock = createClockOffset();
    clock.learn({ platformNowMs: 5, sentAtMs: 0, receivedAtMs: 10 });
    clock.learn({ platformNowMs: 100_000 + clockJumpMs, sentAtMs: 100, receivedAtMs: 200 });
    expect(clock.offsetMs()).toBe(100_000 + clockJumpMs - 150);
    for (let mark = 0; mark < keptMarks; mark += 1) clock.learn({ platformNowMs: 101_900, sentAtMs: 0, receivedAtMs: 1_000 });
    expect(clock.offsetMs()).toBe(101_400);
  });

  it('[PL6] learns nothing from impossible marks', () => {
    const clock = createClockOffset();
    clock.learn({ platformNowMs: null, sentAtMs: 0, receivedAtMs: 1 });
    clock.learn({ platformNowMs: 9, sentAtMs: 100, receivedAtMs: 1 });
    clock.learn({ platformNowMs: 9, sentAtMs: 0, receivedAtMs: 60_000 });
    expect(clock.offsetMs()).toBe(0);
  });
});

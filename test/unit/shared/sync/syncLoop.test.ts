import { expect, test } from 'vitest';
import { createPrng } from '#shared/base/prng.ts';
import { defaultStoreLimits } from '#shared/sync/storeLimits.ts';
import { backoffMs, createSyncLoop } from '#shared/sync/syncLoop.ts';
import { createManualScheduler } from '#test/support/manualScheduler.ts';

function stage() {
  const time = createManualScheduler();
  const rounds: ((isGood: boolean) => void)[] = [];
  const round = () => new Promise<boolean>((resolve) => rounds.push(resolve));
  return { time, rounds, loop: createSyncLoop(round, time.scheduler, defaultStoreLimits, null, true) };
}

test('[SY22] one round at a time; whoever asks meanwhile shares one more', async () => {
  const { rounds, loop } = stage();
  const first = loop.now();
  const second = loop.now();
  const third = loop.now();
  expect(rounds.length).toBe(1);
  rounds[0]!(true);
  await first;
  await Promise.resolve();
  expect(rounds.length).toBe(2);
  rounds[1]!(true);
  await Promise.all([second, third]);
  expect(rounds.length).toBe(2);
});

test('[SY22] failures wait longer and longer up to a limit; commits do not cut the wait short; success ends it', async () => {
  const { time, rounds, loop } = stage();
  const waits: number[] = [];
  void loop.now();
  for (let failure = 0; failure < 9; failure += 1) {
    rounds.at(-1)!(false);
    await Promise.resolve();
    await Promise.resolve();
    loop.soon();
    waits.push(time.waiting()[0]!);
    time.advance(time.waiting()[0]!);
  }
  rounds.at(-1)!(true);
  await Promise.resolve();
  await Promise.resolve();
  expect([waits, time.waiting()]).toEqual([[500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000], [30_000]]);
});

test('[SY22] commits one after another ask for one round; a closed loop for none', async () => {
  const { time, rounds, loop } = stage();
  loop.soon();
  loop.soon();
  time.advance(50);
  expect(rounds.length).toBe(1);
  rounds[0]!(true);
  await loop.close();
  loop.soon();
  await loop.now();
  time.advance(60_000);
  expect([rounds.length, time.waiting()]).toEqual([1, []]);
});

test('[SY22] chance spreads a wait between half and all of it', () => {
  const prng = createPrng(1);
  const waits = Array.from({ length: 100 }, () => backoffMs(3, defaultStoreLimits, prng));
  expect([Math.min(...waits) >= 1000, Math.max(...waits) <= 2000, new Set(waits).size > 50]).toEqual([true, true, true]);
});

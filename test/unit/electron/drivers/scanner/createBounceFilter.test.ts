import { expect, test } from 'vitest';
import { createBounceFilter } from '#electron/drivers/scanner/createBounceFilter.ts';

test('[SN4] the same code within the window is a bounce; later, or after another code, it counts', () => {
  const isBounce = createBounceFilter(150);
  const reads: ReadonlyArray<readonly [string, number]> = [
    ['A', 1_000],
    ['A', 1_149],
    ['A', 1_299],
    ['B', 1_300],
    ['A', 1_310],
    ['A', 1_200],
    ['A', 1_300],
  ];
  expect(reads.map(([text, atMs]) => isBounce(text, atMs))).toEqual([false, true, false, false, false, false, true]);
});

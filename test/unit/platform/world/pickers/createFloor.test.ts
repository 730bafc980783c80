import { describe, expect, it } from 'vitest';
import { loadDemoSite } from '#platform/world/site/loadDemoSite.ts';
import { testStartMs } from '#test/support/fixedClock.ts';
import { createFloor, distanceOf, walkMs } from '#platform/world/pickers/createFloor.ts';

describe('the floor', () => {
  it('gives a thing to one person at a time', () => {
    const floor = createFloor();
    const first = floor.take('tote', 'T001');
    const second = floor.take('tote', 'T001');
    const other = floor.take('order', 'T001');
    floor.giveBack('tote', 'T001');
    expect([first, second, other, floor.take('tote', 'T001')]).toEqual([true, false, true, true]);
  });

  it('is walked along the aisles at 1.2 m/s', () => {
    expect(walkMs(distanceOf({}, { xMm: 0, yMm: 0 }, { xMm: 6000, yMm: -6000 }))).toBe(10_000);
  });

  it('is walked by its ways where it has them: between two aisles round their end', () => {
    const { site, bins } = loadDemoSite(testStartMs);
    const [first, second] = ['A13-1-01', 'B13-1-01'].map((code) => bins.find((bin) => bin.code === code)!.at);
    const straight = distanceOf({}, first!, second!);
    expect([straight, distanceOf(site, first!, second!)]).toEqual([3000, 3000 + 2 * (25_900 - first!.yMm)]);
  });
});

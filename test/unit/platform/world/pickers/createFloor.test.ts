import { describe, expect, it } from 'vitest';
import { createFloor, walkMs } from '#platform/world/pickers/createFloor.ts';

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
    expect(walkMs({ xMm: 0, yMm: 0 }, { xMm: 6000, yMm: -6000 })).toBe(10_000);
  });
});

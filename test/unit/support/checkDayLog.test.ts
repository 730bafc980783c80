import { describe, expect, test } from 'vitest';
import { checkDayLog, type DayMove } from '#test/bench/robotDay/checkDayLog.ts';
import { createDayClock } from '#test/bench/robotDay/dayClock.ts';

const expected = [
  { thing: 'tote', from: 'picker', end: 'packing' },
  { thing: 'bag', from: 'packing', end: 'door' },
];

/** A thing's way through the places, one move a second. */
function wayOf(thing: string, ...places: readonly string[]): DayMove[] {
  return places.slice(1).map((to, index) => ({ atMs: index * 1000, thing, from: places[index]!, to }));
}

const tote = wayOf('tote', 'picker', 'station:PICK1', 'robot:R1', 'packing:PACK1');
const bag = wayOf('bag', 'packing', 'belt', 'chute:C1', 'courier:t1', 'door');
const clean = { lost: [], movedTwice: [], unknown: [] };

describe('the sum of a day with robots', () => {
  test('unbroken ways that end where they belong have no fault', () => {
    expect(checkDayLog(expected, [...tote, ...bag])).toEqual(clean);
  });

  test('a tote that a person took from a robot has come once', () => {
    const taken = wayOf('tote', 'picker', 'station:PICK1', 'robot:R1', 'person:H1', 'packing:PACK2');
    expect(checkDayLog(expected, [...taken, ...bag])).toEqual(clean);
  });

  test('a tote left on a robot and a bag left in a chute are lost', () => {
    expect(checkDayLog(expected, [...tote.slice(0, -1), ...bag.slice(0, -2)])).toEqual({ ...clean, lost: ['tote', 'bag'] });
  });

  test('a thing of which the log says nothing is lost', () => {
    expect(checkDayLog(expected, tote)).toEqual({ ...clean, lost: ['bag'] });
  });

  test('a tote brought by the robot and by a person is moved twice', () => {
    const again: DayMove[] = [
      { atMs: 9000, thing: 'tote', from: 'station:PICK1', to: 'person:H1' },
      { atMs: 9999, thing: 'tote', from: 'person:H1', to: 'packing:PACK1' },
    ];
    expect(checkDayLog(expected, [...tote, ...again, ...bag])).toEqual({ ...clean, movedTwice: ['tote'] });
  });

  test('a tote that two took from one place is moved twice, though only one brought it', () => {
    const second: DayMove = { atMs: 1500, thing: 'tote', from: 'station:PICK1', to: 'person:H1' };
    expect(checkDayLog(expected, [...tote.slice(0, 2), second, ...tote.slice(2), ...bag])).toEqual({ ...clean, movedTwice: ['tote'] });
  });

  test('a tote that a person brought and a robot says to have brought is moved twice', () => {
    const taken = wayOf('tote', 'picker', 'station:PICK1', 'person:H1', 'packing:PACK2');
    const bySame = checkDayLog(expected, [...taken, ...bag], [{ thing: 'tote', by: 'person' }]);
    const byOther = checkDayLog(expected, [...taken, ...bag], [{ thing: 'tote', by: 'robot' }]);
    expect([bySame, byOther]).toEqual([clean, { ...clean, movedTwice: ['tote'] }]);
  });

  test('a tote taken away from packing again is lost', () => {
    expect(checkDayLog(expected, [...tote, ...wayOf('tote', 'packing:PACK1', 'robot:R2'), ...bag])).toEqual({ ...clean, lost: ['tote'] });
  });

  test('a thing nobody knows of is named', () => {
    expect(checkDayLog(expected, [...tote, ...bag, ...wayOf('stray', 'picker', 'packing:PACK1')])).toEqual({
      ...clean,
      unknown: ['stray'],
    });
  });
});

test('a day’s clock lets acts happen at their moment, those of one moment as they were asked for, and acts of acts in between', () => {
  const clock = createDayClock(1000);
  const seen: string[] = [];
  clock.later(20, () => seen.push(`b ${clock.nowMs()}`));
  clock.later(10, () => {
    seen.push(`a ${clock.nowMs()}`);
    clock.later(5, () => seen.push(`c ${clock.nowMs()}`));
  });
  clock.later(20, () => seen.push(`d ${clock.nowMs()}`));
  clock.later(31, () => seen.push('too late'));
  clock.advanceTo(1030);
  expect([...seen, clock.nowMs()]).toEqual(['a 1010', 'c 1015', 'b 1020', 'd 1020', 1030]);
});

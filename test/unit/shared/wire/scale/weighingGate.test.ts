import { describe, expect, test } from 'vitest';
import type { WeightReading } from '#shared/model/device/device.ts';
import { openGate, stepGate, takeWeight } from '#shared/wire/scale/weighingGate.ts';

const reading = (grams: number, status: WeightReading['status'], atMs = 0): WeightReading => ({ deviceId: 's', grams, status, atMs });

describe('weighing gate', () => {
  test('[SC3] the same weight counts again only when the scale was empty between', () => {
    const first = takeWeight(openGate, reading(530, 'stable'), 0);
    const second = takeWeight(stepGate(first.gate, reading(530, 'stable')), reading(530, 'stable'), 0);
    const third = takeWeight(stepGate(first.gate, reading(0, 'zero')), reading(530, 'stable'), 0);
    expect([first, second, third]).toEqual([
      { gate: { mayTake: false }, grams: 530 },
      { gate: { mayTake: false }, refusal: 'scale.notEmptied' },
      { gate: { mayTake: false }, grams: 530 },
    ]);
  });

  test.each([
    [reading(1, 'unstable'), 0, 'scale.unstable'],
    [reading(0, 'zero'), 0, 'scale.empty'],
    [reading(-9, 'negative'), 0, 'scale.negative'],
    [reading(0, 'overload'), 0, 'scale.overload'],
    [reading(530, 'stable', 0), 1_001, 'scale.tooOld'],
  ])('[SC3] %j at %i is refused as %s', (given, nowMs, refusal) => {
    expect(takeWeight(openGate, given, nowMs)).toEqual({ gate: openGate, refusal });
  });
});

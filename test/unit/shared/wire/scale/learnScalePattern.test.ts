import { describe, expect, test } from 'vitest';
import { createScaleDecoder } from '#shared/wire/scale/createScaleDecoder.ts';
import { learnScalePattern } from '#shared/wire/scale/learnScalePattern.ts';
import { toPatternProtocol } from '#shared/wire/scale/scalePattern.ts';

const frame = (word: string, kg: string): string => `${word} 001 W:${kg}kg\r\n`;
const many = (word: string, kg: string): string => `1kg\r\n${frame(word, kg).repeat(4)}OK 00`;
const recordings = [
  { characters: many('OK', '0.000'), knownGrams: 0, isStable: true },
  { characters: many('OK', '1.250'), knownGrams: 1_250, isStable: true },
  { characters: many('MV', '0.731'), knownGrams: 0, isStable: false },
];

describe('pattern scale', () => {
  test('[SC7] what an unknown scale says is learnt from recordings of two known weights', () => {
    const learnt = learnScalePattern(recordings);
    const protocol = learnt.ok ? toPatternProtocol(learnt.value) : null;
    if (protocol === null || !protocol.ok) throw new Error('nothing was learnt');
    const decoder = createScaleDecoder(protocol.value);
    expect([learnt.ok && learnt.value.unit, decoder.push(frame('OK', '2.345') + frame('MV', '0.100') + frame('OK', '-0.020'))]).toEqual([
      'kg',
      [
        { kind: 'weight', grams: 2_345, isStable: true },
        { kind: 'weight', grams: 100, isStable: false },
        { kind: 'weight', grams: -20, isStable: true },
      ],
    ]);
  });

  test.each([
    ['before the weight, behind a number', (word: string, kg: string) => `# 7 ${word} ${kg} kg`],
    ['behind the unit', (word: string, kg: string) => `W:${kg}kg,${word}`],
    ['at the start', (word: string, kg: string) => `${word},GS,+${kg}kg`],
  ])('[SC7] the word that says stable is found %s', (_where, write) => {
    const said = (word: string, kg: string) => `${write(word, kg)}\r\n`.repeat(5);
    const learnt = learnScalePattern([
      { characters: said('ST', '0.000'), knownGrams: 0, isStable: true },
      { characters: said('ST', '1.250'), knownGrams: 1_250, isStable: true },
      { characters: said('US', '0.731') + said('ST', '0.733'), knownGrams: 0, isStable: false },
    ]);
    const protocol = learnt.ok ? toPatternProtocol(learnt.value) : null;
    if (protocol === null || !protocol.ok) throw new Error('nothing was learnt');
    expect(['ST', 'US'].map((word) => protocol.value.parse(write(word, '2.345')))).toEqual([
      { kind: 'weight', grams: 2_345, isStable: true },
      { kind: 'weight', grams: 2_345, isStable: false },
    ]);
  });

  test.each([
    ['scale.recordNothing', [{ characters: '', knownGrams: 0, isStable: true }]],
    ['scale.recordTwoWeights', recordings.slice(1)],
    ['scale.recordNoWeight', [recordings[0], { characters: many('OK', '1.250'), knownGrams: 999, isStable: true }]],
  ] as const)('[SC7] %s is said where nothing can be learnt', (refusal, given) => {
    const learnt = learnScalePattern(given.flatMap((one) => (one === undefined ? [] : [one])));
    expect(learnt.ok ? null : learnt.error).toBe(refusal);
  });

  test.each([
    ['(', 'scale.patternBroken'],
    ['\\d+', 'scale.patternNoWeight'],
  ])('[SC7] the pattern %s explains itself', (expression, key) => {
    const made = toPatternProtocol({ expression, unit: 'g', stableWord: '', end: '\n', askWeight: '' });
    expect(made.ok ? null : made.error).toBe(key);
  });
});

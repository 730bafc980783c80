import { expect, test } from 'vitest';
import { contrastRatio } from '#renderer/ui/contrastRatio.ts';
import { darkTokens, lightTokens, type SchemeTokens, toneNames } from '#renderer/ui/tokens.ts';

const leastContrast = 7;

function textPairs(tokens: SchemeTokens): readonly (readonly [string, string, string])[] {
  const plain = [tokens.page, tokens.surface, tokens.sunken].flatMap((ground) => [
    ['ink', tokens.ink, ground] as const,
    ['quiet', tokens.quiet, ground] as const,
  ]);
  const toned = toneNames.flatMap((tone) => {
    const colours = tokens.tones[tone];
    return [
      [`${tone} on tint`, colours.ink, colours.tint] as const,
      [`${tone} on surface`, colours.ink, tokens.surface] as const,
      [`${tone} on page`, colours.ink, tokens.page] as const,
      [`${tone} on solid`, colours.onSolid, colours.solid] as const,
    ];
  });
  return [
    ...plain,
    ...toned,
    ['accent', tokens.onAccent, tokens.accent],
    ['brand', tokens.onBrand, tokens.brand],
    ['stop', tokens.onStop, tokens.stop],
  ];
}

test.each([
  ['light', lightTokens],
  ['dark', darkTokens],
])('every text pair of the %s scheme keeps a contrast of 7:1', (_name, tokens) => {
  const weak = textPairs(tokens)
    .map(([name, ink, ground]) => ({ name, ground, ratio: Math.round(contrastRatio(ink, ground) * 100) / 100 }))
    .filter((pair) => pair.ratio < leastContrast);
  expect(weak).toEqual([]);
});

test('contrast is measured as WCAG does: black on white is 21', () => {
  expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 5);
});

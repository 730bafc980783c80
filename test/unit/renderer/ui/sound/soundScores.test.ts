import { expect, test } from 'vitest';
import { soundLengthMs, soundScores } from '#renderer/ui/sound/soundScores.ts';
import { soundNames } from '#shared/model/workflow/workflow.ts';

function fingerprint(name: (typeof soundNames)[number]): string {
  return soundScores[name].map((note) => `${note.atMs}+${note.lastsMs}:${Math.sign(note.toHz - note.fromHz)}`).join(' ');
}

test('no two sounds share rhythm and contour', () => {
  expect(new Set(soundNames.map(fingerprint)).size).toBe(soundNames.length);
});

test('sounds of a good scan are over before the next scan of a quick picker, a stop lasts', () => {
  expect([soundLengthMs('ok') <= 100, soundLengthMs('tick') <= 30, soundLengthMs('stop') >= 800]).toEqual([true, true, true]);
});

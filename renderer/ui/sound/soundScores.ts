import type { SoundName } from '#shared/model/workflow/workflow.ts';

/** One tone of a sound: a glide from one pitch to another. Times are milliseconds from the start of the sound. */
export type Note = {
  readonly atMs: number;
  readonly lastsMs: number;
  readonly fromHz: number;
  readonly toHz: number;
  /** 0 to 1. */
  readonly loudness: number;
  readonly shape: 'sine' | 'triangle' | 'square' | 'sawtooth';
};

/**
 * The designed sounds. They differ in contour and rhythm, not only in pitch, so that they are told apart
 * in a cold room with fans running: ok is one short high note, a finished line steps up a fifth, a finished order
 * climbs a major triad and rings, a warning falls twice and waits, a stop is a low buzz in three blows, a tick is hardly there.
 */
export const soundScores: Readonly<Record<SoundName, readonly Note[]>> = {
  ok: [{ atMs: 0, lastsMs: 95, fromHz: 1318.5, toHz: 1318.5, loudness: 0.7, shape: 'triangle' }],
  lineDone: [
    { atMs: 0, lastsMs: 85, fromHz: 1046.5, toHz: 1046.5, loudness: 0.7, shape: 'triangle' },
    { atMs: 95, lastsMs: 170, fromHz: 1568, toHz: 1568, loudness: 0.8, shape: 'triangle' },
  ],
  orderDone: [
    { atMs: 0, lastsMs: 110, fromHz: 784, toHz: 784, loudness: 0.7, shape: 'triangle' },
    { atMs: 110, lastsMs: 110, fromHz: 987.8, toHz: 987.8, loudness: 0.7, shape: 'triangle' },
    { atMs: 220, lastsMs: 110, fromHz: 1174.7, toHz: 1174.7, loudness: 0.75, shape: 'triangle' },
    { atMs: 330, lastsMs: 420, fromHz: 1568, toHz: 1568, loudness: 0.85, shape: 'triangle' },
    { atMs: 330, lastsMs: 420, fromHz: 784, toHz: 784, loudness: 0.4, shape: 'sine' },
  ],
  warning: [
    { atMs: 0, lastsMs: 160, fromHz: 740, toHz: 587.3, loudness: 0.8, shape: 'triangle' },
    { atMs: 260, lastsMs: 220, fromHz: 740, toHz: 554.4, loudness: 0.85, shape: 'triangle' },
  ],
  stop: [
    { atMs: 0, lastsMs: 190, fromHz: 233, toHz: 220, loudness: 0.9, shape: 'square' },
    { atMs: 0, lastsMs: 190, fromHz: 311, toHz: 294, loudness: 0.5, shape: 'sawtooth' },
    { atMs: 250, lastsMs: 190, fromHz: 233, toHz: 220, loudness: 0.9, shape: 'square' },
    { atMs: 250, lastsMs: 190, fromHz: 311, toHz: 294, loudness: 0.5, shape: 'sawtooth' },
    { atMs: 500, lastsMs: 420, fromHz: 220, toHz: 165, loudness: 1, shape: 'square' },
    { atMs: 500, lastsMs: 420, fromHz: 294, toHz: 220, loudness: 0.5, shape: 'sawtooth' },
  ],
  tick: [{ atMs: 0, lastsMs: 18, fromHz: 2400, toHz: 1800, loudness: 0.25, shape: 'sine' }],
};

/** How long a sound is to be heard, milliseconds. */
export function soundLengthMs(name: SoundName): number {
  return Math.max(...soundScores[name].map((note) => note.atMs + note.lastsMs));
}

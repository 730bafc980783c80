import { describe, expect, test } from 'vitest';
import { createWedgeDetector } from '#renderer/bridge/wedgeDetector.ts';
import { calibrateWedge, fastProfile, type WedgeProfile } from '#renderer/bridge/wedgeProfile.ts';
import { createPrng } from '#shared/base/prng.ts';
import { drawKeystrokes, type Keystroke } from '#test/support/drawKeystrokes.ts';

/** Plays keystrokes with a clock of its own: timers that fall due before the next key run before it. */
function play(strokes: readonly Keystroke[], profiles: readonly WedgeProfile[] = []): string[] {
  const heard: string[] = [];
  let nowMs = 0;
  let due: { run: () => void; atMs: number } | null = null;
  const runTimers = (untilMs: number): void => {
    while (due !== null && due.atMs <= untilMs) {
      const { run, atMs } = due;
      due = null;
      nowMs = atMs;
      run();
    }
    nowMs = untilMs;
  };
  const detector = createWedgeDetector({
    profiles: () => profiles,
    onScan: (text) => heard.push(`scan ${text}`),
    onKey: (key) => heard.push(`key ${key}`),
    later(run, afterMs) {
      const timer = { run, atMs: nowMs + afterMs };
      due = timer;
      return () => {
        if (due === timer) due = null;
      };
    },
  });
  for (const { key, atMs } of strokes) {
    runTimers(atMs);
    if (key === 'Enter' || key === 'Tab') {
      if (!detector.terminator(key, atMs)) heard.push(`key ${key}`);
    } else if (key.length > 1) {
      if (!detector.prefix(key, atMs)) heard.push(`key ${key}`);
    } else detector.character(key, atMs);
  }
  runTimers(Number.POSITIVE_INFINITY);
  return heard;
}

const typed = (text: string, gapMs: number, startMs = 0): Keystroke[] =>
  [...text].map((key, index) => ({ key, atMs: startMs + index * gapMs }));
const enter = (atMs: number): Keystroke => ({ key: 'Enter', atMs });

describe('without calibration', () => {
  test('characters 8 to 16 ms apart are a scan, its Enter belongs to it', () => {
    expect(play([...typed('BN-A03-2-15-K', 12), enter(13 * 12)])).toEqual(['scan BN-A03-2-15-K']);
  });

  test('a scanner that sends no Enter is understood after the quiet time, zeros and case kept', () => {
    expect(play(typed('000aB000', 9))).toEqual(['scan 000aB000']);
  });

  test('a person types keys, and Enter is a key', () => {
    expect(play([...typed('12', 120), enter(500)])).toEqual(['key 1', 'key 2', 'key Enter']);
  });

  test('two quick fingers are not a scan', () => {
    expect(play(typed('123', 20))).toEqual(['key 1', 'key 2', 'key 3']);
  });

  test('two scans in a row stay apart', () => {
    const one = [...typed('6901234567892', 10), enter(130)];
    const two = [...typed('6901234567892', 10, 180), enter(310)];
    expect(play([...one, ...two])).toEqual(['scan 6901234567892', 'scan 6901234567892']);
  });

  test('a scanner as slow as a hand is a hand', () => {
    expect(play([...typed('6901234567892', 90), enter(1_170)]).every((heard) => heard.startsWith('key'))).toBe(true);
  });
});

describe('calibrated', () => {
  const slow: WedgeProfile = { name: 'slow', prefix: null, suffix: 'Enter', shortestGapMs: 70, longestGapMs: 115, fewestCharacters: 8 };
  const announced: WedgeProfile = { ...slow, name: 'announced', prefix: 'F9', shortestGapMs: 0, fewestCharacters: 2 };

  test('a slow scanner is told by its even gaps and its Enter', () => {
    expect(play([...typed('6901234567892', 90), enter(1_170)], [slow])).toEqual(['scan 6901234567892']);
  });

  test('without its Enter it is not believed', () => {
    expect(play(typed('6901234567892', 90), [slow])).toEqual(Array.from('6901234567892', (key) => `key ${key}`));
  });

  test('after its prefix everything is its own, however short or uneven', () => {
    const strokes = [{ key: 'F9', atMs: 0 }, { key: 'A', atMs: 60 }, { key: '1', atMs: 300 }, enter(390)];
    expect(play(strokes, [announced])).toEqual(['scan A1']);
  });

  test('a prefix nothing comes of is a key again', () => {
    expect(
      play(
        [
          { key: 'F9', atMs: 0 },
          { key: '1', atMs: 2_000 },
        ],
        [announced],
      ),
    ).toEqual(['key F9', 'key 1']);
  });

  test('three scans of the calibration code make the profile', () => {
    const sample = (prefix: string[], gapMs: number) => {
      const keys = [...prefix, ...Array.from('HALFHOUR-1'), 'Enter'];
      return { keys, atMs: keys.map((_, index) => index * gapMs) };
    };
    const three = (prefix: string[], gapMs: number) => Array.from({ length: 3 }, () => sample(prefix, gapMs));
    expect([
      calibrateWedge('a', 'HALFHOUR-1', three([], 90)),
      calibrateWedge('b', 'HALFHOUR-1', three(['F9'], 90)),
      calibrateWedge('c', 'HALFHOUR-1', three([], 12)),
      calibrateWedge('d', 'HALFHOUR-1', three([], 12).slice(1)),
      calibrateWedge('e', 'halfhour-1', three([], 12)),
      calibrateWedge('f', 'HALFHOUR-1', [...three([], 12).slice(1), sample(['F9'], 12)]),
      calibrateWedge('g', 'HALFHOUR-1', three([], 700)),
    ]).toEqual([
      { ok: true, profile: { name: 'a', prefix: null, suffix: 'Enter', shortestGapMs: 76, longestGapMs: 108, fewestCharacters: 8 } },
      { ok: true, profile: { name: 'b', prefix: 'F9', suffix: 'Enter', shortestGapMs: 0, longestGapMs: 108, fewestCharacters: 2 } },
      { ok: true, profile: { ...fastProfile, name: 'c', suffix: 'Enter' } },
      { ok: false, problem: 'tooFewSamples' },
      { ok: false, problem: 'textDiffers' },
      { ok: false, problem: 'samplesDiffer' },
      { ok: false, problem: 'tooUneven' },
    ]);
  });

  test('ten thousand bursts of scanners and people, mixed, are told apart without an error', () => {
    const prng = createPrng(20_261_122);
    const wrong: string[] = [];
    const seen: Record<string, number> = {};
    let burstCount = 0;
    while (burstCount < 10_000) {
      // Forty bursts follow each other on one keyboard.
      const drawn = Array.from({ length: 40 }, () => drawKeystrokes(prng));
      const strokes: Keystroke[] = [];
      let atMs = 0;
      for (const burst of drawn) {
        for (const { key, atMs: after } of burst.strokes) strokes.push({ key, atMs: atMs + after });
        atMs = (strokes.at(-1)?.atMs ?? atMs) + burst.pauseMs;
        seen[burst.kind] = (seen[burst.kind] ?? 0) + 1;
      }
      const expected = drawn.flatMap(({ heard }) => heard);
      const heard = play(strokes, [slow, announced]);
      const at = heard.findIndex((one, index) => one !== expected[index]);
      if (at >= 0 || heard.length !== expected.length) wrong.push(`${expected[Math.max(at, 0)]} heard as ${heard[Math.max(at, 0)]}`);
      burstCount += drawn.length;
    }
    console.log(`wedge: ${burstCount} bursts, ${JSON.stringify(seen)}, ${wrong.length} wrong`);
    expect([wrong, Object.keys(seen).length]).toEqual([[], 8]);
  });
});

import { nextInt, pickOne, type Prng } from '#shared/base/prng.ts';

export type Keystroke = { readonly key: string; readonly atMs: number };

/** A burst of one typist: what is pressed, what should be heard of it, and the pause after it. */
export type Burst = {
  readonly kind: string;
  readonly strokes: readonly Keystroke[];
  readonly heard: readonly string[];
  readonly pauseMs: number;
};

const codeCharacters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef-./';

const makers: ReadonlyArray<(prng: Prng) => Omit<Burst, 'pauseMs'>> = [
  (prng) => scanned('fast scanner', prng, 8, 16, { suffix: 'Enter' }),
  (prng) => scanned('fast scanner with Tab', prng, 8, 16, { suffix: 'Tab' }),
  (prng) => scanned('fast scanner without Enter', prng, 8, 16, {}),
  (prng) => scanned('slow scanner, calibrated', prng, 80, 100, { suffix: 'Enter', least: 8 }),
  (prng) => scanned('slow scanner with prefix', prng, 80, 100, { suffix: 'Enter', prefix: 'F9' }),
  (prng) => handTyped('PIN', prng, digits(prng, nextInt(prng, 4, 6)), true),
  (prng) => handTyped('words', prng, text(prng, nextInt(prng, 1, 20)), prng.next() < 0.5),
  straightAfterTyping,
];

/** One burst of any kind: scanners of 8 to 16 and of 80 to 100 ms a character, hands of 80 to 250 ms. */
export function drawKeystrokes(prng: Prng): Burst {
  return { ...pickOne(prng, makers)(prng), pauseMs: nextInt(prng, 260, 1_500) };
}

function scanned(
  kind: string,
  prng: Prng,
  fastestMs: number,
  slowestMs: number,
  frame: { readonly suffix?: 'Enter' | 'Tab'; readonly prefix?: string; readonly least?: number },
): Omit<Burst, 'pauseMs'> {
  const code = prng.next() < 0.5 ? digits(prng, pickOne(prng, [8, 12, 13, 14])) : text(prng, nextInt(prng, frame.least ?? 4, 60));
  const keys = [...(frame.prefix === undefined ? [] : [frame.prefix]), ...code, ...(frame.suffix === undefined ? [] : [frame.suffix])];
  return { kind, strokes: timed(keys, prng, fastestMs, slowestMs), heard: [`scan ${code}`] };
}

function handTyped(kind: string, prng: Prng, characters: string, hasEnter: boolean): Omit<Burst, 'pauseMs'> {
  const keys = [...characters, ...(hasEnter ? ['Enter'] : [])];
  return { kind, strokes: timed(keys, prng, 80, 250), heard: keys.map((key) => `key ${key}`) };
}

/** A hand has typed a few digits, and the trigger is pulled before anything else happens. */
function straightAfterTyping(prng: Prng): Omit<Burst, 'pauseMs'> {
  const typed = handTyped('', prng, digits(prng, nextInt(prng, 1, 5)), false);
  const scan = scanned('', prng, 8, 16, { suffix: 'Enter' });
  const startMs = (typed.strokes.at(-1)?.atMs ?? 0) + nextInt(prng, 45, 200);
  return {
    kind: 'scan straight after typing',
    strokes: [...typed.strokes, ...scan.strokes.map(({ key, atMs }) => ({ key, atMs: atMs + startMs }))],
    heard: [...typed.heard, ...scan.heard],
  };
}

function timed(keys: readonly string[], prng: Prng, fastestMs: number, slowestMs: number): Keystroke[] {
  let atMs = 0;
  return keys.map((key, index) => {
    if (index > 0) atMs += fastestMs + prng.next() * (slowestMs - fastestMs);
    return { key, atMs };
  });
}

function digits(prng: Prng, count: number): string {
  return Array.from({ length: count }, () => nextInt(prng, 0, 9)).join('');
}

function text(prng: Prng, count: number): string {
  return Array.from({ length: count }, () => codeCharacters.charAt(nextInt(prng, 0, codeCharacters.length - 1))).join('');
}

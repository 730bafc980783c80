import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScaleDecoder } from '#shared/wire/scale/createScaleDecoder.ts';
import type { ScaleFrame } from '#shared/wire/scale/scaleFrame.ts';
import { scaleProtocols } from '#shared/wire/scale/scaleProtocols.ts';

type Case = readonly [keyof typeof scaleProtocols, string, ScaleFrame];
const fromHex = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');

/** Frames of the makers' manuals. */
const cases: readonly Case[] = [
  ['mtSics', 'S S     100.00 g\r\n', { kind: 'weight', grams: 100, isStable: true }],
  ['mtSics', 'S D     12.345 kg\r\n', { kind: 'weight', grams: 12_345, isStable: false }],
  ['mtSics', 'S S       -5.32 g\r\n', { kind: 'weight', grams: -5, isStable: true }],
  ['mtSics', 'S I\r\n', { kind: 'noWeight' }],
  ['mtSics', 'S +\r\n', { kind: 'overload' }],
  ['mtSics', 'S -\r\n', { kind: 'underload' }],
  ['mtSics', 'Z A\r\n', { kind: 'reply', isDone: true }],
  ['mtSics', 'Z I\r\n', { kind: 'reply', isDone: false }],
  ['mtSics', 'ES\r\n', { kind: 'reply', isDone: false }],
  ['toledo8217', '\u000200.190\r', { kind: 'weight', grams: 190, isStable: true }],
  ['toledo8217', '\u000201.250N\r', { kind: 'weight', grams: 1_250, isStable: true }],
  ['toledo8217', '\u0002?A\r', { kind: 'noWeight' }],
  ['toledo8217', '\u0002?B\r', { kind: 'overload' }],
  ['toledo8217', '\u0002?D\r', { kind: 'underload' }],
  ['cas', fromHex('53542c4e542c31c22c202020312e323334206b670d0a'), { kind: 'weight', grams: 1_234, isStable: true }],
  ['cas', fromHex('55532c47532c31842c20202d302e303230206b670d0a'), { kind: 'weight', grams: -20, isStable: false }],
  ['and', 'ST,GS,+  1.234kg\r\n', { kind: 'weight', grams: 1_234, isStable: true }],
  [
    'toledoContinuous',
    toledoFrame({ pointPlace: 5, flags: 0b0011_0000, weight: '  1234' }),
    { kind: 'weight', grams: 1_234, isStable: true },
  ],
  [
    'toledoContinuous',
    toledoFrame({ pointPlace: 5, flags: 0b0011_1010, weight: '   020' }),
    { kind: 'weight', grams: -20, isStable: false },
  ],
  ['toledoContinuous', toledoFrame({ pointPlace: 5, flags: 0b0011_0100, weight: '000000' }), { kind: 'overload' }],
];

describe('scale protocols', () => {
  test.each(cases)('[SC1] %s %j', (protocol, bytes, frame) => {
    expect(createScaleDecoder(scaleProtocols[protocol]).push(bytes)).toEqual([frame]);
  });

  test('[SC1] frames split anywhere, with noise before them, read the same', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.array(fc.nat(30), { maxLength: 6 }), ([protocol, bytes, frame], cuts) => {
        const decoder = createScaleDecoder(scaleProtocols[protocol]);
        const stream = bytes + bytes;
        const borders = [0, ...cuts.map((cut) => cut % stream.length).sort((a, b) => a - b), stream.length];
        const frames = borders.slice(1).flatMap((end, index) => decoder.push(stream.slice(borders[index], end)));
        expect(frames).toEqual([frame, frame]);
      }),
    );
  });

  test('[SC2] what is no frame is counted and loses nothing after it', () => {
    const decoder = createScaleDecoder(scaleProtocols.mtSics);
    const frames = decoder.push(`nonsense\r\nS S      1.00 furlong\r\n${'x'.repeat(100)}`);
    const after = decoder.push('\r\nS S          7 g\r\n');
    expect([frames, after, decoder.malformedFrames()]).toEqual([[], [{ kind: 'weight', grams: 7, isStable: true }], 3]);
  });

  test('[SC2] a Toledo continuous frame with a wrong check character is thrown away', () => {
    const frame = toledoFrame({ pointPlace: 5, flags: 0b0011_0000, weight: '  1234' });
    const decoder = createScaleDecoder(scaleProtocols.toledoContinuous);
    expect([decoder.push(`${frame.slice(0, -1)}\u0001`), decoder.malformedFrames()]).toEqual([[], 1]);
  });
});

function toledoFrame(given: { pointPlace: number; flags: number; weight: string }): string {
  const body = `\u0002${String.fromCharCode(0x20 | given.pointPlace, given.flags, 0x20)}${given.weight}000000\r`;
  const sum = [...body].reduce((total, character) => total + (character.charCodeAt(0) & 0x7f), 0);
  return body + String.fromCharCode((128 - (sum % 128)) % 128);
}

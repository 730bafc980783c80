import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScanFramer, maxFrameBytes } from '#electron/drivers/scanner/createScanFramer.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('scan framing', () => {
  test('[SN1] codes are cut at CR, LF or both, however the bytes are split', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[0-9A-Z]{1,30}$/), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('\r', '\n', '\r\n'),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (codes, suffix, lengths) => {
          const framer = createScanFramer({ prefix: '', suffix: '\r\n' });
          const stream = codes.map((code) => code + suffix).join('');
          const read: string[] = [];
          for (let at = 0; at < stream.length;) {
            const length = lengths.next().value ?? 1;
            read.push(...framer.push(bytes(stream.slice(at, at + length))).map((frame) => frame.text));
            at += length;
          }
          expect([read, framer.malformedFrames()]).toEqual([codes, 0]);
        },
      ),
    );
  });

  test('[SN1] an AIM identifier is taken off and kept', () => {
    const framer = createScanFramer({ prefix: '', suffix: '\r' });
    expect(framer.push(bytes(']C10110614141000415\r]E06901234567892\rABC\r'))).toEqual([
      { text: '0110614141000415', aim: ']C1' },
      { text: '6901234567892', aim: ']E0' },
      { text: 'ABC', aim: null },
    ]);
  });

  test('[SN1] control characters inside a code are kept', () => {
    const framer = createScanFramer({ prefix: '', suffix: '\r' });
    expect(framer.push(bytes('10A\u001d21B\u00e9\r'))).toEqual([{ text: '10A\u001d21B\u00e9', aim: null }]);
  });

  test('[SN2] a frame that is too long is thrown away, counted, and the next one is whole', () => {
    const framer = createScanFramer({ prefix: '', suffix: '\r' });
    const frames = framer.push(bytes(`${'9'.repeat(maxFrameBytes + 500)}\rGOOD\r`));
    expect([frames, framer.malformedFrames()]).toEqual([[{ text: 'GOOD', aim: null }], 1]);
  });

  test('[SN2] a frame without the prefix is thrown away and counted', () => {
    const framer = createScanFramer({ prefix: '\u0002', suffix: '\r' });
    expect([framer.push(bytes('noise\r\u0002GOOD\r')), framer.malformedFrames()]).toEqual([[{ text: 'GOOD', aim: null }], 1]);
  });

  test('[SN3] silence ends a code of a scanner without suffix, and breaks one of a scanner with it', () => {
    const without = createScanFramer({ prefix: '', suffix: '' });
    const withSuffix = createScanFramer({ prefix: '', suffix: '\r' });
    without.push(bytes('ABC'));
    withSuffix.push(bytes('ABC'));
    expect([without.idle(), withSuffix.idle(), withSuffix.push(bytes('DEF\r')), withSuffix.malformedFrames()]).toEqual([
      [{ text: 'ABC', aim: null }],
      [],
      [{ text: 'DEF', aim: null }],
      1,
    ]);
  });

  test('[SN2] a code broken off by a pulled cable is not joined to the next', () => {
    const framer = createScanFramer({ prefix: '', suffix: '\r' });
    framer.push(bytes('690123'));
    framer.reset();
    expect([framer.push(bytes('6901234567892\r')), framer.malformedFrames()]).toEqual([[{ text: '6901234567892', aim: null }], 1]);
  });
});

import { describe, expect, test } from 'vitest';
import { hasEscposReceipt, parseEscposStatus } from '#shared/wire/printer/parseEscposStatus.ts';
import { parseTsplStatus } from '#shared/wire/printer/parseTsplStatus.ts';

const bytes = (...codes: readonly number[]): string => String.fromCharCode(...codes);

describe('printer status', () => {
  test.each([
    [0x00, null, false],
    [0x20, null, true],
    [0x01, 'device.headOpen', false],
    [0x05, 'device.headOpen', false],
    [0x02, 'device.paperJam', false],
    [0x04, 'device.paperOut', false],
    [0x0c, 'device.paperOut', false],
    [0x08, 'device.ribbonOut', false],
    [0x10, 'device.paused', false],
    [0x80, 'device.printerError', false],
  ])('[PR12] the byte %i of a TSPL printer is %s', (bits, fault, hasWork) => {
    expect(parseTsplStatus(bytes(bits))).toEqual({ fault, hasWork });
  });

  test.each([
    ['well', [0x12, 0x12, 0x12, 0x12], null],
    ['cover open', [0x1a, 0x16, 0x12, 0x12], 'device.headOpen'],
    ['paper end', [0x1a, 0x32, 0x12, 0x72], 'device.paperOut'],
    ['cutter', [0x1a, 0x52, 0x1a, 0x12], 'device.cutterFault'],
    ['offline', [0x1a, 0x12, 0x12, 0x12], 'device.paused'],
  ] as const)('[PR12] DLE EOT of an ESC/POS printer: %s', (_, codes, fault) => {
    expect(parseEscposStatus(bytes(...codes))?.fault).toBe(fault);
  });

  test('[PR12] nothing is read of half an answer, and a receipt is none of the status bytes', () => {
    expect([
      parseTsplStatus(''),
      parseEscposStatus(bytes(0x12, 0x12, 0x12)),
      hasEscposReceipt(bytes(0x12, 0x1a)),
      hasEscposReceipt(bytes(0x12, 0x00)),
    ]).toEqual([null, null, false, true]);
  });
});

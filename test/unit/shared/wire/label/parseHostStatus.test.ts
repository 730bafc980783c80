import { expect, test } from 'vitest';
import { parseHostStatus, parseOdometer, printerFaultOf } from '#shared/wire/label/parseHostStatus.ts';

const frame = (line: string): string => `\u0002${line}\u0003\r\n`;
const answer = (paper: string, pause: string, formats: string, head: string, remaining: string): string =>
  frame(`030,${paper},${pause},0320,${formats},0,0,0,000,0,0,0`) + frame(`000,0,${head},0,0,2,6,0,${remaining},1,000`) + frame('1234,0');

test('[PR1] the three lines of ~HS are read, whatever comes before them', () => {
  const status = parseHostStatus(`noise${answer('0', '0', '002', '0', '00000003')}`);
  expect(status).toEqual({
    isPaperOut: false,
    isPaused: false,
    formatsInBuffer: 2,
    isBufferFull: false,
    isHeadUp: false,
    isRibbonOut: false,
    labelsRemaining: 3,
  });
});

test('[PR1] an answer that is not whole yet is none', () => {
  const whole = answer('0', '0', '000', '0', '00000000');
  const cuts = Array.from({ length: whole.length - 2 }, (_, index) => parseHostStatus(whole.slice(0, index)));
  expect(cuts.every((status) => status === null)).toBe(true);
});

test('[PR1] paper, head and pause are named, the gravest first', () => {
  const faults = [
    answer('1', '0', '000', '1', '0'),
    answer('1', '1', '000', '0', '0'),
    answer('0', '1', '000', '0', '0'),
    answer('0', '0', '000', '0', '0'),
  ];
  expect(faults.map((text) => printerFaultOf(parseHostStatus(text) ?? expect.fail('no status')))).toEqual([
    'device.headOpen',
    'device.paperOut',
    'device.paused',
    null,
  ]);
});

test('[PR1] a printer without an odometer answers a question mark', () => {
  expect([parseOdometer('"1234"'), parseOdometer('"?"'), parseOdometer('')]).toEqual([1234, null, null]);
});

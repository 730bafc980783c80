import { expect, test } from 'vitest';
import { createWedgeDetector } from '#renderer/bridge/wedgeDetector.ts';

function createProbe() {
  const heard: string[] = [];
  let waiting: (() => void) | null = null;
  const detector = createWedgeDetector({
    onScan: (text) => heard.push(`scan ${text}`),
    onKey: (key) => heard.push(`key ${key}`),
    later(run) {
      waiting = run;
      return () => (waiting = null);
    },
  });
  const type = (text: string, gapMs: number, startMs = 0) =>
    [...text].forEach((character, index) => detector.character(character, startMs + index * gapMs));
  return { heard, detector, type, quiet: () => waiting?.() };
}

test('characters 8 to 16 ms apart are a scan, its Enter belongs to it', () => {
  const { heard, detector, type } = createProbe();
  type('BN-A03-2-15-K', 12);
  detector.terminator('Enter', 13 * 12);
  expect(heard).toEqual(['scan BN-A03-2-15-K']);
});

test('a scanner that sends no Enter is understood after the quiet time, zeros and case kept', () => {
  const { heard, type, quiet } = createProbe();
  type('000aB000', 9);
  quiet();
  expect(heard).toEqual(['scan 000aB000']);
});

test('a person types keys, and Enter is a key', () => {
  const { heard, detector, type } = createProbe();
  type('12', 120);
  detector.terminator('Enter', 500);
  expect(heard).toEqual(['key 1', 'key 2', 'key Enter']);
});

test('two quick fingers are not a scan', () => {
  const { heard, type, quiet } = createProbe();
  type('123', 20);
  quiet();
  expect(heard).toEqual(['key 1', 'key 2', 'key 3']);
});

test('two scans in a row stay apart', () => {
  const { heard, detector, type } = createProbe();
  type('6901234567892', 10);
  detector.terminator('Enter', 130);
  type('6901234567892', 10, 180);
  detector.terminator('Enter', 310);
  expect(heard).toEqual(['scan 6901234567892', 'scan 6901234567892']);
});

import { expect, test } from 'vitest';
import { characterOf } from '#renderer/bridge/characterOf.ts';

test('a character is taken as the browser names it', () => {
  expect(characterOf({ code: 'KeyB', shiftKey: true, key: 'B' })).toBe('B');
});

test('behind a Chinese input method the key code gives the character, case kept', () => {
  expect([
    characterOf({ code: 'KeyB', shiftKey: true, key: 'Process' }),
    characterOf({ code: 'KeyB', shiftKey: false, key: 'Process' }),
    characterOf({ code: 'Minus', shiftKey: false, key: 'Process' }),
    characterOf({ code: 'Digit0', shiftKey: false, key: 'Process' }),
  ]).toEqual(['B', 'b', '-', '0']);
});

test('a full-width sign of an input method is read by its key', () => {
  expect(characterOf({ code: 'Comma', shiftKey: false, key: '，' })).toBe(',');
});

test('keys that write nothing are no characters', () => {
  expect([characterOf({ code: 'F8', shiftKey: false, key: 'F8' }), characterOf({ code: 'Enter', shiftKey: false, key: 'Enter' })]).toEqual([
    null,
    null,
  ]);
});

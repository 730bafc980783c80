// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openKeyboard, type Keyboard } from '#renderer/bridge/openKeyboard.ts';

let heard: string[];
let keyboard: Keyboard;
let input: HTMLInputElement;

beforeEach(() => {
  vi.useFakeTimers();
  heard = [];
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text) };
  keyboard = openKeyboard(window, { onScan: (text) => heard.push(`scan ${text}`), onGesture: () => undefined, storage });
  keyboard.onKey((key) => heard.push(`key ${key}`) > 0);
  document.body.innerHTML = '<input>';
  input = document.querySelector('input') ?? expect.fail('no field');
});
afterEach(() => {
  keyboard.close();
  vi.useRealTimers();
});

type Press = Partial<KeyboardEventInit> & { readonly code: string };
let clockMs = 0;
/** Presses a key `afterMs` later; a key the page lets through is written by the field, as a browser does. */
function press({ code, ...init }: Press, afterMs: number, target: HTMLElement = document.body): void {
  vi.advanceTimersByTime(afterMs);
  clockMs += afterMs;
  const event = new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, 'timeStamp', { value: clockMs });
  target.dispatchEvent(event);
  const writes = !event.defaultPrevented && (event.key.length === 1 || event.key === 'Process');
  if (writes && target instanceof HTMLInputElement) target.value += event.key === 'Process' ? code.slice(-1).toLowerCase() : event.key;
}
const codeOf = (character: string): string => (/\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`);
const type = (text: string, gapMs: number, target?: HTMLElement, init: Partial<KeyboardEventInit> = {}): void => {
  for (const key of text) press({ code: codeOf(key), key, shiftKey: /[A-Z]/.test(key), ...init }, gapMs, target);
};
const enter = (gapMs: number, target?: HTMLElement): void => press({ code: 'Enter', key: 'Enter' }, gapMs, target);
const rest = (): void => void vi.advanceTimersByTime(500);

describe('on a screen without a field', () => {
  test('no character of a scan reaches the keys, not the first either', () => {
    type('6901234567892', 10);
    enter(10);
    rest();
    expect(heard).toEqual(['scan 6901234567892']);
  });

  test('a person is given through in order', () => {
    type('12', 150);
    enter(150);
    rest();
    expect(heard).toEqual(['key 1', 'key 2', 'key Enter']);
  });

  test('a button a person has walked to is pressed by Enter and space; the Enter of a scan presses nothing', () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    let pressed = 0;
    /** A browser presses the button where the page lets the key through. */
    button.addEventListener('keydown', (event) => void setTimeout(() => (pressed += event.defaultPrevented ? 0 : 1)));
    press({ code: 'Enter', key: 'Enter' }, 2_000, button);
    press({ code: 'Space', key: ' ' }, 2_000, button);
    rest();
    const byPerson = [pressed, [...heard]];
    type('6901234567892', 10, button);
    enter(10, button);
    // A slow scanner nobody has calibrated is not known as one; its Enter presses nothing either.
    type('69012', 100, button);
    enter(100, button);
    rest();
    expect([byPerson, pressed, heard[0]]).toEqual([[2, []], 2, 'scan 6901234567892']);
  });

  test('a key held down is no scanner', () => {
    press({ code: 'Digit1', key: '1' }, 500);
    for (let count = 0; count < 20; count += 1) press({ code: 'Digit1', key: '1', repeat: true }, 30);
    rest();
    expect(heard).toEqual(['key 1']);
  });

  test('an input method that hides the characters changes nothing', () => {
    type('AB12cd', 10, undefined, { key: 'Process', isComposing: true });
    rest();
    expect(heard).toEqual(['scan AB12cd']);
  });

  test('separators come as Ctrl+], as F8 inside a burst and as Alt with digits', () => {
    type('0110', 10);
    press({ code: 'BracketRight', key: ']', ctrlKey: true }, 10);
    type('21', 10);
    press({ code: 'F8', key: 'F8' }, 10);
    type('7', 10);
    for (const digit of '029') press({ code: `Numpad${digit}`, key: digit, altKey: true }, 3);
    window.dispatchEvent(new KeyboardEvent('keyup', { code: 'AltLeft' }));
    rest();
    press({ code: 'F8', key: 'F8' }, 400);
    expect([heard[0], heard.at(-1)]).toEqual(['scan 0110\u001d21\u001d7', 'key F8']);
  });

  test('a calibration listens alone', () => {
    const keys: string[] = [];
    const stop = keyboard.tap((key) => void keys.push(key));
    type('A1', 10);
    enter(10);
    stop();
    type('2', 200);
    rest();
    expect([keys, heard]).toEqual([['A', '1', 'Enter'], ['key 2']]);
  });

  test('calibrated scanners are kept on this computer', () => {
    const profile = { name: 'gun', prefix: 'F9', suffix: 'Enter' as const, shortestGapMs: 0, longestGapMs: 110, fewestCharacters: 2 };
    keyboard.setProfiles([profile, { ...profile, longestGapMs: 120 }]);
    press({ code: 'F9', key: 'F9' }, 500);
    type('X1', 90);
    enter(90);
    expect([keyboard.profiles(), heard]).toEqual([[{ ...profile, longestGapMs: 120 }], ['scan X1']]);
  });
});

describe('in a field', () => {
  beforeEach(() => input.focus());

  test('no character of a scan stands in it', () => {
    type('6901234567892', 10, input);
    enter(10, input);
    rest();
    expect([input.value, heard]).toEqual(['', ['scan 6901234567892']]);
  });

  test('a person types as ever', () => {
    type('Li4', 120, input);
    rest();
    expect([input.value, heard]).toEqual(['Li4', []]);
  });

  test('what an input method wrote of a scan is taken out again, what stood there stays', () => {
    input.value = '旧';
    type('AB12cd', 10, input, { key: 'Process', isComposing: true });
    rest();
    expect([input.value, heard]).toEqual(['旧', ['scan AB12cd']]);
  });

  test('what a person composes stays', () => {
    type('nihao', 140, input, { key: 'Process', isComposing: true });
    rest();
    expect([input.value, heard]).toEqual(['nihao', []]);
  });
});

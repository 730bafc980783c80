import { createWedgeDetector } from './wedgeDetector.ts';

/** What to do for a key: true when it was used. Keys: one character in upper case, or a name such as `F8`, `Enter`, `Ctrl+Z`. */
export type KeyUser = (key: string) => boolean;

/** The page's keyboard: scans of a wedge scanner, and keys for whoever asked last. */
export type Keyboard = {
  /** The newest user is asked first. Returns the way out. */
  onKey(use: KeyUser): () => void;
  close(): void;
};

/**
 * Listens to the whole page by key code, so that neither focus nor an input method changes what a scanner sends.
 * Fields a person types into are left alone.
 */
export function openKeyboard(page: Window, onScan: (text: string) => void, onGesture: () => void): Keyboard {
  const users: KeyUser[] = [];
  const tell = (key: string) => void [...users].reverse().some((use) => use(key));
  const detector = createWedgeDetector({
    onScan,
    onKey: tell,
    later(run, afterMs) {
      const timer = setTimeout(run, afterMs);
      return () => clearTimeout(timer);
    },
  });
  const listen = (event: KeyboardEvent) => {
    onGesture();
    if (isTypingField(event.target)) return;
    if (event.ctrlKey && event.code === 'KeyZ') {
      event.preventDefault();
      return tell('Ctrl+Z');
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const character = characterOf(event);
    if (character !== null) {
      event.preventDefault();
      return detector.character(character, event.timeStamp);
    }
    if (event.code === 'Enter' || event.code === 'NumpadEnter' || event.code === 'Tab') {
      if (event.code !== 'Tab') event.preventDefault();
      return detector.terminator('Enter', event.timeStamp);
    }
    if (/^F([1-9]|10)$/.test(event.code) || event.code === 'Escape' || event.code === 'Backspace' || event.code === 'Home') {
      event.preventDefault();
      tell(event.code);
    }
  };
  page.addEventListener('keydown', listen, { capture: true });
  page.addEventListener('pointerdown', onGesture, { capture: true });
  return {
    onKey(use) {
      users.push(use);
      return () => void users.splice(users.indexOf(use), 1);
    },
    close() {
      page.removeEventListener('keydown', listen, { capture: true });
      page.removeEventListener('pointerdown', onGesture, { capture: true });
    },
  };
}

function isTypingField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.tagName === 'INPUT' || target.tagName === 'TEXTAREA' || target.isContentEditable);
}

const shifted: Readonly<Record<string, string>> = {
  Digit1: '!',
  Digit2: '@',
  Digit3: '#',
  Digit4: '$',
  Digit5: '%',
  Digit6: '^',
  Digit7: '&',
  Digit8: '*',
  Digit9: '(',
  Digit0: ')',
};
const signs: Readonly<Record<string, readonly [string, string]>> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Backquote: ['`', '~'],
  Space: [' ', ' '],
  NumpadDecimal: ['.', '.'],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
};

/**
 * The character of a key: as the browser names it, or, where an input method hides that, by the key's place on a US keyboard,
 * which wedge scanners imitate. Null for keys that write nothing.
 */
export function characterOf(
  event: Pick<KeyboardEvent, 'code' | 'shiftKey'> & {
    key?: string;
    getModifierState?: (key: string) => boolean;
  },
): string | null {
  const { code, shiftKey } = event;
  if (event.key !== undefined && /^[ -~]$/.test(event.key)) return event.key;
  if (/^Key[A-Z]$/.test(code)) {
    const isUpper = shiftKey !== (event.getModifierState?.('CapsLock') ?? false);
    return isUpper ? code.slice(3) : code.slice(3).toLowerCase();
  }
  if (/^Digit\d$/.test(code)) return shiftKey ? (shifted[code] ?? null) : code.slice(5);
  if (/^Numpad\d$/.test(code)) return code.slice(6);
  const sign = signs[code];
  return sign === undefined ? null : sign[shiftKey ? 1 : 0];
}

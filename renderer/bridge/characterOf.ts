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

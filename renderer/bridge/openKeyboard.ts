import { characterOf } from './characterOf.ts';
import { restoreField, typeInto, typingFieldOf, type FieldState, type TypingField } from './typingField.ts';
import { createWedgeDetector, type WedgeDetector } from './wedgeDetector.ts';
import { loadWedgeProfiles, saveWedgeProfiles, type WedgeProfile } from './wedgeProfile.ts';

/** What to do for a key: true when it was used. Keys: one character in upper case, or a name such as `F8`, `Enter`, `Ctrl+Z`. */
export type KeyUser = (key: string) => boolean;

/** Every key as it comes, for calibration; while one listens nothing else gets keys. */
export type KeyTap = (key: string, atMs: number) => void;

/** The page's keyboard: scans of a wedge scanner, and keys for whoever asked last. */
export type Keyboard = {
  /** The newest user is asked first. Returns the way out. */
  onKey(use: KeyUser): () => void;
  /** Takes every key until the way out is gone. */
  tap(use: KeyTap): () => void;
  /** The calibrated scanners of this computer. */
  profiles(): readonly WedgeProfile[];
  setProfiles(profiles: readonly WedgeProfile[]): void;
  close(): void;
};

export type KeyboardUse = {
  readonly onScan: (text: string) => void;
  readonly onGesture: () => void;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
};

/** FNC1 and other separators as scanners type them: GS. */
const groupSeparator = '\u001d';

/**
 * Listens to the whole page by key code, so that neither focus nor an input method changes what a scanner sends. Characters are held back
 * until it is known whether a scanner or a person typed them; a person's are then given to the field in focus or to the screen.
 */
export function openKeyboard(page: Window, use: KeyboardUse): Keyboard {
  const users: KeyUser[] = [];
  const taps: KeyTap[] = [];
  const tell = (key: string) => void [...users].reverse().some((one) => one(key));
  /** Where held characters go, and what an input method may have written there meanwhile. */
  let field: TypingField | null = null;
  let composed: FieldState | null = null;
  let altDigits = '';
  let profiles = loadWedgeProfiles(use.storage);
  const detector = createWedgeDetector({
    profiles: () => profiles,
    onScan(text) {
      if (composed !== null) restoreField(composed);
      composed = null;
      use.onScan(text);
    },
    onKey: (key) => (field === null ? tell(key) : typeInto(field, key)),
    later(run, afterMs) {
      const timer = setTimeout(run, afterMs);
      return () => clearTimeout(timer);
    },
  });
  const listen = (event: KeyboardEvent): void => {
    use.onGesture();
    const key = keyNameOf(event);
    if (taps.length > 0 && key !== null) {
      event.preventDefault();
      return taps.at(-1)?.(key, event.timeStamp);
    }
    const target = typingFieldOf(event.target);
    if (isEditedInPlace(event.target)) return;
    if (target !== field) detector.flush();
    field = target;
    if (event.altKey && /^Numpad\d$/.test(event.code)) {
      event.preventDefault();
      altDigits += event.code.slice(6);
      return;
    }
    // A letter of the person's own language, which no scanner types.
    if (field !== null && event.key.length === 1 && !/^[ -~]$/.test(event.key)) return detector.flush();
    if (isSeparator(event, detector)) {
      event.preventDefault();
      return detector.character(groupSeparator, event.timeStamp);
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return takeCombination(event);
    if (key !== null && key.length === 1) return takeCharacter(key, event);
    takeNamed(event);
  };
  const takeCombination = (event: KeyboardEvent): void => {
    if (!['ControlLeft', 'ControlRight', 'AltLeft', 'AltRight', 'MetaLeft', 'MetaRight'].includes(event.code)) detector.flush();
    if (field !== null || !event.ctrlKey || event.code !== 'KeyZ') return;
    event.preventDefault();
    tell('Ctrl+Z');
  };
  const takeCharacter = (key: string, event: KeyboardEvent): void => {
    // A key held down repeats as fast as a scanner types.
    if (event.repeat) {
      detector.flush();
      if (field === null) event.preventDefault();
      return;
    }
    const isComposing = event.isComposing || event.key === 'Process';
    if (field !== null && isComposing) {
      // An input method gets the key whatever is done here; a scan is taken out of the field afterwards.
      if (composed?.field !== field || !detector.isInBurst(event.timeStamp)) composed = { field, text: field.value };
      return detector.character(key, event.timeStamp, false);
    }
    if (!detector.isInBurst(event.timeStamp)) composed = null;
    event.preventDefault();
    detector.character(key, event.timeStamp);
  };
  const takeNamed = (event: KeyboardEvent): void => {
    const { code } = event;
    if (code.startsWith('Shift') || code === 'CapsLock') return;
    const isTab = code === 'Tab';
    if (isTab || code === 'Enter' || code === 'NumpadEnter') {
      const isOfScan = detector.terminator(isTab ? 'Tab' : 'Enter', event.timeStamp);
      if (isOfScan) return event.preventDefault();
      if (isTab || field !== null) return;
      event.preventDefault();
      return tell('Enter');
    }
    if (detector.prefix(code, event.timeStamp)) return event.preventDefault();
    detector.flush();
    if (field !== null) return;
    if (/^F([1-9]|10)$/.test(code) || code === 'Escape' || code === 'Backspace' || code === 'Home') {
      event.preventDefault();
      tell(code);
    }
  };
  const listenUp = (event: KeyboardEvent): void => {
    if (altDigits === '' || !event.code.startsWith('Alt')) return;
    const character = String.fromCharCode(Number(altDigits) % 256);
    altDigits = '';
    detector.character(character, event.timeStamp);
  };
  page.addEventListener('keydown', listen, { capture: true });
  page.addEventListener('keyup', listenUp, { capture: true });
  page.addEventListener('pointerdown', use.onGesture, { capture: true });
  return {
    onKey: (one) => joined(users, one),
    tap: (one) => joined(taps, one),
    profiles: () => profiles,
    setProfiles: (next) => void (profiles = saveWedgeProfiles(use.storage, next)),
    close() {
      detector.flush();
      page.removeEventListener('keydown', listen, { capture: true });
      page.removeEventListener('keyup', listenUp, { capture: true });
      page.removeEventListener('pointerdown', use.onGesture, { capture: true });
    },
  };
}

function joined<T>(list: T[], one: T): () => void {
  list.push(one);
  return () => {
    const at = list.indexOf(one);
    if (at >= 0) list.splice(at, 1);
  };
}

/** The character a key writes, or its name where it writes none; null for keys that only change others. */
function keyNameOf(event: KeyboardEvent): string | null {
  const character = event.ctrlKey || event.altKey || event.metaKey ? null : characterOf(event);
  if (character !== null) return character;
  if (event.code === 'NumpadEnter') return 'Enter';
  return /^(Shift|Control|Alt|Meta|CapsLock)/.test(event.code) ? null : event.code;
}

/** Ctrl+] is GS typed by a scanner; F8 is FNC1 where it comes inside a burst. */
function isSeparator(event: KeyboardEvent, detector: WedgeDetector): boolean {
  if (event.ctrlKey && !event.altKey && event.code === 'BracketRight') return true;
  return event.code === 'F8' && detector.isInBurst(event.timeStamp);
}

function isEditedInPlace(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.isContentEditable;
}

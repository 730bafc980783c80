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

/** No scanner waits this long between the last character and its Enter; slower than any that was measured. */
const quietBeforePressMs = 500;
const pressable = 'button, a[href], summary, input[type=checkbox], input[type=radio]';

/**
 * Listens to the whole page by key code, so that neither focus nor an input method changes what a scanner sends. Characters are held back
 * until it is known whether a scanner or a person typed them; a person's are then given to the field in focus or to the screen.
 */
export function openKeyboard(page: Window, use: KeyboardUse): Keyboard {
  return new PageKeyboard(page, use);
}

class PageKeyboard implements Keyboard {
  readonly #page: Window;
  readonly #use: KeyboardUse;
  readonly #detector: WedgeDetector;
  readonly #users: KeyUser[] = [];
  readonly #taps: KeyTap[] = [];
  #profiles: readonly WedgeProfile[];
  /** Where held characters go, and what stood there before an input method wrote. */
  #field: TypingField | null = null;
  #composed: FieldState | null = null;
  #altDigits = '';
  #lastCharacterMs = -quietBeforePressMs;
  readonly #onDown = (event: KeyboardEvent): void => this.#take(event);
  readonly #onUp = (event: KeyboardEvent): void => this.#release(event);

  constructor(page: Window, use: KeyboardUse) {
    this.#page = page;
    this.#use = use;
    this.#profiles = loadWedgeProfiles(use.storage);
    this.#detector = createWedgeDetector({
      profiles: () => this.#profiles,
      onScan: (text) => {
        if (this.#composed !== null) restoreField(this.#composed);
        this.#composed = null;
        use.onScan(text);
      },
      onKey: (key) => (this.#field === null ? this.#tell(key) : typeInto(this.#field, key)),
      later(run, afterMs) {
        const timer = setTimeout(run, afterMs);
        return () => clearTimeout(timer);
      },
    });
    page.addEventListener('keydown', this.#onDown, { capture: true });
    page.addEventListener('keyup', this.#onUp, { capture: true });
    page.addEventListener('pointerdown', use.onGesture, { capture: true });
  }

  onKey(one: KeyUser): () => void {
    return joined(this.#users, one);
  }

  tap(one: KeyTap): () => void {
    return joined(this.#taps, one);
  }

  profiles(): readonly WedgeProfile[] {
    return this.#profiles;
  }

  setProfiles(profiles: readonly WedgeProfile[]): void {
    this.#profiles = saveWedgeProfiles(this.#use.storage, profiles);
  }

  close(): void {
    this.#detector.flush();
    this.#page.removeEventListener('keydown', this.#onDown, { capture: true });
    this.#page.removeEventListener('keyup', this.#onUp, { capture: true });
    this.#page.removeEventListener('pointerdown', this.#use.onGesture, { capture: true });
  }

  #tell(key: string): void {
    [...this.#users].reverse().some((one) => one(key));
  }

  #take(event: KeyboardEvent): void {
    this.#use.onGesture();
    const key = keyNameOf(event);
    const tap = this.#taps.at(-1);
    if (tap !== undefined && key !== null) {
      event.preventDefault();
      return tap(key, event.timeStamp);
    }
    if (isEditedInPlace(event.target)) return;
    const field = typingFieldOf(event.target);
    if (field !== this.#field) this.#detector.flush();
    this.#field = field;
    if (event.altKey && /^Numpad\d$/.test(event.code)) {
      event.preventDefault();
      this.#altDigits += event.code.slice(6);
      return;
    }
    // A letter of the person's own language, which no scanner types.
    if (field !== null && event.key.length === 1 && !/^[ -~]$/.test(event.key)) return this.#detector.flush();
    if (isSeparator(event, this.#detector)) {
      event.preventDefault();
      return this.#detector.character(groupSeparator, event.timeStamp);
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return this.#takeCombination(event);
    if (this.#isPress(event)) return;
    if (key !== null && key.length === 1) return this.#takeCharacter(key, event);
    this.#takeNamed(event);
  }

  /** Enter or space on what a person has walked to with Tab presses it; the end of a scan never does. */
  #isPress(event: KeyboardEvent): boolean {
    const { code, target, timeStamp } = event;
    const isQuiet = timeStamp - this.#lastCharacterMs > quietBeforePressMs;
    if (event.key.length === 1) this.#lastCharacterMs = timeStamp;
    if (!isQuiet || event.repeat || (code !== 'Enter' && code !== 'Space') || !(target instanceof HTMLElement)) return false;
    return target.matches(pressable) && target.matches(':focus-visible') && target.closest('[role=alertdialog]') === null;
  }

  #takeCombination(event: KeyboardEvent): void {
    if (!/^(Control|Alt|Meta)/.test(event.code)) this.#detector.flush();
    if (this.#field !== null || !event.ctrlKey || event.code !== 'KeyZ') return;
    event.preventDefault();
    this.#tell('Ctrl+Z');
  }

  #takeCharacter(key: string, event: KeyboardEvent): void {
    // A key held down repeats as fast as a scanner types.
    if (event.repeat) {
      this.#detector.flush();
      if (this.#field === null) event.preventDefault();
      return;
    }
    const isInBurst = this.#detector.isInBurst(event.timeStamp);
    if (this.#field !== null && (event.isComposing || event.key === 'Process')) {
      // An input method gets the key whatever is done here; a scan is taken out of the field afterwards.
      if (this.#composed?.field !== this.#field || !isInBurst) this.#composed = { field: this.#field, text: this.#field.value };
      return this.#detector.character(key, event.timeStamp, false);
    }
    if (!isInBurst) this.#composed = null;
    event.preventDefault();
    this.#detector.character(key, event.timeStamp);
  }

  #takeNamed(event: KeyboardEvent): void {
    const { code } = event;
    if (code.startsWith('Shift') || code === 'CapsLock') return;
    const isTab = code === 'Tab';
    if (isTab || code === 'Enter' || code === 'NumpadEnter') {
      if (this.#detector.terminator(isTab ? 'Tab' : 'Enter', event.timeStamp)) return event.preventDefault();
      if (isTab || this.#field !== null) return;
      event.preventDefault();
      return this.#tell('Enter');
    }
    if (this.#detector.prefix(code, event.timeStamp)) return event.preventDefault();
    this.#detector.flush();
    if (this.#field !== null || !/^(F([1-9]|1[01])|Escape|Backspace|Home)$/.test(code)) return;
    event.preventDefault();
    this.#tell(code);
  }

  /** Alt is let go: the digits typed with it are the number of a character. */
  #release(event: KeyboardEvent): void {
    if (this.#altDigits === '' || !event.code.startsWith('Alt')) return;
    const character = String.fromCharCode(Number(this.#altDigits) % 256);
    this.#altDigits = '';
    this.#detector.character(character, event.timeStamp);
  }
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

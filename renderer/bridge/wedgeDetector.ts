import { fastProfile, type WedgeProfile } from './wedgeProfile.ts';

/** Quiet time beyond a scanner's longest gap after which a burst is over, milliseconds. */
const quietSlackMs = 25;
/** A second wait, so that keys which came while the page was busy are heard before the burst counts as over. */
const settleMs = 10;
/** Most characters taken as one scan; more is a stuck key. */
const mostScanCharacters = 4_000;
/** Silence after which a code announced by a prefix is given up, in the scanner's longest gaps. */
const brokenGaps = 4;

/** Tells keyboard-wedge scanners from a person. Characters are held back until it is known whose they are, then given on in their order. */
export type WedgeDetector = {
  /** A printable character was pressed at `atMs`. `isHeldBack`: nobody else has had it yet. */
  character(text: string, atMs: number, isHeldBack?: boolean): void;
  /** A key that writes nothing and may be a scanner's prefix. True when it was. */
  prefix(key: string, atMs: number): boolean;
  /** Enter or Tab. True when it ended a scan and belongs to it. */
  terminator(key: 'Enter' | 'Tab', atMs: number): boolean;
  /** A person did something else: what is held is decided now. */
  flush(): void;
  /** A burst is on its way at `atMs`. */
  isInBurst(atMs: number): boolean;
};

/** What to do with what was found out. */
export type WedgeUse = {
  readonly onScan: (text: string) => void;
  /** A person's character, after it had been held back. */
  readonly onKey: (key: string) => void;
  /** A timer; the detector never reads a clock itself. */
  readonly later: (run: () => void, afterMs: number) => () => void;
  /** Calibrated scanners; the fast one is always known. */
  readonly profiles: () => readonly WedgeProfile[];
};

type Character = { readonly text: string; readonly isHeldBack: boolean; readonly atMs: number };
type Burst = {
  readonly characters: readonly Character[];
  readonly lastAtMs: number;
  /** Profiles whose gaps fit so far. */
  readonly alive: readonly WedgeProfile[];
  /** Announced by this profile's prefix: a scan whatever its gaps. */
  readonly announced: WedgeProfile | null;
  /** The prefix, to give on where nothing came of it. */
  readonly prefixKey: Character | null;
};

/** A detector with no burst yet. */
export function createWedgeDetector(use: WedgeUse): WedgeDetector {
  return new Detector(use);
}

class Detector implements WedgeDetector {
  readonly #use: WedgeUse;
  #burst: Burst | null = null;
  #cancel: () => void = () => undefined;

  constructor(use: WedgeUse) {
    this.#use = use;
  }

  character(text: string, atMs: number, isHeldBack = true): void {
    const character = { text, isHeldBack, atMs };
    const burst = this.#burst;
    if (burst?.announced != null && atMs - burst.lastAtMs > burst.announced.longestGapMs * brokenGaps) this.#finish(null);
    if (this.#burst?.announced != null) {
      this.#burst = { ...this.#burst, characters: [...this.#burst.characters, character], lastAtMs: atMs };
    } else {
      const isFree = this.#burst === null || longestGap(this.#burst.alive) < atMs - this.#burst.lastAtMs;
      const profile = isFree ? this.#announcedBy(text) : undefined;
      if (profile !== undefined) return this.#announce(profile, character);
      this.#extend(character);
    }
    this.#waitForQuiet();
  }

  prefix(key: string, atMs: number): boolean {
    const profile = this.#announcedBy(key);
    if (profile === undefined) return false;
    this.#announce(profile, { text: key, isHeldBack: true, atMs });
    return true;
  }

  terminator(key: 'Enter' | 'Tab', atMs: number): boolean {
    if (this.#burst === null) return false;
    if (this.#burst.announced === null) {
      const alive = this.#fitsAfter(atMs);
      if (alive.length === 0) {
        // A pause before Enter: a scan is over without it, and Enter is the person's.
        this.#finish(null);
        return false;
      }
      this.#burst = { ...this.#burst, alive };
    }
    return this.#finish(key);
  }

  flush(): void {
    this.#finish(null);
  }

  isInBurst(atMs: number): boolean {
    return this.#burst !== null && (this.#burst.announced !== null || this.#fitsAfter(atMs).length > 0);
  }

  #unannounced(): readonly WedgeProfile[] {
    return [fastProfile, ...this.#use.profiles()].filter(({ prefix }) => prefix === null);
  }

  #announcedBy(key: string): WedgeProfile | undefined {
    return this.#use.profiles().find(({ prefix }) => prefix === key);
  }

  #announce(profile: WedgeProfile, key: Character): void {
    this.#finish(null);
    this.#burst = { characters: [], lastAtMs: key.atMs, alive: [], announced: profile, prefixKey: key };
    this.#waitForQuiet();
  }

  #fitsAfter(atMs: number): readonly WedgeProfile[] {
    const burst = this.#burst;
    return burst === null ? [] : burst.alive.filter((profile) => isGapOf(profile, atMs - burst.lastAtMs));
  }

  #begin(characters: readonly Character[], alive: readonly WedgeProfile[]): void {
    this.#burst = { characters, lastAtMs: characters.at(-1)?.atMs ?? 0, alive, announced: null, prefixKey: null };
  }

  /** The next character of a burst without a prefix. Where it does not fit, a scan may have begun within what a person typed. */
  #extend(character: Character): void {
    const profiles = this.#unannounced();
    if (this.#burst === null) return this.#begin([character], profiles);
    const characters = [...this.#burst.characters, character];
    const alive = this.#fitsAfter(character.atMs);
    if (alive.length > 0) return this.#begin(characters, alive);
    if (isScan(this.#burst, null)) {
      this.#finish(null);
      return this.#begin([character], profiles);
    }
    const start = characters.findIndex((_, at) => at > 0 && fitting(characters.slice(at), profiles).length > 0);
    this.#giveOn(characters.slice(0, start));
    this.#begin(characters.slice(start), fitting(characters.slice(start), profiles));
  }

  #waitForQuiet(): void {
    this.#cancel();
    const burst = this.#burst;
    if (burst === null) return;
    const waitMs = burst.announced === null ? longestGap(burst.alive) + quietSlackMs : burst.announced.longestGapMs * brokenGaps;
    this.#cancel = this.#use.later(() => {
      this.#cancel = this.#use.later(() => void this.#finish(null), settleMs);
    }, waitMs);
  }

  #finish(endedBy: 'Enter' | 'Tab' | null): boolean {
    this.#cancel();
    const done = this.#burst;
    this.#burst = null;
    if (done === null) return false;
    if (isScan(done, endedBy)) {
      const text = done.characters.map((character) => character.text).join('');
      this.#use.onScan(text.slice(0, mostScanCharacters));
      return true;
    }
    this.#giveOn(done.prefixKey === null ? done.characters : [done.prefixKey, ...done.characters]);
    return false;
  }

  #giveOn(characters: readonly Character[]): void {
    for (const { text, isHeldBack } of characters) if (isHeldBack) this.#use.onKey(text);
  }
}

function isScan({ characters, alive, announced }: Burst, endedBy: 'Enter' | 'Tab' | null): boolean {
  if (announced !== null) return characters.length > 0 && (announced.suffix === null || endedBy !== null);
  return alive.some((profile) => {
    if (characters.length < profile.fewestCharacters) return false;
    // As slow as a hand: without its suffix it is not believed.
    const isSlow = profile.longestGapMs > fastProfile.longestGapMs;
    return !isSlow || profile.suffix === null || endedBy === profile.suffix;
  });
}

/** Profiles that all gaps of these characters fit. */
function fitting(characters: readonly Character[], profiles: readonly WedgeProfile[]): readonly WedgeProfile[] {
  return profiles.filter((profile) =>
    characters.every(({ atMs }, at) => at === 0 || isGapOf(profile, atMs - (characters[at - 1]?.atMs ?? atMs))),
  );
}

function isGapOf({ shortestGapMs, longestGapMs }: WedgeProfile, gapMs: number): boolean {
  return gapMs >= shortestGapMs && gapMs <= longestGapMs;
}

function longestGap(profiles: readonly WedgeProfile[]): number {
  return profiles.reduce((longest, { longestGapMs }) => Math.max(longest, longestGapMs), 0);
}

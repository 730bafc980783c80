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
  let burst: Burst | null = null;
  let cancel: () => void = () => undefined;
  const known = (): readonly WedgeProfile[] => [fastProfile, ...use.profiles()];

  const finish = (endedBy: 'Enter' | 'Tab' | null): boolean => {
    cancel();
    const done = burst;
    burst = null;
    if (done === null) return false;
    if (isScan(done, endedBy)) {
      use.onScan(
        done.characters
          .map(({ text }) => text)
          .join('')
          .slice(0, mostScanCharacters),
      );
      return true;
    }
    const given = done.prefixKey === null ? done.characters : [done.prefixKey, ...done.characters];
    giveOn(given);
    return false;
  };
  const giveOn = (characters: readonly Character[]): void => {
    for (const { text, isHeldBack } of characters) if (isHeldBack) use.onKey(text);
  };
  const waitForQuiet = (): void => {
    cancel();
    if (burst === null) return;
    const waitMs = burst.announced === null ? longestGap(burst.alive) + quietSlackMs : burst.announced.longestGapMs * brokenGaps;
    cancel = use.later(() => {
      cancel = use.later(() => void finish(null), settleMs);
    }, waitMs);
  };
  /** The next character of a burst without a prefix. Where it does not fit, a scan may have begun within what a person typed. */
  const extend = (character: Character): void => {
    const unannounced = known().filter(({ prefix }) => prefix === null);
    const begin = (characters: readonly Character[], alive: readonly WedgeProfile[]): void => {
      burst = { characters, lastAtMs: character.atMs, alive, announced: null, prefixKey: null };
    };
    if (burst === null) return begin([character], unannounced);
    const characters = [...burst.characters, character];
    const alive = burst.alive.filter((profile) => isGapOf(profile, character.atMs - (burst?.lastAtMs ?? 0)));
    if (alive.length > 0) return begin(characters, alive);
    if (isScan(burst, null)) {
      finish(null);
      return begin([character], unannounced);
    }
    const start = characters.findIndex((_, at) => at > 0 && fitting(characters.slice(at), unannounced).length > 0);
    giveOn(characters.slice(0, start));
    begin(characters.slice(start), fitting(characters.slice(start), unannounced));
  };
  const announce = (profile: WedgeProfile, key: Character, atMs: number): void => {
    finish(null);
    burst = { characters: [], lastAtMs: atMs, alive: [], announced: profile, prefixKey: key };
    waitForQuiet();
  };
  const announcedBy = (key: string): WedgeProfile | undefined => use.profiles().find(({ prefix }) => prefix === key);
  const fitsAfter = (atMs: number): readonly WedgeProfile[] =>
    burst === null ? [] : burst.alive.filter((profile) => isGapOf(profile, atMs - (burst?.lastAtMs ?? atMs)));

  return {
    character(text, atMs, isHeldBack = true) {
      const character = { text, isHeldBack, atMs };
      if (burst?.announced != null && atMs - burst.lastAtMs > burst.announced.longestGapMs * brokenGaps) finish(null);
      const profile = burst === null || longestGap(burst.alive) < atMs - burst.lastAtMs ? announcedBy(text) : undefined;
      if (burst?.announced == null && profile !== undefined) return announce(profile, character, atMs);
      if (burst?.announced != null) burst = { ...burst, characters: [...burst.characters, character], lastAtMs: atMs };
      else extend(character);
      waitForQuiet();
    },
    prefix(key, atMs) {
      const profile = announcedBy(key);
      if (profile === undefined) return false;
      announce(profile, { text: key, isHeldBack: true, atMs }, atMs);
      return true;
    },
    terminator(key, atMs) {
      if (burst === null) return false;
      if (burst.announced === null) {
        const alive = fitsAfter(atMs);
        // A pause before Enter: the scan is over without it, and Enter is the person's.
        if (alive.length === 0) return finish(null) && false;
        burst = { ...burst, alive };
      }
      return finish(key);
    },
    flush: () => void finish(null),
    isInBurst: (atMs) => burst !== null && (burst.announced !== null || fitsAfter(atMs).length > 0),
  };
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

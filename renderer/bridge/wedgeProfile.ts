import { z } from 'zod';

/** How one keyboard-wedge scanner types. Gaps are between two characters, milliseconds. */
export const wedgeProfile = z.object({
  name: z.string().max(80),
  /** A character or the name of a key (`F9`) sent before each code; null where it sends none. */
  prefix: z.string().min(1).max(3).nullable(),
  /** The key sent after each code. */
  suffix: z.enum(['Enter', 'Tab']).nullable(),
  shortestGapMs: z.number().nonnegative(),
  longestGapMs: z.number().positive().max(400),
  fewestCharacters: z.number().int().min(2).max(40),
});
export type WedgeProfile = z.infer<typeof wedgeProfile>;

/** Every scanner faster than any hand (measured: 8 to 16 ms against more than 80 ms); always there. */
export const fastProfile: WedgeProfile = {
  name: 'fast',
  prefix: null,
  suffix: null,
  shortestGapMs: 0,
  longestGapMs: 35,
  fewestCharacters: 4,
};
/** A scanner as slow as a hand is told by the evenness of its gaps, so a code must have enough of them. */
const fewestSlowCharacters = 8;
const slowFromMs = 30;
/** Most calibrated scanners kept by one station. */
const maxWedgeProfiles = 8;
const storageKey = 'halfhour.wedge';

/** One code as it was typed during calibration: keys in their order and when they came. */
export type WedgeSample = { readonly keys: readonly string[]; readonly atMs: readonly number[] };

/** Why no profile can be made of the samples; keys below `scanning.problem`. */
export type CalibrationProblem = 'tooFewSamples' | 'textDiffers' | 'samplesDiffer' | 'tooUneven';

/** Samples that must agree. */
export const calibrationScans = 3;

/**
 * What the samples, each of a scan of the code that says `expected`, tell of the scanner: what it sends before and after, its gaps.
 * `textDiffers`: the keyboard layout or the case is wrong, so codes would come through wrong too.
 */
export function calibrateWedge(
  name: string,
  expected: string,
  samples: readonly WedgeSample[],
): { readonly ok: true; readonly profile: WedgeProfile } | { readonly ok: false; readonly problem: CalibrationProblem } {
  if (samples.length < calibrationScans) return { ok: false, problem: 'tooFewSamples' };
  const shapes = samples.map(({ keys }) => shapeOf(keys, expected));
  const [first] = shapes;
  if (first === undefined || shapes.some((shape) => shape === null)) return { ok: false, problem: 'textDiffers' };
  if (shapes.some((shape) => shape?.prefix !== first?.prefix || shape?.suffix !== first?.suffix))
    return { ok: false, problem: 'samplesDiffer' };
  const gaps = samples.flatMap(({ atMs }) => atMs.slice(1).map((at, index) => at - (atMs[index] ?? at)));
  const longest = Math.max(...gaps);
  const shortest = Math.min(...gaps);
  if (longest > 300) return { ok: false, problem: 'tooUneven' };
  const isSlow = longest > slowFromMs;
  const prefix = first?.prefix ?? null;
  const profile: WedgeProfile = {
    name,
    prefix,
    suffix: first?.suffix ?? null,
    shortestGapMs: isSlow && prefix === null ? Math.max(0, Math.floor(shortest * 0.85)) : 0,
    longestGapMs: isSlow ? Math.ceil(longest * 1.2) : fastProfile.longestGapMs,
    fewestCharacters: prefix !== null ? 2 : isSlow ? fewestSlowCharacters : fastProfile.fewestCharacters,
  };
  return { ok: true, profile };
}

function shapeOf(keys: readonly string[], expected: string): { prefix: string | null; suffix: 'Enter' | 'Tab' | null } | null {
  const last = keys.at(-1);
  const suffix = last === 'Enter' || last === 'Tab' ? last : null;
  const body = suffix === null ? keys : keys.slice(0, -1);
  const before = body.slice(0, body.length - expected.length);
  const isSame = body.slice(before.length).join('') === expected;
  if (!isSame || before.length > 1) return null;
  return { prefix: before[0] ?? null, suffix };
}

/** The profiles kept on this computer; anything unreadable counts as none. */
export function loadWedgeProfiles(storage: Pick<Storage, 'getItem'>): readonly WedgeProfile[] {
  try {
    const parsed = z
      .array(wedgeProfile)
      .max(maxWedgeProfiles)
      .safeParse(JSON.parse(storage.getItem(storageKey) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** Keeps the newest `maxWedgeProfiles` profiles, one for each name. Returns what is kept. */
export function saveWedgeProfiles(storage: Pick<Storage, 'setItem'>, profiles: readonly WedgeProfile[]): readonly WedgeProfile[] {
  const kept = profiles
    .filter(({ name }, index) => profiles.findLastIndex((other) => other.name === name) === index)
    .slice(-maxWedgeProfiles);
  storage.setItem(storageKey, JSON.stringify(kept));
  return kept;
}

import { err, ok, type Result } from '#shared/base/result.ts';
import type { ScalePattern } from '#shared/model/device/deviceSetting.ts';
import { toGrams } from './scaleFrame.ts';
import { toPatternProtocol } from './scalePattern.ts';

/** What a scale sent while something of known weight lay on it (`isStable` false: while it was being put there). */
export type ScaleRecording = { readonly characters: string; readonly knownGrams: number; readonly isStable: boolean };

/** Why nothing was learnt; message keys. */
export type LearningRefusal = 'scale.recordNothing' | 'scale.recordTwoWeights' | 'scale.recordNoWeight';

const ends = ['\n', '\r', '\u0003'] as const;
const units = ['kg', 'g', 'lb', 'oz', 'mg'] as const;
const number = /[-+]?\s*\d+(?:\.\d+)?/g;

/** Longest word that can say that a weight is stable. */
const maxWordLength = 8;

type Candidate = { readonly end: string; readonly place: number; readonly unit: (typeof units)[number] };

/**
 * Learns how a scale speaks from recordings with at least two different known weights: which number of a frame is the weight, in what
 * unit, and which word says that it is stable. Everything else of the frame is taken as it was seen.
 */
export function learnScalePattern(recordings: readonly ScaleRecording[]): Result<ScalePattern, LearningRefusal> {
  const stable = recordings.filter((one) => one.isStable);
  if (stable.every((one) => one.characters.trim() === '')) return err('scale.recordNothing');
  if (new Set(stable.map((one) => one.knownGrams)).size < 2) return err('scale.recordTwoWeights');
  for (const end of ends) {
    for (const unit of units) {
      for (let place = 0; place < 4; place += 1) {
        const candidate = { end, place, unit };
        if (!stable.every((one) => saysSo(one, candidate))) continue;
        const pattern = toPattern(recordings, candidate);
        if (toPatternProtocol(pattern).ok) return ok(pattern);
      }
    }
  }
  return err('scale.recordNoWeight');
}

/** Whether most whole frames of a recording hold the known weight at this place. */
function saysSo(recording: ScaleRecording, candidate: Candidate): boolean {
  const frames = framesOf(recording.characters, candidate.end);
  const right = frames.filter((frame) => {
    const found = [...frame.matchAll(number)][candidate.place]?.[0];
    return found !== undefined && toGrams(found.replaceAll(/\s/g, ''), candidate.unit) === recording.knownGrams;
  });
  return frames.length > 0 && right.length * 2 > frames.length;
}

function toPattern(recordings: readonly ScaleRecording[], candidate: Candidate): ScalePattern {
  const still = recordings.filter((one) => one.isStable).flatMap((one) => framesOf(one.characters, candidate.end));
  const moving = recordings.filter((one) => !one.isStable).flatMap((one) => framesOf(one.characters, candidate.end));
  const sign = findStableWord(still, moving);
  // Looked at ahead of the weight, because the word may stand before or behind it.
  const ahead = sign === null ? '' : `(?=[^A-Za-z]*(?:[A-Za-z]+[^A-Za-z]+){${sign.place}}(?<stable>[A-Za-z]{1,${maxWordLength}}))`;
  const skipped = '[-+]?\\s*\\d+(?:\\.\\d+)?[^\\d+-]*?'.repeat(candidate.place);
  return {
    expression: `^${ahead}[^\\d+-]*${candidate.place === 0 ? '' : '?'}${skipped}(?<sign>[-+]?)\\s*(?<weight>\\d+(?:\\.\\d+)?)`,
    unit: candidate.unit,
    stableWord: sign?.word ?? '',
    end: candidate.end,
    askWeight: '',
  };
}

/** The word that is in every still frame, at its place among the frame's words, and another in some that moved; null where none is. */
function findStableWord(still: readonly string[], moving: readonly string[]): { readonly place: number; readonly word: string } | null {
  const wordsOf = (frame: string): string[] => frame.match(/[A-Za-z]+/g) ?? [];
  const first = wordsOf(still[0] ?? '');
  for (const [place, word] of first.entries()) {
    const isEverywhere = still.every((frame) => wordsOf(frame)[place] === word);
    const isOther = moving.some((frame) => wordsOf(frame)[place] !== undefined && wordsOf(frame)[place] !== word);
    if (word.length <= maxWordLength && isEverywhere && isOther) return { place, word };
  }
  return null;
}

/** Whole frames only: the first and the last may be cut. */
function framesOf(characters: string, end: string): string[] {
  const parts = characters.split(end);
  const whole = parts.length > 2 ? parts.slice(1, -1) : parts.slice(0, -1);
  return whole.map((part) => part.trim()).filter((part) => part !== '');
}

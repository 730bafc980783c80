import { err, ok, type Result } from '#shared/base/result.ts';
import type { ScalePattern } from '#shared/model/device/deviceSetting.ts';
import { toGrams, type ScaleFrame } from './scaleFrame.ts';
import type { ScaleProtocolRow } from './scaleProtocols.ts';

/** Longest frame a pattern is tried on: what is longer would let a bad expression take for ever. */
const maxPatternFrame = 80;

/** A scale whose pattern nobody knows yet: its bytes are recorded, and it never has a weight. */
export const listeningProtocol: ScaleProtocolRow = {
  askWeight: null,
  askZero: null,
  askTare: null,
  repliesToCommands: false,
  start: null,
  end: '\n',
  checkCharacters: 0,
  length: 0,
  maxFrameLength: maxPatternFrame,
  parse: () => ({ kind: 'noWeight' }),
};

/** Makes a protocol of a person's pattern; the error says what is wrong with the expression (message key). */
export function toPatternProtocol(pattern: ScalePattern): Result<ScaleProtocolRow, 'scale.patternBroken' | 'scale.patternNoWeight'> {
  const expression = compile(pattern.expression);
  if (expression === null) return err('scale.patternBroken');
  if (!pattern.expression.includes('(?<weight>')) return err('scale.patternNoWeight');
  return ok({
    askWeight: pattern.askWeight === '' ? null : pattern.askWeight,
    askZero: null,
    askTare: null,
    repliesToCommands: false,
    start: null,
    end: pattern.end,
    checkCharacters: 0,
    length: 0,
    maxFrameLength: maxPatternFrame,
    parse: (frame) => parsePatternFrame(frame, expression, pattern),
  });
}

function parsePatternFrame(frame: string, expression: RegExp, pattern: ScalePattern): ScaleFrame | null {
  const groups = expression.exec(frame.trim())?.groups;
  if (groups?.weight === undefined) return null;
  const sign = groups.sign === '-' ? '-' : '';
  const grams = toGrams(`${sign}${groups.weight.trim()}`, groups.unit?.trim() || pattern.unit);
  if (grams === null) return null;
  return { kind: 'weight', grams, isStable: pattern.stableWord === '' || groups.stable === pattern.stableWord };
}

function compile(text: string): RegExp | null {
  try {
    return new RegExp(text, 's');
  } catch {
    return null;
  }
}

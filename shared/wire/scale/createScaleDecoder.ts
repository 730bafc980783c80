import type { ScaleFrame } from './scaleFrame.ts';
import type { ScaleProtocolRow } from './scaleProtocols.ts';

export type ScaleDecoder = {
  /** Frames completed by these latin1 characters, in order. */
  push(characters: string): ScaleFrame[];
  /** Forgets an unfinished frame. */
  reset(): void;
  malformedFrames(): number;
};

/** Cuts a scale's bytes into frames by a row of the protocol table, however they are split. */
export function createScaleDecoder(protocol: ScaleProtocolRow): ScaleDecoder {
  let part = '';
  let malformed = 0;

  const takeFrame = (): string | null => {
    if (protocol.start !== null) {
      const startAt = part.indexOf(protocol.start);
      part = startAt < 0 ? '' : part.slice(startAt);
    }
    if (protocol.length > 0) {
      if (part.length < protocol.length) return null;
      const fixed = part.slice(1, protocol.length);
      part = part.slice(protocol.length);
      return fixed;
    }
    const skip = protocol.start === null ? 0 : 1;
    const endAt = part.indexOf(protocol.end, skip);
    if (endAt < 0 || part.length < endAt + 1 + protocol.checkCharacters) return null;
    const frameEnd = protocol.checkCharacters === 0 ? endAt : endAt + 1 + protocol.checkCharacters;
    const frame = part.slice(skip, frameEnd);
    part = part.slice(endAt + 1 + protocol.checkCharacters);
    return frame;
  };
  return {
    push: (characters) => {
      const frames: ScaleFrame[] = [];
      part += characters;
      for (let text = takeFrame(); text !== null; text = takeFrame()) {
        if (text.trim() === '') continue;
        const frame = protocol.parse(text);
        if (frame === null) malformed += 1;
        else frames.push(frame);
      }
      if (part.length > protocol.maxFrameLength) {
        malformed += 1;
        part = '';
      }
      return frames;
    },
    reset: () => {
      part = '';
    },
    malformedFrames: () => malformed,
  };
}

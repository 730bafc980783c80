import { splitAim } from '#shared/wire/barcode/splitAim.ts';

/** Longest code taken; more bytes without an end are malformed and thrown away up to the next end. */
export const maxFrameBytes = 4_096;

/** A code as it came: latin1 text without prefix, suffix and AIM identifier. */
export type ScanFrame = { readonly text: string; readonly aim: string | null };

export type ScanFramer = {
  /** Frames completed by these bytes, in order. */
  push(bytes: Uint8Array): ScanFrame[];
  /** The line fell silent: without a suffix what is there is a whole code; with one it is a broken code and is thrown away. */
  idle(): ScanFrame[];
  /** Bytes of an unfinished code are there. */
  hasPart(): boolean;
  /** Forgets an unfinished code (the cable is gone); counts it as malformed. */
  reset(): void;
  /** Frames thrown away since the start: too long, without prefix, broken off. */
  malformedFrames(): number;
};

/** Cuts a scanner's bytes into codes, however the bytes are split. Empty frames (the LF of a CR LF) are passed over. */
export function createScanFramer(setting: { readonly prefix: string; readonly suffix: string }): ScanFramer {
  let part = '';
  let isOverlong = false;
  let malformed = 0;

  const finish = (): ScanFrame[] => {
    const whole = part;
    const wasOverlong = isOverlong;
    part = '';
    isOverlong = false;
    if (wasOverlong) return [];
    if (whole === '') return [];
    const body = whole.startsWith(setting.prefix) ? whole.slice(setting.prefix.length) : null;
    const read = body === null ? null : splitAim(body, null);
    if (read === null || read.text === '') {
      malformed += 1;
      return [];
    }
    return [read];
  };
  const reset = (): void => {
    if (part !== '') malformed += 1;
    part = '';
    isOverlong = false;
  };
  const take = (character: string): ScanFrame[] => {
    if (setting.suffix.includes(character)) return finish();
    if (isOverlong) return [];
    if (part.length >= maxFrameBytes) {
      malformed += 1;
      isOverlong = true;
      part = '';
      return [];
    }
    part += character;
    return [];
  };

  return {
    push: (bytes) => Array.from(Buffer.from(bytes).toString('latin1')).flatMap(take),
    idle: () => {
      if (setting.suffix === '') return finish();
      reset();
      return [];
    },
    hasPart: () => part !== '' || isOverlong,
    reset,
    malformedFrames: () => malformed,
  };
}

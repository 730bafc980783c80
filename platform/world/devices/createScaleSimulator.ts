import type { Duplex } from 'node:stream';
import { createDuplexPair } from './createDuplexPair.ts';

/** A scale that speaks MT-SICS level 0. */
export type ScaleSimulator = {
  /** Goes to the station's device hub (`via: 'port'`); undefined when the scale was given a line of its own. */
  readonly port: Duplex | undefined;
  /** Puts something on the pan. Unstable weights are answered as dynamic. */
  setGrams(grams: number, isStable?: boolean): void;
  close(): void;
};

const maxGrams = 15_000;
const maxCommandLength = 64;

/** Makes a simulated scale on `line` (for example the other end of a PTY), or on a line of its own. */
export function createScaleSimulator(line?: Duplex): ScaleSimulator {
  const pair = line === undefined ? createDuplexPair() : null;
  const wire = line ?? pair?.far;
  if (wire === undefined) throw new Error('a scale needs a line');
  let grams = 0;
  let zeroGrams = 0;
  let isStable = true;
  let received = '';

  const weightAnswer = (needsStable: boolean): string => {
    const shown = grams - zeroGrams;
    if (shown > maxGrams) return 'S +';
    if (shown < -maxGrams) return 'S -';
    if (needsStable && !isStable) return 'S I';
    return `S ${isStable ? 'S' : 'D'} ${String(shown).padStart(10)} g`;
  };
  const zeroAnswer = (): string => {
    if (!isStable) return 'Z I';
    zeroGrams = grams;
    return 'Z A';
  };
  const answers: Readonly<Record<string, () => string>> = {
    S: () => weightAnswer(true),
    SI: () => weightAnswer(false),
    Z: zeroAnswer,
    I4: () => 'I4 A "SIM-0001"',
    '@': () => 'I4 A "SIM-0001"',
  };
  const onData = (bytes: Uint8Array): void => {
    received = (received + Buffer.from(bytes).toString('latin1')).slice(-maxCommandLength);
    for (let end = received.indexOf('\n'); end >= 0; end = received.indexOf('\n')) {
      const command = received.slice(0, end).trim();
      received = received.slice(end + 1);
      if (command !== '') wire.write(`${answers[command]?.() ?? 'ES'}\r\n`);
    }
  };
  wire.on('data', onData);
  return {
    port: pair?.near,
    setGrams: (next, isSteady = true) => {
      grams = next;
      isStable = isSteady;
    },
    close: () => {
      wire.off('data', onData);
      pair?.far.destroy();
    },
  };
}

import type { SoundName } from '#shared/model/workflow/workflow.ts';
import { type Note, soundScores } from './soundScores.ts';

/** The last sound asked for; `atMs` is performance.now(). */
export type LastSound = { readonly name: SoundName; readonly atMs: number };

/** Plays the designed sounds. A new sound cuts the one before: what is heard is always about the last scan. */
export type SoundPlayer = {
  play(name: SoundName): void;
  /** Browsers start audio only after a gesture: call at the first key, touch or scan. */
  unlock(): void;
  last(): LastSound | null;
  close(): void;
};

const masterGain = 0.5;
const attackSeconds = 0.006;

/** Sounds made in code with Web Audio; silent where there is none. */
export function createSoundPlayer(openContext: (() => AudioContext) | null = defaultContext()): SoundPlayer {
  let context: AudioContext | null = null;
  let bus: GainNode | null = null;
  let last: LastSound | null = null;
  const ready = (): AudioContext | null => {
    context ??= openContext?.() ?? null;
    if (context?.state === 'suspended') void context.resume().catch(() => undefined);
    return context;
  };
  return {
    play(name) {
      last = { name, atMs: performance.now() };
      const audio = ready();
      if (audio === null) return;
      bus?.disconnect();
      bus = audio.createGain();
      bus.gain.value = masterGain;
      bus.connect(audio.destination);
      for (const note of soundScores[name]) sound(audio, bus, note);
    },
    unlock() {
      ready();
    },
    last: () => last,
    close() {
      void context?.close().catch(() => undefined);
      context = null;
    },
  };
}

function sound(audio: AudioContext, bus: GainNode, note: Note): void {
  const startsAt = audio.currentTime + note.atMs / 1000;
  const endsAt = startsAt + note.lastsMs / 1000;
  const oscillator = audio.createOscillator();
  const envelope = audio.createGain();
  oscillator.type = note.shape;
  oscillator.frequency.setValueAtTime(note.fromHz, startsAt);
  oscillator.frequency.exponentialRampToValueAtTime(note.toHz, endsAt);
  envelope.gain.setValueAtTime(0, startsAt);
  envelope.gain.linearRampToValueAtTime(note.loudness, startsAt + attackSeconds);
  envelope.gain.exponentialRampToValueAtTime(0.001, endsAt);
  oscillator.connect(envelope).connect(bus);
  oscillator.start(startsAt);
  oscillator.stop(endsAt + 0.02);
}

function defaultContext(): (() => AudioContext) | null {
  return typeof AudioContext === 'undefined' ? null : () => new AudioContext({ latencyHint: 'interactive' });
}

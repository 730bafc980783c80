import type { SpeechPort, SpeechVoice, Utterance } from '#renderer/features/voice/speechPort.ts';

const ownVoices: readonly SpeechVoice[] = [
  { name: 'Cloud', lang: 'zh-CN', isLocal: false },
  { name: 'Meijia', lang: 'zh-TW', isLocal: true },
  { name: 'Tingting', lang: 'zh-CN', isLocal: true },
  { name: 'Samantha', lang: 'en-US', isLocal: true },
];

/** Speech in memory: `said` has what is being or was said, `cut` how often a sentence was cut. */
export function createFakeSpeech(voices: readonly SpeechVoice[] = ownVoices) {
  const said: Utterance[] = [];
  const listeners = new Set<() => void>();
  let current = voices;
  let cuts = 0;
  const port: SpeechPort = {
    voices: () => current,
    onVoices(use) {
      listeners.add(use);
      return () => listeners.delete(use);
    },
    speak: (utterance) => void said.push(utterance),
    cancel: () => void (cuts += 1),
  };
  return {
    port,
    said,
    cuts: () => cuts,
    setVoices(next: readonly SpeechVoice[]) {
      current = next;
      for (const use of listeners) use();
    },
  };
}

/** Puts speech on a page as a browser has it; returns what was said. */
export function installSpeech(
  page: Window & typeof globalThis,
  voices: readonly SpeechVoice[] = ownVoices,
): { readonly said: string[]; remove(): void } {
  const said: string[] = [];
  const synthesis = {
    getVoices: () => voices.map(({ name, lang, isLocal }) => ({ name, lang, localService: isLocal })),
    speak: (utterance: { text: string }) => void said.push(utterance.text),
    cancel: () => undefined,
  };
  const utterance = class {
    constructor(readonly text: string) {}
  };
  Object.defineProperty(page, 'speechSynthesis', { value: synthesis, configurable: true });
  Object.defineProperty(page, 'SpeechSynthesisUtterance', { value: utterance, configurable: true });
  return {
    said,
    remove() {
      Reflect.deleteProperty(page, 'speechSynthesis');
      Reflect.deleteProperty(page, 'SpeechSynthesisUtterance');
    },
  };
}

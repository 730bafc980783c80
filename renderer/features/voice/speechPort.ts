/** A voice of the machine or of somebody's server. */
export type SpeechVoice = { readonly name: string; readonly lang: string; readonly isLocal: boolean };

/** One sentence to speak. `rate` 0.5 to 2, `volume` 0 to 1. */
export type Utterance = {
  readonly text: string;
  readonly voice: SpeechVoice;
  readonly rate: number;
  readonly volume: number;
};

/** The voices of a page. Nothing here waits or answers: a voice that fails is silence. */
export type SpeechPort = {
  voices(): readonly SpeechVoice[];
  /** Voices may come late. */
  onVoices(use: () => void): () => void;
  speak(utterance: Utterance): void;
  cancel(): void;
};

/** The browser's speech synthesis; null where the page has none. */
export function browserSpeech(page: Window & typeof globalThis = window): SpeechPort | null {
  const synthesis = page.speechSynthesis as SpeechSynthesis | undefined;
  if (synthesis === undefined) return null;
  return {
    voices: () => synthesis.getVoices().map(({ name, lang, localService }) => ({ name, lang, isLocal: localService })),
    onVoices(use) {
      synthesis.addEventListener?.('voiceschanged', use);
      return () => synthesis.removeEventListener?.('voiceschanged', use);
    },
    speak({ text, voice, rate, volume }) {
      const utterance = new page.SpeechSynthesisUtterance(text);
      const found = synthesis.getVoices().find(({ name, lang }) => name === voice.name && lang === voice.lang);
      if (found === undefined) return;
      Object.assign(utterance, { voice: found, lang: voice.lang, rate, volume });
      synthesis.speak(utterance);
    },
    cancel: () => synthesis.cancel(),
  };
}

import { createObservable, type Observable } from '#renderer/bridge/observable.ts';
import type { Language } from '#renderer/text/languages.ts';
import type { SpeechPort, SpeechVoice } from './speechPort.ts';

/** How this station speaks. `rate` is a factor of the voice's own pace, `volume` a share of the loudest. */
export type VoiceSettings = { readonly isOn: boolean; readonly rate: number; readonly volume: number };

/** Where the settings are kept at the station. */
export const voiceStorageKey = 'halfhour.voice';
/** Bounds and steps of the settings. */
export const voiceLimits = { leastRate: 0.6, mostRate: 2, rateStep: 0.2, leastVolume: 0.2, mostVolume: 1, volumeStep: 0.2 } as const;

const firstSettings: VoiceSettings = { isOn: true, rate: 1.2, volume: 1 };

/** The voice of a station: says the newest sentence, silent where the machine has no voice of its own for the language. */
export type Voice = {
  readonly settings: Observable<VoiceSettings>;
  /** Grows when the machine's voices change. */
  readonly voicesNo: Observable<number>;
  change(settings: Partial<VoiceSettings>): void;
  /** The machine's own voice for a language, null where it has none. */
  voiceFor(language: Language): SpeechVoice | null;
  /** Cuts what is being said. Never waits, never throws. */
  say(text: string, language: Language): void;
  close(): void;
};

/** A voice over a page's speech, with its settings in `storage`. */
export function createVoice(speech: SpeechPort | null, storage: Pick<Storage, 'getItem' | 'setItem'>): Voice {
  const settings = createObservable(readSettings(storage));
  const voicesNo = createObservable(0);
  const stopVoices = speech?.onVoices(() => voicesNo.set(voicesNo.get() + 1));
  const voiceFor = (language: Language): SpeechVoice | null => {
    const wanted = language === 'en' ? 'en' : 'zh';
    const own = (speech?.voices() ?? []).filter(({ lang, isLocal }) => isLocal && lang.toLowerCase().startsWith(wanted));
    // Cantonese and Taiwan voices are asked for only where there is no Mandarin one of the mainland.
    return own.find(({ lang }) => /^(zh[-_]cn|cmn|en[-_]us)/i.test(lang)) ?? own[0] ?? null;
  };
  const quietly = (run: () => void) => {
    try {
      run();
    } catch {
      // A voice that fails is silence: the sounds have told already.
    }
  };
  return {
    settings,
    voicesNo,
    change(more) {
      const next = bounded({ ...settings.get(), ...more });
      settings.set(next);
      if (!next.isOn) quietly(() => speech?.cancel());
      quietly(() => storage.setItem(voiceStorageKey, JSON.stringify(next)));
    },
    voiceFor,
    say(text, language) {
      const { isOn, rate, volume } = settings.get();
      const voice = voiceFor(language);
      if (speech === null || !isOn || voice === null || text === '') return;
      quietly(() => {
        speech.cancel();
        speech.speak({ text, voice, rate, volume });
      });
    },
    close() {
      stopVoices?.();
      quietly(() => speech?.cancel());
    },
  };
}

function readSettings(storage: Pick<Storage, 'getItem'>): VoiceSettings {
  try {
    const kept: unknown = JSON.parse(storage.getItem(voiceStorageKey) ?? '{}');
    const read = typeof kept === 'object' && kept !== null ? kept : {};
    const number = (name: 'rate' | 'volume') =>
      name in read && Number.isFinite(Number(read[name as never])) ? Number(read[name as never]) : firstSettings[name];
    return bounded({ isOn: !('isOn' in read && read.isOn === false), rate: number('rate'), volume: number('volume') });
  } catch {
    return firstSettings;
  }
}

function bounded({ isOn, rate, volume }: VoiceSettings): VoiceSettings {
  const tenth = (amount: number, least: number, most: number) => Math.round(Math.min(most, Math.max(least, amount)) * 10) / 10;
  return {
    isOn,
    rate: tenth(rate, voiceLimits.leastRate, voiceLimits.mostRate),
    volume: tenth(volume, voiceLimits.leastVolume, voiceLimits.mostVolume),
  };
}

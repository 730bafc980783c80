import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { createVoice, type Voice } from './createVoice.ts';
import { browserSpeech } from './speechPort.ts';

const VoiceContext = createContext<Voice | null>(null);

/** Gives the station its voice. */
export function VoiceProvider(props: { children: ReactNode }) {
  const voice = useMemo(() => createVoice(browserSpeech(), localStorage), []);
  useEffect(() => () => voice.close(), [voice]);
  return <VoiceContext value={voice}>{props.children}</VoiceContext>;
}

/** The station's voice. */
export function useVoice(): Voice {
  const voice = useContext(VoiceContext);
  if (voice === null) throw new Error('useVoice outside VoiceProvider');
  return voice;
}

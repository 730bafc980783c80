import { UnstyledButton } from '@mantine/core';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useObservable } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { useVoice } from './VoiceContext.tsx';

/** The way to the settings of the voice; its sign shows whether the station speaks. */
export function VoiceKey(props: { className: string | undefined; onPress: () => void }) {
  const voice = useVoice();
  const { t, language } = useText();
  const { isOn } = useObservable(voice.settings);
  useObservable(voice.voicesNo);
  const speaks = isOn && voice.voiceFor(language) !== null;
  const label = `${t('voice.title')}: ${t(speaks ? 'voice.on' : 'voice.off')}`;
  return (
    <UnstyledButton className={props.className ?? ''} onClick={props.onPress} aria-label={label} title={label} aria-keyshortcuts="V">
      {speaks ? <IconVolume size={26} aria-hidden /> : <IconVolumeOff size={26} aria-hidden />}
    </UnstyledButton>
  );
}

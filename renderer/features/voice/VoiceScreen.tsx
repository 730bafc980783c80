import {
  IconArrowBackUp,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconVolume,
  IconVolume2,
  IconVolumeOff,
  type Icon,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useNumbers, useObservable } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { voiceLimits } from './createVoice.ts';
import { useVoice } from './VoiceContext.tsx';
import css from './VoiceScreen.module.css';

/** How the station speaks: on or off, pace, loudness, and a trial. By number key, command sheet or touch. */
export function VoiceScreen() {
  const voice = useVoice();
  const navigate = useNavigate();
  const { t, language } = useText();
  const { isOn, rate, volume } = useObservable(voice.settings);
  useObservable(voice.voicesNo);
  const own = voice.voiceFor(language);
  const tryOut = () => voice.say(t('voice.sample'), language);
  const change = (more: Parameters<typeof voice.change>[0]) => () => {
    voice.change(more);
    tryOut();
  };
  const acts: readonly { icon: Icon; label: string; run: () => void; isDisabled?: boolean }[] = [
    { icon: isOn ? IconVolumeOff : IconVolume, label: t(isOn ? 'voice.turnOff' : 'voice.turnOn'), run: change({ isOn: !isOn }) },
    {
      icon: IconPlayerTrackPrev,
      label: t('voice.slower'),
      run: change({ rate: rate - voiceLimits.rateStep }),
      isDisabled: rate <= voiceLimits.leastRate,
    },
    {
      icon: IconPlayerTrackNext,
      label: t('voice.faster'),
      run: change({ rate: rate + voiceLimits.rateStep }),
      isDisabled: rate >= voiceLimits.mostRate,
    },
    {
      icon: IconVolume2,
      label: t('voice.quieter'),
      run: change({ volume: volume - voiceLimits.volumeStep }),
      isDisabled: volume <= voiceLimits.leastVolume,
    },
    {
      icon: IconVolume,
      label: t('voice.louder'),
      run: change({ volume: volume + voiceLimits.volumeStep }),
      isDisabled: volume >= voiceLimits.mostVolume,
    },
    { icon: IconPlayerPlay, label: t('voice.tryOut'), run: tryOut },
    { icon: IconArrowBackUp, label: t('act.home'), run: () => void navigate({ to: '/queue' }) },
  ];
  useNumbers((no) => acts[no - 1]?.run());
  return (
    <main className={css.screen}>
      <h1 className={css.title}>{t('voice.title')}</h1>
      <p className={css.hint}>{t('voice.hint')}</p>
      <div className={css.facts}>
        <StatusTag
          isLarge
          tone={isOn ? 'ok' : 'calm'}
          icon={isOn ? IconVolume : IconVolumeOff}
          label={t(isOn ? 'voice.on' : 'voice.off')}
        />
        <StatusTag
          isLarge
          tone={own === null ? 'soon' : 'info'}
          icon={own === null ? IconVolumeOff : IconPlayerPlay}
          label={own === null ? t('voice.noVoice') : t('voice.voiceOf', { name: own.name })}
        />
      </div>
      <Levels rate={rate} volume={volume} />
      <div className={css.acts}>
        {acts.map(({ icon, label, run, isDisabled }, index) => (
          <BigButton key={label} isHuge icon={icon} label={label} keyLabel={String(index + 1)} isDisabled={isDisabled} onPress={run} />
        ))}
      </div>
    </main>
  );
}

function Levels(props: { rate: number; volume: number }) {
  const { t } = useText();
  return (
    <dl className={css.levels}>
      <div>
        <dt>{t('voice.pace')}</dt>
        <dd>{Math.round(props.rate * 100)}%</dd>
      </div>
      <div>
        <dt>{t('voice.loudness')}</dt>
        <dd>{Math.round(props.volume * 100)}%</dd>
      </div>
    </dl>
  );
}

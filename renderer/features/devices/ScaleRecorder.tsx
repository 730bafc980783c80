import { IconPlayerRecord, IconWand, IconWaveSine } from '@tabler/icons-react';
import { useState } from 'react';
import type { ScalePattern } from '#shared/model/device/deviceSetting.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import css from './DeviceEditor.module.css';
import type { useDeviceSetup } from './useDeviceSetup.ts';

type Recording = { characters: string; knownGrams: number; isStable: boolean };

/** Learns how an unknown scale speaks: recorded empty, with a known weight, and while it moves. */
export function ScaleRecorder(props: {
  deviceId: string;
  setup: ReturnType<typeof useDeviceSetup>['setup'];
  onLearnt: (pattern: ScalePattern) => void;
}) {
  const text = useText();
  const { t } = text;
  const [grams, setGrams] = useState('0');
  const [recordings, setRecordings] = useState<readonly Recording[]>([]);
  const [isRecording, setRecording] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [learnt, setLearnt] = useState<ScalePattern | null>(null);
  const record = async (isStable: boolean) => {
    setRecording(true);
    const { characters } = await props.setup.recordScale({ deviceId: props.deviceId }).finally(() => setRecording(false));
    setRecordings((before) => [...before, { characters: characters.slice(-2_000), knownGrams: Math.round(Number(grams)) || 0, isStable }]);
  };
  const learn = async () => {
    const answer = await props.setup.learnScale({ recordings: [...recordings] });
    setRefusal(answer.refusal);
    setLearnt(answer.pattern);
    if (answer.pattern !== null) props.onLearnt(answer.pattern);
  };
  return (
    <fieldset className={css.recorder}>
      <p className={css.hint}>{t('devices.recordHint')}</p>
      <label className={css.row} htmlFor="record-grams">
        <span className={css.name}>{t('devices.recordKnown')}</span>
        <input
          id="record-grams"
          className={css.input}
          inputMode="numeric"
          value={grams}
          onChange={(event) => setGrams(event.target.value)}
        />
      </label>
      <div className={css.actions}>
        <BigButton
          icon={IconPlayerRecord}
          label={t('devices.record')}
          isDisabled={isRecording}
          onPress={() => void record(true).catch(() => undefined)}
        />
        <BigButton
          icon={IconWaveSine}
          label={t('devices.recordMoving')}
          isDisabled={isRecording}
          onPress={() => void record(false).catch(() => undefined)}
        />
        <BigButton
          icon={IconWand}
          label={t('devices.learn')}
          isDisabled={recordings.filter((one) => one.isStable).length < 2}
          onPress={() => void learn().catch(() => undefined)}
        />
        <span className={css.hint}>{t('devices.recorded', { count: recordings.length })}</span>
      </div>
      {refusal === null ? null : <MessageBar tone="soon" text={text.say({ key: refusal, params: {} })} />}
      {learnt === null ? null : <code className={css.pattern}>{learnt.expression}</code>}
    </fieldset>
  );
}

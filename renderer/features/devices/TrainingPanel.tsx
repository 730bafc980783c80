import { IconBarcode, IconFileAlert, IconFileCheck, IconScale, IconSchool } from '@tabler/icons-react';
import { useState } from 'react';
import type { TrainingAct } from '#shared/features/devices/deviceSetupContract.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import css from './DeviceEditor.module.css';
import type { useDeviceSetup } from './useDeviceSetup.ts';

/** The hands of somebody who is trained: scans, weighs and lets the paper run out where no device is. */
export function TrainingPanel(props: { deviceSetup: ReturnType<typeof useDeviceSetup> }) {
  const { t } = useText();
  const { setup, setTraining } = props.deviceSetup;
  const [code, setCode] = useState('');
  const [grams, setGrams] = useState('500');
  const act = (step: TrainingAct) => void setup.train(step).catch(() => undefined);
  return (
    <section className={css.recorder}>
      <MessageBar tone="soon" text={t('devices.trainingOn')} />
      <div className={css.actions}>
        <input
          className={css.short}
          aria-label={t('devices.trainCode')}
          placeholder={t('devices.trainCode')}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <BigButton
          icon={IconBarcode}
          label={t('devices.trainScan')}
          isDisabled={code.trim() === ''}
          onPress={() => act({ kind: 'scan', code: code.trim() })}
        />
        <input
          className={css.short}
          aria-label={t('devices.trainGrams')}
          inputMode="numeric"
          value={grams}
          onChange={(event) => setGrams(event.target.value)}
        />
        <BigButton
          icon={IconScale}
          label={t('devices.trainWeigh')}
          onPress={() => act({ kind: 'weigh', grams: Math.max(0, Math.round(Number(grams)) || 0) })}
        />
        <BigButton icon={IconFileAlert} label={t('devices.trainPaperOut')} onPress={() => act({ kind: 'printer', fault: 'paperOut' })} />
        <BigButton icon={IconFileCheck} label={t('devices.trainPaperBack')} onPress={() => act({ kind: 'printer', fault: null })} />
        <BigButton icon={IconSchool} look="main" label={t('devices.trainingOff')} onPress={() => setTraining(false)} />
      </div>
    </section>
  );
}

import {
  IconArrowsExchange,
  IconBarcode,
  IconCamera,
  IconPlugConnected,
  IconPlugConnectedX,
  IconPrinter,
  IconRefreshDot,
  IconRobot,
  IconScale,
  IconScaleOutline,
  IconSettings,
  IconTestPipe,
  IconTransform,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { DeviceKind, DeviceState } from '#shared/model/device/device.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './DevicesScreen.module.css';

const icons: Readonly<Record<DeviceKind, Icon>> = {
  scanner: IconBarcode,
  printer: IconPrinter,
  scale: IconScale,
  camera: IconCamera,
  robot: IconRobot,
  sorter: IconTransform,
};
const tones: Readonly<Record<DeviceState['status'], Tone>> = { ready: 'ok', connecting: 'soon', fault: 'late', off: 'calm' };

/** One device: what it is, how it is and since when, what to do about it, and its test. */
export function DeviceCard(props: { device: DeviceState; onEdit: (() => void) | null; onSwap: (() => void) | null }) {
  const { bridge } = useStation();
  const text = useText();
  const { t } = text;
  const { device } = props;
  const { deviceId } = device;
  const [outcome, setOutcome] = useState<'tested' | 'testFailed' | null>(null);
  const nowMs = useNowMs(Date.now);
  const Sign = icons[device.kind];
  const run = (work: Promise<{ isDone: boolean }>) => {
    work.then(({ isDone }) => setOutcome(isDone ? 'tested' : 'testFailed')).catch(() => setOutcome('testFailed'));
  };
  const { devices } = bridge.client;
  return (
    <article className={css.card}>
      <header className={css.cardHead}>
        <Sign size={44} stroke={1.7} aria-hidden />
        <div className={css.cardWords}>
          <strong className={css.cardName}>{device.name}</strong>
          <span className={css.quiet}>
            {t(`devices.kind.${device.kind}`)} · {device.address}
            {device.isSimulated ? ` · ${t('devices.simulated')}` : ''}
          </span>
        </div>
        <StatusTag
          isLarge
          tone={tones[device.status]}
          icon={device.status === 'ready' ? IconPlugConnected : IconPlugConnectedX}
          label={t('devices.since', { word: t(`strip.${device.status}`), age: text.age(nowMs - device.sinceMs) })}
        />
      </header>
      {device.fault === null ? null : <MessageBar tone="late" text={text.say({ key: device.fault, params: {} })} isQuiet />}
      <p className={css.quiet}>
        {device.lastEventAtMs === null ? t('devices.noEvent') : t('devices.lastEvent', { age: text.age(nowMs - device.lastEventAtMs) })}
        {device.malformedFrames === 0 ? '' : ` · ${t('devices.malformed', { count: device.malformedFrames })}`}
      </p>
      <footer className={css.actions}>
        <BigButton icon={IconTestPipe} label={t('act.test')} onPress={() => run(devices.testDevice({ deviceId }))} />
        {device.kind === 'scale' ? (
          <>
            <BigButton icon={IconRefreshDot} label={t('devices.zero')} onPress={() => run(devices.zeroScale({ deviceId }))} />
            <BigButton icon={IconScaleOutline} label={t('devices.tare')} onPress={() => run(devices.setup.tareScale({ deviceId }))} />
          </>
        ) : null}
        {props.onSwap === null ? null : <BigButton icon={IconArrowsExchange} label={t('devices.swap')} onPress={props.onSwap} />}
        {props.onEdit === null ? null : <BigButton icon={IconSettings} label={t('devices.edit')} onPress={props.onEdit} />}
      </footer>
      {outcome === null ? null : <MessageBar tone={outcome === 'tested' ? 'ok' : 'soon'} text={t(`devices.${outcome}`)} />}
    </article>
  );
}

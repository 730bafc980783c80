import {
  IconBarcode,
  IconCamera,
  IconDevices,
  IconPlugConnected,
  IconPlugConnectedX,
  IconPrinter,
  IconRefreshDot,
  IconRobot,
  IconScale,
  IconTestPipe,
  IconTransform,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { DeviceKind, DeviceState } from '#shared/model/device/device.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './DevicesScreen.module.css';
import { PrintJobs } from './PrintJobs.tsx';
import { RecentScans } from './RecentScans.tsx';

const icons: Readonly<Record<DeviceKind, Icon>> = {
  scanner: IconBarcode,
  printer: IconPrinter,
  scale: IconScale,
  camera: IconCamera,
  robot: IconRobot,
  sorter: IconTransform,
};
const tones: Readonly<Record<DeviceState['status'], Tone>> = { ready: 'ok', connecting: 'soon', fault: 'late', off: 'calm' };

/** Every device with its state and age, tests, print jobs that wait for a word, and the scans that came in. */
export function DevicesScreen() {
  const { connection: cell } = useStation();
  const { t } = useText();
  const connection = useObservable(cell);
  const devices = connection?.devices ?? [];
  return (
    <main className={css.screen}>
      <section className={css.devices}>
        <h1 className={css.title}>{t('devices.title')}</h1>
        {devices.length === 0 ? <EmptyState icon={IconDevices} title={t('devices.none')} hint={t('devices.noneHint')} /> : null}
        <div className={css.cards}>
          {devices.map((device) => (
            <DeviceCard key={device.deviceId} device={device} />
          ))}
        </div>
      </section>
      <aside className={css.side}>
        <Panel title={t('devices.jobs')} isFilling>
          <PrintJobs />
        </Panel>
        <Panel title={t('devices.scans')} isFilling>
          <RecentScans />
        </Panel>
      </aside>
    </main>
  );
}

function DeviceCard(props: { device: DeviceState }) {
  const { bridge } = useStation();
  const text = useText();
  const { t } = text;
  const { device } = props;
  const [outcome, setOutcome] = useState<'tested' | 'testFailed' | null>(null);
  const nowMs = useNowMs(Date.now);
  const Sign = icons[device.kind];
  const run = (work: Promise<{ isDone: boolean }>) => {
    work.then(({ isDone }) => setOutcome(isDone ? 'tested' : 'testFailed')).catch(() => setOutcome('testFailed'));
  };
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
      <footer className={css.cardFoot}>
        <span className={css.quiet}>
          {device.lastEventAtMs === null ? t('devices.noEvent') : t('devices.lastEvent', { age: text.age(nowMs - device.lastEventAtMs) })}
          {device.malformedFrames === 0 ? '' : ` · ${t('devices.malformed', { count: device.malformedFrames })}`}
        </span>
        {device.kind === 'scale' ? (
          <BigButton
            icon={IconRefreshDot}
            label={t('devices.zero')}
            onPress={() => run(bridge.client.devices.zeroScale({ deviceId: device.deviceId }))}
          />
        ) : null}
        <BigButton
          icon={IconTestPipe}
          label={t('act.test')}
          onPress={() => run(bridge.client.devices.testDevice({ deviceId: device.deviceId }))}
        />
      </footer>
      {outcome === null ? null : <MessageBar tone={outcome === 'tested' ? 'ok' : 'soon'} text={t(`devices.${outcome}`)} />}
    </article>
  );
}

import {
  IconBarcode,
  IconCamera,
  IconPlugConnected,
  IconPlugConnectedX,
  IconPrinter,
  IconRobot,
  IconScale,
  IconSettings,
  IconTransform,
  type Icon,
} from '@tabler/icons-react';
import type { DeviceKind, DeviceState } from '#shared/model/device/device.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import { useText, type Text } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import type { Tone } from '#renderer/ui/tokens.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './DevicesScreen.module.css';
import type { DeviceAct, DeviceOutcome } from './useDeviceActs.ts';

const icons: Readonly<Record<DeviceKind, Icon>> = {
  scanner: IconBarcode,
  printer: IconPrinter,
  scale: IconScale,
  camera: IconCamera,
  robot: IconRobot,
  sorter: IconTransform,
};
const ways = { serial: 'serial', tcp: 'tcp', hid: 'hid', ipp: 'ipp' } as const;
const tones: Readonly<Record<DeviceState['status'], Tone>> = { ready: 'ok', connecting: 'soon', fault: 'late', off: 'calm' };

/**
 * One device: what it is, how it is and since when, and what to do with it. With a number it is picked by digit or command sheet, and asks
 * what to do.
 */
export function DeviceCard(props: { device: DeviceState; no: number; acts: readonly DeviceAct[]; outcome: DeviceOutcome | null }) {
  const text = useText();
  const { t } = text;
  const { device, acts, outcome } = props;
  const nowMs = useNowMs(Date.now);
  const Sign = icons[device.kind];
  return (
    <article className={css.card}>
      <header className={css.cardHead}>
        <KeyCap label={String(props.no)} />
        <Sign size={44} stroke={1.7} aria-hidden />
        <div className={css.cardWords}>
          <strong className={css.cardName}>{device.name}</strong>
          <span className={css.quiet}>
            {t(`devices.kind.${device.kind}`)} · {wayInWords(device.address, t)}
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
        {acts.map(({ word, icon, run }) => (
          <BigButton key={word} icon={icon} label={t(`devices.${word}`)} onPress={run} />
        ))}
      </footer>
      {outcome === null ? null : <MessageBar tone={outcome === 'testFailed' ? 'soon' : 'ok'} text={t(`devices.${outcome}`)} />}
    </article>
  );
}

/** A device that is set up and not in use while somebody is trained. */
export function StoredDevice(props: { setting: DeviceSetting; onEdit: () => void }) {
  const { t } = useText();
  const { setting } = props;
  const Sign = icons[setting.kind];
  return (
    <article className={css.card}>
      <header className={css.cardHead}>
        <Sign size={32} stroke={1.7} aria-hidden />
        <div className={css.cardWords}>
          <strong className={css.cardName}>{setting.name}</strong>
          <span className={css.quiet}>{t(`devices.kind.${setting.kind}`)}</span>
        </div>
        <StatusTag tone="calm" icon={IconPlugConnectedX} label={t('strip.off')} />
        <BigButton icon={IconSettings} label={t('devices.edit')} onPress={props.onEdit} />
      </header>
    </article>
  );
}

/** What a device is reached by, its first word in the reader's language. */
function wayInWords(address: string, t: Text['t']): string {
  const [way = '', ...where] = address.split(' ');
  return way in ways ? [t(`setting.choice.${ways[way as keyof typeof ways]}`), ...where].join(' ') : address;
}

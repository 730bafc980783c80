import { UnstyledButton } from '@mantine/core';
import {
  IconBarcode,
  IconCloud,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconDatabaseExclamation,
  IconLogout,
  IconNetwork,
  IconNetworkOff,
  IconPlugConnectedX,
  IconPrinter,
  IconPrinterOff,
  IconScale,
  IconScaleOutline,
  IconUserCircle,
  type Icon,
} from '@tabler/icons-react';
import type { ConnectionState } from '#shared/features/station/stationContract.ts';
import type { DeviceState } from '#shared/model/device/device.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useStoreStatusPart } from '#renderer/bridge/useStore.ts';
import { TrainingKey } from '#renderer/features/training/TrainingKey.tsx';
import { VoiceKey } from '#renderer/features/voice/VoiceKey.tsx';
import { useText, type Text } from '#renderer/text/useText.ts';
import { zhCN } from '#renderer/text/zh-CN.ts';
import type { Tone } from '#renderer/ui/tokens.ts';
import { toneStyle } from '#renderer/ui/toneStyle.ts';
import { toWallClockText } from '#renderer/ui/toClockText.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './ConnectionStrip.module.css';
import { Toggles } from './Toggles.tsx';

type Light = { key: string; icon: Icon; name: string; word: string; tone: Tone; sinceMs: number | null };

/** Always there: lines, devices, unsynced work, time, operator, language, colours. A light is an icon, a word and an age. */
export function ConnectionStrip(props: {
  onSignOut: () => void;
  onSync: () => void;
  onDevices: () => void;
  onVoice: () => void;
  isHostUp: boolean;
}) {
  const station = useStation();
  const text = useText();
  const connection = useObservable(station.connection);
  const operator = useObservable(station.operator);
  const storageFault = useStoreStatusPart('storageFault');
  const nowMs = useNowMs(station.nowMs);
  const site = station.store.view.site();
  const { t } = text;
  const hostNowMs = connection === null ? nowMs : nowMs - connection.clockOffsetMs;
  return (
    <header className={css.strip} aria-label={t('strip.label')}>
      <span className={css.site}>
        <strong className={css.brand}>{t('app.name')}</strong>
        <span className={css.code}>{station.handshake.stationCode ?? ''}</span>
      </span>
      <div className={css.lights}>
        {lightsOf(connection, props.isHostUp, text)
          .concat(diskLight(storageFault, text))
          .map((light) => (
            <LightView
              key={light.key}
              light={light}
              age={light.sinceMs === null ? null : text.age(hostNowMs - light.sinceMs)}
              onPress={light.key === 'disk' ? props.onSync : props.onDevices}
            />
          ))}
      </div>
      <UnsyncedLight nowMs={nowMs} onPress={props.onSync} />
      <span className={css.clock}>{toWallClockText(nowMs, site?.timeZone ?? null)}</span>
      {operator === null ? null : (
        <UnstyledButton
          className={css.person}
          onClick={props.onSignOut}
          title={t('strip.signOut')}
          aria-label={`${operator.name} ${t('strip.signOut')}`}
        >
          <IconUserCircle size={28} stroke={1.7} aria-hidden />
          <span className={css.operator}>{operator.name}</span>
          <IconLogout size={22} stroke={1.7} aria-hidden />
        </UnstyledButton>
      )}
      <TrainingKey className={css.toggle} />
      <VoiceKey className={css.toggle} onPress={props.onVoice} />
      <Toggles />
    </header>
  );
}

/** What the platform does not have yet. It changes with every scan: the rest of the strip does not. */
function UnsyncedLight(props: { nowMs: number; onPress: () => void }) {
  const { t, age } = useText();
  const pending = useStoreStatusPart('pending');
  const lastSyncAtMs = useStoreStatusPart('lastSyncAtMs');
  return (
    <UnstyledButton className={css.light} style={toneStyle(pending > 0 ? 'soon' : 'ok')} onClick={props.onPress} data-testid="unsynced">
      {pending > 0 ? <IconCloudUp size={26} aria-hidden /> : <IconCloudCheck size={26} aria-hidden />}
      <span className={css.words}>
        <span className={css.name}>{pending > 0 ? t('strip.unsynced') : t('strip.allSynced')}</span>
        <span className={css.word}>
          {pending}
          {lastSyncAtMs === null ? null : (
            <span className={css.syncAge}> {t('strip.syncedAgo', { age: age(props.nowMs - lastSyncAtMs) })}</span>
          )}
        </span>
      </span>
    </UnstyledButton>
  );
}

function LightView(props: { light: Light; age: string | null; onPress: () => void }) {
  const { t } = useText();
  const { light } = props;
  const Sign = light.icon;
  return (
    <UnstyledButton
      className={css.light}
      style={toneStyle(light.tone)}
      onClick={props.onPress}
      aria-label={
        props.age === null ? `${light.name} ${light.word}` : t('strip.light', { name: light.name, word: light.word, age: props.age })
      }
    >
      <Sign size={26} stroke={1.9} aria-hidden />
      <span className={css.words}>
        <span className={css.name}>{light.name}</span>
        <span className={css.word}>
          {light.word}
          {props.age === null ? null : <span className={css.age}> {props.age}</span>}
        </span>
      </span>
    </UnstyledButton>
  );
}

/** The disk has a light only while it does not take what is scanned. */
function diskLight(fault: string | null, { t }: Text): readonly Light[] {
  if (fault === null) return [];
  return [{ key: 'disk', icon: IconDatabaseExclamation, name: t('strip.disk'), word: t('strip.diskFault'), tone: 'late', sinceMs: null }];
}

/** Without the host nothing is known of lines and devices: that is one sentence. */
function lightsOf(connection: ConnectionState | null, isHostUp: boolean, text: Text): readonly Light[] {
  const { t } = text;
  if (isHostUp) return linesAndDevices(connection, text);
  return [{ key: 'host', icon: IconPlugConnectedX, name: t('strip.host'), word: t('strip.hostAway'), tone: 'late', sinceMs: null }];
}

function linesAndDevices(connection: ConnectionState | null, { t }: Text): readonly Light[] {
  const unknown = { word: t('strip.unknown'), tone: 'soon' as const, sinceMs: null };
  const line = (state: ConnectionState['wan'] | undefined) =>
    state === undefined
      ? unknown
      : { word: t(`strip.${state.status}`), tone: state.status === 'up' ? ('ok' as const) : ('late' as const), sinceMs: state.sinceMs };
  const isWanUp = connection?.wan.status === 'up';
  const isLanUp = connection?.lan.status === 'up';
  const device = (kind: DeviceState['kind']) => {
    if (connection === null) return unknown;
    const worst = [...connection.devices.filter((state) => state.kind === kind)].sort((one, other) => rank(one) - rank(other))[0];
    if (worst === undefined) return { word: t('strip.none'), tone: 'calm' as const, sinceMs: null };
    return { word: wordOf(worst, t), tone: toneOfDevice(worst), sinceMs: worst.sinceMs };
  };
  const printer = device('printer');
  return [
    { key: 'wan', icon: isWanUp ? IconCloud : IconCloudOff, name: t('strip.wan'), ...line(connection?.wan) },
    { key: 'lan', icon: isLanUp ? IconNetwork : IconNetworkOff, name: t('strip.lan'), ...line(connection?.lan) },
    { key: 'scanner', icon: IconBarcode, name: t('strip.scanner'), ...device('scanner') },
    { key: 'printer', icon: printer.tone === 'ok' ? IconPrinter : IconPrinterOff, name: t('strip.printer'), ...printer },
    {
      key: 'scale',
      icon: connection?.devices.some((state) => state.kind === 'scale') ? IconScale : IconScaleOutline,
      name: t('strip.scale'),
      ...device('scale'),
    },
  ];
}

/** Why a device is at fault, in a word; its sentence stands on the device screen. */
function wordOf(state: DeviceState, t: Text['t']): string {
  const reason = state.status === 'fault' ? state.fault?.split('.').at(-1) : undefined;
  return reason !== undefined && isKnownReason(reason) ? t(`faultWord.${reason}`) : t(`strip.${state.status}`);
}

function isKnownReason(reason: string): reason is keyof typeof zhCN.faultWord {
  return Object.hasOwn(zhCN.faultWord, reason);
}

/** Faults first, so that one light speaks for all devices of a kind. */
function rank(state: DeviceState): number {
  return ['fault', 'connecting', 'off', 'ready'].indexOf(state.status);
}

function toneOfDevice(state: DeviceState): Tone {
  if (state.status === 'ready') return 'ok';
  if (state.status === 'fault') return 'late';
  return state.status === 'connecting' ? 'soon' : 'calm';
}

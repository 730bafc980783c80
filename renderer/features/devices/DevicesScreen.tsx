import { IconDevices, IconDownload, IconPlus, IconSchool, IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { DeviceState } from '#shared/model/device/device.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import { useNumbers, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { DeviceCard, StoredDevice } from './DeviceCard.tsx';
import { DeviceEditor } from './DeviceEditor.tsx';
import css from './DevicesScreen.module.css';
import { PrintJobs } from './PrintJobs.tsx';
import { RecentScans } from './RecentScans.tsx';
import { SettledJobs } from './SettledJobs.tsx';
import { SwapPanel } from './SwapPanel.tsx';
import { TrainingPanel } from './TrainingPanel.tsx';
import { useDeviceActs, type DeviceOutcome } from './useDeviceActs.ts';
import { useDeviceSetup } from './useDeviceSetup.ts';

type Aside =
  | { readonly kind: 'work' }
  | { readonly kind: 'edit'; readonly setting: DeviceSetting | null }
  | { readonly kind: 'swap'; readonly setting: DeviceSetting };

/** Every device with its state and age, tests and settings, print jobs that wait for a word, and the scans that came in. */
export function DevicesScreen() {
  const { connection: cell, newId } = useStation();
  const { t } = useText();
  const devices = useObservable(cell)?.devices ?? [];
  const deviceSetup = useDeviceSetup();
  const { state } = deviceSetup;
  const [aside, setAside] = useState<Aside>({ kind: 'work' });
  const close = () => setAside({ kind: 'work' });
  const shown = useNumberedDevices(devices, state?.devices ?? [], setAside);
  return (
    <main className={css.screen}>
      <section className={css.devices}>
        <header className={css.head}>
          <h1 className={css.title}>{t('devices.title')}</h1>
          <SettingTools deviceSetup={deviceSetup} onAdd={() => setAside({ kind: 'edit', setting: null })} />
        </header>
        {state?.isTraining ? <TrainingPanel deviceSetup={deviceSetup} /> : null}
        {devices.length === 0 ? <EmptyState isPart icon={IconDevices} title={t('devices.none')} hint={t('devices.noneHint')} /> : null}
        <div className={css.cards}>
          {devices.length === 0 ? null : <p className={css.quiet}>{t('devices.numberHint')}</p>}
          {shown.map((one, index) => (
            <DeviceCard key={one.device.deviceId} no={index + 1} {...one} />
          ))}
          {state?.isTraining ? <StoredDevices devices={state.devices} onEdit={(setting) => setAside({ kind: 'edit', setting })} /> : null}
        </div>
      </section>
      <aside className={css.side}>
        {aside.kind === 'edit' ? (
          <DeviceEditor
            key={aside.setting?.deviceId ?? 'new'}
            setting={aside.setting}
            deviceSetup={deviceSetup}
            newId={newId}
            onClose={close}
          />
        ) : aside.kind === 'swap' ? (
          <SwapPanel device={aside.setting} all={state?.devices ?? []} deviceSetup={deviceSetup} onClose={close} />
        ) : (
          <>
            <Panel title={t('devices.jobs')}>
              <PrintJobs />
            </Panel>
            <Panel title={t('devices.settled')}>
              <SettledJobs />
            </Panel>
            <Panel title={t('devices.scans')}>
              <RecentScans />
            </Panel>
          </>
        )}
      </aside>
    </main>
  );
}

/** Every device with what can be done with it; its number asks what to do. */
function useNumberedDevices(devices: readonly DeviceState[], settings: readonly DeviceSetting[], open: (aside: Aside) => void) {
  const { runner } = useStation();
  const [outcome, setOutcome] = useState<{ deviceId: string; came: DeviceOutcome } | null>(null);
  const actsOf = useDeviceActs();
  const shown = devices.map((device) => {
    const { deviceId } = device;
    const setting = settings.find((one) => one.deviceId === deviceId);
    const door = (kind: 'edit' | 'swap') => (setting === undefined ? null : () => open({ kind, setting }));
    const hasPeer = devices.filter((one) => one.kind === device.kind).length > 1;
    const doors = { onEdit: door('edit'), onSwap: hasPeer ? door('swap') : null };
    const acts = actsOf(device, doors, (came) => setOutcome({ deviceId, came }));
    return { device, acts, outcome: outcome?.deviceId === deviceId ? outcome.came : null };
  });
  useNumbers((no) => {
    const picked = shown[no - 1];
    if (picked === undefined) return;
    const words = picked.acts.map(({ word }) => ({ key: `devices.${word}`, params: {} }));
    runner.ask({ key: 'devices.doWhat', params: { name: picked.device.name } }, words, (act) => picked.acts[act - 1]?.run());
  });
  return shown;
}

/** What comes back into use when the training is over. */
function StoredDevices(props: { devices: readonly DeviceSetting[]; onEdit: (setting: DeviceSetting) => void }) {
  const { t } = useText();
  return (
    <>
      <h2 className={css.subtitle}>{t('devices.stored')}</h2>
      {props.devices.map((setting) => (
        <StoredDevice key={setting.deviceId} setting={setting} onEdit={() => props.onEdit(setting)} />
      ))}
    </>
  );
}

/** Adding, training, and the settings as a file. */
function SettingTools(props: { deviceSetup: ReturnType<typeof useDeviceSetup>; onAdd: () => void }) {
  const text = useText();
  const { t } = text;
  const { state, setup, change, setTraining } = props.deviceSetup;
  const file = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<{ tone: 'ok' | 'late'; words: string } | null>(null);
  const load = async (chosen: File | undefined) => {
    const devices = chosen === undefined ? null : parseDevices(await chosen.text());
    if (devices === null) return setSaid({ tone: 'late', words: t('setting.badFile') });
    const [problem] = await change(setup.replaceAll({ devices }));
    const words =
      problem === undefined ? t('devices.saved') : `${problem.field}: ${text.say({ key: problem.key, params: problem.params })}`;
    setSaid({ tone: problem === undefined ? 'ok' : 'late', words });
  };
  return (
    <>
      <div className={css.actions}>
        <BigButton icon={IconPlus} label={t('devices.add')} onPress={props.onAdd} />
        <BigButton
          icon={IconSchool}
          label={t('devices.training')}
          isPressed={state?.isTraining === true}
          onPress={() => setTraining(state?.isTraining !== true)}
        />
        <BigButton
          icon={IconDownload}
          label={t('devices.export')}
          isDisabled={state === null}
          onPress={() => exportDevices(state?.devices ?? [])}
        />
        <BigButton icon={IconUpload} label={t('devices.import')} onPress={() => file.current?.click()} />
        <input ref={file} type="file" accept="application/json" hidden onChange={(event) => void load(event.target.files?.[0])} />
      </div>
      {said === null ? null : <MessageBar tone={said.tone} text={said.words} />}
    </>
  );
}

function exportDevices(devices: readonly DeviceSetting[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ devices }, null, 2)], { type: 'application/json' }));
  link.download = 'halfhour-devices.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Settings as they were exported; null where the text is something else. */
function parseDevices(text: string): Record<string, unknown>[] | null {
  try {
    const json: unknown = JSON.parse(text);
    const devices = typeof json === 'object' && json !== null && 'devices' in json ? json.devices : null;
    const isAllObjects = Array.isArray(devices) && devices.every((one) => typeof one === 'object' && one !== null);
    return isAllObjects ? (devices as Record<string, unknown>[]) : null;
  } catch {
    return null;
  }
}

import { IconArrowsExchange, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import css from './DevicesScreen.module.css';
import type { useDeviceSetup } from './useDeviceSetup.ts';

/** A scan this much older than the asking was not made for it. */
const earlierMs = 300;

/** Which device really is this one? Told by scanning with it, or chosen. */
export function SwapPanel(props: {
  device: DeviceSetting;
  all: readonly DeviceSetting[];
  deviceSetup: ReturnType<typeof useDeviceSetup>;
  onClose: () => void;
}) {
  const { bridge } = useStation();
  const text = useText();
  const { t } = text;
  const { device, onClose } = props;
  const { setup, change } = props.deviceSetup;
  const [said, setSaid] = useState<string | null>(null);
  const others = props.all.filter((one) => one.kind === device.kind && one.deviceId !== device.deviceId);
  const swapWith = async (otherId: string) => {
    const [problem] = await change(setup.swap({ deviceId: device.deviceId, otherId }));
    if (problem === undefined) onClose();
    else setSaid(text.say({ key: problem.key, params: problem.params }));
  };
  const scannedBy = useScannedBy(bridge, device.kind === 'scanner');
  useEffect(() => {
    if (scannedBy === null) return;
    if (scannedBy === device.deviceId) setSaid(t('devices.swapSame'));
    else if (others.some((one) => one.deviceId === scannedBy)) void swapWith(scannedBy);
    // A scan is heard once; the rest is the same until the panel closes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [scannedBy]);
  return (
    <Panel title={t('devices.swap')} isFilling>
      <div className={css.jobs}>
        <MessageBar tone="info" text={t(device.kind === 'scanner' ? 'devices.swapHint' : 'devices.swapPick', { name: device.name })} />
        {others.length === 0 ? <p className={css.quiet}>{t('devices.swapNone')}</p> : null}
        <div className={css.jobActions}>
          {others.map((one) => (
            <BigButton key={one.deviceId} icon={IconArrowsExchange} label={one.name} onPress={() => void swapWith(one.deviceId)} />
          ))}
          <BigButton icon={IconX} label={t('devices.close')} onPress={onClose} />
        </div>
        {said === null ? null : <MessageBar tone="soon" text={said} />}
      </div>
    </Panel>
  );
}

/** The scanner of the first scan from now on, or null. */
function useScannedBy(bridge: ReturnType<typeof useStation>['bridge'], isWanted: boolean): string | null {
  const [deviceId, setDeviceId] = useState<string | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    const stop = new AbortController();
    const sinceMs = Date.now() - earlierMs;
    void (async () => {
      try {
        for await (const scan of await bridge.client.devices.scans(undefined, { signal: stop.signal }))
          if (scan.atMs >= sinceMs) setDeviceId(scan.deviceId);
      } catch {
        // The host is away; its light says so.
      }
    })();
    return () => stop.abort();
  }, [bridge, isWanted]);
  return deviceId;
}

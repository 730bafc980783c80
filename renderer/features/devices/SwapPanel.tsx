import { IconArrowsExchange, IconTags, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { deviceOfCode } from '#shared/features/devices/testLabel.ts';
import type { Scan } from '#shared/model/device/device.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import { useNumbers, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import css from './DevicesScreen.module.css';
import { useTestLabel } from './useDeviceActs.ts';
import type { useDeviceSetup } from './useDeviceSetup.ts';

/** A scan this much older than the asking was not made for it. */
const earlierMs = 300;

/** Which device really is this one? A scanner tells by scanning with it, a printer by the code on the label it printed; or it is chosen. */
export function SwapPanel(props: {
  device: DeviceSetting;
  all: readonly DeviceSetting[];
  deviceSetup: ReturnType<typeof useDeviceSetup>;
  onClose: () => void;
}) {
  const text = useText();
  const { t } = text;
  const { device, onClose } = props;
  const { setup, change } = props.deviceSetup;
  const [said, setSaid] = useState<string | null>(null);
  const { printTest } = useTestLabel();
  const others = props.all.filter((one) => one.kind === device.kind && one.deviceId !== device.deviceId);
  const swapWith = async (otherId: string) => {
    const [problem] = await change(setup.swap({ deviceId: device.deviceId, otherId }));
    if (problem === undefined) onClose();
    else setSaid(text.say({ key: problem.key, params: problem.params }));
  };
  useNamedByScan((scan) => {
    const named = device.kind === 'printer' ? deviceOfCode(scan.text, props.all)?.deviceId : scan.deviceId;
    if (device.kind === 'scale' || named === undefined) return;
    if (named === device.deviceId) setSaid(t('devices.swapSame'));
    else if (others.some((one) => one.deviceId === named)) void swapWith(named);
  });
  useNumbers((no) => {
    const other = others[no - 1];
    if (other !== undefined) void swapWith(other.deviceId);
  });
  const printAll = () => {
    const asked = [device, ...others].map(({ deviceId }) => printTest(deviceId));
    void Promise.all(asked).then(
      () => setSaid(t('devices.testQueued')),
      () => setSaid(t('devices.testFailed')),
    );
  };
  const hint = ({ scanner: 'swapHint', printer: 'swapPrinterHint', scale: 'swapPick' } as const)[device.kind];
  return (
    <Panel title={t('devices.swap')} isFilling>
      <div className={css.swap}>
        <MessageBar tone="info" text={t(`devices.${hint}`, { name: device.name })} />
        {others.length === 0 ? <p className={css.quiet}>{t('devices.swapNone')}</p> : null}
        <div className={css.jobActions}>
          {device.kind === 'printer' ? (
            <BigButton icon={IconTags} look="main" label={t('devices.printAllTests')} onPress={printAll} />
          ) : null}
          {others.map((one, index) => (
            <BigButton
              key={one.deviceId}
              icon={IconArrowsExchange}
              label={one.name}
              keyLabel={String(index + 1)}
              onPress={() => void swapWith(one.deviceId)}
            />
          ))}
          <BigButton icon={IconX} label={t('devices.close')} onPress={onClose} />
        </div>
        {said === null ? null : <MessageBar tone="soon" text={said} />}
      </div>
    </Panel>
  );
}

/** Hears every scan from now on. */
function useNamedByScan(onScan: (scan: Scan) => void): void {
  const { bridge, nowMs } = useStation();
  const newest = useRef(onScan);
  useEffect(() => void (newest.current = onScan));
  useEffect(() => {
    const stop = new AbortController();
    const sinceMs = nowMs() - earlierMs;
    void (async () => {
      try {
        for await (const scan of await bridge.client.devices.scans(undefined, { signal: stop.signal })) {
          if (stop.signal.aborted) return;
          if (scan.atMs >= sinceMs) newest.current(scan);
        }
      } catch {
        // The host is away; its light says so.
      }
    })();
    return () => stop.abort();
  }, [bridge, nowMs]);
}

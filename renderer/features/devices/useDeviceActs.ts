import {
  IconArrowsExchange,
  IconPlugConnected,
  IconRefreshDot,
  IconScaleOutline,
  IconSettings,
  IconTag,
  type Icon,
} from '@tabler/icons-react';
import type { DeviceState } from '#shared/model/device/device.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';

/** What came of the last act on a device. */
export type DeviceOutcome = 'tested' | 'testFailed' | 'testQueued';

/** Something to do with a device; its word is `devices.<word>` in renderer/text. */
export type DeviceAct = {
  readonly word: 'probe' | 'printTest' | 'zero' | 'tare' | 'swap' | 'edit';
  readonly icon: Icon;
  run(): void;
};

export type DoorsOfDevice = { readonly onEdit: (() => void) | null; readonly onSwap: (() => void) | null };

/** Tells what can be done with a device, in the order of its buttons and numbers; `tell` hears what came of it. */
export function useDeviceActs(): (
  device: DeviceState,
  doors: DoorsOfDevice,
  tell: (outcome: DeviceOutcome) => void,
) => readonly DeviceAct[] {
  const { bridge } = useStation();
  const { printTest } = useTestLabel();
  const { devices } = bridge.client;
  return ({ deviceId, kind }, { onEdit, onSwap }, tell) => {
    const after = (work: Promise<{ isDone: boolean }>, well: DeviceOutcome = 'tested'): void =>
      void work.then(({ isDone }) => tell(isDone ? well : 'testFailed')).catch(() => tell('testFailed'));
    const acts: readonly (DeviceAct | null)[] = [
      { word: 'probe', icon: IconPlugConnected, run: () => after(devices.testDevice({ deviceId })) },
      kind === 'printer' ? { word: 'printTest', icon: IconTag, run: () => after(printTest(deviceId), 'testQueued') } : null,
      kind === 'scale' ? { word: 'zero', icon: IconRefreshDot, run: () => after(devices.zeroScale({ deviceId })) } : null,
      kind === 'scale' ? { word: 'tare', icon: IconScaleOutline, run: () => after(devices.setup.tareScale({ deviceId })) } : null,
      onSwap === null ? null : { word: 'swap', icon: IconArrowsExchange, run: onSwap },
      onEdit === null ? null : { word: 'edit', icon: IconSettings, run: onEdit },
    ];
    return acts.filter((act) => act !== null);
  };
}

/** Queues a printer's test label, with captions in the operator's language. */
export function useTestLabel(): { printTest(deviceId: string): Promise<{ isDone: boolean }> } {
  const { bridge, newId } = useStation();
  const { t } = useText();
  return {
    printTest: async (deviceId) => {
      const captions = { testWord: t('labels.testWord'), checkWord: t('labels.checkWord'), reprintWord: t('devices.reprintMark') };
      await bridge.client.devices.setup.printTest({ deviceId, jobId: `test-${newId()}`, captions });
      return { isDone: true };
    },
  };
}

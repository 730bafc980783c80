import { useCallback, useEffect, useState } from 'react';
import type { SetupState } from '#shared/features/devices/deviceSetupContract.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';

/** What is wrong with a setting, in words of renderer/text. */
export type SettingProblem = { readonly field: string; readonly key: string; readonly params: Readonly<Record<string, string | number>> };

/** How the devices are set up, and changing it; null until the host has answered. */
export function useDeviceSetup() {
  const { bridge } = useStation();
  const { setup } = bridge.client.devices;
  const [state, setState] = useState<SetupState | null>(null);
  const read = useCallback(() => {
    setup
      .state()
      .then(setState)
      .catch(() => undefined);
  }, [setup]);
  useEffect(read, [read]);
  /** Runs a change; its problems, none when it is in force. */
  const change = async (work: Promise<{ problems: SettingProblem[] }>): Promise<readonly SettingProblem[]> => {
    const problems = await work.then((saved) => saved.problems).catch(() => [{ field: 'deviceId', key: 'fault.host', params: {} }]);
    read();
    return problems;
  };
  const setTraining = (isTraining: boolean): void => {
    setup
      .setTraining({ isTraining })
      .then(setState)
      .catch(() => undefined);
  };
  return { state, setup, change, setTraining };
}

import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StationProvider } from '#renderer/bridge/StationContext.tsx';
import type { HeardScan } from '#renderer/bridge/workflowRunner.ts';
import { DispatchProvider } from '#renderer/features/dispatch/DispatchContext.tsx';
import { createAppRouter } from './createAppRouter.tsx';
import { createStation, type OpenStation, type StationParts } from './createStation.ts';
import { openDiagnostics } from './openDiagnostics.ts';
import { performEffect } from './performEffect.ts';
import { queueMissingLabels } from './queueLabel.ts';
import { ShellContext } from './ShellContext.ts';
import { WaitScreen } from './WaitScreen.tsx';

type Opened = OpenStation & { readonly router: ReturnType<typeof createAppRouter> };

/** The station of this window with its screens, for as long as its store is open here. */
export function StationPage(props: {
  parts: Omit<StationParts, 'perform'>;
  isHostUp: boolean;
  /** The training code was scanned: into training, or out of it. */
  onTraining?: ((heard: HeardScan) => void) | undefined;
}) {
  const { parts, onTraining } = props;
  const { i18n } = useTranslation();
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    let current: Opened | null = null;
    let isGone = false;
    // Practice leaves the page's address alone.
    const router = parts.isTraining === true ? createAppRouter(createMemoryHistory({ initialEntries: ['/queue'] })) : createAppRouter();
    const start = async () => {
      const open = await createStation({
        ...parts,
        perform: (effect, station) => performEffect(effect, station, router, i18n, () => onTraining?.(station.runner.heardScan())),
      });
      if (isGone) return open.close();
      openDiagnostics(window, open.station, parts.sounds);
      queueMissingLabels(open.station, i18n);
      current = { ...open, router };
      setOpened(current);
    };
    void start();
    return () => {
      isGone = true;
      current?.close();
    };
  }, [parts, i18n, onTraining]);
  const { isHostUp } = props;
  const isTraining = parts.isTraining === true;
  const shell = useMemo(
    () => (opened === null ? null : { isHostUp, isTraining, setOperator: opened.setOperator }),
    [isHostUp, isTraining, opened],
  );
  if (opened === null || shell === null) return <WaitScreen title="app.opening" hint="app.openingHint" />;
  return (
    <StationProvider station={opened.station}>
      <ShellContext value={shell}>
        {isTraining ? (
          <RouterProvider router={opened.router} />
        ) : (
          <DispatchProvider>
            <RouterProvider router={opened.router} />
          </DispatchProvider>
        )}
      </ShellContext>
    </StationProvider>
  );
}

import { useCallback, useMemo, useState } from 'react';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { useStoreStatusPart } from '#renderer/bridge/useStore.ts';
import type { HeardScan } from '#renderer/bridge/workflowRunner.ts';
import type { StationParts } from './createStation.ts';
import { StationPage } from './StationPage.tsx';
import { TrainingGate } from './TrainingGate.tsx';
import { WaitScreen } from './WaitScreen.tsx';

type WindowParts = Omit<StationParts, 'store' | 'perform'>;
/** Where the window is: at work, or practising; and the last scan heard before that. */
type Place = { readonly isTraining: boolean; readonly heardScan: HeardScan | undefined };

/** The station in this window, at work or practising: one code turns from one to the other. */
export function StationWindow(props: { store: StationStore; parts: WindowParts; isHostUp: boolean }) {
  const phase = useStoreStatusPart('phase');
  const loaded = useStoreStatusPart('loaded');
  const { store, parts, isHostUp } = props;
  const { bridge, handshake, sounds, clock } = parts;
  const [place, setPlace] = useState<Place>({ isTraining: false, heardScan: undefined });
  const turn = useCallback((heardScan: HeardScan) => setPlace(({ isTraining }) => ({ isTraining: !isTraining, heardScan })), []);
  const { heardScan } = place;
  const all = useMemo(() => ({ store, bridge, handshake, sounds, clock, heardScan }), [store, bridge, handshake, sounds, clock, heardScan]);
  if (phase !== 'ready' && store.view.site() === undefined) {
    return <WaitScreen title="app.loading" hint="app.loadingHint" params={{ percent: Math.round(loaded * 100) }} />;
  }
  if (place.isTraining) return <TrainingGate live={all} isHostUp={isHostUp} onTraining={turn} />;
  return <StationPage parts={all} isHostUp={isHostUp} onTraining={turn} />;
}

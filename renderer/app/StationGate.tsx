import { useEffect, useState } from 'react';
import type { Bridge, Handshake } from '#renderer/bridge/openBridge.ts';
import { EnrolScreen } from '#renderer/features/station/EnrolScreen.tsx';
import { Toggles } from './Toggles.tsx';
import { StoreGate } from './StoreGate.tsx';
import { WaitScreen } from './WaitScreen.tsx';

/** Attempts after which the host counts as away and the page says so. */
const attemptsUntilAway = 3;

/** From the line to the host to an enrolled station. Once a station is open it stays, also while the host is away. */
export function StationGate(props: { bridge: Bridge }) {
  const { bridge } = props;
  const [state, setState] = useState(bridge.state);
  const [enrolled, setEnrolled] = useState<Handshake | null>(null);
  useEffect(() => {
    const take = () => {
      const next = bridge.state();
      setState(next);
      if (next.status !== 'up' || next.handshake.stationId === null || next.handshake.siteId === null) return;
      setEnrolled((before) => (before?.stationId === next.handshake.stationId ? before : next.handshake));
    };
    take();
    return bridge.onState(take);
  }, [bridge]);
  if (state.status === 'versionMismatch') {
    return (
      <WaitScreen
        title="app.versionMismatch"
        hint="app.versionMismatchHint"
        action={{ label: 'app.reload', run: () => window.location.reload() }}
      />
    );
  }
  if (enrolled !== null)
    return <StoreGate key={enrolled.stationId} bridge={bridge} handshake={enrolled} isHostUp={state.status === 'up'} />;
  if (state.status === 'up') return <EnrolScreen bridge={bridge} corner={<Toggles />} />;
  return state.attempts >= attemptsUntilAway ? (
    <WaitScreen title="app.hostAway" hint="app.hostAwayHint" isBroken />
  ) : (
    <WaitScreen title="app.opening" hint="app.openingHint" />
  );
}

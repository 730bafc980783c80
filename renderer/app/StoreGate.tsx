import { useEffect, useMemo, useState } from 'react';
import type { Bridge, Handshake } from '#renderer/bridge/openBridge.ts';
import { openStationStore, type SessionState } from '#renderer/store/openStationStore.ts';
import { StoreContext } from '#renderer/bridge/useStore.ts';
import { createSoundPlayer } from '#renderer/ui/sound/createSoundPlayer.ts';
import { assert } from '#shared/base/assert.ts';
import { createCorrectedClock } from './createCorrectedClock.ts';
import { StationWindow } from './StationWindow.tsx';
import { WaitScreen } from './WaitScreen.tsx';

/** Opens the station's store in this window, or says why another window has it. */
export function StoreGate(props: { bridge: Bridge; handshake: Handshake; isHostUp: boolean }) {
  const { bridge, handshake } = props;
  const clock = useMemo(() => createCorrectedClock(), []);
  const sounds = useMemo(() => createSoundPlayer(), []);
  const [session, setSession] = useState<ReturnType<typeof openStationStore> | null>(null);
  const [state, setState] = useState<SessionState>({ kind: 'opening' });
  useEffect(() => {
    const { siteId, stationId } = handshake;
    assert(siteId !== null && stationId !== null, 'a store is opened before the station is enrolled');
    const opened = openStationStore({
      siteId,
      stationId,
      client: bridge.client.platformLink,
      lanClient: bridge.client.lan,
      readKey: async () => (await bridge.client.station.storeKey()).keyText,
      clock,
      onBug: reportError,
    });
    setSession(opened);
    setState(opened.state());
    const stop = opened.onState(setState);
    return () => {
      stop();
      void opened.close();
    };
  }, [bridge, handshake, clock]);
  switch (state.kind) {
    case 'opening':
      return <WaitScreen title="app.opening" hint="app.openingHint" />;
    case 'following':
      return (
        <WaitScreen title="app.otherWindow" hint="app.otherWindowHint" action={{ label: 'app.takeOver', run: () => session?.takeOver() }} />
      );
    case 'failed':
      return (
        <WaitScreen
          title="app.storeFailed"
          hint={`fault.storage.${state.fault}`}
          isBroken
          action={{ label: 'app.retry', run: () => session?.retry() }}
        />
      );
    case 'leading':
      return (
        <StoreContext value={state.store}>
          <StationWindow store={state.store} parts={{ bridge, handshake, sounds, clock }} isHostUp={props.isHostUp} />
        </StoreContext>
      );
  }
}

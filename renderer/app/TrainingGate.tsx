import { useEffect, useState } from 'react';
import { StoreContext } from '#renderer/bridge/useStore.ts';
import type { HeardScan } from '#renderer/bridge/workflowRunner.ts';
import { openTraining, type Training } from '#renderer/features/training/openTraining.ts';
import { useText } from '#renderer/text/useText.ts';
import { rememberedOperator, type StationParts } from './createStation.ts';
import { StationPage } from './StationPage.tsx';
import { WaitScreen } from './WaitScreen.tsx';

/** The practice station in place of the real one, whose store stays open and goes on syncing behind it. */
export function TrainingGate(props: { live: Omit<StationParts, 'perform'>; isHostUp: boolean; onTraining: (heard: HeardScan) => void }) {
  const { bridge, handshake, store, clock, sounds, heardScan } = props.live;
  const { t } = useText();
  const [parts, setParts] = useState<Omit<StationParts, 'perform'> | null>(null);
  const traineeName = t('training.traineeName');
  useEffect(() => {
    let opened: Training | null = null;
    let isGone = false;
    const open = async () => {
      const operator = await rememberedOperator(store, clock.nowMs());
      const training = await openTraining({ bridge, handshake, clock, operator, traineeName });
      if (isGone) return training.close();
      opened = training;
      setParts({
        bridge: training.bridge,
        handshake: training.handshake,
        store: training.store,
        sounds,
        clock,
        heardScan,
        isTraining: true,
      });
    };
    void open();
    return () => {
      isGone = true;
      void opened?.close();
    };
  }, [bridge, handshake, store, clock, sounds, heardScan, traineeName]);
  if (parts === null) return <WaitScreen title="training.opening" hint="training.openingHint" />;
  return (
    <StoreContext value={parts.store}>
      <StationPage parts={parts} isHostUp={props.isHostUp} onTraining={props.onTraining} />
    </StoreContext>
  );
}

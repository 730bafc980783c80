import { Modal } from '@mantine/core';
import { IconArrowBackUp, IconUserPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { asId } from '#shared/base/ids.ts';
import type { Courier } from '#shared/model/delivery/delivery.ts';
import { snapshotOfStore } from '#shared/features/dispatch/snapshotOfStore.ts';
import { defaultDispatchOptions, type DispatchPlan, type DispatchSnapshot } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { toWallClockText } from '#renderer/ui/toClockText.ts';
import { createPlannerWorker } from './createPlannerWorker.ts';
import css from './DispatchScreen.module.css';

const minuteMs = 60_000;
const counts = [1, 2, 3] as const;
const delays = [0, 15, 30] as const;

/** What more couriers would change: the same planner over the same moment, with them, in a worker. */
export function WhatIfLayer(props: { plan: DispatchPlan | null; onClose: () => void }) {
  const station = useStation();
  const { t } = useText();
  const { onClose } = props;
  const [count, setCount] = useState<number>(2);
  const [delay, setDelay] = useState<number>(0);
  const [lateWith, setLateWith] = useState<number | null>(null);
  useEffect(() => {
    const worker = createPlannerWorker();
    let isGone = false;
    setLateWith(null);
    const seen = snapshotOfStore(station.store, station.nowMs(), null);
    if (worker !== null && seen !== null) {
      void worker.planDispatch(withCouriers(seen.snapshot, count, delay * minuteMs), defaultDispatchOptions).then((plan) => {
        if (!isGone) setLateWith(lateOf(plan));
      });
    }
    return () => {
      isGone = true;
      worker?.close();
    };
  }, [station, count, delay]);
  useWhatIfKeys(onClose, setCount);
  return (
    <Modal.Root opened onClose={onClose} size="xl" centered>
      <Modal.Overlay />
      <Modal.Content aria-label={t('dispatch.whatIfTitle')}>
        <Modal.Body>
          <h2 className={css.title}>{t('dispatch.whatIfTitle')}</h2>
          <p className={css.quiet}>{t('dispatch.whatIfAsk')}</p>
          <div className={css.actions}>
            {counts.map((each) => (
              <BigButton
                key={each}
                icon={IconUserPlus}
                label={t('dispatch.whatIfMore', { count: each })}
                keyLabel={String(each)}
                isPressed={each === count}
                onPress={() => setCount(each)}
              />
            ))}
          </div>
          <div className={css.actions}>
            {delays.map((each) => (
              <BigButton
                key={each}
                icon={IconUserPlus}
                label={
                  each === 0
                    ? t('dispatch.whatIfNow')
                    : t('dispatch.whatIfWith', { clock: toWallClockText(station.nowMs() + each * minuteMs, null) })
                }
                isPressed={each === delay}
                onPress={() => setDelay(each)}
              />
            ))}
          </div>
          <p className={css.whatIf} data-testid="what-if">
            {t('dispatch.whatIfLate')}: <strong>{props.plan === null ? '—' : lateOf(props.plan)}</strong> →{' '}
            <strong>{lateWith ?? t('dispatch.whatIfWorking')}</strong>
          </p>
          <BigButton icon={IconArrowBackUp} label={t('act.dismiss')} keyLabel={t('key.escape')} onPress={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function useWhatIfKeys(onClose: () => void, setCount: (count: number) => void): void {
  useKeys((key) => {
    if (key === 'Escape') onClose();
    else if (/^[1-3]$/.test(key)) setCount(Number(key));
    return true;
  });
}

/** The moment with so many couriers more, who come to the site after the delay. */
function withCouriers(snapshot: DispatchSnapshot, count: number, delayMs: number): DispatchSnapshot {
  const more = Array.from({ length: count }, (_, no): Courier => {
    const id = asId<'courier'>(`more-${no + 1}`);
    const about = { id, code: id, name: id, capacityOrders: 4, position: null, tripId: null, deliveredToday: 0 };
    return { ...about, status: 'atSite' };
  });
  const arrivals = Object.fromEntries(more.map(({ id }) => [id, snapshot.atMs + delayMs]));
  return { ...snapshot, couriers: [...snapshot.couriers, ...more], arrivals };
}

function lateOf(plan: DispatchPlan): number {
  return plan.orders.filter(({ isLate }) => isLate).length;
}

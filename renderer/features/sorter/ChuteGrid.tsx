import { useEffect, useRef } from 'react';
import type { ChuteView } from '#shared/features/sorter/sorterContract.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { useText } from '#renderer/text/useText.ts';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { toneStyle } from '#renderer/ui/toneStyle.ts';
import { chuteLook } from './sorterLook.ts';
import css from './SorterScreen.module.css';

/** All chutes: what for, whose, how full, and whether they can take more. `chosen` is where the bag in hand belongs. */
export function ChuteGrid(props: { chutes: readonly ChuteView[]; chosen: string | null }) {
  const { t } = useText();
  const station = useStation();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const area = list.current?.parentElement;
    const entry = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    if (area && entry) area.scrollTop = Math.max(0, entry.offsetTop - list.current!.offsetTop - 12);
  }, [props.chosen]);
  useRecordChanges(['trip', 'courier', 'order']);
  const tripText = (tripId: string | null): string => {
    const trip = tripId === null ? undefined : station.store.view.get('trip', tripId);
    if (trip === undefined) return t('sorter.noTrip');
    const orders = trip.orderIds.map((orderId) => `#${station.store.view.get('order', orderId)?.daySequence ?? '?'}`).join(' ');
    return t('sorter.trip', { courier: station.store.view.get('courier', trip.courierId)?.name ?? '?', orders });
  };
  return (
    <ul ref={list} className={css.chutes}>
      {props.chutes.map(({ chuteId, use, status, items, holds, tripId }) => {
        const look = chuteLook[status];
        return (
          <li key={chuteId} className={css.chute} style={toneStyle(look.tone)} data-status={status} aria-current={chuteId === props.chosen}>
            <div className={css.chuteHead}>
              <strong className={css.chuteId}>{chuteId}</strong>
              <StatusTag tone={look.tone} icon={look.icon} label={t(`sorter.status.${status}`)} isFilled={status !== 'open'} />
            </div>
            <span className={css.chuteTrip}>{use === 'trip' ? tripText(tripId) : t(`sorter.use.${use}`)}</span>
            <span className={css.items}>{holds === null ? t('sorter.items', { items }) : t('sorter.itemsOf', { items, holds })}</span>
            <span className={css.bar} aria-hidden>
              <span className={css.fill} style={{ inlineSize: `${holds === null ? 0 : Math.min(100, (items / holds) * 100)}%` }} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

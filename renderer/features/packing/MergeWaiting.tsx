import { IconArrowMerge, IconBasket, IconUser, IconUserQuestion } from '@tabler/icons-react';
import type { Order } from '#shared/model/order/order.ts';
import { orderPace } from '#shared/rules/order/orderPace.ts';
import { missingPartsAt } from '#shared/rules/task/missingParts.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { Countdown } from '#renderer/ui/Countdown.tsx';
import { paceLook } from '#renderer/ui/paceLook.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './MergeWaiting.module.css';

/** Orders of which one zone's part is at packing and others are not: which part is late, where, and with whom. Nothing where none waits. */
export function MergeWaiting() {
  const { store } = useStation();
  const { t } = useText();
  const waiting = store.find
    .openOrders()
    .filter((order) => order.partTaskIds !== undefined && order.toteIds.some((id) => store.view.get('tote', id)?.status === 'toPack'))
    .filter((order) => missingPartsAt(store.view, order).length > 0)
    .toSorted((a, b) => a.promiseAtMs - b.promiseAtMs);
  if (waiting.length === 0) return null;
  return (
    <div className={css.merge}>
      <Panel title={t('packing.merge')} aside={String(waiting.length)}>
        {waiting.map((order) => (
          <MergeRow key={order.id} order={order} />
        ))}
      </Panel>
    </div>
  );
}

function MergeRow({ order }: { order: Order }) {
  const station = useStation();
  const { t, name } = useText();
  const nowMs = useNowMs(station.nowMs);
  const { view } = station.store;
  const site = view.site();
  if (site === undefined) return null;
  const pace = orderPace(order, site, nowMs);
  const totes = order.toteIds.flatMap((id) => view.get('tote', id) ?? []).filter(({ status }) => status === 'toPack');
  return (
    <article className={css.row}>
      <span className={css.number}>{order.daySequence}</span>
      <Countdown leftMs={pace.leftMs} tone={paceLook[pace.standing].tone} word={t(paceLook[pace.standing].word)} />
      <ul className={css.parts}>
        {totes.map((tote) => (
          <li key={tote.id}>
            <StatusTag tone="ok" icon={IconBasket} label={tote.code} />
          </li>
        ))}
        {missingPartsAt(view, order).map((part) => (
          <li key={part.task.id} className={css.part}>
            <StatusTag
              tone="soon"
              icon={IconArrowMerge}
              label={t('packing.mergePart', { zone: name(part.zone?.name), count: part.openSteps })}
            />
            {part.pickerName === null ? <IconUserQuestion size={22} aria-hidden /> : <IconUser size={22} aria-hidden />}
            {part.pickerName ?? t('packing.mergeOpen')}
          </li>
        ))}
      </ul>
    </article>
  );
}

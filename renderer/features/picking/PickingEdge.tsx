import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconBasket, IconChevronDown, IconChevronUp, IconMessageQuestion, IconNote } from '@tabler/icons-react';
import { memo, useCallback, useDeferredValue, useState } from 'react';
import type { PickingLine, PickingPrompt } from '#shared/features/picking/describePicking.ts';
import type { RecordOf } from '#shared/model/records.ts';
import { orderPace } from '#shared/rules/order/orderPace.ts';
import { pictureUrlOf } from '#renderer/bridge/pictureUrlOf.ts';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { Countdown } from '#renderer/ui/Countdown.tsx';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import { paceLook } from '#renderer/ui/paceLook.ts';
import { Picture } from '#renderer/ui/Picture.tsx';
import { Scroller } from '#renderer/ui/Scroller.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { toCountdownText, toWallClockText } from '#renderer/ui/toClockText.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './PickingEdge.module.css';
import { PickingMap } from './PickingMap.tsx';

/** The edge of the screen, painted right after the prompt: what to do next never waits for the map and the list. */
export function PickingEdge(props: { prompt: PickingPrompt }) {
  return <Edge prompt={useDeferredValue(props.prompt)} />;
}

/** At the edge: time left, order and tote, and the rest of the list, folded away until asked for. */
const Edge = memo(function Edge(props: { prompt: PickingPrompt }) {
  const station = useStation();
  const { t } = useText();
  const { prompt } = props;
  const [isListOpen, setListOpen] = useState(false);
  const [isMapOpen, setMapOpen] = useState(false);
  const toggleMap = useCallback(() => setMapOpen((isOpen) => !isOpen), []);
  useKeys(
    useCallback(
      (key) => {
        if (key.toUpperCase() !== 'M') return false;
        toggleMap();
        return true;
      },
      [toggleMap],
    ),
  );
  const nowMs = useNowMs(station.nowMs);
  const site = station.store.view.site();
  const order = prompt.toteOrder ?? prompt.current?.order;
  const pace = order === undefined || site === undefined ? null : orderPace(order, site, nowMs);
  const look = pace === null ? paceLook.onTime : paceLook[pace.standing];
  return (
    <aside className={css.edge}>
      <Countdown leftMs={prompt.promiseAtMs - nowMs} tone={look.tone} word={t(look.word)} size="edge" />
      {pace?.stageLeftMs == null ? null : (
        <p className={css.budget}>
          <span>{t('time.budgetLeft')}</span>
          <strong>{toCountdownText(pace.stageLeftMs)}</strong>
        </p>
      )}
      <OrderFacts className={isMapOpen ? css.away : css.facts} order={order} tote={prompt.current?.toteCode ?? null} />
      {prompt.questions.length === 0 ? null : (
        <StatusTag tone="info" icon={IconMessageQuestion} label={t('picking.asked', { count: prompt.questions.length })} />
      )}
      {order === undefined || order.note === '' ? null : (
        <p className={css.note}>
          <IconNote size={24} aria-hidden /> {order.note}
        </p>
      )}
      <UnstyledButton className={css.more} onClick={() => setListOpen(!isListOpen)} aria-expanded={isListOpen}>
        <span>{t('picking.upcoming', { count: prompt.upcoming.length })}</span>
        {isListOpen ? (
          <IconChevronUp size={28} aria-label={t('picking.hideAll')} />
        ) : (
          <IconChevronDown size={28} aria-label={t('picking.showAll')} />
        )}
      </UnstyledButton>
      <Scroller className={(isMapOpen ? css.away : css.rest) ?? ''} label={t('picking.upcoming', { count: prompt.upcoming.length })}>
        <ol className={css.list}>
          {(isListOpen ? prompt.upcoming : prompt.upcoming.slice(0, 1)).map((line) => (
            <UpcomingLine key={line.step.stepNo} line={line} />
          ))}
        </ol>
      </Scroller>
      {site?.walk === undefined || prompt.task === undefined ? null : (
        <UnstyledButton className={css.more} onClick={toggleMap} aria-expanded={isMapOpen} aria-keyshortcuts="M">
          <span>{t('picking.map')}</span>
          <KeyCap label="M" />
        </UnstyledButton>
      )}
      {prompt.task === undefined ? null : (
        <div className={isMapOpen ? css.mapOpen : css.map}>
          <PickingMap task={prompt.task} />
        </div>
      )}
    </aside>
  );
});

/** The order's number and promise, and its tote. */
function OrderFacts(props: { className: string | undefined; order: RecordOf<'order'> | undefined; tote: string | null }) {
  const { store } = useStation();
  const { t } = useText();
  const { order, tote } = props;
  const timeZone = store.view.site()?.timeZone ?? null;
  return (
    <dl className={props.className}>
      <div className={css.fact}>
        <dt>{t('picking.order')}</dt>
        <dd>{order?.daySequence ?? '—'}</dd>
        <dd className={css.small}>
          {order === undefined
            ? ''
            : `${t(`channel.${order.channel}`)} · ${t('time.promise', { clock: toWallClockText(order.promiseAtMs, timeZone) })}`}
        </dd>
      </div>
      <div className={css.fact}>
        <dt>
          <IconBasket size={24} aria-hidden /> {t('picking.tote')}
        </dt>
        <dd className={tote === null ? css.none : ''}>{tote ?? t('picking.noTote')}</dd>
      </div>
    </dl>
  );
}

function UpcomingLine(props: { line: PickingLine }) {
  const { name, t } = useText();
  const { line } = props;
  return (
    <li className={css.line}>
      <Picture url={pictureUrlOf(line.sku?.picture)} label={name(line.sku?.name)} sizePx={56} />
      <span className={css.lineWords}>
        <strong>{line.bin?.code ?? '?'}</strong>
        <span className={css.lineName}>{name(line.sku?.name)}</span>
        {line.isDoubtful ? <StatusTag tone="late" icon={IconAlertTriangle} label={t('picking.doubtful')} /> : null}
      </span>
      <span className={css.lineCount}>{line.sku?.unit === 'gram' ? `${line.remaining} ${t('picking.grams')}` : `×${line.remaining}`}</span>
    </li>
  );
}

import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconBasket, IconChevronDown, IconChevronUp, IconMessageQuestion, IconNote } from '@tabler/icons-react';
import { useState } from 'react';
import type { PickingLine, PickingPrompt } from '#shared/features/picking/describePicking.ts';
import { orderPace } from '#shared/rules/order/orderPace.ts';
import { pictureUrlOf } from '#renderer/bridge/pictureUrlOf.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { Countdown } from '#renderer/ui/Countdown.tsx';
import { paceLook } from '#renderer/ui/paceLook.ts';
import { Picture } from '#renderer/ui/Picture.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { toCountdownText, toWallClockText } from '#renderer/ui/toClockText.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import css from './PickingEdge.module.css';

/** At the edge: time left, order and tote, and the rest of the list, folded away until asked for. */
export function PickingEdge(props: { prompt: PickingPrompt }) {
  const station = useStation();
  const { t } = useText();
  const { prompt } = props;
  const [isListOpen, setListOpen] = useState(false);
  const nowMs = useNowMs(station.nowMs);
  const site = station.store.view.site();
  const order = prompt.toteOrder ?? prompt.current?.order;
  const pace = order === undefined || site === undefined ? null : orderPace(order, site, nowMs);
  const look = pace === null ? paceLook.onTime : paceLook[pace.standing];
  const tote = prompt.current?.toteCode ?? null;
  return (
    <aside className={css.edge}>
      <Countdown leftMs={prompt.promiseAtMs - nowMs} tone={look.tone} word={t(look.word)} size="edge" />
      {pace?.stageLeftMs == null ? null : (
        <p className={css.budget}>
          <span>{t('time.budgetLeft')}</span>
          <strong>{toCountdownText(pace.stageLeftMs)}</strong>
        </p>
      )}
      <dl className={css.facts}>
        <div className={css.fact}>
          <dt>{t('picking.order')}</dt>
          <dd>{order?.daySequence ?? '—'}</dd>
          <dd className={css.small}>
            {order === undefined
              ? ''
              : `${t(`channel.${order.channel}`)} · ${t('time.promise', { clock: toWallClockText(order.promiseAtMs, site?.timeZone ?? null) })}`}
          </dd>
        </div>
        <div className={css.fact}>
          <dt>
            <IconBasket size={24} aria-hidden /> {t('picking.tote')}
          </dt>
          <dd className={tote === null ? css.none : ''}>{tote ?? t('picking.noTote')}</dd>
        </div>
      </dl>
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
      <ol className={css.list}>
        {(isListOpen ? prompt.upcoming : prompt.upcoming.slice(0, 1)).map((line) => (
          <UpcomingLine key={line.step.stepNo} line={line} />
        ))}
      </ol>
    </aside>
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

import {
  IconAlertTriangle,
  IconCircleCheck,
  IconFlame,
  IconMotorbike,
  IconPlugConnectedX,
  IconTrendingUp,
  type Icon,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { type WallboardPicture, wallboardPicture } from '#shared/features/wallboard/wallboardPicture.ts';
import { useText } from '#renderer/text/useText.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { paceLook } from '#renderer/ui/paceLook.ts';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { toCountdownText, toWallClockText } from '#renderer/ui/toClockText.ts';
import { toneStyle } from '#renderer/ui/toneStyle.ts';
import type { Tone } from '#renderer/ui/tokens.ts';
import css from './WallboardPage.module.css';

/** Asked for so often, milliseconds; a picture older than `staleMs` is said to stand still. */
const askEveryMs = 3000;
const staleMs = 20_000;
const minuteMs = 60_000;

/** The site at a glance on a wall: read-only, without a word about customers, from any browser that reaches the station. */
export function WallboardPage(props: { address: string }) {
  const { t, name } = useText();
  const picture = usePicture(props.address);
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (picture === null) {
    return (
      <main className={css.wall}>
        <EmptyState icon={IconPlugConnectedX} title={t('wallboard.waiting')} hint={t('wallboard.waitingHint')} />
      </main>
    );
  }
  const { shown, gotAtMs } = picture;
  const agedMs = nowMs - gotAtMs;
  const isStale = agedMs > staleMs;
  const clock = toWallClockText(shown.atMs, null);
  return (
    <main className={css.wall}>
      <header className={css.head}>
        <h1 className={css.site}>{name(shown.siteName)}</h1>
        {isStale ? (
          <StatusTag isLarge tone="late" icon={IconPlugConnectedX} label={t('wallboard.stale', { clock })} />
        ) : (
          <span className={css.updated}>{t('wallboard.updated', { clock })}</span>
        )}
      </header>
      <Figures shown={shown} />
      <ol className={css.stages}>
        {shown.stages.map((stage) => (
          <li key={stage.stage} className={css.stage} style={toneStyle(stage.overBudget > 0 ? 'soon' : 'calm')}>
            <span className={css.stageName}>{t(`wallboard.stage.${stage.stage}`)}</span>
            <strong className={css.stageCount}>{stage.orders}</strong>
            <span className={css.stageOver}>{stage.overBudget === 0 ? '' : t('wallboard.over', { count: stage.overBudget })}</span>
          </li>
        ))}
      </ol>
      <Pressing shown={shown} agedMs={agedMs} />
      <footer className={css.couriers}>
        <IconMotorbike size={64} aria-hidden />
        <span>
          {t('wallboard.here')} <strong>{shown.couriers.here}</strong>
        </span>
        <span>
          {t('wallboard.riding')} <strong>{shown.couriers.riding}</strong>
        </span>
        <span>
          {t('wallboard.returning')} <strong>{shown.couriers.returning}</strong>
        </span>
        {shown.couriers.nextBackMs === null ? null : (
          <span className={css.next}>
            {t('wallboard.nextBack', { minutes: Math.max(1, Math.round(shown.couriers.nextBackMs / minuteMs)) })}
          </span>
        )}
      </footer>
    </main>
  );
}

function Figures({ shown }: { shown: WallboardPicture }) {
  const { t } = useText();
  const percent = shown.onTimePercent;
  const onTimeTone = percent === null ? 'calm' : percent >= 95 ? 'ok' : percent >= 85 ? 'soon' : 'late';
  return (
    <div className={css.figures}>
      <Figure icon={IconTrendingUp} tone="info" name={t('board.active')} number={String(shown.active)} />
      <Figure icon={IconFlame} tone={shown.late > 0 ? 'late' : 'ok'} name={t('board.late')} number={String(shown.late)} />
      <Figure
        icon={IconAlertTriangle}
        tone={shown.predictedLate > 0 ? 'soon' : 'ok'}
        name={t('board.predictedLate')}
        number={String(shown.predictedLate)}
      />
      <Figure icon={IconCircleCheck} tone={onTimeTone} name={t('board.onTime')} number={percent === null ? '—' : `${percent}%`} />
    </div>
  );
}

function Figure(props: { icon: Icon; tone: Tone; name: string; number: string }) {
  const Sign = props.icon;
  return (
    <div className={css.figure} style={toneStyle(props.tone)}>
      <span className={css.figureName}>
        <Sign size={56} aria-hidden /> {props.name}
      </span>
      <strong className={css.figureNumber}>{props.number}</strong>
    </div>
  );
}

function Pressing({ shown, agedMs }: { shown: WallboardPicture; agedMs: number }) {
  const { t } = useText();
  return (
    <section className={css.pressing}>
      <h2 className={css.pressingTitle}>{t('wallboard.pressing')}</h2>
      {shown.orders.length === 0 ? (
        <p className={css.allWell}>
          <IconCircleCheck size={72} aria-hidden /> {t('wallboard.allWell')}
        </p>
      ) : null}
      <ul className={css.orders}>
        {shown.orders.map((order) => {
          const look = paceLook[order.standing];
          const Sign = look.icon;
          return (
            <li key={order.daySequence} className={css.order} style={toneStyle(look.tone)}>
              <strong className={css.orderNo}>{order.daySequence}</strong>
              <span className={css.orderStage}>{t(`wallboard.stage.${order.stage}`)}</span>
              <span className={css.orderLeft}>
                <Sign size={44} aria-label={t(look.word)} /> {toCountdownText(order.leftMs - agedMs)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The newest picture and when it came; null before the first. A fault keeps the last one, which then shows its age. */
function usePicture(address: string): { readonly shown: WallboardPicture; readonly gotAtMs: number } | null {
  const [picture, setPicture] = useState<{ readonly shown: WallboardPicture; readonly gotAtMs: number } | null>(null);
  useEffect(() => {
    let isGone = false;
    const ask = async (): Promise<void> => {
      const answer = await fetch(address, { cache: 'no-store' }).catch(() => null);
      const parsed = answer?.ok ? wallboardPicture.safeParse(await answer.json().catch(() => null)) : null;
      if (!isGone && parsed?.success) {
        const { data: shown } = parsed;
        setPicture((last) => (last?.shown.atMs === shown.atMs ? last : { shown, gotAtMs: Date.now() }));
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), askEveryMs);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [address]);
  return picture;
}

import { IconArrowsSplit, IconCircleCheck, IconHandGrab, IconRobot } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { SortCardView, SorterView } from '#shared/features/sorter/sorterContract.ts';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Scroller } from '#renderer/ui/Scroller.tsx';
import { toneStyle } from '#renderer/ui/toneStyle.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import { ChuteGrid } from './ChuteGrid.tsx';
import { passTone } from './sorterLook.ts';
import css from './SorterScreen.module.css';
import { SortWall } from './SortWall.tsx';
import { useSorter } from './useSorter.ts';

/** The site's sorter: its chutes, what went where and what a person has to look at; and the wall, where people sort in its place. */
export function SorterScreen() {
  const { t } = useText();
  const { view, sorter } = useSorter();
  /** What was asked for here and the host has not said yet, or could not tell the machine. */
  const [asked, setAsked] = useState<boolean | null>(null);
  const isManual = asked ?? view?.isManual ?? false;
  const setManual = useCallback(() => {
    setAsked(!isManual);
    sorter.setManual({ isManual: !isManual }).then(
      ({ isDone }) => isDone && setAsked(null),
      () => undefined,
    );
  }, [sorter, isManual]);
  useKeys(
    useCallback(
      (key) => {
        if (key.toUpperCase() !== 'M') return false;
        setManual();
        return true;
      },
      [setManual],
    ),
  );
  if (view === undefined) return <main className={css.screen} />;
  if (view === null) return <EmptyState icon={IconArrowsSplit} title={t('sorter.none')} hint={t('sorter.noneHint')} />;
  return (
    <main className={css.screen}>
      <header className={css.head}>
        <h1 className={css.title}>{t(isManual ? 'sorter.wall.title' : 'sorter.title')}</h1>
        <Counts counts={view.counts} />
        <BigButton
          icon={isManual ? IconRobot : IconHandGrab}
          look={isManual ? 'tone' : 'main'}
          tone={isManual ? 'ok' : undefined}
          label={t(isManual ? 'sorter.byMachine' : 'sorter.byHand')}
          keyLabel="M"
          onPress={setManual}
        />
      </header>
      {view.isConnected ? null : <MessageBar tone="late" text={t('sorter.noBroker')} />}
      {view.isConnected && !view.isInCharge ? <MessageBar tone="info" isQuiet text={t('sorter.otherStation')} /> : null}
      {asked === null ? null : <MessageBar tone="soon" isQuiet text={t('sorter.notTold')} />}
      {isManual ? <SortWall view={view} /> : <Board view={view} onClose={(card) => void sorter.closeCard(card).catch(() => undefined)} />}
    </main>
  );
}

function Counts(props: { counts: SorterView['counts'] }) {
  const { t } = useText();
  return (
    <dl className={css.counts}>
      {(['scans', 'diverted', 'rejected', 'noReads', 'misSorts'] as const).map((name) => (
        <div key={name}>
          <dt>{t(`sorter.count.${name}`)}</dt>
          <dd>{props.counts[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

function Board(props: { view: SorterView; onClose: (card: SortCardView) => void }) {
  const { t } = useText();
  const { view } = props;
  return (
    <div className={css.board}>
      <Scroller className={css.chuteArea ?? ''} label={t('sorter.chutes')}>
        <ChuteGrid chutes={view.chutes} chosen={null} />
      </Scroller>
      <Scroller className={css.side ?? ''} label={t('sorter.look')}>
        <Cards cards={view.cards} onClose={props.onClose} />
        <Passes passes={view.passes} />
      </Scroller>
    </div>
  );
}

function Cards(props: { cards: readonly SortCardView[]; onClose: (card: SortCardView) => void }) {
  const { t } = useText();
  return (
    <Panel title={t('sorter.look')} note={String(props.cards.length)}>
      {props.cards.length === 0 ? <p className={css.quiet}>{t('sorter.nothing')}</p> : null}
      <div className={css.cards}>
        {props.cards.map((card) => (
          <MessageBar
            key={`${card.kind} ${card.subject}`}
            tone={card.kind === 'chuteFull' || card.kind === 'noRead' ? 'soon' : 'late'}
            isQuiet
            text={t(`sorter.card.${card.kind}`, { subject: card.subject, chute: card.chuteId ?? '–' })}
          >
            {card.kind === 'offline' || card.kind === 'chuteFull' || card.kind === 'jam' ? null : (
              <BigButton icon={IconCircleCheck} label={t('sorter.done')} onPress={() => props.onClose(card)} />
            )}
          </MessageBar>
        ))}
      </div>
    </Panel>
  );
}

function Passes(props: { passes: SorterView['passes'] }) {
  const { t, age } = useText();
  const station = useStation();
  const nowMs = useNowMs(station.nowMs);
  return (
    <Panel title={t('sorter.last')}>
      {props.passes.length === 0 ? <p className={css.quiet}>{t('sorter.noPasses')}</p> : null}
      <ul className={css.list}>
        {props.passes.map((pass) => (
          <li key={pass.scanId} className={css.pass}>
            <strong>{pass.parcelCode ?? t('sorter.noCode')}</strong>
            <span className={css.passReason} style={toneStyle(passTone(pass))}>
              {t(`sorter.reason.${pass.reason}`)}
            </span>
            <span>{t('sorter.toChute', { chute: pass.chuteId })}</span>
            <span className={css.quiet}>{age(Math.max(0, nowMs - pass.atMs))}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

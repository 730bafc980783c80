import { IconArrowBackUp, IconCalendarTime, IconChartBar, IconClockHour8 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { LabourReport, OperatorScore } from '#shared/wire/platform/labourReport.ts';
import { useNumbers, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { toCountdownText } from '#renderer/ui/toClockText.ts';
import css from './LabourScreen.module.css';
import { type LabourView, type LabourWindow, useLabour } from './useLabour.ts';

/** Figures of work: one's own for everybody; the team's and the stages' for supervisors, who get them from the platform. */
export function LabourScreen() {
  const station = useStation();
  const navigate = useNavigate();
  const { t } = useText();
  const operator = useObservable(station.operator);
  const [window, setWindow] = useState<LabourWindow>('shift');
  const view = useLabour(window);
  const { report } = view;
  const home = () => void navigate({ to: '/queue' });
  useNumbers((no) => (no === 1 ? setWindow('shift') : no === 2 ? setWindow('day') : no === 3 ? home() : undefined));
  const own = report?.operators.find(({ operatorId }) => operatorId === operator?.id) ?? null;
  const isTeam = report !== null && report.stages.length > 0;
  return (
    <main className={css.screen}>
      <header className={css.top}>
        <div className={css.heading}>
          <h1 className={css.title}>{t('labour.title')}</h1>
          {report === null ? null : (
            <p className={css.quiet}>{t(isTeam ? 'labour.hintTeam' : 'labour.hint', { version: report.version })}</p>
          )}
        </div>
        <BigButton
          icon={IconClockHour8}
          label={t('labour.shift')}
          keyLabel="1"
          isPressed={window === 'shift'}
          onPress={() => setWindow('shift')}
        />
        <BigButton
          icon={IconCalendarTime}
          label={t('labour.day')}
          keyLabel="2"
          isPressed={window === 'day'}
          onPress={() => setWindow('day')}
        />
        <BigButton icon={IconArrowBackUp} label={t('act.home')} keyLabel="3" onPress={home} />
      </header>
      <Trouble view={view} />
      {own === null && !isTeam ? (
        <EmptyState isPart icon={IconChartBar} title={t(view.isAsking ? 'labour.asking' : 'labour.none')} hint={t('labour.noneHint')} />
      ) : null}
      {own === null ? null : <OwnScore score={own} />}
      {isTeam ? <TeamPanels report={report} /> : null}
    </main>
  );
}

function Trouble(props: { view: LabourView }) {
  const station = useStation();
  const { t, age } = useText();
  const { report, isAway } = props.view;
  if (isAway)
    return (
      <MessageBar
        tone="soon"
        text={report === null ? t('labour.awayNone') : t('labour.away', { age: age(Math.max(0, station.nowMs() - report.toMs)) })}
      />
    );
  return report?.isWhole === false ? <MessageBar tone="soon" text={t('labour.partial')} /> : null;
}

function OwnScore(props: { score: OperatorScore }) {
  const { t } = useText();
  const { score } = props;
  const figures = [
    { word: t('labour.linesPerHour'), figure: whole(score.linesPerHour) },
    { word: t('labour.accuracy'), figure: percent(score.accuracy) },
    { word: t('labour.lines'), figure: String(score.linesPicked) },
    { word: t('labour.ordersPerHour'), figure: whole(score.ordersPerHour) },
    { word: t('labour.orders'), figure: String(score.ordersPacked) },
  ];
  return (
    <dl className={css.own} data-testid="own-score">
      {figures.map(({ word, figure }) => (
        <div key={word} className={css.figure}>
          <dt>{word}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

function TeamPanels(props: { report: LabourReport }) {
  const station = useStation();
  const { t } = useText();
  const { operators, stages } = props.report;
  const nameOf = (operatorId: string) => station.store.view.get('operator', operatorId)?.name ?? '?';
  return (
    <div className={css.columns}>
      <Panel title={t('labour.team')} isFilling>
        <table className={css.table} data-testid="team">
          <thead>
            <tr>
              <th scope="col">{t('labour.person')}</th>
              <th scope="col">{t('labour.linesPerHour')}</th>
              <th scope="col">{t('labour.accuracy')}</th>
              <th scope="col">{t('labour.lines')}</th>
              <th scope="col">{t('labour.orders')}</th>
            </tr>
          </thead>
          <tbody>
            {operators.map((score) => (
              <tr key={score.operatorId}>
                <th scope="row">{nameOf(score.operatorId)}</th>
                <td>{whole(score.linesPerHour)}</td>
                <td>{percent(score.accuracy)}</td>
                <td>{score.linesPicked}</td>
                <td>{score.ordersPacked}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={t('labour.stages')} isFilling>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('labour.stages')}</th>
              <th scope="col">{t('labour.p50')}</th>
              <th scope="col">{t('labour.p90')}</th>
            </tr>
          </thead>
          <tbody>
            {stages.map(({ stage, orders, p50Ms, p90Ms }) => (
              <tr key={stage}>
                <th scope="row">
                  {t(`labour.stage.${stage}`)} <span className={css.quiet}>{t('labour.ordersCount', { count: orders })}</span>
                </th>
                <td>{orders === 0 ? '—' : toCountdownText(p50Ms)}</td>
                <td>{orders === 0 ? '—' : toCountdownText(p90Ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </div>
  );
}

function whole(figure: number | null): string {
  return figure === null ? '—' : String(Math.round(figure));
}

function percent(share: number | null): string {
  return share === null ? '—' : `${(share * 100).toFixed(1)}%`;
}

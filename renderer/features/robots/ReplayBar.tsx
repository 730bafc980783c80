import {
  IconHistory,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconTruckDelivery,
} from '@tabler/icons-react';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { robotLook, shortName, taskTone } from './robotLook.ts';
import css from './RobotsScreen.module.css';
import type { Replay } from './useReplay.ts';

/** Steps of the replay, milliseconds. */
const replayStepMs = 10_000;
const replayLeapMs = 60_000;

/** Most events shown at once; the newest before the moment that is looked at. */
const shownEvents = 9;

/** Goes through the last hour: a slider, steps and leaps, and back to now. */
export function ReplayBar({ replay }: { replay: Replay }) {
  const { t, language } = useText();
  const { past } = replay;
  if (past === null) return null;
  const { history, atMs } = past;
  return (
    <section className={css.replay} data-testid="replay" aria-label={t('robots.replay.title')}>
      <div className={css.momentRow}>
        <StatusTag tone="soon" icon={IconHistory} label={t('robots.replay.at', { time: toTime(atMs, language) })} isFilled isLarge />
        <input
          type="range"
          className={css.slider}
          aria-label={t('robots.replay.moment')}
          aria-valuetext={toTime(atMs, language)}
          min={history.fromMs}
          max={history.toMs}
          step={1000}
          value={atMs}
          onChange={(event) => replay.go(Number(event.currentTarget.value))}
        />
      </div>
      <div className={css.steps}>
        <BigButton
          isStacked
          icon={IconPlayerSkipBack}
          label={t('robots.replay.leapBack')}
          keyLabel="B"
          onPress={() => replay.step(-replayLeapMs)}
        />
        <BigButton
          isStacked
          icon={IconPlayerTrackPrev}
          label={t('robots.replay.stepBack')}
          keyLabel=","
          onPress={() => replay.step(-replayStepMs)}
        />
        <BigButton
          isStacked
          icon={IconPlayerTrackNext}
          label={t('robots.replay.stepOn')}
          keyLabel="."
          onPress={() => replay.step(replayStepMs)}
        />
        <BigButton
          isStacked
          icon={IconPlayerSkipForward}
          label={t('robots.replay.leapOn')}
          keyLabel="F"
          onPress={() => replay.step(replayLeapMs)}
        />
      </div>
    </section>
  );
}

/** What changed up to the moment that is looked at, newest first; each leads to its moment. */
export function ReplayEvents({ replay }: { replay: Replay }) {
  const { t, language } = useText();
  const events = eventsBefore(replay);
  if (replay.past === null) return null;
  return (
    <Panel title={t('robots.replay.events')}>
      {events.length === 0 ? <p className={css.advice}>{t('robots.replay.noEvents')}</p> : null}
      <ul className={css.list}>
        {events.map((event, index) => (
          <li key={`${event.atMs} ${event.kind} ${event.kind === 'robot' ? event.robot : event.loadId}`}>
            <button type="button" className={css.entry} onClick={() => replay.go(event.atMs)}>
              <KeyCap label={String(index + 1)} />
              <span className={css.moment}>{toTime(event.atMs, language)}</span>
              <strong>{event.kind === 'robot' ? shortName(event.robot) : event.loadId}</strong>
              <span className={css.charge} />
              {event.kind === 'robot' ? (
                <StatusTag
                  tone={robotLook[event.status].tone}
                  icon={robotLook[event.status].icon}
                  label={t(`robots.status.${event.status}`)}
                />
              ) : (
                <StatusTag tone={taskTone[event.status]} icon={IconTruckDelivery} label={t(`robots.taskStatus.${event.status}`)} />
              )}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What keys do while the past is shown. */
export function replayKeys({ end, step }: Replay): Readonly<Record<string, () => void>> {
  return {
    r: end,
    escape: end,
    b: () => step(-replayLeapMs),
    f: () => step(replayLeapMs),
    ',': () => step(-replayStepMs),
    '.': () => step(replayStepMs),
  };
}

/** The events that `ReplayEvents` shows, in its order. */
export function eventsBefore({ past }: Pick<Replay, 'past'>) {
  if (past === null) return [];
  return past.history.events
    .filter(({ atMs }) => atMs <= past.atMs)
    .slice(-shownEvents)
    .toReversed();
}

function toTime(atMs: number, language: string): string {
  return new Date(atMs).toLocaleTimeString(language, { hour12: false });
}

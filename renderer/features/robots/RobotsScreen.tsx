import { IconHistory, IconPlayerPause, IconPlayerPlay, IconRobot } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { FleetView, RobotTaskView, RobotView } from '#shared/features/robots/robotsContract.ts';
import { useKeys, useNumbers, useStation } from '#renderer/bridge/StationContext.tsx';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import type { TextKey } from '#renderer/text/textTable.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { KeyCap } from '#renderer/ui/KeyCap.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Scroller } from '#renderer/ui/Scroller.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { toneStyle } from '#renderer/ui/toneStyle.ts';
import { useNowMs } from '#renderer/ui/useNowMs.ts';
import { RobotCard } from './RobotCard.tsx';
import { eventsBefore, ReplayBar, ReplayEvents, replayKeys } from './ReplayBar.tsx';
import { RobotMap } from './RobotMap.tsx';
import { needsPerson, robotLook, shortName, taskTone } from './robotLook.ts';
import css from './RobotsScreen.module.css';
import { useFleet } from './useFleet.ts';
import { findWaitingTotes, type WaitingTote } from './waitingTotes.ts';
import { useReplay } from './useReplay.ts';
import { useTakeByHand } from './useTakeByHand.ts';

/** The site's robots: where they are, what they do, how old that is, and taking over what they cannot do. */
export function RobotsScreen() {
  const { t } = useText();
  const { ways, fleet: fleetNow, live, robots: calls } = useFleet();
  const replay = useReplay(calls);
  const { past } = replay;
  const isPast = past !== null;
  const fleet = isPast ? past.view : fleetNow;
  const station = useStation();
  const nowMs = useNowMs(station.nowMs);
  const [chosenKey, setChosen] = useState<string | null>(null);
  const { takeByHand, sentence } = useTakeByHand(calls);
  const robots = fleet?.robots.toSorted((one, other) => one.key.localeCompare(other.key)) ?? [];
  const chosen = robots.find(({ key }) => key === chosenKey) ?? robots.find(({ status }) => needsPerson(status)) ?? robots[0] ?? null;
  const task = fleet?.tasks.find(({ taskId }) => taskId === chosen?.taskId) ?? null;
  const hold = (isHeld: boolean) => void (chosen && calls.hold({ robot: chosen.key, isHeld }).catch(() => undefined));
  useRecordChanges(['order', 'tote', 'task']);
  const totes = ways && fleet && !isPast ? findWaitingTotes(station.store, ways, fleet) : [];
  const carry = (tote: WaitingTote) => void calls.carry(tote).catch(() => undefined);
  const isPaused = fleet?.isPaused ?? false;
  const pauseAll = () => void calls.pauseAll({ isPaused: !isPaused }).catch(() => undefined);
  useNumbers((no) => (isPast ? replay.go(eventsBefore(replay)[no - 1]?.atMs ?? past.atMs) : setChosen(robots[no - 1]?.key ?? null)));
  useRobotKeys(
    isPast
      ? replayKeys(replay)
      : {
          p: pauseAll,
          r: replay.begin,
          h: () => hold(!(chosen?.isHeldByPerson ?? false)),
          t: () => task && takeByHand(task.taskId),
          c: () => totes[0] && carry(totes[0]),
        },
  );
  if (ways === null) return <EmptyState icon={IconRobot} title={t('robots.none')} hint={t('robots.noneHint')} />;
  return (
    <main className={css.screen}>
      <section className={css.floor}>
        <FloorHead isPaused={isPaused} isPast={isPast} onPause={pauseAll} onReplay={replay.begin} onNow={replay.end} />
        <ReplayBar replay={replay} />
        <FloorMessages fleet={isPast ? null : fleet} sentence={sentence} />
        {ways === undefined ? null : (
          <RobotMap
            ways={ways}
            live={isPast ? replay.live : live}
            chosen={chosen?.key ?? null}
            label={t('robots.map', { count: robots.length })}
            onChoose={setChosen}
          />
        )}
      </section>
      <Scroller className={css.side ?? ''} label={t('robots.all')}>
        {chosen === null ? (
          <Panel>
            <EmptyState isPart icon={IconRobot} title={t('robots.nobody')} hint={t('robots.nobodyHint')} />
          </Panel>
        ) : (
          <RobotCard robot={chosen} task={task} nowMs={past?.atMs ?? nowMs} isPast={isPast} onHold={hold} onTakeByHand={takeByHand} />
        )}
        <ReplayEvents replay={replay} />
        <WaitingTotes totes={totes} onCarry={carry} />
        <TaskList tasks={fleet?.tasks ?? []} />
        <RobotList robots={robots} chosen={chosen?.key ?? null} onChoose={setChosen} />
      </Scroller>
    </main>
  );
}

function FloorMessages({ fleet, sentence }: { fleet: FleetView | null; sentence: TextKey | null }) {
  const { t } = useText();
  return (
    <>
      {fleet !== null && !fleet.isConnected ? <MessageBar tone="late" text={t('robots.noBroker')} /> : null}
      {fleet !== null && fleet.isConnected && !fleet.isInCharge ? <MessageBar tone="info" isQuiet text={t('robots.otherStation')} /> : null}
      {sentence === null ? null : <MessageBar tone="info" text={t(sentence)} />}
    </>
  );
}

function FloorHead(props: { isPaused: boolean; isPast: boolean; onPause: () => void; onReplay: () => void; onNow: () => void }) {
  const { t } = useText();
  return (
    <header className={css.head}>
      <h1 className={css.title}>{t('robots.title')}</h1>
      {props.isPast ? (
        <BigButton icon={IconRobot} look="main" label={t('robots.replay.now')} keyLabel="R" onPress={props.onNow} />
      ) : (
        <div className={css.actions}>
          <BigButton icon={IconHistory} label={t('robots.replay.begin')} keyLabel="R" onPress={props.onReplay} />
          <BigButton
            icon={props.isPaused ? IconPlayerPlay : IconPlayerPause}
            look="tone"
            tone={props.isPaused ? 'ok' : 'soon'}
            label={t(props.isPaused ? 'robots.goOnAll' : 'robots.pauseAll')}
            keyLabel="P"
            onPress={props.onPause}
          />
        </div>
      )}
    </header>
  );
}

function RobotList(props: { robots: readonly RobotView[]; chosen: string | null; onChoose: (key: string) => void }) {
  const { t } = useText();
  return (
    <Panel title={t('robots.all')}>
      <ul className={css.list}>
        {props.robots.map(({ key, status, batteryPercent }, index) => (
          <li key={key}>
            <button type="button" className={css.entry} aria-current={key === props.chosen} onClick={() => props.onChoose(key)}>
              {index < 9 ? <KeyCap label={String(index + 1)} /> : null}
              <strong>{shortName(key)}</strong>
              <span className={css.charge}>{batteryPercent === null ? '–' : `${Math.round(batteryPercent)} %`}</span>
              <StatusTag tone={robotLook[status].tone} icon={robotLook[status].icon} label={t(`robots.status.${status}`)} />
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function WaitingTotes(props: { totes: readonly WaitingTote[]; onCarry: (tote: WaitingTote) => void }) {
  const { t } = useText();
  if (props.totes.length === 0) return null;
  return (
    <Panel title={t('robots.waiting')}>
      <ul className={css.list}>
        {props.totes.map((tote, index) => (
          <li key={tote.taskId} className={css.taskRow}>
            <span>{t('robots.way', { load: tote.loadId, from: tote.fromNodeId, to: tote.toNodeId })}</span>
            <BigButton
              icon={IconRobot}
              label={t('robots.carry')}
              keyLabel={index === 0 ? 'C' : undefined}
              onPress={() => props.onCarry(tote)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function TaskList(props: { tasks: readonly RobotTaskView[] }) {
  const { t } = useText();
  if (props.tasks.length === 0) return null;
  return (
    <Panel title={t('robots.tasks')}>
      <ul className={css.list}>
        {props.tasks.map(({ taskId, status, loadId, fromNodeId, toNodeId }) => (
          <li key={taskId} className={css.taskRow}>
            <span>{t('robots.way', { load: loadId, from: fromNodeId, to: toNodeId })}</span>
            <span className={css.taskState} style={toneStyle(taskTone[status])}>
              {t(`robots.taskStatus.${status}`)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function useRobotKeys(acts: Readonly<Record<string, () => void>>): void {
  useKeys(
    useCallback(
      (key) => {
        const act = acts[key.toLowerCase()];
        act?.();
        return act !== undefined;
      },
      [acts],
    ),
  );
}

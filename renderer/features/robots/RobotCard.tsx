import { IconHandGrab, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { RobotTaskView, RobotView } from '#shared/features/robots/robotsContract.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StatusTag } from '#renderer/ui/StatusTag.tsx';
import { robotLook, shortName } from './robotLook.ts';
import css from './RobotsScreen.module.css';

/** One robot: what it does, how old that is, what to do about it, and taking over by hand. */
export function RobotCard(props: {
  robot: RobotView;
  task: RobotTaskView | null;
  nowMs: number;
  /** It is shown as it was: nothing can be asked of it. */
  isPast: boolean;
  onHold: (isHeld: boolean) => void;
  onTakeByHand: (taskId: string) => void;
}) {
  const { t, age } = useText();
  const { robot, task, nowMs } = props;
  const look = robotLook[robot.status];
  const isHeld = robot.isHeldByPerson || robot.status === 'refusing';
  return (
    <Panel
      title={shortName(robot.key)}
      aside={<StatusTag tone={look.tone} icon={look.icon} label={t(`robots.status.${robot.status}`)} isFilled />}
    >
      <div className={css.card}>
        <p className={css.advice}>{t(`robots.advice.${robot.status}`)}</p>
        <dl className={css.facts}>
          <dt>{t('robots.lastWord')}</dt>
          <dd>{robot.heardAtMs === null ? t('robots.never') : t('robots.ago', { age: age(Math.max(0, nowMs - robot.heardAtMs)) })}</dd>
          <dt>{t('robots.battery')}</dt>
          <dd>{robot.batteryPercent === null ? '–' : `${Math.round(robot.batteryPercent)} %`}</dd>
          <dt>{t('robots.load')}</dt>
          <dd>{robot.loadIds.join(', ') || '–'}</dd>
          <dt>{t('robots.task')}</dt>
          <dd>{task === null ? '–' : t('robots.way', { load: task.loadId, from: task.fromNodeId, to: task.toNodeId })}</dd>
        </dl>
        {robot.errors.map(({ errorType, description }) => (
          <MessageBar
            key={`${errorType} ${description}`}
            tone="late"
            isQuiet
            text={t('robots.error', { error: errorType, detail: description })}
          />
        ))}
        {props.isPast ? null : (
          <div className={css.actions}>
            <BigButton
              icon={isHeld ? IconPlayerPlay : IconPlayerPause}
              label={t(isHeld ? 'robots.goOn' : 'robots.hold')}
              keyLabel="H"
              onPress={() => props.onHold(!isHeld)}
            />
            {task === null ? null : (
              <BigButton
                icon={IconHandGrab}
                look="main"
                label={t('robots.byHand')}
                keyLabel="T"
                onPress={() => props.onTakeByHand(task.taskId)}
              />
            )}
          </div>
        )}
      </div>
    </Panel>
  );
}

import { IconBasket, IconUserQuestion } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useLayoutEffect } from 'react';
import type { TaskId } from '#shared/base/ids.ts';
import { stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { useKeys, useObservable, useStation } from '#renderer/bridge/StationContext.tsx';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { isHeldByAnother, takeTask, taskInHand } from '#renderer/bridge/takeWork.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import css from './PickingScreen.module.css';
import { PickingWork } from './PickingWork.tsx';

/** The work knows itself when it has to be painted. */
const Work = memo(PickingWork);

/** Picking: the task named in the address, else the one in hand; asks before it takes over somebody else's. */
export function PickingScreen(props: { taskId: TaskId | null }) {
  const station = useStation();
  useRecordChanges(['task']);
  useObservable(station.operator);
  const taskId = props.taskId ?? taskInHand(station)?.id ?? null;
  const task = taskId === null ? undefined : station.store.view.get('task', taskId);
  const isOpen = task?.status === 'open';
  useEffect(() => {
    if (taskId !== null && isOpen) station.runner.submitJob(() => takeTask(station, taskId, false));
  }, [station, taskId, isOpen]);
  if (taskId === null || task === undefined) return <NoTask />;
  if (isHeldByAnother(task, station)) return <TakeoverQuestion taskId={taskId} holderId={task.holder?.operatorId ?? null} />;
  return <Work key={taskId} taskId={taskId} />;
}

function NoTask() {
  const station = useStation();
  const { t } = useText();
  const getWork = useCallback(() => station.runner.submit({ kind: 'act', action: 'next', argument: null }), [station]);
  useKeys(
    useCallback(
      (key) => {
        if (key.toUpperCase() !== 'N') return false;
        getWork();
        return true;
      },
      [getWork],
    ),
  );
  return (
    <main className={css.full}>
      <EmptyState icon={IconBasket} title={t('picking.none')} hint={t('picking.noneHint')}>
        <BigButton icon={IconBasket} label={t('queue.getWork')} keyLabel="N" look="main" isHuge onPress={getWork} />
      </EmptyState>
    </main>
  );
}

function TakeoverQuestion(props: { taskId: TaskId; holderId: string | null }) {
  const station = useStation();
  const { t } = useText();
  const { taskId } = props;
  const answer = useCallback(
    (isYes: boolean) =>
      station.runner.submitJob(
        () =>
          isYes
            ? takeTask(station, taskId, true)
            : {
                step: stepWith(null, 'ok', { effects: [{ kind: 'go', screen: 'queue', subjectId: null }] }),
                isHandedOn: false,
                asOperatorId: null,
                settled: null,
              },
        `takeover ${taskId}`,
      ),
    [station, taskId],
  );
  useLayoutEffect(
    () =>
      station.runner.activate({
        name: 'picking',
        step(input) {
          const action =
            input.kind === 'act' ? input.action : input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing.action : null;
          if (action === 'yes' || action === 'no') answer(action === 'yes');
          return action === 'yes' || action === 'no' ? stepWith(null, 'ok') : null;
        },
        settle: () => undefined,
        held: () => null,
        isBusy: () => false,
      }),
    [station, answer],
  );
  useKeys(
    useCallback(
      (key) => {
        const letter = key.toUpperCase();
        if (letter !== 'Y' && letter !== 'N') return false;
        answer(letter === 'Y');
        return true;
      },
      [answer],
    ),
  );
  const name = props.holderId === null ? '?' : (station.store.view.get('operator', props.holderId)?.name ?? '?');
  return (
    <main className={css.full}>
      <EmptyState icon={IconUserQuestion} title={t('picking.takeoverTitle', { name })} hint={t('picking.takeoverHint')}>
        <div className={css.answers}>
          <BigButton icon={IconBasket} label={t('picking.takeoverYes')} keyLabel="Y" look="main" isHuge onPress={() => answer(true)} />
          <BigButton icon={IconUserQuestion} label={t('picking.takeoverNo')} keyLabel="N" isHuge onPress={() => answer(false)} />
        </div>
      </EmptyState>
    </main>
  );
}

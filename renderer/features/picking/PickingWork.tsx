import {
  IconArrowBackUp,
  IconBasket,
  IconBoxMultiple,
  IconHelpCircle,
  IconMoodEmpty,
  IconPlayerPause,
  IconPlayerSkipForward,
  IconShoppingBagX,
} from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { assert } from '#shared/base/assert.ts';
import type { TaskId } from '#shared/base/ids.ts';
import { shortReason } from '#shared/model/order/order.ts';
import type { SheetAction } from '#shared/model/workflow/workflow.ts';
import { describePicking, type PickingPrompt } from '#shared/features/picking/describePicking.ts';
import { speakPicking } from '#shared/features/picking/speakPicking.ts';
import { useKeys, useStation } from '#renderer/bridge/StationContext.tsx';
import { usePrompt } from '#renderer/bridge/usePrompt.ts';
import { useRecordChanges } from '#renderer/bridge/useRecordChanges.ts';
import { useWorkflow } from '#renderer/bridge/useWorkflow.ts';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { SegmentBar } from '#renderer/ui/SegmentBar.tsx';
import { PickingEdge } from './PickingEdge.tsx';
import { PickingPromptView } from './PickingPromptView.tsx';
import { type Act, AnswerWait, SubstituteTiles, useNextWhenAnswered, ZeroQuestion } from './PickingQuestions.tsx';
import { pickingParts } from './pickingParts.ts';
import css from './PickingScreen.module.css';

const keyActions: Readonly<Record<string, SheetAction>> = {
  S: 'skip',
  X: 'short',
  U: 'undo',
  F8: 'undo',
  'Ctrl+Z': 'undo',
  H: 'help',
  T: 'toteFull',
  P: 'pause',
  N: 'next',
  Y: 'yes',
};

/** One task in hand: one thing at a time, huge. */
export function PickingWork(props: { taskId: TaskId }) {
  const station = useStation();
  const parts = useMemo(() => pickingParts(props.taskId), [props.taskId]);
  const { state, act } = useWorkflow(parts);
  useRecordChanges(['task', 'order', 'sku', 'discrepancy']);
  const tools = station.tools();
  assert(tools, 'a task is picked at a site that is here');
  const prompt = describePicking(state, tools);
  usePrompt(speakPicking(prompt));
  useNextWhenAnswered(prompt, act);
  useKeys(
    useCallback(
      (key) => {
        if (prompt.zeroCheck !== null && key.toUpperCase() === 'N') {
          act('no');
          return true;
        }
        if (state.phase === 'substitute' && key.toUpperCase() === 'N') {
          act('no');
          return true;
        }
        if ((state.phase === 'reason' || state.phase === 'substitute') && /^[1-5]$/.test(key)) {
          act('choice', key);
          return true;
        }
        const action = keyActions[key.length === 1 ? key.toUpperCase() : key];
        if (action === undefined) return false;
        act(action);
        return true;
      },
      [state.phase, prompt.zeroCheck, act],
    ),
  );
  if (prompt.phase === 'done' && prompt.zeroCheck === null) return <TaskDone prompt={prompt} onNext={() => act('next')} />;
  return (
    <main className={css.screen}>
      <section className={css.work}>
        <ProgressLine prompt={prompt} />
        <PromptOrQuestion prompt={prompt} act={act} />
        <ActionBar act={act} canUndo={prompt.canUndo} />
      </section>
      <PickingEdge prompt={prompt} />
    </main>
  );
}

/** What to do now; or the question that comes first. */
function PromptOrQuestion(props: { prompt: PickingPrompt; act: Act }) {
  const { prompt, act } = props;
  if (prompt.zeroCheck !== null) return <ZeroQuestion zeroCheck={prompt.zeroCheck} act={act} />;
  if (prompt.phase === 'reason') return <ReasonTiles onChoose={(no) => act('choice', String(no))} onBack={() => act('no')} />;
  if (prompt.phase === 'substitute') return <SubstituteTiles prompt={prompt} act={act} />;
  if (prompt.phase === 'answer') return <AnswerWait questions={prompt.questions} />;
  return <PickingPromptView prompt={prompt} />;
}

function ProgressLine(props: { prompt: PickingPrompt }) {
  const { t } = useText();
  const { prompt } = props;
  const label = t('picking.progress', { current: Math.min(prompt.totalSteps, prompt.doneSteps + 1), total: prompt.totalSteps });
  const segments = (prompt.task?.steps ?? []).map((step) =>
    step.status === 'picked'
      ? ('done' as const)
      : step.status === 'short'
        ? ('failed' as const)
        : step === prompt.current?.step
          ? ('current' as const)
          : ('open' as const),
  );
  return (
    <div className={css.progress}>
      <strong className={css.progressText}>{label}</strong>
      <SegmentBar segments={segments} label={label} />
    </div>
  );
}

function ActionBar(props: { act: (action: SheetAction) => void; canUndo: boolean }) {
  const { t } = useText();
  const { act } = props;
  return (
    <div className={css.actions}>
      <BigButton isStacked icon={IconPlayerSkipForward} label={t('act.skip')} keyLabel="S" onPress={() => act('skip')} />
      <BigButton isStacked icon={IconShoppingBagX} label={t('act.short')} keyLabel="X" onPress={() => act('short')} />
      <BigButton
        isStacked
        icon={IconArrowBackUp}
        label={t('act.undo')}
        keyLabel="F8"
        isDisabled={!props.canUndo}
        onPress={() => act('undo')}
      />
      <BigButton isStacked icon={IconBoxMultiple} label={t('act.toteFull')} keyLabel="T" onPress={() => act('toteFull')} />
      <BigButton isStacked icon={IconHelpCircle} label={t('act.help')} keyLabel="H" onPress={() => act('help')} />
      <BigButton isStacked icon={IconPlayerPause} label={t('act.pause')} keyLabel="P" onPress={() => act('pause')} />
    </div>
  );
}

function ReasonTiles(props: { onChoose: (no: number) => void; onBack: () => void }) {
  const { t } = useText();
  return (
    <div className={css.reasons}>
      <h1 className={css.question}>{t('picking.chooseReason')}</h1>
      <p className={css.questionHint}>{t('picking.reasonHint')}</p>
      <div className={css.reasonGrid}>
        {shortReason.options.map((reason, index) => (
          <BigButton
            key={reason}
            icon={IconMoodEmpty}
            label={t(`shortReason.${reason}`)}
            keyLabel={String(index + 1)}
            isHuge
            onPress={() => props.onChoose(index + 1)}
          />
        ))}
        <BigButton icon={IconArrowBackUp} label={t('act.home')} isHuge onPress={props.onBack} />
      </div>
    </div>
  );
}

function TaskDone(props: { prompt: PickingPrompt; onNext: () => void }) {
  const { t } = useText();
  const totes = Object.values(props.prompt.task?.toteByOrder ?? {}).join(' · ');
  return (
    <main className={css.full}>
      <EmptyState
        icon={IconBasket}
        title={t('picking.done')}
        hint={totes === '' ? t('picking.doneNext') : t('picking.doneHint', { totes })}
      >
        <BigButton icon={IconBasket} label={t('act.next')} keyLabel="N" look="main" isHuge onPress={props.onNext} />
      </EmptyState>
    </main>
  );
}

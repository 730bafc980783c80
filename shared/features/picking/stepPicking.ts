import { assertNever } from '#shared/base/assert.ts';
import type { Command } from '#shared/model/command/command.ts';
import { shortReason } from '#shared/model/order/order.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { ScannedThing, SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { rearrangeDrafts } from './arrangeDrafts.ts';
import { currentStepOf, finishDraft, settlePhase, withToteFirst } from './currentStep.ts';
import { stepBin } from './stepBin.ts';
import { stepItem, stepTypedWeight, stepWeight } from './stepItem.ts';
import { stepAnswer, stepZeroCheck } from './stepQuestions.ts';
import { stepShort, stepSubstituteAction, stepSubstituteScan } from './stepShort.ts';
import { stepPut, stepTote } from './stepTote.ts';
import { withMissingParts } from './withMissingParts.ts';
import { maxUndoSteps, type PickingState, type PickingTools } from './pickingState.ts';

type Step = WorkflowStep<PickingState>;

/** State of a picker who opens a task: on its first open line, wherever it was left. */
export function startPicking(task: Task): PickingState {
  return settlePhase(
    {
      taskId: task.id,
      phase: 'bin',
      orderId: null,
      confirmedBinId: null,
      confirmedStepNo: null,
      scannedLotId: null,
      repeatToConfirm: null,
      held: null,
      shortReason: null,
      zeroCheck: null,
      undoable: [],
    },
    task,
  );
}

/** One input. Commit `drafts`, then play the sound, then call settlePicking with the committed commands. */
export function stepPicking(before: PickingState, input: WorkflowInput, tools: PickingTools): Step {
  return withMissingParts(stepInput(before, input, tools), tools.view);
}

function stepInput(before: PickingState, input: WorkflowInput, tools: PickingTools): Step {
  const task = tools.view.get('task', before.taskId);
  const action = actionOf(input);
  const answered = before.held === null ? stepZeroCheck(before, action) : null;
  if (answered !== null) return answered;
  const asked = input.kind === 'weight' ? before : { ...before, zeroCheck: null };
  const state = task === undefined ? asked : withToteFirst(asked, task);
  if (state.held !== null)
    return action === 'confirm' ? stepWith({ ...state, held: null }, 'ok') : stepWith(state, 'stop', { message: state.held });
  if (task === undefined) return hold(state, messageOf('pick.taskGone'));
  if (action === 'home') return stepAction(state, task, action, null, tools);
  if (task.status === 'cancelled') return stepWith({ ...state, phase: 'done' }, 'warning', { message: messageOf('pick.taskCancelled') });
  if (task.status === 'done') return stepWith({ ...state, phase: 'done' }, 'warning', { message: messageOf('pick.taskDone') });
  if (input.kind === 'act' || action !== null) return stepAction(state, task, action ?? 'next', argumentOf(input), tools);
  if (currentStepOf(task) === undefined && state.phase !== 'put') return stepAnswer(state, task, tools);
  if (input.kind === 'weight') return stepWeight(state, task, input.reading, tools);
  return stepScan(state, task, input.text, input.thing, tools);
}

/** The state after `commands` became durable: what can be undone, and the next phase by the records as they are now. */
export function settlePicking(state: PickingState, commands: readonly Command[], tools: PickingTools): PickingState {
  let undoable = state.undoable;
  for (const command of commands) {
    if (command.kind === 'pickLine') {
      const { orderId, lineNo, stepNo } = command.payload;
      undoable = [...undoable, { commandId: command.id, orderId, lineNo, stepNo }].slice(-maxUndoSteps);
    } else if (command.kind === 'undoPick') {
      const undone = command.payload.commandId;
      undoable = undoable.filter((pick) => pick.commandId !== undone);
    }
  }
  const task = tools.view.get('task', state.taskId);
  const settled = { ...state, undoable };
  const isWaiting =
    commands.length === 0 || state.held !== null || state.phase === 'put' || state.phase === 'reason' || state.phase === 'substitute';
  if (task === undefined || isWaiting) return settled;
  return settlePhase(settled, task);
}

function stepScan(state: PickingState, task: Task, text: string, thing: ScannedThing, tools: PickingTools): Step {
  if (thing.kind === 'unknown') return stepWith(state, 'warning', { message: messageOf(thing.reason, { scanned: text }) });
  switch (state.phase) {
    case 'tote':
      return stepTote(state, task, text, thing, tools);
    case 'put':
      return stepPut(state, task, text, thing, tools, finish);
    case 'bin':
      return stepBin(state, task, text, thing, tools);
    case 'item':
      return stepItem(state, task, text, thing, tools);
    case 'substitute':
      return stepSubstituteScan(state, task, text, thing, tools);
    case 'reason':
      return stepScan(settlePhase(state, task), task, text, thing, tools);
    case 'answer':
      return stepAnswer(state, task, tools);
    case 'done':
      return stepWith(state, 'warning', { message: messageOf('pick.taskDone') });
    default:
      return assertNever(state.phase, 'picking phase');
  }
}

function stepAction(state: PickingState, task: Task, action: SheetAction, argument: string | null, tools: PickingTools): Step {
  const step = currentStepOf(task);
  const substituted = state.phase === 'substitute' ? stepSubstituteAction(state, task, action, argument, tools) : null;
  if (substituted !== null) return substituted;
  switch (action) {
    case 'undo':
      return undo(state, task, tools);
    case 'skip':
      if (step === undefined) return stepWith(state, 'warning', { message: messageOf('pick.nothingToSkip') });
      return stepWith({ ...state, phase: 'bin', confirmedBinId: null }, 'ok', {
        drafts: [
          { kind: 'skipStep', payload: { taskId: task.id, stepNo: step.stepNo } },
          ...rearrangeDrafts(task, { ...step, isSkipped: true }, tools.view, tools.site),
        ],
        message: messageOf('pick.skipped'),
      });
    case 'short':
      return stepShort(state, task, argument, tools);
    case 'toteFull':
      return stepWith({ ...state, phase: 'tote', orderId: step?.orderId ?? task.orderIds[0] ?? null }, 'ok', {
        message: messageOf('pick.scanNextTote'),
      });
    case 'help':
      return stepWith(state, 'ok', {
        drafts: [
          {
            kind: 'raiseAlert',
            payload: { alertId: tools.newId<'alert'>(), kind: 'help', orderId: step?.orderId ?? null, reason: argument ?? 'picking' },
          },
        ],
        message: messageOf('common.helpCalled'),
      });
    case 'pause':
      return stepWith(state, 'ok', {
        drafts: [{ kind: 'releaseTask', payload: { taskId: task.id } }],
        effects: [{ kind: 'go', screen: 'queue', subjectId: null }],
        message: messageOf('pick.paused'),
      });
    case 'home':
      return stepWith(state, 'ok', { effects: [{ kind: 'go', screen: 'queue', subjectId: null }] });
    case 'confirm':
    case 'next':
    case 'yes':
      if (step === undefined && state.phase !== 'put') return stepAnswer(state, task, tools);
      return stepWith(state, 'tick');
    case 'no':
      return stepWith(settlePhase(state, task), 'tick');
    case 'choice':
      return state.phase === 'reason'
        ? stepShort(state, task, shortReason.options[Number(argument) - 1] ?? null, tools)
        : (stepTypedWeight(state, task, Number(argument), tools) ?? stepWith(state, 'tick'));
    case 'training':
      return stepWith(state, 'tick');
    default:
      return assertNever(action, 'sheet action');
  }
}

function undo(state: PickingState, task: Task, tools: PickingTools): Step {
  const last = state.undoable.at(-1);
  if (last === undefined) return stepWith(state, 'warning', { message: messageOf('common.nothingToUndo') });
  const step = task.steps.find((candidate) => candidate.stepNo === last.stepNo);
  const sku = step === undefined ? undefined : tools.view.get('sku', step.skuId);
  return stepWith({ ...state, phase: 'bin', orderId: null }, 'ok', {
    drafts: [
      {
        kind: 'undoPick',
        payload: { taskId: task.id, orderId: last.orderId, lineNo: last.lineNo, stepNo: last.stepNo, commandId: last.commandId },
      },
    ],
    message: messageOf('pick.undone', { skuZh: sku?.name.zh ?? '', skuEn: sku?.name.en ?? '' }),
  });
}

function finish(state: PickingState, task: Task): Step {
  if ((task.questions ?? []).length > 0)
    return stepWith(settlePhase(state, task), 'lineDone', { message: messageOf('pick.customersAsked') });
  return stepWith({ ...state, phase: 'done' }, 'orderDone', { drafts: [finishDraft(task)], message: messageOf('pick.finished') });
}

function hold(state: PickingState, message: PickingState['held']): Step {
  return stepWith({ ...state, held: message }, 'stop', { message });
}

function actionOf(input: WorkflowInput): SheetAction | null {
  if (input.kind === 'act') return input.action;
  return input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing.action : null;
}

function argumentOf(input: WorkflowInput): string | null {
  if (input.kind === 'act') return input.argument;
  return input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing.argument : null;
}

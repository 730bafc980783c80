import type { CommandDraft } from '#shared/model/command/command.ts';
import { type Order, type ShortReason, shortReason } from '#shared/model/order/order.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { ScannedThing, SheetAction, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import { rearrangeDrafts } from './arrangeDrafts.ts';
import { currentStepOf, finishDraft, remainingOf, settlePhase, subjectsOf } from './currentStep.ts';
import { freeStockOf, rankSubstitutes } from './rankSubstitutes.ts';
import { ordersStillWanting } from './ordersStillWanting.ts';
import type { PickingState, PickingTools } from './pickingState.ts';

type Step = WorkflowStep<PickingState>;

/** SHORT: asks for the reason; then other bins, then a substitute where the customer takes one, and only then the line is short. */
export function stepShort(state: PickingState, task: Task, reasonText: string | null, tools: PickingTools): Step {
  const step = currentStepOf(task);
  if (step === undefined) return stepWith(state, 'warning', { message: messageOf('pick.nothingToShort') });
  const reason = shortReason.safeParse(reasonText);
  if (!reason.success) return stepWith({ ...state, phase: 'reason' }, 'ok', { message: messageOf('pick.chooseReason') });
  const { order } = subjectsOf(tools.view, step);
  const canSubstitute = reason.data !== 'orderCancelled' && order !== undefined && !hasStockElsewhere(step, tools);
  if (canSubstitute && substitutesOf(order, step, tools).length > 0) {
    return stepWith({ ...state, phase: 'substitute', shortReason: reason.data }, 'ok', { message: messageOf('pick.chooseSubstitute') });
  }
  return shorted(state, task, step, reason.data, tools);
}

/** In phase `substitute`: the number or the barcode of what is offered instead; NO or SHORT again leaves the line short. */
export function stepSubstituteScan(state: PickingState, task: Task, text: string, thing: ScannedThing, tools: PickingTools): Step {
  const step = currentStepOf(task);
  if (step === undefined) return stepWith(settlePhase(state, task), 'warning', { message: messageOf('pick.nothingToShort') });
  if (thing.kind !== 'sku') {
    return stepWith(state, 'warning', { message: messageOf('pick.expectedSubstitute', { scanned: text, ...thingName(thing, tools) }) });
  }
  const sku = tools.view.get('sku', thing.skuId);
  const wanted = tools.view.get('sku', step.skuId);
  if (sku === undefined || thing.skuId === step.skuId || freeStockOf(sku, tools) === null)
    return stepWith(state, 'warning', { message: messageOf('pick.cannotSubstitute', { scanned: text, ...thingName(thing, tools) }) });
  if (sku.category !== wanted?.category && state.repeatToConfirm !== text) {
    return stepWith({ ...state, repeatToConfirm: text }, 'warning', {
      message: messageOf('pick.substituteAgain', { scanned: text, ...thingName(thing, tools) }),
    });
  }
  return propose(state, task, step, sku, tools);
}

/** The actions of phase `substitute`; null: not one of them. */
export function stepSubstituteAction(
  state: PickingState,
  task: Task,
  action: SheetAction,
  argument: string | null,
  tools: PickingTools,
): Step | null {
  const step = currentStepOf(task);
  if (step === undefined || state.shortReason === null) return null;
  if (action === 'no' || action === 'short') return shorted(state, task, step, state.shortReason, tools);
  if (action !== 'choice') return null;
  const { order } = subjectsOf(tools.view, step);
  const chosen = order === undefined ? undefined : substitutesOf(order, step, tools)[Number(argument) - 1];
  return chosen === undefined ? stepWith(state, 'tick') : propose(state, task, step, chosen.sku, tools);
}

function propose(state: PickingState, task: Task, step: PickStep, sku: Sku, tools: PickingTools): Step {
  const { order } = subjectsOf(tools.view, step);
  const drafts: CommandDraft[] = [
    {
      kind: 'proposeSubstitute',
      payload: {
        taskId: task.id,
        orderId: step.orderId,
        lineNo: step.lineNo,
        stepNo: step.stepNo,
        reason: state.shortReason ?? 'notFound',
        skuId: sku.id,
        quantity: remainingOf(step),
      },
    },
  ];
  const names = { skuZh: sku.name.zh, skuEn: sku.name.en };
  const message = messageOf(order?.substitution === 'ask' ? 'pick.customerAsked' : 'pick.substituted', names);
  return stepWith({ ...state, phase: 'bin', confirmedBinId: null, shortReason: null }, 'lineDone', { drafts, message });
}

function shorted(state: PickingState, task: Task, step: PickStep, reason: ShortReason, tools: PickingTools): Step {
  const { sku } = subjectsOf(tools.view, step);
  const isElsewhere = reason !== 'orderCancelled' && hasStockElsewhere(step, tools);
  const isWaiting = (task.questions ?? []).length > 0;
  const isLast = !isElsewhere && !isWaiting && task.steps.filter((other) => other.status === 'open').length === 1;
  const names = { skuZh: sku?.name.zh ?? '', skuEn: sku?.name.en ?? '' };
  const others = reason === 'orderCancelled' ? 0 : ordersStillWanting(step.skuId, step.orderId, tools.find);
  const shortMessage = messageOf(others > 0 ? 'pick.shortedOthers' : 'pick.shorted', { ...names, orders: others });
  return stepWith({ ...state, phase: 'bin', confirmedBinId: null, shortReason: null }, isLast ? 'orderDone' : 'lineDone', {
    drafts: [
      { kind: 'shortLine', payload: { taskId: task.id, orderId: step.orderId, lineNo: step.lineNo, stepNo: step.stepNo, reason } },
      ...(isLast ? [finishDraft(task)] : []),
      ...(isLast || isElsewhere ? [] : rearrangeDrafts(task, { ...step, status: 'short' }, tools.view, tools.site)),
    ],
    message: isElsewhere ? messageOf('pick.elsewhere', names) : shortMessage,
  });
}

function substitutesOf(order: Order, step: PickStep, tools: PickingTools) {
  const line = order.lines.find((candidate) => candidate.lineNo === step.lineNo);
  if (line === undefined || line.substitute !== undefined || line.replacesLineNo !== undefined) return [];
  return rankSubstitutes(order, line, tools);
}

/** Whether another bin has what this one lacks: the rules send the picker there. */
function hasStockElsewhere(step: PickStep, tools: PickingTools): boolean {
  const sku = tools.view.get('sku', step.skuId);
  if (sku === undefined) return false;
  const elsewhere = {
    ...tools,
    view: { ...tools.view, stockOfSku: () => tools.view.stockOfSku(sku.id).filter((row) => row.binId !== step.binId) },
  };
  return freeStockOf(sku, elsewhere) !== null;
}

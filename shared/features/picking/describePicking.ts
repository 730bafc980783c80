import type { RecordOf } from '#shared/model/records.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { Message } from '#shared/model/workflow/workflow.ts';
import { currentStepOf, remainingOf, withToteFirst } from './currentStep.ts';
import { rankSubstitutes, type SubstituteChoice } from './rankSubstitutes.ts';
import type { PickingState, PickingTools } from './pickingState.ts';

/** One line as the picking screen shows it. */
export type PickingLine = {
  readonly step: PickStep;
  readonly bin: RecordOf<'bin'> | undefined;
  readonly sku: RecordOf<'sku'> | undefined;
  readonly lot: RecordOf<'lot'> | undefined;
  readonly order: RecordOf<'order'> | undefined;
  readonly remaining: number;
  readonly toteCode: string | null;
  /** Somebody found less there than the books have since; go and see, and know where else it may be. */
  readonly isDoubtful: boolean;
};

/** A customer who was asked about a substitute and has not answered. */
export type PickingQuestion = {
  readonly order: RecordOf<'order'> | undefined;
  readonly missing: RecordOf<'sku'> | undefined;
  readonly offered: RecordOf<'sku'> | undefined;
  readonly quantity: number;
  readonly answerByMs: number;
};

/** All the picking screen needs for its next prompt. */
export type PickingPrompt = {
  readonly phase: PickingState['phase'];
  readonly task: RecordOf<'task'> | undefined;
  readonly current: PickingLine | null;
  readonly upcoming: readonly PickingLine[];
  readonly finished: readonly PickingLine[];
  readonly doneSteps: number;
  readonly totalSteps: number;
  /** Order whose tote is asked for, in phases `tote` and `put`. */
  readonly toteOrder: RecordOf<'order'> | undefined;
  readonly expectedTote: string | null;
  /** The order's place on the trolley, from 1; null with one order. */
  readonly place: number | null;
  readonly dueAtMs: number;
  readonly promiseAtMs: number;
  readonly isWeighing: boolean;
  readonly canUndo: boolean;
  /** A bin to look into: is it empty? */
  readonly zeroCheck: { readonly bin: RecordOf<'bin'> | undefined; readonly sku: RecordOf<'sku'> | undefined } | null;
  /** What may be offered instead, in phase `substitute`; the first is number 1. */
  readonly substitutes: readonly SubstituteChoice[];
  readonly questions: readonly PickingQuestion[];
  readonly held: Message | null;
};

type DescribeTools = Pick<PickingTools, 'view' | 'find' | 'site' | 'nowMs'>;

/** The prompt for a state, by the records as they are now. */
export function describePicking(given: PickingState, tools: DescribeTools): PickingPrompt {
  const task = tools.view.get('task', given.taskId);
  const state = task === undefined ? given : withToteFirst(given, task);
  const lineOf = (step: PickStep): PickingLine => ({
    step,
    bin: tools.view.get('bin', step.binId),
    sku: tools.view.get('sku', step.skuId),
    lot: step.lotId === null ? undefined : tools.view.get('lot', step.lotId),
    order: tools.view.get('order', step.orderId),
    remaining: remainingOf(step),
    toteCode: task?.toteByOrder[step.orderId] ?? null,
    isDoubtful: tools.find.openShortsOf(step.skuId).some((short) => short.detail.params['bin'] === step.binId),
  });
  const steps = task?.steps ?? [];
  const currentStep = task === undefined ? undefined : currentStepOf(task);
  const current = currentStep === undefined ? null : lineOf(currentStep);
  const promises = (task?.orderIds ?? []).map((orderId) => tools.view.get('order', orderId)?.promiseAtMs ?? Number.MAX_SAFE_INTEGER);
  return {
    phase: state.phase,
    task,
    current,
    upcoming: steps.filter((step) => step.status === 'open' && step !== currentStep).map(lineOf),
    finished: steps.filter((step) => step.status !== 'open').map(lineOf),
    doneSteps: steps.filter((step) => step.status !== 'open').length,
    totalSteps: steps.length,
    toteOrder: state.orderId === null ? undefined : tools.view.get('order', state.orderId),
    expectedTote: state.orderId === null ? (current?.toteCode ?? null) : (task?.toteByOrder[state.orderId] ?? null),
    place: task?.placeByOrder?.[state.orderId ?? currentStep?.orderId ?? ''] ?? null,
    dueAtMs: task?.dueAtMs ?? 0,
    promiseAtMs: promises.length === 0 ? 0 : Math.min(...promises),
    isWeighing: state.phase === 'item' && current?.sku?.unit === 'gram',
    canUndo: state.undoable.length > 0,
    zeroCheck:
      state.zeroCheck === null
        ? null
        : { bin: tools.view.get('bin', state.zeroCheck.binId), sku: tools.view.get('sku', state.zeroCheck.skuId) },
    substitutes: state.phase === 'substitute' && current !== null ? substitutesFor(current, tools) : [],
    questions: (task?.questions ?? []).map((question) => toQuestion(question, tools)),
    held: state.held,
  };
}

function substitutesFor({ order, step }: PickingLine, tools: DescribeTools): readonly SubstituteChoice[] {
  const line = order?.lines.find((candidate) => candidate.lineNo === step.lineNo);
  return order === undefined || line === undefined ? [] : rankSubstitutes(order, line, tools);
}

function toQuestion({ orderId, lineNo, answerByMs }: NonNullable<Task['questions']>[number], tools: DescribeTools): PickingQuestion {
  const order = tools.view.get('order', orderId);
  const line = order?.lines.find((candidate) => candidate.lineNo === lineNo);
  return {
    order,
    missing: line === undefined ? undefined : tools.view.get('sku', line.skuId),
    offered: line?.substitute === undefined ? undefined : tools.view.get('sku', line.substitute.skuId),
    quantity: line?.substitute?.quantity ?? 0,
    answerByMs,
  };
}

import type { LotId } from '#shared/base/ids.ts';
import type { PayloadOf } from '#shared/model/command/command.ts';
import type { WeightReading } from '#shared/model/device/device.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { ScannedThing, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { weighedVerdict } from '#shared/rules/picking/weighedTolerance.ts';
import { lotMayLeave } from '#shared/rules/stock/lotMayLeave.ts';
import { currentStepOf, finishDraft, remainingOf, subjectsOf } from './currentStep.ts';
import { stepBin } from './stepBin.ts';
import { zeroCheckOf } from './stepQuestions.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import type { PickingState, PickingTools } from './pickingState.ts';

type Step = WorkflowStep<PickingState>;
/** Most a person can key in for one pick, grams. */
const maxTypedGrams = 50_000;

type SkuScan = Extract<ScannedThing, { kind: 'sku' }>;

/** Takes the goods: one scan is one unit (or a pack), a price label is its weight. */
export function stepItem(state: PickingState, task: Task, text: string, thing: ScannedThing, tools: PickingTools): Step {
  const step = currentStepOf(task);
  if (step === undefined) return stepWith(state, 'warning', { message: messageOf('pick.taskDone') });
  const { sku } = subjectsOf(tools.view, step);
  if (thing.kind === 'bin') return stepBin(state, task, text, thing, tools);
  if (thing.kind === 'tote') return stepToteAtItem(state, task, step, thing, text);
  const expected = { expectedZh: sku?.name.zh ?? '?', expectedEn: sku?.name.en ?? '?' };
  const skuScan = skuScanOf(thing, step);
  if (skuScan === null)
    return stepWith(state, 'warning', {
      message: messageOf('pick.expectedItem', { scanned: text, ...expected, ...thingName(thing, tools) }),
    });
  if (skuScan.skuId !== step.skuId) {
    const message = messageOf('pick.wrongItem', { scanned: text, ...expected, ...thingName(skuScan, tools) });
    return stepWith({ ...state, held: message }, 'stop', { message });
  }
  const lot = lotOfScan(skuScan, step, tools);
  if (lot.refused !== null) return stepWith({ ...state, held: lot.refused }, 'stop', { message: lot.refused });
  const withLot: PickingState = { ...state, scannedLotId: lot.lotId };
  if (sku?.unit === 'gram') {
    const grams = gramsOfScan(skuScan, sku);
    if (grams === null) return stepWith(withLot, 'ok', { message: messageOf('pick.putOnScale') });
    return takeWeighed(withLot, task, step, grams, 'priceLabel', tools);
  }
  if (skuScan.packUnits > remainingOf(step)) {
    return stepWith(state, 'warning', {
      message: messageOf('pick.packTooLarge', { scanned: skuScan.packUnits, expected: remainingOf(step) }),
    });
  }
  return take(withLot, task, step, skuScan.packUnits, 'scan', tools);
}

/** A reading of the scale while a weighed line is open. */
export function stepWeight(state: PickingState, task: Task, reading: WeightReading, tools: PickingTools): Step {
  const step = currentStepOf(task);
  const sku = step === undefined ? undefined : tools.view.get('sku', step.skuId);
  if (step === undefined || sku?.unit !== 'gram' || state.phase !== 'item') return stepWith(state, 'tick');
  if (reading.status !== 'stable' || reading.grams <= 0) return stepWith(state, 'tick');
  return takeWeighed(state, task, step, reading.grams, 'scale', tools);
}

/** Grams somebody keyed in, where no scale tells them; the record says that they were typed. Null: no weighed line is open. */
export function stepTypedWeight(state: PickingState, task: Task, grams: number, tools: PickingTools): Step | null {
  const step = currentStepOf(task);
  const sku = step === undefined ? undefined : tools.view.get('sku', step.skuId);
  if (step === undefined || sku?.unit !== 'gram' || state.phase !== 'item') return null;
  if (!Number.isInteger(grams) || grams < 1 || grams > maxTypedGrams)
    return stepWith(state, 'warning', { message: messageOf('pick.badGrams') });
  return takeWeighed(state, task, step, grams, 'typed', tools);
}

function takeWeighed(
  state: PickingState,
  task: Task,
  step: PickStep,
  grams: number,
  source: 'scale' | 'priceLabel' | 'typed',
  tools: PickingTools,
): Step {
  const verdict = weighedVerdict(step.quantity, step.pickedQuantity + grams);
  if (verdict === 'tooMuch') {
    return stepWith(state, 'warning', {
      message: messageOf('pick.tooHeavy', { grams: step.pickedQuantity + grams, expected: step.quantity }),
    });
  }
  return take(state, task, step, grams, source, tools, verdict === 'enough');
}

function take(
  state: PickingState,
  task: Task,
  step: PickStep,
  quantity: number,
  source: PayloadOf<'pickLine'>['source'],
  tools: PickingTools,
  isWeighedEnough?: boolean,
): Step {
  const isStepDone = isWeighedEnough ?? quantity >= remainingOf(step);
  const isTaskDone = isStepDone && task.steps.every((other) => other === step || other.status !== 'open');
  const mustConfirmPut = isStepDone && task.orderIds.length > 1;
  const toteCode = task.toteByOrder[step.orderId];
  if (toteCode === undefined)
    return stepWith({ ...state, phase: 'tote', orderId: step.orderId }, 'warning', { message: messageOf('pick.scanNextTote') });
  const toteId = tools.find.toteByCode(toteCode);
  const payload: PayloadOf<'pickLine'> = {
    taskId: task.id,
    orderId: step.orderId,
    lineNo: step.lineNo,
    stepNo: step.stepNo,
    binId: state.confirmedBinId ?? step.binId,
    lotId: state.scannedLotId ?? step.lotId,
    toteCode,
    ...(toteId === undefined ? {} : { toteId }),
    quantity,
    source,
  };
  const { sku } = subjectsOf(tools.view, step);
  const message = messageOf(source === 'scan' ? 'pick.taken' : 'pick.weighed', {
    quantity,
    left: isStepDone ? 0 : remainingOf(step) - quantity,
    skuZh: sku?.name.zh ?? '',
    skuEn: sku?.name.en ?? '',
  });
  const zeroCheck = isStepDone ? zeroCheckOf(step.skuId, payload.binId, quantity, tools) : null;
  const next: PickingState = mustConfirmPut
    ? { ...state, phase: 'put', orderId: step.orderId, scannedLotId: null, zeroCheck }
    : { ...state, scannedLotId: null, zeroCheck };
  const isFinished = isTaskDone && !mustConfirmPut && (task.questions ?? []).length === 0;
  return stepWith(next, isFinished ? 'orderDone' : isStepDone ? 'lineDone' : 'ok', {
    drafts: [{ kind: 'pickLine', payload }, ...(isFinished ? [finishDraft(task)] : [])],
    message: isFinished ? messageOf('pick.finished') : message,
  });
}

function stepToteAtItem(
  state: PickingState,
  task: Task,
  step: PickStep,
  thing: Extract<ScannedThing, { kind: 'tote' }>,
  text: string,
): Step {
  const expected = task.toteByOrder[step.orderId] ?? '?';
  if (thing.toteCode === expected) return stepWith(state, 'warning', { message: messageOf('pick.itemBeforeTote', { scanned: text }) });
  const message = messageOf('pick.wrongTote', { scanned: thing.toteCode, expected });
  return stepWith({ ...state, held: message }, 'stop', { message });
}

/** The scan as a SKU; of several meanings the one this step asks for. */
function skuScanOf(thing: ScannedThing, step: PickStep): SkuScan | null {
  if (thing.kind === 'sku') return thing;
  if (thing.kind !== 'ambiguous') return null;
  const skus = thing.choices.filter((choice): choice is SkuScan => choice.kind === 'sku');
  return skus.find((choice) => choice.skuId === step.skuId) ?? skus[0] ?? null;
}

function lotOfScan(scan: SkuScan, step: PickStep, tools: PickingTools): { lotId: LotId | null; refused: PickingState['held'] } {
  const sku = tools.view.get('sku', step.skuId);
  if (scan.lotCode === null) return { lotId: step.lotId, refused: null };
  const rowWithLot = tools.view
    .stockOfSku(step.skuId)
    .find((row) => row.lotId !== null && tools.view.get('lot', row.lotId)?.code === scan.lotCode);
  const lot = rowWithLot?.lotId == null ? undefined : tools.view.get('lot', rowWithLot.lotId);
  if (lot === undefined || sku === undefined)
    return { lotId: step.lotId, refused: messageOf('pick.unknownLot', { scanned: scan.lotCode }) };
  if (lotMayLeave(lot, sku, tools.site, tools.nowMs)) return { lotId: lot.id, refused: null };
  const expectedLot = step.lotId === null ? undefined : tools.view.get('lot', step.lotId);
  return {
    lotId: step.lotId,
    refused: messageOf('pick.wrongLot', { scanned: lot.code, expected: expectedLot?.code ?? '?', expiresOn: lot.expiresOn ?? '-' }),
  };
}

function gramsOfScan(scan: SkuScan, sku: Sku): number | null {
  if (scan.measuredGrams !== null) return scan.measuredGrams;
  if (scan.priceFen === null || sku.priceFen === 0) return null;
  return Math.round((scan.priceFen * 1000) / sku.priceFen);
}

import type { CommandDraft } from '#shared/model/command/command.ts';
import type { RecordOf } from '#shared/model/records.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import type { ScannedThing, SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { labelCodeOf, labelJobIdOf, labelParcelIdOf, parcelCodeOf } from '#shared/rules/packing/parcelNames.ts';
import { parseSiteCode } from '#shared/wire/barcode/siteCode.ts';
import {
  type LabelHands,
  type LabelPickingState,
  type LabelPickingTools,
  maxLabelsAtOnce,
  startLabelPicking,
} from './labelPickingState.ts';
import { labelWaves } from './labelWaves.ts';

type Step = WorkflowStep<LabelPickingState>;
type LabelTask = RecordOf<'task'>;

/** One input of somebody who picks by label. Commit `drafts`, then play the sound and carry out `effects`. */
export function stepLabelPicking(state: LabelPickingState, input: WorkflowInput, tools: LabelPickingTools, hands: LabelHands): Step {
  const sheet = input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing : null;
  const act = input.kind === 'act' ? input : sheet;
  if (state.held !== null)
    return act?.action === 'confirm' ? stepWith({ ...state, held: null }, 'ok') : stepWith(state, 'stop', { message: state.held });
  if (act !== null) return stepAction(state, act.action, act.argument, tools, hands);
  if (input.kind !== 'scan') return stepWith(state, 'tick');
  const label = labelOfScan(input.text, tools, hands);
  if (label !== null) return stepLabel(state, label, tools);
  const task = taskInHand(state, tools, hands);
  if (task === undefined) return stepOtherThing(input.text, input.thing, tools);
  return stepGoods(state, task, input.text, input.thing, tools, hands);
}

/** The task of the label that was scanned, while it is this person's and still to be picked. */
export function taskInHand(
  state: LabelPickingState,
  tools: Pick<LabelPickingTools, 'view' | 'find'>,
  hands: LabelHands,
): LabelTask | undefined {
  return mine(tools, hands).find((task) => task.orderIds[0] === state.orderId);
}

function mine(tools: Pick<LabelPickingTools, 'view' | 'find'>, hands: LabelHands): readonly LabelTask[] {
  return labelWaves(tools, hands).flatMap((wave) => wave.mine);
}

/** The order a scanned label was printed for, among those with a label out at this station. */
function labelOfScan(text: string, tools: LabelPickingTools, hands: LabelHands): RecordOf<'order'> | null {
  const code = parseSiteCode(text);
  if (!code.ok || code.value.kind !== 'parcel') return null;
  const orders = tools.find
    .openTasks()
    .flatMap((task) => (hands.isMine(task) ? (tools.view.get('order', task.orderIds[0] ?? '') ?? []) : []));
  return orders.find((order) => labelCodeOf(order) === code.value.body) ?? null;
}

function stepLabel(state: LabelPickingState, order: RecordOf<'order'>, tools: LabelPickingTools): Step {
  const [line] = order.lines;
  const sku = line === undefined ? undefined : tools.view.get('sku', line.skuId);
  if (state.counted > 0 && state.orderId !== order.id) {
    const half = tools.view.get('order', state.orderId ?? '');
    return stepWith(state, 'warning', { message: messageOf('labelPick.finishFirst', { order: half?.daySequence ?? '?' }) });
  }
  return stepWith({ ...startLabelPicking(), orderId: order.id }, 'ok', {
    message: messageOf('labelPick.takeGoods', { order: order.daySequence, skuZh: sku?.name.zh ?? '?', skuEn: sku?.name.en ?? '?' }),
  });
}

/** Without a label in hand: a label that is out of date says why, everything else asks for a label. */
function stepOtherThing(text: string, thing: ScannedThing, tools: LabelPickingTools): Step {
  const nothing = startLabelPicking();
  const code = parseSiteCode(text);
  if (code.ok && code.value.kind === 'parcel') {
    const order = tools.find.openOrders().find((candidate) => labelCodeOf(candidate) === code.value.body);
    if (thing.kind === 'parcel') return stepWith(nothing, 'warning', { message: messageOf('labelPick.alreadyDone') });
    const message = messageOf(order === undefined ? 'labelPick.throwAway' : 'labelPick.notYours', { order: order?.daySequence ?? '?' });
    return stepWith({ ...nothing, held: message }, 'stop', { message });
  }
  return stepWith(nothing, 'warning', { message: messageOf('labelPick.expectedLabel', { scanned: text, ...thingName(thing, tools) }) });
}

/** The goods the label is for; with the last unit they are picked, labelled and packed in one. */
function stepGoods(
  state: LabelPickingState,
  task: LabelTask,
  text: string,
  thing: ScannedThing,
  tools: LabelPickingTools,
  hands: LabelHands,
): Step {
  const step = task.steps[0]!;
  const sku = tools.view.get('sku', step.skuId);
  if (thing.kind === 'bin') {
    const isRight = thing.binId === step.binId;
    const expected = tools.view.get('bin', step.binId)?.code ?? '?';
    return stepWith(state, isRight ? 'ok' : 'warning', {
      message: isRight ? null : messageOf('pick.wrongBin', { scanned: text, expected }),
    });
  }
  const expected = { expectedZh: sku?.name.zh ?? '?', expectedEn: sku?.name.en ?? '?' };
  if (thing.kind !== 'sku')
    return stepWith(state, 'warning', {
      message: messageOf('pick.expectedItem', { scanned: text, ...expected, ...thingName(thing, tools) }),
    });
  if (thing.skuId !== step.skuId) {
    const message = messageOf('pick.wrongItem', { scanned: text, ...expected, ...thingName(thing, tools) });
    return stepWith({ ...state, held: message }, 'stop', { message });
  }
  const counted = state.counted + thing.packUnits;
  if (counted > step.quantity) {
    const params = { scanned: thing.packUnits, expected: step.quantity - state.counted };
    return stepWith(state, 'warning', { message: messageOf('pick.packTooLarge', params) });
  }
  const order = tools.view.get('order', step.orderId);
  const about = { order: order?.daySequence ?? '?' };
  if (counted < step.quantity)
    return stepWith({ ...state, counted }, 'ok', { message: messageOf('labelPick.more', { ...about, left: step.quantity - counted }) });
  const left = mine(tools, hands).length - 1;
  return stepWith(startLabelPicking(), left === 0 ? 'orderDone' : 'lineDone', {
    drafts: doneDrafts(task, order?.daySequence ?? 0, hands),
    message: messageOf('labelPick.stick', { ...about, left }),
  });
}

/** From the shelf into the order's only bag, in the words the books know: picked, verified and labelled in one transaction. */
function doneDrafts(task: LabelTask, daySequence: number, hands: LabelHands): CommandDraft[] {
  const { orderId, lineNo, stepNo, binId, lotId, quantity } = task.steps[0]!;
  const { toteId, toteCode } = hands;
  const parcelId = labelParcelIdOf(orderId);
  const line = { orderId, lineNo };
  return [
    { kind: 'bindTote', payload: { taskId: task.id, orderId, toteId, toteCode } },
    { kind: 'pickLine', payload: { taskId: task.id, ...line, stepNo, binId, lotId, toteCode, toteId, quantity, source: 'scan' } },
    { kind: 'finishPicking', payload: { taskId: task.id } },
    { kind: 'startPacking', payload: { orderId } },
    { kind: 'openParcel', payload: { orderId, parcelId, parcelCode: parcelCodeOf(daySequence, 1, parcelId), bagType: 'box' } },
    { kind: 'packItem', payload: { ...line, parcelId, toteId, quantity } },
    { kind: 'closeParcels', payload: { orderId, weightGrams: null } },
    { kind: 'recordLabel', payload: { orderId, parcelId, jobId: labelJobIdOf(parcelId, 1), isReprint: false } },
  ];
}

function stepAction(
  state: LabelPickingState,
  action: SheetAction,
  argument: string | null,
  tools: LabelPickingTools,
  hands: LabelHands,
): Step {
  const inHand = mine(tools, hands);
  switch (action) {
    case 'choice':
      return printLabels(state, Number(argument), tools, hands);
    case 'next':
      return inHand.length > 0 && state.orderId === null
        ? stepWith(state, 'warning', { message: messageOf('labelPick.scanLabel', { left: inHand.length }) })
        : stepWith(state, 'tick');
    case 'undo':
    case 'skip':
      return stepWith(startLabelPicking(), 'ok', { message: messageOf('labelPick.laidDown') });
    case 'short': {
      // What is not there is for the picking screen: it knows other bins, substitutes and the customer.
      const task = taskInHand(state, tools, hands);
      return task === undefined
        ? stepWith(state, 'warning', { message: messageOf('labelPick.scanLabel', { left: inHand.length }) })
        : stepWith(startLabelPicking(), 'ok', { effects: [{ kind: 'go', screen: 'picking', subjectId: task.id }] });
    }
    case 'pause':
      return stepWith(startLabelPicking(), 'ok', {
        drafts: inHand.map((task): CommandDraft => ({ kind: 'releaseTask', payload: { taskId: task.id } })),
        message: messageOf('labelPick.givenBack', { labels: inHand.length }),
        effects: [{ kind: 'go', screen: 'queue', subjectId: null }],
      });
    case 'home':
      return stepWith(startLabelPicking(), 'ok', { effects: [{ kind: 'go', screen: 'queue', subjectId: null }] });
    case 'help':
      return stepWith(state, 'ok', {
        drafts: [
          {
            kind: 'raiseAlert',
            payload: { alertId: tools.newId<'alert'>(), kind: 'help', orderId: state.orderId, reason: 'labelPicking' },
          },
        ],
        message: messageOf('common.helpCalled'),
      });
    case 'training':
    case 'confirm':
    case 'toteFull':
    case 'yes':
    case 'no':
      return stepWith(state, 'tick');
  }
}

/** Takes the wave with this number: its orders that are due first, as many as one carries, and their labels. */
function printLabels(state: LabelPickingState, no: number, tools: LabelPickingTools, hands: LabelHands): Step {
  const waves = labelWaves(tools, hands);
  const wave = waves[no - 1];
  if (wave === undefined) return stepWith(state, 'tick');
  const out = waves.reduce((sum, { mine: labels }) => sum + labels.length, 0);
  const taken = wave.waiting.slice(0, Math.max(0, maxLabelsAtOnce - out));
  // Labels in hand are asked for again as well: the host prints none twice, and one that never reached it is printed now.
  const labels = [...wave.mine, ...taken];
  if (taken.length === 0 && wave.mine.length === 0)
    return stepWith(state, 'warning', { message: messageOf('labelPick.scanLabel', { left: out }) });
  return stepWith(startLabelPicking(), 'ok', {
    drafts: taken.map((task): CommandDraft => ({ kind: 'claimTask', payload: { taskId: task.id, isTakeover: false } })),
    effects: labels.map((task) => {
      const orderId = task.steps[0]!.orderId;
      return { kind: 'printParcelLabel', orderId, parcelId: labelParcelIdOf(orderId), isReprint: false };
    }),
    message: messageOf('labelPick.printed', { labels: taken.length, bin: wave.bin?.code ?? '?' }),
  });
}

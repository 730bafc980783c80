import { isDeepStrictEqual } from 'node:util';
import { toWeightLabel } from '#platform/world/site/gtin.ts';
import type { OrderId, ParcelId } from '#shared/base/ids.ts';
import { startHandover } from '#shared/features/handover/handoverState.ts';
import { stepHandover } from '#shared/features/handover/stepHandover.ts';
import { waitingEntries } from '#shared/features/packing/packingLines.ts';
import { parcelLabelOf } from '#shared/features/packing/parcelLabel.ts';
import { startPacking } from '#shared/features/packing/packingState.ts';
import { settlePacking, stepPacking } from '#shared/features/packing/stepPacking.ts';
import { describePicking, type PickingLine } from '#shared/features/picking/describePicking.ts';
import { settlePicking, startPicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Task } from '#shared/model/task/task.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import type { Hand } from './createHand.ts';
import type { ShiftFlow } from './shiftFlows.ts';

/** Who does what with one order: each at a station of their own. */
export type ShiftCrew = { readonly picker: Hand; readonly other: Hand; readonly packer: Hand; readonly supervisor: Hand };

/** Longest wait for what another station did to be seen here over the LAN, real milliseconds. */
const heardWithinMs = 30_000;
const labelWords = { channel: 'App', temperature: '常温', promise: '30' };
/** Most scans for one order at one place. */
const maxScansPerOrder = 60;

/** Takes a released order to the handover shelf, or to its end where the flow cancels it. True when it lies on the shelf. */
export async function workShiftOrder(crew: ShiftCrew, orderId: OrderId, flow: ShiftFlow, toteCode: string): Promise<boolean> {
  const { picker, packer, supervisor } = crew;
  if (flow === 'cancelEarly') {
    await cancel(supervisor, orderId);
    return false;
  }
  const holder = await claim(crew, orderId, flow);
  await pick(holder, orderId, flow, toteCode);
  if (flow === 'handOff') {
    const taskId = taskOf(crew.other, orderId).id;
    await waitUntil('the task put down', () => crew.other.seat.store.view.get('task', taskId)?.holder === null, {
      timeoutMs: heardWithinMs,
      everyMs: 3,
    });
    await crew.other.commit({ kind: 'claimTask', payload: { taskId, isTakeover: false } });
    await pick(crew.other, orderId, 'plain', toteCode);
  }
  if (flow === 'cancelPicked') {
    await untilStage(supervisor, orderId, 'picked');
    await cancel(supervisor, orderId);
    await carryBack(picker, orderId);
    return false;
  }
  if ((await untilStage(packer, orderId, 'picked')) === 'cancelled') return false;
  await pack(packer, orderId, flow);
  await shelve(packer, orderId, flow);
  return true;
}

const orderAt = ({ seat }: Hand, orderId: OrderId): Order => seat.store.view.get('order', orderId)!;

/** Waits until the station has heard that the order is there; a cancelled order is answered too. */
export function untilStage(hand: Hand, orderId: OrderId, stage: Order['stage']): Promise<Order['stage']> {
  const seen = () => hand.seat.store.view.get('order', orderId)?.stage;
  return waitUntil(
    `order ${orderId} ${stage} at another station`,
    () => {
      const now = seen();
      return now === stage || now === 'cancelled' ? now : null;
    },
    { timeoutMs: heardWithinMs, everyMs: 3 },
  );
}

async function cancel(supervisor: Hand, orderId: OrderId): Promise<void> {
  await supervisor.commit({ kind: 'cancelOrder', payload: { orderId, reason: 'the customer rang' } });
}

function taskOf(hand: Hand, orderId: OrderId): Task {
  const task = [...hand.seat.store.all('task')].find(({ kind, orderIds }) => kind === 'pick' && orderIds.includes(orderId));
  if (task === undefined) throw new Error(`no pick task for ${orderId}`);
  return task;
}

/** Claims the task; taken over from another station, or wanted by two at once. Answers who holds it then. */
async function claim({ picker, other }: ShiftCrew, orderId: OrderId, flow: ShiftFlow): Promise<Hand> {
  const { id: taskId } = taskOf(picker, orderId);
  const draft = { kind: 'claimTask', payload: { taskId, isTakeover: false } } as const;
  const holderAt = ({ seat }: Hand) => seat.store.view.get('task', taskId)?.holder ?? null;
  if (flow === 'takeover') {
    await other.commit(draft);
    await waitUntil('the other holder', () => holderAt(picker)?.stationId === other.seat.stationId, {
      timeoutMs: heardWithinMs,
      everyMs: 3,
    });
    await picker.commit({ kind: 'claimTask', payload: { taskId, isTakeover: true } });
    return picker;
  }
  if (flow !== 'bothClaim') {
    await picker.commit(draft);
    return picker;
  }
  await Promise.all([picker.tryCommit(draft), other.tryCommit(draft)]);
  await waitUntil('one holder', () => holderAt(picker) !== null && isDeepStrictEqual(holderAt(picker), holderAt(other)), {
    timeoutMs: heardWithinMs,
    everyMs: 3,
  });
  return holderAt(picker)?.stationId === picker.seat.stationId ? picker : other;
}

/** Does what the screen says until the task is over; once an undo, or a short line, where the flow wants it. */
async function pick(hand: Hand, orderId: OrderId, flow: ShiftFlow, toteCode: string): Promise<void> {
  const task = taskOf(hand, orderId);
  const lastStepNo = task.steps.at(-1)?.stepNo;
  const work = driveWorkflow(hand, startPicking(task), stepPicking, settlePicking);
  let isUndoLeft = flow === 'undoPick';
  let totes = 0;
  for (let scans = 0; scans < maxScansPerOrder; scans += 1) {
    const { held, phase, current, expectedTote } = describePicking(work.state(), hand.tools());
    if (held !== null) await work.act('confirm');
    else if (phase === 'done') break;
    else if (phase === 'tote') await work.scan(toSiteCode('tote', `${toteCode}${'B'.repeat(totes++)}`));
    else if (phase === 'put') await work.scan(toSiteCode('tote', expectedTote ?? ''));
    else if (phase === 'reason') await work.act('short', 'notFound');
    else if (phase === 'bin') await work.scan(toSiteCode('bin', current?.bin?.code ?? ''));
    else if (phase === 'substitute') await work.act('choice', '1');
    else if (flow === 'substitute' && current?.step.stepNo === lastStepNo) await work.act('short', 'notFound');
    else if (flow === 'short' && current?.step.stepNo === lastStepNo) await work.act('short', 'notFound');
    else {
      await takeGoods(work, current);
      if (isUndoLeft) await work.act('undo');
      isUndoLeft = false;
      if (flow === 'toteFull' && totes === 1) await work.act('toteFull');
      if (flow === 'handOff') {
        await work.act('pause');
        return;
      }
    }
  }
  const { stage } = orderAt(hand, orderId);
  if (stage !== 'picked') throw new Error(`order ${orderId} (${flow}) is ${stage} after picking`);
}

/** One unit under the scanner, or the whole weight on the scale. */
async function takeGoods(
  work: { scan(text: string): Promise<unknown>; weigh(grams: number): Promise<unknown> },
  line: PickingLine | null,
): Promise<void> {
  if (line?.sku?.unit === 'gram') await work.weigh(line.remaining);
  else await work.scan(line?.sku?.barcodes[0]?.gtin ?? '');
}

async function pack(hand: Hand, orderId: OrderId, flow: ShiftFlow): Promise<void> {
  const { view } = hand.seat.store;
  const work = driveWorkflow(hand, startPacking(), stepPacking, settlePacking);
  let isUndoLeft = flow === 'undoPack';
  for (let scans = 0; scans < maxScansPerOrder; scans += 1) {
    const order = orderAt(hand, orderId);
    if (order.stage !== 'picked' && order.stage !== 'packing') return;
    if (work.state().held !== null) {
      await work.act('confirm');
      continue;
    }
    if (work.state().phase === 'tote') {
      const tote = order.toteIds.map((toteId) => view.get('tote', toteId)).find((candidate) => (candidate?.contents.length ?? 0) > 0);
      await work.scan(toSiteCode('tote', tote?.code ?? ''));
      continue;
    }
    const [next] = waitingEntries(view, order, hand.clock.nowMs());
    const sku = next === undefined ? undefined : view.get('sku', next.entry.skuId);
    if (next === undefined) await work.act('next');
    else if (sku?.unit === 'gram') await work.scan(toWeightLabel('21', sku.plu ?? '', next.entry.quantity));
    else await work.scan(sku?.barcodes[0]?.gtin ?? '');
    if (isUndoLeft && next !== undefined) {
      isUndoLeft = false;
      await work.act('undo');
    }
  }
  throw new Error(`order ${orderId} cannot be packed: ${JSON.stringify(work.state())}`);
}

/** Labels are stuck on and recorded; then each bag goes to a place of its temperature. */
async function shelve(hand: Hand, orderId: OrderId, flow: ShiftFlow): Promise<void> {
  const { store } = hand.seat;
  const work = driveWorkflow(hand, startHandover(), stepHandover, (state) => state);
  for (const parcel of store.find.parcelsOfOrder(orderId)) {
    if (parcel.status === 'voided') continue;
    await printLabel(hand, orderId, parcel.id, false);
    if (flow === 'reprint') await printLabel(hand, orderId, parcel.id, true);
    const { temperatures } = orderAt(hand, orderId);
    const wanted = (['frozen', 'chilled', 'ambient'] as const).find((temperature) => temperatures.includes(temperature));
    const place = [...store.all('shelfPlace')].find(({ temperature }) => temperature === wanted) ?? [...store.all('shelfPlace')][0];
    await work.scan(toSiteCode('parcel', parcel.code));
    await work.scan(toSiteCode('shelfPlace', place?.code ?? ''));
    if (store.view.get('parcel', parcel.id)?.status !== 'shelved') await work.scan(toSiteCode('shelfPlace', place?.code ?? ''));
  }
  if (orderAt(hand, orderId).stage !== 'shelved') throw new Error(`order ${orderId} is ${orderAt(hand, orderId).stage} after shelving`);
}

/** As the packing screen does it: on record first, then to the host's print queue. */
async function printLabel(hand: Hand, orderId: OrderId, parcelId: ParcelId, isReprint: boolean): Promise<void> {
  await hand.commit({ kind: 'recordLabel', payload: { orderId, parcelId, jobId: `job-${parcelId}`, isReprint } });
  const label = parcelLabelOf(hand.seat.store, orderId, parcelId, isReprint, labelWords);
  if (label === null) throw new Error(`no label for ${parcelId}`);
  await hand.seat.client.devices.print(label);
}

/** Goods of a cancelled order go back to their bins. */
async function carryBack(hand: Hand, orderId: OrderId): Promise<void> {
  const { store } = hand.seat;
  const isReturn = (task: Task) => task.kind === 'returnToShelf' && task.orderIds.includes(orderId);
  const task = await waitUntil('the way back to the shelf', () => [...store.all('task')].find(isReturn) ?? null, {
    timeoutMs: heardWithinMs,
    everyMs: 3,
  });
  await hand.commit({ kind: 'claimTask', payload: { taskId: task.id, isTakeover: false } });
  for (const step of task.steps) {
    const { stepNo, binId, quantity } = step;
    await hand.commit({ kind: 'returnStep', payload: { taskId: task.id, stepNo, binId, quantity } });
  }
}

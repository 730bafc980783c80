import * as fc from 'fast-check';
import { asId } from '#shared/base/ids.ts';
import { type CommandDraft, type CommandKind, type PayloadOf, commandKinds } from '#shared/model/command/command.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { type LifeStage, lifeDrafts, lifeStages, orderIdsOf, ruleDraft } from './rulesSite.ts';
import type { RulesWorld } from './rulesWorld.ts';

/** One step of a chaotic day: a sensible step of an order's life, a fact aimed at goods that are somewhere (undo, repeat, short, return), any command with any subjects, or time passing (backwards too). */
export type ChaosStep =
  | { readonly kind: 'life'; readonly order: number; readonly stage: LifeStage | 'next'; readonly isPartial: boolean }
  | { readonly kind: 'command'; readonly command: CommandKind; readonly numbers: readonly number[] }
  | { readonly kind: 'aimed'; readonly index: number }
  | { readonly kind: 'time'; readonly deltaMs: number };

const minuteMs = 60_000;

/** Steps as fast-check makes and shrinks them. */
export const chaosStep: fc.Arbitrary<ChaosStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('life' as const),
      order: fc.nat(2),
      stage: fc.oneof({ weight: 4, arbitrary: fc.constant('next' as const) }, { weight: 1, arbitrary: fc.constantFrom(...lifeStages) }),
      isPartial: fc.nat(3).map((n) => n === 0),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      command: fc.constantFrom(...commandKinds),
      numbers: fc.array(fc.nat(11), { minLength: 8, maxLength: 8 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('aimed' as const), index: fc.nat(10_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      deltaMs: fc.constantFrom(minuteMs, 11 * minuteMs, -3 * minuteMs, 20 * 3600_000, 4 * 24 * 3600_000),
    }),
  },
);

const wants: readonly Readonly<Record<string, number>>[] = [
  { bread: 2, milk: 4 },
  { apples: 500, bread: 1 },
  { milk: 6, dumplings: 2, water: 30 },
];

/** The commands a step stands for, in the world as it is now. */
export function chaosDrafts(world: RulesWorld, step: ChaosStep): CommandDraft[] {
  if (step.kind === 'time') return [];
  if (step.kind === 'aimed') {
    const candidates = aimedDrafts(world);
    return candidates.slice(step.index % Math.max(1, candidates.length)).slice(0, 1);
  }
  if (step.kind === 'command') return [anyCommand(world, step.command, step.numbers)];
  const stage = step.stage === 'next' ? nextStage(world, `o${step.order}`) : step.stage;
  const drafts = lifeDrafts(world, `o${step.order}`, stage, wants[step.order] ?? {}, {});
  return step.isPartial ? drafts.slice(0, 1) : drafts;
}

/** Facts about goods and steps that are there now: undo, a second pick, a pick of half or double, short, return, bags one by one. */
function aimedDrafts(world: RulesWorld): CommandDraft[] {
  const drafts: CommandDraft[] = [];
  for (const task of world.all('task')) {
    for (const step of task.steps) {
      const ref = { taskId: task.id, orderId: step.orderId, lineNo: step.lineNo, stepNo: step.stepNo };
      if (task.kind === 'returnToShelf') {
        drafts.push({ kind: 'returnStep', payload: { taskId: task.id, stepNo: step.stepNo, binId: step.binId, quantity: step.quantity } });
        continue;
      }
      for (const quantity of [1, step.quantity, step.quantity * 2]) {
        const { toteCode } = orderIdsOf(step.orderId);
        drafts.push({ kind: 'pickLine', payload: { ...ref, binId: step.binId, lotId: step.lotId, toteCode, quantity, source: 'scan' } });
      }
      drafts.push({ kind: 'shortLine', payload: { ...ref, reason: 'damaged' } });
      for (const pick of step.picks ?? []) drafts.push({ kind: 'undoPick', payload: { ...ref, commandId: pick.commandId } });
    }
  }
  for (const parcel of world.all('parcel')) {
    for (const pack of parcel.packs ?? []) {
      drafts.push({
        kind: 'undoPack',
        payload: { orderId: pack.orderId, lineNo: pack.lineNo, parcelId: parcel.id, commandId: pack.commandId },
      });
    }
    drafts.push({ kind: 'handOver', payload: { orderId: parcel.orderId, courierId: orderIdsOf('').courierId, parcelIds: [parcel.id] } });
  }
  for (const lot of world.all('lot')) {
    drafts.push({
      kind: 'receiveStock',
      payload: { skuId: lot.skuId, binId: asId<'bin'>('b4'), quantity: 2, lot: { id: lot.id, code: lot.code, expiresOn: lot.expiresOn } },
    });
  }
  return drafts;
}

function nextStage(world: RulesWorld, name: string): LifeStage {
  const current = lifeStages.findIndex((stage) => stage === world.view.get('order', name)?.stage);
  return lifeStages[current + 1] ?? 'delivered';
}

/** A valid payload with subjects drawn from those that exist and some that do not. */
export function anyCommand(world: RulesWorld, kind: CommandKind, numbers: readonly number[]): CommandDraft {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = numbers;
  const ids = orderIdsOf(`o${a % 4}`);
  const other = orderIdsOf(`o${g % 4}`);
  const taskIds = [ids.taskId, ids.taskId, ...world.all('task').map((task) => task.id)];
  const taskId = taskIds[b % taskIds.length] ?? ids.taskId;
  const order = { orderId: ids.orderId };
  const lineNo = 1 + (c % 4);
  const stepNo = 1 + (d % 4);
  const quantity = 1 + (e % 5) * (f % 3 === 0 ? 120 : 1);
  const binId = asId<'bin'>(`b${1 + (f % 7)}`);
  const skuId = asId<'sku'>(['bread', 'water', 'apples', 'milk', 'dumplings', 'nothing'][g % 6] ?? 'bread');
  const lotId =
    [null, null, asId<'lot'>('milk-old'), asId<'lot'>('milk-new'), asId<'lot'>('milk-held'), asId<'lot'>('nothing')][h % 6] ?? null;
  const commandId = asId<'command'>(`c${1 + ((a * 12 + b) % 60)}`);
  const payloads: { [K in CommandKind]: () => PayloadOf<K> } = {
    placeOrder: () => ({
      ...order,
      daySequence: 1 + a,
      draft: ruleDraft(`o${g % 4}`, { [skuId]: quantity, bread: 1 }, { channel: h % 2 === 0 ? 'app' : 'b2b' }),
    }),
    acceptOrder: () => order,
    releaseOrder: () => ({ ...order, taskId: ids.taskId }),
    editOrder: () => ({ ...order, ...(h % 2 === 0 ? { lines: [{ lineNo, orderedQuantity: quantity - 1 }] } : { note: 'ring' }) }),
    cancelOrder: () => ({ ...order, reason: 'customer' }),
    receiveStock: () => ({
      skuId,
      binId,
      quantity,
      lot: h % 2 === 0 ? null : { id: asId<'lot'>(`lot-${h}`), code: `lot-${h}`, expiresOn: '2026-03-02' },
    }),
    adjustStock: () => ({
      skuId,
      binId,
      lotId,
      status: h % 5 === 0 ? 'damaged' : 'available',
      countedQuantity: quantity - 1,
      reason: 'count',
    }),
    linkBarcode: () => ({ gtin: `0690123450${String(1000 + (h % 3))}`, skuId, packUnits: 1 + (e % 3) }),
    unlinkBarcode: () => ({ gtin: `0690123450${String(1000 + (h % 3))}`, skuId }),
    joinTask: () => ({ taskId, fromTaskIds: [ids.taskId, other.taskId].slice(0, 1 + (h % 2)) }),
    pullOrder: () => ({ ...order, taskId, newTaskId: asId<'task'>(`pulled-${h % 3}`) }),
    arrangeTask: () => ({ taskId, stepNos: [stepNo, 1 + (h % 4)] }),
    setPickingPolicy: () => ({
      policy: { ...defaultPickingPolicy, trolley: { ...defaultPickingPolicy.trolley, orders: 2 + (h % 3) } },
    }),
    claimTask: () => ({ taskId, isTakeover: h % 2 === 0 }),
    releaseTask: () => ({ taskId }),
    bindTote: () => ({ ...order, taskId, toteId: other.toteId, toteCode: other.toteCode }),
    pickLine: () => ({
      ...order,
      taskId,
      lineNo,
      stepNo,
      binId,
      lotId,
      toteCode: other.toteCode,
      quantity,
      source: 'scan',
      ...(h > 8 ? { toteId: other.toteId } : {}),
    }),
    undoPick: () => ({ ...order, taskId, lineNo, stepNo, commandId }),
    shortLine: () => ({ ...order, taskId, lineNo, stepNo, reason: 'notFound' }),
    proposeSubstitute: () => ({ ...order, taskId, lineNo, stepNo, reason: 'notFound', skuId, quantity }),
    answerSubstitute: () => ({
      ...order,
      lineNo,
      answer: h % 2 === 0 ? 'accepted' : 'declined',
      by: g % 3 === 0 ? 'deadline' : 'customer',
    }),
    checkZero: () => ({ skuId, binId, isEmpty: h % 2 === 0 }),
    skipStep: () => ({ taskId, stepNo }),
    finishPicking: () => ({ taskId }),
    returnStep: () => ({ taskId, stepNo, binId, quantity }),
    startPacking: () => order,
    openParcel: () => ({ ...order, parcelId: other.parcelId, parcelCode: other.parcelCode, bagType: 'small' }),
    setBag: () => ({
      ...order,
      parcelId: ids.parcelId,
      bagType: h % 2 === 0 ? 'insulated' : 'large',
      icePacks: h % 4,
      isReused: g % 2 === 0,
      planNo: h % 3 === 0 ? null : 1,
    }),
    packItem: () => ({ ...order, lineNo, parcelId: ids.parcelId, toteId: other.toteId, quantity }),
    undoPack: () => ({ ...order, lineNo, parcelId: ids.parcelId, commandId }),
    closeParcels: () => ({ ...order, weightGrams: h === 0 ? null : 100 * h }),
    acceptWeight: () => ({ ...order, weightGrams: 100 * h, expectedGrams: 500, reason: 'checkedByHand' }),
    reopenPacking: () => order,
    voidParcel: () => ({ ...order, parcelId: ids.parcelId }),
    recordLabel: () => ({ ...order, parcelId: other.parcelId, jobId: 'job', isReprint: false }),
    shelveParcel: () => ({ ...order, parcelId: other.parcelId, shelfCode: `H0${1 + (h % 2)}` }),
    planTrip: () => ({
      tripId: asId<'trip'>(`trip-${h}`),
      courierId: asId<'courier'>(`k${1 + (f % 3)}`),
      orderIds: [ids.orderId, other.orderId],
      reason: { key: 'test', params: {} },
    }),
    cancelTrip: () => ({ tripId: h % 2 === 0 ? ids.tripId : asId<'trip'>(`trip-${h}`) }),
    reassignTrip: () => ({ tripId: h % 2 === 0 ? ids.tripId : asId<'trip'>(`trip-${h}`), courierId: asId<'courier'>(`k${1 + (f % 3)}`) }),
    pinOrder: () => ({ ...order, courierId: h % 3 === 0 ? null : asId<'courier'>(`k${1 + (f % 3)}`) }),
    forbidCourier: () => ({ ...order, courierId: asId<'courier'>(`k${1 + (f % 3)}`), isForbidden: h % 2 === 0 }),
    holdOrder: () => ({ ...order, untilMs: h % 2 === 0 ? null : 2_000_000_000_000 }),
    takeTrip: () => ({ tripId: ids.tripId, courierId: asId<'courier'>(`k${1 + (f % 3)}`) }),
    failDelivery: () => ({ ...order, courierId: asId<'courier'>(`k${1 + (f % 3)}`), reason: 'nobodyThere' }),
    collectOrder: () => ({ ...order, parcelIds: [ids.parcelId, other.parcelId], isAgeChecked: h % 2 === 0 }),
    handOver: () => ({ ...order, courierId: asId<'courier'>(`k${1 + (f % 3)}`), parcelIds: [ids.parcelId, other.parcelId] }),
    returnOrder: () => ({
      ...order,
      parcelIds: [ids.parcelId, other.parcelId],
      fate: (['again', 'stock', 'waste'] as const)[h % 3] ?? 'again',
    }),
    confirmDelivery: () => ({ ...order, courierId: asId<'courier'>(`k${1 + (f % 3)}`) }),
    reportCourier: () => ({ courierId: asId<'courier'>(`k${1 + (f % 3)}`), status: h % 2 === 0 ? 'atSite' : 'returning', position: null }),
    signIn: () => ({ method: 'badge' }),
    signOut: () => ({}),
    raiseAlert: () => ({ alertId: asId<'alert'>(`a${h % 3}`), kind: 'help', orderId: null, reason: 'help' }),
    settleAlert: () => ({ alertId: asId<'alert'>(`a${h % 3}`), status: g % 2 === 0 ? 'acknowledged' : 'closed' }),
    resolveDiscrepancy: () => ({ discrepancyId: asId<'discrepancy'>(`${commandId}-1`), resolution: 'counted' }),
  };
  return { kind, payload: payloads[kind]() } as CommandDraft;
}

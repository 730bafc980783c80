import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Task } from '#shared/model/task/task.ts';
import { type ChoreScene, livePicks, oneOf, picksHere, rowsOf } from './choreScene.ts';
import { correctionDrafts } from './correctionDrafts.ts';
import type { Chore, ChoreKind, CorrectionKind } from './planChores.ts';

/** The commands a person records for a chore as things stand at the station; none where there is nothing of the kind to do. */
export function choreDrafts(chore: Chore, scene: Omit<ChoreScene, 'choice'>): readonly CommandDraft[] {
  return { ...drafts, ...correctionDrafts }[chore.kind]({ ...scene, choice: chore.choice });
}

const drafts: Readonly<Record<Exclude<ChoreKind, CorrectionKind>, (scene: ChoreScene) => readonly CommandDraft[]>> = {
  help: ({ number }) => [
    { kind: 'raiseAlert', payload: { alertId: asId<'alert'>(`alert-${number}`), kind: 'help', orderId: null, reason: 'help' } },
  ],
  cancel: (scene) =>
    oneOf(scene, scene.store.find.openOrders()).map(({ id }) => ({ kind: 'cancelOrder', payload: { orderId: id, reason: 'supervisor' } })),
  count: (scene) =>
    oneOf(scene, rowsOf(scene, 'stock')).map(({ skuId, binId, lotId, status, allocated, quantity }) => {
      const countedQuantity = Math.max(allocated, quantity - (scene.choice % 3));
      return { kind: 'adjustStock', payload: { skuId, binId, lotId, status, countedQuantity, reason: 'count' } };
    }),
  receive: (scene) =>
    oneOf(scene, rowsOf(scene, 'stock')).map(({ skuId, binId, lotId }) => {
      const known = lotId === null ? undefined : scene.store.view.get('lot', lotId);
      const lot = known === undefined ? null : { id: known.id, code: known.code, expiresOn: known.expiresOn };
      return { kind: 'receiveStock', payload: { skuId, binId, quantity: 5 + (scene.choice % 30), lot } };
    }),
  takeOver: (scene) =>
    oneOf(
      scene,
      livePicks(scene).filter(({ holder }) => holder !== null && holder.stationId !== scene.stationId),
    ).map(({ id }) => ({ kind: 'claimTask', payload: { taskId: id, isTakeover: true } })),
  pause: (scene) => oneOf(scene, picksHere(scene)).map(({ id }) => ({ kind: 'releaseTask', payload: { taskId: id } })),
  join: (scene) => joinDrafts(scene).drafts,
  pull: (scene) => {
    const newTaskId = asId<'task'>(`pulled-${scene.number}`);
    const [task] = oneOf(
      scene,
      livePicks(scene).filter(({ orderIds }) => orderIds.length > 1),
    );
    if (task !== undefined) {
      const orderId = task.orderIds[scene.choice % task.orderIds.length]!;
      return [{ kind: 'pullOrder', payload: { taskId: task.id, orderId, newTaskId } }];
    }
    // Nothing shares a trolley: two are put together, and one of them is wanted alone again.
    const { drafts, into, from } = joinDrafts(scene);
    const orderId = from?.orderIds[0];
    if (into === undefined || orderId === undefined) return [];
    return [...drafts, { kind: 'pullOrder', payload: { taskId: into.id, orderId, newTaskId } }];
  },
  toteFull: (scene) =>
    oneOf(
      scene,
      picksHere(scene).filter(({ toteByOrder }) => Object.keys(toteByOrder).length > 0),
    ).flatMap(({ id, toteByOrder }) => {
      const orderId = asId<'order'>(Object.keys(toteByOrder)[0]!);
      const empty = rowsOf(scene, 'tote', ({ status }) => status === 'empty');
      return oneOf(scene, empty).map(({ id: toteId, code }) => ({
        kind: 'bindTote' as const,
        payload: { taskId: id, orderId, toteId, toteCode: code },
      }));
    }),
  substitute: (scene) =>
    oneOf(scene, picksHere(scene)).flatMap(({ id, steps }) => {
      const step = steps.findLast(({ status, pickedQuantity }) => status === 'open' && pickedQuantity === 0);
      const other = oneOf(
        scene,
        rowsOf(scene, 'sku', (sku) => sku.unit === 'each' && sku.id !== step?.skuId),
      )[0];
      if (step === undefined || other === undefined || scene.store.view.get('sku', step.skuId)?.unit !== 'each') return [];
      const { orderId, lineNo, stepNo, quantity } = step;
      const payload = { taskId: id, orderId, lineNo, stepNo, reason: 'notFound' as const, skuId: other.id, quantity };
      return [{ kind: 'proposeSubstitute', payload }];
    }),
  zeroCheck: (scene) =>
    oneOf(scene, rowsOf(scene, 'stock')).map(({ skuId, binId, quantity }) => {
      const isEmpty = scene.choice % 3 === 0 ? quantity > 0 : quantity <= 0;
      return { kind: 'checkZero', payload: { skuId, binId, isEmpty } };
    }),
  reprint: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'parcel', ({ status }) => status === 'packed' || status === 'shelved'),
    ).map(({ id, orderId }) => {
      return { kind: 'recordLabel', payload: { orderId, parcelId: id, jobId: `again-${scene.number}`, isReprint: true } };
    }),
  reopen: (scene) =>
    oneOf(
      scene,
      scene.store.find.openOrders().filter(({ stage }) => stage === 'packed' || stage === 'shelved'),
    ).map(({ id }) => ({ kind: 'reopenPacking', payload: { orderId: id } })),
  hold: (scene) =>
    oneOf(
      scene,
      scene.store.find.openOrders().filter(({ stage }) => stage === 'packed' || stage === 'shelved'),
    ).map(({ id }) => ({ kind: 'holdOrder', payload: { orderId: id, untilMs: scene.nowMs + 5 * 60_000 } })),
  cancelTrip: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'trip', ({ status }) => status === 'planned'),
    ).map(({ id }) => ({ kind: 'cancelTrip', payload: { tripId: id } })),
  refuseGoods: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'order', ({ stage, tripId }) => stage === 'handedOver' && tripId !== null),
    ).flatMap(({ id, tripId }) => {
      const courierId = scene.store.view.get('trip', tripId!)?.courierId;
      return courierId === undefined ? [] : [{ kind: 'failDelivery', payload: { orderId: id, courierId, reason: 'refused' } }];
    }),
  resolve: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'discrepancy', ({ status }) => status === 'open'),
    ).map(({ id }) => ({ kind: 'resolveDiscrepancy', payload: { discrepancyId: id, resolution: 'looked into' } })),
  settle: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'alert', ({ status }) => status !== 'closed'),
    ).map(({ id, status }) => {
      return { kind: 'settleAlert', payload: { alertId: id, status: status === 'open' ? 'acknowledged' : 'closed' } };
    }),
};

/** Two tasks that nobody has begun go on one trolley. */
function joinDrafts(scene: ChoreScene): { readonly drafts: readonly CommandDraft[]; readonly into?: Task; readonly from?: Task } {
  const [into, from] = livePicks(scene).filter((task) => task.holder === null && Object.keys(task.toteByOrder).length === 0);
  if (into === undefined || from === undefined) return { drafts: [] };
  return { drafts: [{ kind: 'joinTask', payload: { taskId: into.id, fromTaskIds: [from.id] } }], into, from };
}

import { asId, type StationId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { Chore, ChoreKind } from './planSchedule.ts';

/** What a chore is decided from: the records this station shows, and a number of its own. */
type Scene = {
  readonly store: StationStore;
  readonly stationId: StationId;
  readonly choice: number;
  /** The chore's place in the schedule: names what it makes. */
  readonly number: number;
  readonly nowMs: number;
};

/** The commands a person records for a chore as things stand at the station; none where there is nothing of the kind to do. */
export function choreDrafts(chore: Chore, scene: Omit<Scene, 'choice'>): readonly CommandDraft[] {
  return drafts[chore.kind]({ ...scene, choice: chore.choice });
}

const drafts: Readonly<Record<ChoreKind, (scene: Scene) => readonly CommandDraft[]>> = {
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
  join: (scene) => {
    const [into, from] = livePicks(scene).filter((task) => task.holder === null && Object.keys(task.toteByOrder).length === 0);
    return into === undefined || from === undefined ? [] : [{ kind: 'joinTask', payload: { taskId: into.id, fromTaskIds: [from.id] } }];
  },
  pull: (scene) =>
    oneOf(
      scene,
      livePicks(scene).filter(({ orderIds }) => orderIds.length > 1),
    ).map(({ id, orderIds }) => {
      const newTaskId = asId<'task'>(`pulled-${scene.number}`);
      return { kind: 'pullOrder', payload: { taskId: id, orderId: orderIds[scene.choice % orderIds.length]!, newTaskId } };
    }),
  toteFull: (scene) =>
    oneOf(
      scene,
      picksHere(scene).filter(({ toteByOrder }) => Object.keys(toteByOrder).length > 0),
    ).flatMap(({ id, toteByOrder }) => {
      const orderId = asId<'order'>(Object.keys(toteByOrder)[0]!);
      const empty = rowsOf(scene, 'tote').filter(({ status }) => status === 'empty');
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
        rowsOf(scene, 'sku').filter((sku) => sku.unit === 'each' && sku.id !== step?.skuId),
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
      rowsOf(scene, 'parcel').filter(({ status }) => status === 'packed' || status === 'shelved'),
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
      rowsOf(scene, 'trip').filter(({ status }) => status === 'planned'),
    ).map(({ id }) => ({ kind: 'cancelTrip', payload: { tripId: id } })),
  refuseGoods: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'order').filter(({ stage, tripId }) => stage === 'handedOver' && tripId !== null),
    ).flatMap(({ id, tripId }) => {
      const courierId = scene.store.view.get('trip', tripId!)?.courierId;
      return courierId === undefined ? [] : [{ kind: 'failDelivery', payload: { orderId: id, courierId, reason: 'refused' } }];
    }),
  resolve: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'discrepancy').filter(({ status }) => status === 'open'),
    ).map(({ id }) => ({ kind: 'resolveDiscrepancy', payload: { discrepancyId: id, resolution: 'looked into' } })),
  settle: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'alert').filter(({ status }) => status !== 'closed'),
    ).map(({ id, status }) => {
      return { kind: 'settleAlert', payload: { alertId: id, status: status === 'open' ? 'acknowledged' : 'closed' } };
    }),
};

/** The chosen one, or none of none. */
function oneOf<T>({ choice }: Scene, items: readonly T[]): readonly T[] {
  return items.slice(choice % Math.max(1, items.length)).slice(0, 1);
}

/** In an order that does not hang on when a record arrived here. */
function rowsOf<K extends RecordKind>({ store }: Scene, kind: K): readonly RecordOf<K>[] {
  return [...store.all(kind)].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function livePicks(scene: Scene): readonly Task[] {
  return scene.store.find.openTasks().filter(({ kind }) => kind === 'pick');
}

/** Those somebody at this station has in hand. */
function picksHere(scene: Scene): readonly Task[] {
  return livePicks(scene).filter(({ holder }) => holder?.stationId === scene.stationId);
}

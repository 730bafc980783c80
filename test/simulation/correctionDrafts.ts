import type { OrderId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Order, OrderStage } from '#shared/model/order/order.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { type ChoreScene, oneOf, picksHere, rowsOf } from './choreScene.ts';
import type { CorrectionKind } from './planChores.ts';

/** What people take back, set right and decide otherwise, as commands; none where there is nothing of the kind. */
export const correctionDrafts: Readonly<Record<CorrectionKind, (scene: ChoreScene) => readonly CommandDraft[]>> = {
  undoPick: (scene) =>
    oneOf(
      scene,
      picksHere(scene).flatMap(({ id: taskId, steps }) =>
        steps.flatMap(({ orderId, lineNo, stepNo, picks }) => {
          const pick = picks?.at(-1);
          return pick === undefined ? [] : [{ taskId, orderId, lineNo, stepNo, commandId: pick.commandId }];
        }),
      ),
    ).map((payload) => ({ kind: 'undoPick', payload })),
  skip: (scene) =>
    oneOf(
      scene,
      picksHere(scene).flatMap(({ id: taskId, steps }) =>
        steps.flatMap(({ stepNo, status }) => (status === 'open' ? [{ taskId, stepNo }] : [])),
      ),
    ).map((payload) => ({ kind: 'skipStep', payload })),
  arrange: (scene) =>
    oneOf(scene, picksHere(scene)).flatMap(({ id: taskId, steps }) => {
      const stepNos = steps.flatMap(({ stepNo, status }) => (status === 'open' ? [stepNo] : [])).toReversed();
      return stepNos.length < 2 ? [] : [{ kind: 'arrangeTask', payload: { taskId, stepNos } }];
    }),
  undoPack: (scene) =>
    oneOf(scene, openParcels(scene)).flatMap(({ id: parcelId, packs }) => {
      const pack = packs?.at(-1);
      if (pack === undefined) return [];
      const { orderId, lineNo, commandId } = pack;
      return [{ kind: 'undoPack', payload: { orderId, lineNo, parcelId, commandId } }];
    }),
  setBag: (scene) =>
    oneOf(scene, openParcels(scene)).map(({ id: parcelId, orderId }) => {
      const bag = { bagType: 'box' as const, icePacks: scene.choice % 3, isReused: scene.choice % 2 === 0, planNo: null };
      return { kind: 'setBag', payload: { orderId, parcelId, ...bag } };
    }),
  voidParcel: (scene) =>
    oneOf(scene, openParcels(scene)).map(({ id: parcelId, orderId }) => ({ kind: 'voidParcel', payload: { orderId, parcelId } })),
  acceptWeight: (scene) =>
    oneOf(scene, ordersIn(scene, ['packing'])).map(({ id: orderId }) => {
      return { kind: 'acceptWeight', payload: { orderId, weightGrams: 900, expectedGrams: 800, reason: 'checkedByHand' } };
    }),
  link: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'sku', ({ unit }) => unit === 'each'),
    ).map(({ id: skuId }) => ({ kind: 'linkBarcode', payload: { gtin: `1000000000000${scene.choice % 5}`, skuId, packUnits: 1 } })),
  unlink: (scene) =>
    oneOf(
      scene,
      rowsOf(scene, 'barcodeLink', ({ withdrawn }) => withdrawn === null),
    ).map(({ id: gtin, skuId }) => ({ kind: 'unlinkBarcode', payload: { gtin, skuId } })),
  edit: (scene) =>
    oneOf(scene, scene.store.find.openOrders()).map(({ id: orderId }) => {
      return { kind: 'editOrder', payload: { orderId, note: `ring twice (${scene.number})` } };
    }),
  policy: (scene) =>
    rowsOf(scene, 'site').map(({ pickingPolicy }) => {
      const splitByZoneFromLines = [null, 2, 3][scene.choice % 3]!;
      const picking = scene.choice % 2 === 0 ? ('cluster' as const) : ('single' as const);
      return {
        kind: 'setPickingPolicy',
        payload: { policy: { ...(pickingPolicy ?? defaultPickingPolicy), picking, splitByZoneFromLines } },
      };
    }),
  reassign: (scene) =>
    oneOf(scene, plannedTrips(scene)).flatMap(({ id: tripId, courierId }) => {
      const others = rowsOf(scene, 'courier', ({ id, status, tripId: has }) => id !== courierId && status === 'atSite' && has === null);
      return oneOf(scene, others).map(({ id }) => ({ kind: 'reassignTrip' as const, payload: { tripId, courierId: id } }));
    }),
  takeTrip: (scene) =>
    oneOf(scene, plannedTrips(scene)).map(({ id: tripId, courierId }) => ({ kind: 'takeTrip', payload: { tripId, courierId } })),
  pin: (scene) =>
    oneOf(scene, ordersIn(scene, ['packing', 'packed', 'shelved'])).flatMap(({ id: orderId, dispatchWish }) => {
      const pinned = dispatchWish?.courierId ?? null;
      const [courier] = oneOf(scene, rowsOf(scene, 'courier'));
      return [{ kind: 'pinOrder', payload: { orderId, courierId: pinned === null ? (courier?.id ?? null) : null } }];
    }),
  forbid: (scene) =>
    oneOf(scene, ordersIn(scene, ['packing', 'packed', 'shelved'])).flatMap(({ id: orderId }) =>
      oneOf(scene, rowsOf(scene, 'courier')).map(({ id: courierId }) => {
        return { kind: 'forbidCourier' as const, payload: { orderId, courierId, isForbidden: scene.choice % 4 > 0 } };
      }),
    ),
  letGo: (scene) =>
    oneOf(scene, ordersIn(scene, ['packed', 'shelved'])).map(({ id: orderId }) => ({
      kind: 'holdOrder',
      payload: { orderId, untilMs: null },
    })),
  collect: (scene) =>
    oneOf(
      scene,
      ordersIn(scene, ['shelved']).filter(({ channel, tripId }) => channel === 'walkIn' && tripId === null),
    ).flatMap(({ id: orderId }) => {
      const parcelIds = bagsOf(scene, orderId, 'shelved');
      return parcelIds.length === 0 ? [] : [{ kind: 'collectOrder', payload: { orderId, parcelIds, isAgeChecked: true } }];
    }),
  bringBack: (scene) =>
    oneOf(scene, ordersIn(scene, ['handedOver'])).flatMap(({ id: orderId }) => {
      const parcelIds = bagsOf(scene, orderId, 'handedOver');
      const fate = (['again', 'stock', 'waste'] as const)[scene.choice % 3]!;
      return parcelIds.length === 0 ? [] : [{ kind: 'returnOrder', payload: { orderId, parcelIds, fate } }];
    }),
};

function ordersIn(scene: ChoreScene, stages: readonly OrderStage[]): readonly Order[] {
  return rowsOf(scene, 'order', ({ stage }) => stages.includes(stage));
}

function openParcels(scene: ChoreScene) {
  return rowsOf(scene, 'parcel', ({ status }) => status === 'open');
}

function plannedTrips(scene: ChoreScene) {
  return rowsOf(scene, 'trip', ({ status }) => status === 'planned');
}

function bagsOf({ store }: ChoreScene, orderId: OrderId, status: 'shelved' | 'handedOver') {
  return store.find.parcelsOfOrder(orderId).flatMap((parcel) => (parcel.status === status ? [parcel.id] : []));
}

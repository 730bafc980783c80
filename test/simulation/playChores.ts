import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { Chore } from './planSchedule.ts';
import { dayStartMs } from './simulatedSite.ts';
import type { SimulatedStation } from './simulatedStation.ts';
import type { VirtualTime } from './virtualTime.ts';

/** Lets people at the stations do what is not picking: each thing at its time, where the page runs then. */
export function playChores(chores: readonly Chore[], stations: readonly SimulatedStation[], time: VirtualTime): void {
  for (const [number, chore] of chores.entries()) {
    time.after(dayStartMs + chore.atMs - time.nowMs(), () => {
      const station = stations[chore.station];
      const store = station?.store() ?? null;
      if (station === undefined || store === null || store.status().phase !== 'ready') return;
      const draft = draftOf(chore, store, number);
      const by = { operatorId: asId<'operator'>(`operator-${chore.station}`), triggerId: `chore-${number}` };
      // A full disk is told to the person, who leaves it at that.
      if (draft !== null) void station.commit([draft], by).catch(() => undefined);
    });
  }
}

function draftOf(chore: Chore, store: StationStore, number: number): CommandDraft | null {
  if (chore.kind === 'help') {
    return { kind: 'raiseAlert', payload: { alertId: asId<'alert'>(`alert-${number}`), kind: 'help', orderId: null, reason: 'help' } };
  }
  if (chore.kind === 'cancel') {
    const open = store.find.openOrders();
    const order = open[chore.choice % Math.max(1, open.length)];
    return order === undefined ? null : { kind: 'cancelOrder', payload: { orderId: order.id, reason: 'supervisor' } };
  }
  const rows = [...store.all('stock')].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const row = rows[chore.choice % Math.max(1, rows.length)];
  if (row === undefined) return null;
  const { skuId, binId, lotId, status } = row;
  if (chore.kind === 'count') {
    const countedQuantity = Math.max(row.allocated, row.quantity - (chore.choice % 3));
    return { kind: 'adjustStock', payload: { skuId, binId, lotId, status, countedQuantity, reason: 'count' } };
  }
  const known = lotId === null ? undefined : store.view.get('lot', lotId);
  const lot = known === undefined ? null : { id: known.id, code: known.code, expiresOn: known.expiresOn };
  return { kind: 'receiveStock', payload: { skuId, binId, quantity: 5 + (chore.choice % 30), lot } };
}

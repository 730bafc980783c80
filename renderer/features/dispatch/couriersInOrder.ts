import type { Courier } from '#shared/model/delivery/delivery.ts';
import type { DispatchPlan } from '#shared/planning/dispatch/dispatchPlanner.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** A courier on shift and when he is free; null before the first plan. */
export type CourierLine = { readonly courier: Courier; readonly freeAtMs: number | null };

const rank = { atSite: 0, returning: 1, outbound: 2, offShift: 3 } as const;

/** Couriers on shift: here, coming, riding; by code; third parties' riders last. So they are numbered on the board. */
export function couriersInOrder(store: Pick<StationStore, 'all'>, plan: DispatchPlan | null): CourierLine[] {
  const freeAt = new Map((plan?.couriers ?? []).map((each) => [each.courierId as string, each.freeAtMs]));
  return [...store.all('courier')]
    .filter(({ status }) => status !== 'offShift')
    .toSorted((a, b) => Number(isOfCarrier(a)) - Number(isOfCarrier(b)) || rank[a.status] - rank[b.status] || (a.code < b.code ? -1 : 1))
    .map((courier) => ({ courier, freeAtMs: freeAt.get(courier.id) ?? null }));
}

/** Whether the courier rides for a third party: for his booking and for nothing else. */
export function isOfCarrier({ carrier }: Pick<Courier, 'carrier'>): boolean {
  return carrier !== undefined;
}

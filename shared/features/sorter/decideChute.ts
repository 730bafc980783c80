import type { SorterMessage } from '#shared/wire/sorter/sorterMessages.ts';

/** What the store keeps ready for a decision: where each printed code's parcel belongs. */
export type SortEntry = {
  readonly parcelCode: string;
  readonly orderId: string;
  readonly tripId: string | null;
  readonly isOrderOpen: boolean;
};

export type Chute = { readonly chuteId: string; readonly use: 'trip' | 'overflow' | 'reject' | 'recirculation' };
export type ChuteStatus = SorterMessage<'state'>['chutes'][number]['status'];

export type SortReason = SorterMessage<'sortCommand'>['reason'];
export type SortDecision = { readonly chuteId: string; readonly reason: SortReason; readonly parcelCode: string | null };

/** Rounds on the belt before a parcel is taken off for a person. */
export const maxRounds = 3;

export type SortTable = {
  readonly chutes: readonly Chute[];
  readonly statuses: ReadonlyMap<string, ChuteStatus>;
  readonly entries: ReadonlyMap<string, SortEntry>;
  readonly chuteByTrip: ReadonlyMap<string, string>;
};

/** Where a parcel goes, from what is in memory alone. `rounds`: how often it has been round already. */
export function decideChute(codes: readonly string[], rounds: number, table: SortTable): SortDecision {
  const reject = firstUsable(table, 'reject') ?? table.chutes.find(({ use }) => use === 'reject')?.chuteId ?? table.chutes[0]!.chuteId;
  if (codes.length === 0) return { chuteId: reject, reason: 'noRead', parcelCode: null };
  const known = new Map(
    codes.flatMap((code) => (table.entries.has(code) ? [[table.entries.get(code)!.parcelCode, table.entries.get(code)!]] : [])),
  );
  if (known.size > 1) return { chuteId: reject, reason: 'ambiguous', parcelCode: null };
  const [entry] = known.values();
  if (entry === undefined) return { chuteId: reject, reason: 'unknown', parcelCode: null };
  const { parcelCode } = entry;
  if (!entry.isOrderOpen) return { chuteId: reject, reason: 'orderEnded', parcelCode };
  const wanted = entry.tripId === null ? undefined : table.chuteByTrip.get(entry.tripId);
  if (wanted === undefined) return aside(table, rounds, 'noChute', parcelCode, reject);
  const status = table.statuses.get(wanted) ?? 'open';
  if (status === 'open') return { chuteId: wanted, reason: 'trip', parcelCode };
  return aside(table, rounds, status === 'jam' ? 'jam' : 'chuteFull', parcelCode, reject);
}

/** A parcel that cannot go where it belongs: once more round where there is a loop, then to the overflow, at last to a person. */
function aside(table: SortTable, rounds: number, reason: SortReason, parcelCode: string, reject: string): SortDecision {
  const loop = firstUsable(table, 'recirculation');
  if (loop !== null && rounds < maxRounds) return { chuteId: loop, reason: 'recirculate', parcelCode };
  const overflow = firstUsable(table, 'overflow');
  if (overflow !== null) return { chuteId: overflow, reason, parcelCode };
  return { chuteId: reject, reason: loop === null ? reason : 'tooManyRounds', parcelCode };
}

function firstUsable({ chutes, statuses }: SortTable, use: Chute['use']): string | null {
  return chutes.find((chute) => chute.use === use && (statuses.get(chute.chuteId) ?? 'open') === 'open')?.chuteId ?? null;
}

/** Trips to chutes, the one that leaves first first; a trip keeps its chute as long as it is there, the rest wait for one. */
export function planChutes(
  trips: readonly { readonly tripId: string; readonly leavesAtMs: number }[],
  chutes: readonly Chute[],
  before: ReadonlyMap<string, string>,
): Map<string, string> {
  const open = chutes.filter(({ use }) => use === 'trip').map(({ chuteId }) => chuteId);
  const plan = new Map<string, string>();
  for (const { tripId } of trips) {
    const kept = before.get(tripId);
    if (kept !== undefined && open.includes(kept)) plan.set(tripId, kept);
  }
  const taken = new Set(plan.values());
  const free = open.filter((chuteId) => !taken.has(chuteId));
  for (const { tripId } of trips.toSorted((one, other) => one.leavesAtMs - other.leavesAtMs)) {
    if (plan.has(tripId)) continue;
    const chuteId = free.shift();
    if (chuteId === undefined) break;
    plan.set(tripId, chuteId);
  }
  return plan;
}

/** Where a parcel scanned by hand goes: by the same table, without the belt's loop and whatever its sensors say. */
export function decideByHand(code: string, table: Omit<SortTable, 'statuses'>): SortDecision {
  const chutes = table.chutes.filter(({ use }) => use !== 'recirculation');
  return decideChute([code], maxRounds, { ...table, chutes, statuses: new Map() });
}

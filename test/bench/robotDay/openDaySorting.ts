import type { Prng } from '#shared/base/prng.ts';
import { byPrintedCode, toSortTable } from '#shared/features/sorter/toSortTable.ts';
import { planChutes, type Chute } from '#shared/features/sorter/decideChute.ts';
import { toSortFacts } from '#shared/features/sorter/toSortFacts.ts';
import type { Parcel } from '#shared/model/parcel/parcel.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { SorterMessage } from '#shared/wire/sorter/sorterMessages.ts';
import { SorterControl } from '#electron/features/sorter/sorterControl.ts';
import { SimulatedSorter } from '#platform/world/sorter/simulatedSorter.ts';
import type { DayMove } from './checkDayLog.ts';
import type { DayClock } from './dayClock.ts';
import type { DayBooks } from './openDayBooks.ts';

const chutes: readonly Chute[] = [
  ...Array.from({ length: 24 }, (_, index) => ({ chuteId: `C${index + 1}`, use: 'trip' as const })),
  { chuteId: 'OVER', use: 'overflow' },
  { chuteId: 'LOOP', use: 'recirculation' },
  { chuteId: 'REJ', use: 'reject' },
];
/** Bags a trip's chute holds. */
const chuteHolds = 12;
const noReadShare = 0.02;
/** One bag after the other on the belt; one bag carried to the wall by hand; a rejected bag found, looked at and put where it belongs. */
const inductEveryMs = 2_000;
const byHandMs = 12_000;
const rejectedMs = 45_000;
const jamEveryMs = 240_000;
const jamMs = 60_000;

export type DaySorting = {
  /** Packed bags leave the packing table. */
  put(bags: readonly Parcel[]): void;
  /** A trip takes its bags out of a chute. */
  empty(chuteId: string): void;
  advance(nowMs: number): void;
  /** How long a bag keeps the packer after it is packed. */
  readonly keepsPackerMs: number;
  readonly counts: { byHand: number };
};

/** Bags from packing to their chutes: by the sorter and its control, or by hand at the wall, by the same table. */
export function openDaySorting(parts: {
  readonly clock: DayClock;
  readonly books: DayBooks;
  readonly log: DayMove[];
  readonly prng: Prng;
  readonly way: 'machine' | 'machineWithFaults' | 'byHand';
}): DaySorting {
  const { clock, books, log, prng, way } = parts;
  const store = storeOf(books);
  const counts = { byHand: 0 };
  const onBelt = new Map<string, Parcel>();
  const control: SorterControl = new SorterControl(chutes, {
    send: (topic, message) =>
      topic === 'sortCommand'
        ? sorter.command(message as SorterMessage<'sortCommand'>, clock.nowMs())
        : sorter.acknowledge(message as SorterMessage<'resultAck'>),
    keep: (pass) => books.send(toSortFacts({ ...pass, codes: [...pass.codes] }, store) ?? []),
  });
  const sorter: SimulatedSorter = new SimulatedSorter({
    chutes: chutes.map((chute) => ({ ...chute, holds: chute.use === 'trip' ? chuteHolds : 100_000 })),
    ...{ noReadShare, misSortShare: 0, prng },
    send: (topic, message) => control.hear(topic, message, clock.nowMs()),
  });
  const carry = (bag: Parcel, from: string) => {
    counts.byHand += 1;
    const { chuteId } = control.placeByHand(toSiteCode('parcel', bag.code));
    log.push({ atMs: clock.nowMs(), thing: bag.code, from, to: `chute:${chuteId}` });
    books.send([{ kind: 'shelveParcel', payload: { orderId: bag.orderId, parcelId: bag.id, shelfCode: chuteId } }]);
  };
  const induct = (bag: Parcel) => {
    const printed = toSiteCode('parcel', bag.code);
    onBelt.set(printed, bag);
    log.push({ atMs: clock.nowMs(), thing: bag.code, from: 'packing', to: 'belt' });
    sorter.induct(printed, clock.nowMs());
  };
  const leaveBelt = () => {
    for (const [printed, bag] of onBelt) {
      const chuteId = sorter.ended.get(printed);
      if (chuteId === undefined) continue;
      onBelt.delete(printed);
      log.push({ atMs: clock.nowMs(), thing: bag.code, from: 'belt', to: `chute:${chuteId}` });
      if (chuteId === 'REJ') clock.later(rejectedMs, () => carry(bag, 'chute:REJ'));
    }
  };
  const jam = () => {
    const { chuteId } = chutes[Math.floor(prng.next() * 24)]!;
    sorter.jams.add(chuteId);
    clock.later(jamMs, () => sorter.jams.delete(chuteId));
    clock.later(jamEveryMs * (0.5 + prng.next()), jam);
  };
  if (way === 'machineWithFaults') clock.later(jamEveryMs, jam);
  const prepare = () => {
    const table = toSortTable(store);
    control.prepare(byPrintedCode(table.parcels), planChutes(table.trips, chutes, control.plan()));
    clock.later(1_000, prepare);
  };
  prepare();
  control.setManual(way === 'byHand');
  return {
    counts,
    keepsPackerMs: way === 'byHand' ? byHandMs : inductEveryMs,
    put(bags) {
      for (const [index, bag] of bags.entries())
        if (way === 'byHand') clock.later(byHandMs * (index + 1), () => carry(bag, 'packing'));
        else clock.later(inductEveryMs * (index + 1), () => induct(bag));
    },
    empty: (chuteId) => sorter.empty(chuteId),
    advance(nowMs) {
      if (way === 'byHand') return;
      control.tick(nowMs);
      sorter.advance(nowMs);
      leaveBelt();
    },
  };
}

/** The books as the sorter's parts read a store: nothing else of it is asked for. */
function storeOf({ world }: DayBooks): Pick<StationStore, 'all' | 'view' | 'find'> {
  const parcelByCode = (code: string) => world.all('parcel').find((parcel) => parcel.code === code)?.id;
  return { all: world.all, view: world.view, find: { parcelByCode } } as unknown as Pick<StationStore, 'all' | 'view' | 'find'>;
}

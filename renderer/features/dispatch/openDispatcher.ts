import { mayPlanHere } from '#shared/features/dispatch/mayPlanHere.ts';
import { type PlannerMemory, snapshotOfStore } from '#shared/features/dispatch/snapshotOfStore.ts';
import { pictureOf } from '#shared/features/wallboard/wallboardPicture.ts';
import { defaultDispatchOptions, type DispatchPlan } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { createObservable, type Observable } from '#renderer/bridge/observable.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';
import { createPlannerWorker } from './createPlannerWorker.ts';

/** A station plans anew so often while somebody looks, or while it plans for the site; true milliseconds. */
const planEveryMs = 4000;

/** The plan as this station sees it. */
export type Dispatcher = {
  readonly plan: Observable<DispatchPlan | null>;
  /** Whether rides are begun here because the platform is out of reach. */
  readonly isPlanning: Observable<boolean>;
  /** Somebody looks at the plan: it is kept fresh until the way out is taken. */
  watch(): () => void;
  /** Plans now and gives the plan, without waiting for the turn. */
  planNow(): Promise<void>;
  close(): void;
};

/**
 * Keeps a plan of the site from the station's own records, in a worker. While the platform is out of reach, and this station's turn it is,
 * the rides that are due are begun here, by the same claims.
 */
export function openDispatcher(station: Station): Dispatcher {
  const plan = createObservable<DispatchPlan | null>(null);
  const isPlanning = createObservable(false);
  const worker = createPlannerWorker();
  let memory: PlannerMemory | null = null;
  let watchers = 0;
  let isBusy = false;
  const begin = async (made: DispatchPlan): Promise<void> => {
    for (const trip of made.trips.filter(({ isDue }) => isDue)) {
      const payload = {
        tripId: station.newId<'trip'>(),
        courierId: trip.courierId,
        orderIds: [...trip.orderIds],
        reason: { key: trip.reason.key, params: { ...trip.reason.params } },
      };
      // A claim refused here was overtaken by another station; the next plan knows.
      await station.store.commit([{ kind: 'planTrip', payload }], { operatorId: null, triggerId: `plan:${payload.tripId}` });
    }
  };
  const planNow = async (): Promise<void> => {
    if (worker === null || isBusy) return;
    const seen = snapshotOfStore(station.store, station.nowMs(), memory);
    if (seen === null) return;
    isBusy = true;
    try {
      const made = await worker.planDispatch(seen.snapshot, defaultDispatchOptions);
      memory = { ...seen.memory, lastTrips: made.trips.map(({ courierId, orderIds }) => ({ courierId, orderIds })) };
      plan.set(made);
      if (isPlanning.get()) await begin(made);
    } finally {
      isBusy = false;
    }
  };
  const publish = (): void => {
    const site = station.store.view.site();
    if (site === undefined) return;
    // A host that is away gets the next picture.
    const picture = pictureOf(station.store, site, plan.get(), station.nowMs());
    void station.bridge.client.wallboard.publish(picture).catch(() => undefined);
  };
  const turn = (): void => {
    publish();
    isPlanning.set(isOurTurn(station));
    // A failed plan or a full disk leaves the last plan standing; the next turn tries again.
    if (watchers > 0 || isPlanning.get()) void planNow().catch(() => undefined);
  };
  const timer = setInterval(turn, planEveryMs);
  return {
    plan,
    isPlanning,
    watch() {
      watchers += 1;
      if (watchers === 1) turn();
      return () => {
        watchers -= 1;
      };
    },
    planNow,
    close() {
      clearInterval(timer);
      worker?.close();
    },
  };
}

function isOurTurn(station: Station): boolean {
  const connection = station.connection.get();
  if (connection === null) return false;
  return mayPlanHere({
    stationId: station.handshake.stationId,
    nowMs: connection.hostNowMs,
    wan: connection.wan,
    lan: connection.lan,
    stationIds: [...station.store.all('station')].filter((other) => !other.isRevoked).map(({ id }) => id),
    heardIds: station.store.status().foreign.map(({ stationId }) => stationId),
  });
}

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { NewId } from '#shared/base/ids.ts';
import type { ConnectionState } from '#shared/features/station/stationContract.ts';
import type { PrintJob, WeightReading } from '#shared/model/device/device.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import type { WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StationStore, StoreLookups } from '#shared/sync/stationStore.ts';
import type { Observable } from './observable.ts';
import type { Bridge, Handshake } from './openBridge.ts';
import type { Keyboard, KeyUser } from './openKeyboard.ts';
import type { WorkflowRunner } from './workflowRunner.ts';

export type StationTools = WorkflowTools<RecordView, StoreLookups>;

/** All that a screen works with: the store, the line to the host, the one queue of inputs. */
export type Station = {
  readonly bridge: Bridge;
  readonly handshake: Handshake;
  readonly store: StationStore;
  readonly runner: WorkflowRunner;
  readonly keyboard: Keyboard;
  readonly connection: Observable<ConnectionState | null>;
  readonly weight: Observable<WeightReading | null>;
  readonly printJobs: Observable<ReadonlyMap<string, PrintJob>>;
  readonly operator: Observable<Operator | null>;
  readonly newId: NewId;
  /** UTC epoch milliseconds, corrected to the platform's clock. */
  nowMs(): number;
  /** Null before the layout has arrived. */
  tools(): StationTools | null;
};

const StationContext = createContext<Station | null>(null);

/** Gives the station to the screens below. */
export function StationProvider(props: { station: Station; children: ReactNode }) {
  return <StationContext value={props.station}>{props.children}</StationContext>;
}

/** The station of this page. */
export function useStation(): Station {
  const station = useContext(StationContext);
  if (station === null) throw new Error('useStation outside StationProvider');
  return station;
}

/** Follows an observable. */
export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get);
}

/** Uses the page's keys while the component is there. */
export function useKeys(use: KeyUser): void {
  const { keyboard } = useStation();
  useEffect(() => keyboard.onKey(use), [keyboard, use]);
}

/** Makes the numbered things of a screen pickable by digit and by command sheet while the component is there. `pick` gets the number from 1. */
export function useNumbers(pick: (no: number) => void): void {
  const { runner } = useStation();
  const newest = useRef(pick);
  useEffect(() => void (newest.current = pick));
  useEffect(() => runner.numbers.offer((no) => newest.current(no)), [runner]);
  useKeys(
    useCallback(
      (key) => {
        if (!/^[1-9]$/.test(key)) return false;
        runner.submit({ kind: 'act', action: 'choice', argument: key });
        return true;
      },
      [runner],
    ),
  );
}

import { createNewId, type OperatorId } from '#shared/base/ids.ts';
import type { ConnectionState } from '#shared/features/station/stationContract.ts';
import type { PrintJob, WeightReading } from '#shared/model/device/device.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import type { WorkflowEffect } from '#shared/model/workflow/workflow.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { followStream } from '#renderer/bridge/followStream.ts';
import { createObservable } from '#renderer/bridge/observable.ts';
import type { Bridge, Handshake } from '#renderer/bridge/openBridge.ts';
import { openKeyboard } from '#renderer/bridge/openKeyboard.ts';
import { markScan } from '#renderer/bridge/scanTimeline.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';
import { type HeardScan, WorkflowRunner } from '#renderer/bridge/workflowRunner.ts';
import { openScanRouter, resolveAtStation } from '#renderer/features/scan/openScanRouter.ts';
import { routeEverywhere } from '#renderer/features/scan/routeEverywhere.ts';
import { openSorterFeed } from '#renderer/features/sorter/openSorterFeed.ts';
import type { SoundPlayer } from '#renderer/ui/sound/createSoundPlayer.ts';

/** Name of the store's note that keeps who is signed in over a crash. */
const operatorNote = 'operator';
/** How long after the last sign of work a restarted page goes on with the same operator, milliseconds. */
const operatorMemoryMs = 30 * 60_000;
/** Most settled print jobs kept to look at. */
const maxSettledJobs = 50;
const settledStatuses: ReadonlySet<PrintJob['status']> = new Set(['confirmed', 'failed']);

export type StationParts = {
  readonly bridge: Bridge;
  readonly handshake: Handshake;
  readonly store: StationStore;
  readonly sounds: SoundPlayer;
  /** Platform's clock minus this browser's, milliseconds, and who learns a new one. */
  readonly clock: { nowMs(): number; setOffset(offsetMs: number): void };
  perform(effect: WorkflowEffect, station: Station): Promise<void>;
  /** The last scan heard by the station before this one in the same window. */
  readonly heardScan?: HeardScan | undefined;
  /** Practice: nothing of the site's machines is fed. */
  readonly isTraining?: boolean | undefined;
};

export type OpenStation = { readonly station: Station; setOperator(operator: Operator | null): void; close(): void };

/** Builds the station of this page: one queue for all inputs, the host's streams, the signed-in operator. */
export async function createStation(parts: StationParts): Promise<OpenStation> {
  const { bridge, store, sounds, clock } = parts;
  const newId = createNewId(clock, { next: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32 });
  const connection = createObservable<ConnectionState | null>(null);
  const weight = createObservable<WeightReading | null>(null);
  const printJobs = createObservable<ReadonlyMap<string, PrintJob>>(new Map());
  const operator = createObservable<Operator | null>(await rememberedOperator(store, clock.nowMs()));
  const setOperator = (next: Operator | null) => {
    operator.set(next);
    void store.writeNote(operatorNote, next === null ? null : { operatorId: next.id, atMs: clock.nowMs() }).catch(() => undefined);
  };
  const runner = new WorkflowRunner({
    store,
    resolve: (text, aim) => resolveAtStation(text, aim, station),
    play: (sound) => sounds.play(sound),
    acknowledge: (scanNo) => void bridge.client.devices.acknowledgeScans({ scanNo }).catch(() => undefined),
    operatorId: (): OperatorId | null => operator.get()?.id ?? null,
    perform: (effect) => parts.perform(effect, station),
    everywhere: (input, active) => routeEverywhere(input, active, station, setOperator),
    mark: markScan,
    afterPaint: (use) => requestAnimationFrame(() => setTimeout(use)),
    newTriggerId: () => `act:${newId()}`,
    nowMs: clock.nowMs,
    steadyMs: () => performance.now(),
    heardScan: parts.heardScan,
  });
  const keyboard = openKeyboard(window, {
    onScan: (text) => void bridge.client.devices.submitWedgeScan({ text }).catch(() => sounds.play('stop')),
    onGesture: sounds.unlock,
    storage: localStorage,
  });
  const station: Station = {
    ...{ bridge, store, runner, keyboard, connection, weight, printJobs, operator, newId },
    handshake: parts.handshake,
    nowMs: clock.nowMs,
    tools() {
      const site = store.view.site();
      return site === undefined ? null : { view: store.view, find: store.find, newId, nowMs: clock.nowMs(), site };
    },
  };
  const closers = [
    followStream(
      bridge,
      (signal) => bridge.client.station.connection(undefined, { signal }),
      (state) => {
        clock.setOffset(state.clockOffsetMs + state.hostNowMs - Date.now());
        connection.set(state);
      },
    ),
    followStream(
      bridge,
      (signal) => bridge.client.devices.weights(undefined, { signal }),
      (reading) => {
        // An empty pan matters too, once: only after it the next weight is a new one.
        const hasEmptied = reading.status === 'zero' && weight.get()?.status !== 'zero';
        weight.set(reading);
        if (reading.status === 'stable' || hasEmptied) runner.submit({ kind: 'weight', reading });
      },
    ),
    followStream(
      bridge,
      (signal) => bridge.client.devices.printJobs(undefined, { signal }),
      (job) => printJobs.set(withJob(printJobs.get(), job)),
    ),
    openScanRouter(station),
    ...(parts.isTraining === true ? [] : [openSorterFeed(station)]),
    () => keyboard.close(),
  ];
  return { station, setOperator, close: () => closers.forEach((close) => close()) };
}

/** Who was signed in at the store's station until lately; null: nobody. */
export async function rememberedOperator(store: StationStore, nowMs: number): Promise<Operator | null> {
  const note = await store.readNote(operatorNote).catch(() => null);
  if (typeof note !== 'object' || note === null || !('operatorId' in note) || !('atMs' in note)) return null;
  if (nowMs - Number(note.atMs) > operatorMemoryMs) return null;
  return store.view.get('operator', String(note.operatorId)) ?? null;
}

function withJob(jobs: ReadonlyMap<string, PrintJob>, job: PrintJob): ReadonlyMap<string, PrintJob> {
  const next = new Map([...jobs].filter(([jobId]) => jobId !== job.jobId));
  next.set(job.jobId, job);
  const settled = [...next.values()].filter((other) => settledStatuses.has(other.status));
  for (const old of settled.slice(0, Math.max(0, settled.length - maxSettledJobs))) next.delete(old.jobId);
  return next;
}

import { createPrng, nextInt } from '#shared/base/prng.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import { type CrewAnswer, type CrewCall, type StationReport, comparedKinds } from './crewMessages.ts';
import { type SoakStation, openSoakStation } from './openSoakStation.ts';
import { type PacedWork, scanAtPace } from './scanAtPace.ts';
import { toFingerprint } from './toFingerprint.ts';

/** Several stations in one process: hosts, stores and the people who scan. Told what to do by the bench. */
const stations: SoakStation[] = [];
const works = new Map<SoakStation, PacedWork>();
let opened: Extract<CrewCall, { kind: 'open' }> | null = null;
const loadTimeoutMs = 120_000;

process.on('message', (call: CrewCall) => {
  const answer = (message: CrewAnswer): void => void process.send?.(message);
  void take(call).then(answer, (fault: unknown) =>
    answer({ kind: 'failed', message: fault instanceof Error ? (fault.stack ?? '') : String(fault) }),
  );
});
// Whoever started this is gone: so are its servers.
process.on('disconnect', () => process.exit(1));

async function take(call: CrewCall): Promise<CrewAnswer> {
  switch (call.kind) {
    case 'open':
      opened = call;
      for (const [index, station] of call.stations.entries())
        stations.push(await openSoakStation(station, { ...call, seed: call.seed + index }));
      return { kind: 'done' };
    case 'awaitTasks':
      for (const { seat } of stations)
        await waitUntil('the tasks at the station', () => seat.store.find.openTasks().length >= call.tasks, { timeoutMs: loadTimeoutMs });
      return { kind: 'done' };
    case 'work':
      await Promise.all(stations.map((station) => workAt(station, call)));
      return { kind: 'done' };
    case 'drain':
      return { kind: 'drained', pending: await drain(call.timeoutSeconds) };
    case 'report':
      return { kind: 'reported', stations: stations.map(toReport) };
    case 'close':
      for (const station of stations.splice(0)) await station.close();
      setImmediate(() => process.disconnect?.());
      return { kind: 'done' };
  }
}

async function workAt(station: SoakStation, call: Extract<CrewCall, { kind: 'work' }>): Promise<void> {
  const seed = nextInt(createPrng((opened?.seed ?? 0) + station.shareNo), 1, 1_000_000);
  works.set(station, await scanAtPace(station, { ...call, badgeCode: opened?.badgeCode ?? '', seed }));
}

/** Waits until nothing is pending, own or foreign. */
async function drain(timeoutSeconds: number): Promise<number> {
  const pending = () => stations.reduce((sum, { seat }) => sum + seat.store.status().pending + seat.store.foreignCommands().length, 0);
  await waitUntil('the stations to drain', () => pending() === 0, { timeoutMs: timeoutSeconds * 1000, everyMs: 10 }).catch(() => undefined);
  return pending();
}

function toReport(station: SoakStation): StationReport {
  const { store } = station.seat;
  const work = works.get(station) ?? { scans: 0, bounces: 0, undelivered: 0, beeped: [], latenciesMs: [], refused: [] };
  const prints = Object.fromEntries(comparedKinds.map((kind) => [kind, toFingerprint(store.all(kind))]));
  return {
    name: station.name,
    ...work,
    refused: [...work.refused, ...store.status().refused.map(({ refusal }) => refusal.code)],
    faults: [...station.faults],
    pending: store.status().pending,
    prints,
  };
}

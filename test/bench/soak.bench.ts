import { parseArgs } from 'node:util';
import { createPrng } from '#shared/base/prng.ts';
import { checkSoak } from '#test/bench/soak/checkSoak.ts';
import type { StationReport } from '#test/bench/soak/crewMessages.ts';
import { type SoakFloor, openSoakFloor, unitsPerOrder } from '#test/bench/soak/openSoakFloor.ts';
import { type PlayedFaults, playSoakFaults } from '#test/bench/soak/playSoakFaults.ts';

/** Scans of one order besides its units: tote and bins. */
const scansBesideUnits = 4;
const drainTimeoutSeconds = 120;
/** Faults a person may be shown while wires are cut and servers are dead: that, and nothing else. */
const expectedFaults = new Set(['line: offline', 'line: timeout']);
const serverTrouble = /serializ|deadlock|could not|duplicate key|40001|40P01|55P03/i;

type Row = Record<string, string | number>;

/**
 * Many stations scan the same goods at a pace against real PostgreSQL and Mosquitto while wires are cut and healed and servers are killed;
 * then everything drains, and what was heard is compared with what the platform has.
 * `--minutes 5`, `--stations 12`, `--rate 5` scans per second at each station, `--seed 1`.
 */
export async function run(given: { arguments: readonly string[] }): Promise<{ metrics: Record<string, number>; rows: Row[] }> {
  const options = {
    minutes: { type: 'string' },
    stations: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...given.arguments], options });
  const [minutes, stations, scansPerSecond, seed] = [values.minutes ?? 5, values.stations ?? 12, values.rate ?? 5, values.seed ?? 1].map(
    Number,
  ) as [number, number, number, number];
  if (!(minutes > 0 && stations >= 1 && scansPerSecond > 0)) throw new Error('--minutes, --stations and --rate are positive numbers.');
  const seconds = minutes * 60;
  const ordersPerStation = Math.ceil((seconds * scansPerSecond) / (unitsPerOrder + scansBesideUnits)) + 1;
  const floor = await openSoakFloor({ stations, orders: ordersPerStation * stations, seed });
  try {
    const playing = playSoakFaults(floor, createPrng(seed), seconds);
    const startMs = performance.now();
    await floor.askAll({ kind: 'work', seconds, scansPerSecond, shares: stations });
    const workedSeconds = (performance.now() - startMs) / 1000;
    const played = await playing;
    const drainStartMs = performance.now();
    await floor.askAll({ kind: 'drain', timeoutSeconds: drainTimeoutSeconds });
    const secondsToDrain = (performance.now() - drainStartMs) / 1000;
    const scansWanted = Math.round(seconds * scansPerSecond * stations);
    return await report(floor, { workedSeconds, secondsToDrain, scansWanted, stations, crews: floor.crews.length }, played);
  } finally {
    await floor.close();
  }
}

type Course = {
  readonly workedSeconds: number;
  readonly secondsToDrain: number;
  /** At the pace asked for; with fewer made the machine was too slow for it, and the latencies say how slow. */
  readonly scansWanted: number;
  readonly stations: number;
  readonly crews: number;
};

async function report(floor: SoakFloor, course: Course, played: PlayedFaults): Promise<{ metrics: Record<string, number>; rows: Row[] }> {
  const answers = await floor.askAll({ kind: 'report' });
  const stations = answers.flatMap((answer): readonly StationReport[] => (answer.kind === 'reported' ? answer.stations : []));
  const verdict = await checkSoak(floor, stations);
  const latencies = stations.flatMap((station) => station.latenciesMs).toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 10) / 10;
  const shown = stations.flatMap((station) => station.faults).filter((fault) => !expectedFaults.has(fault));
  const scans = sum(stations.map((station) => station.scans));
  const metrics = {
    scans,
    lost: verdict.lost,
    doubled: verdict.doubled,
    p99Ms: at(0.99),
    p50Ms: at(0.5),
    maxMs: at(0.999999),
    beeped: sum(stations.map((station) => station.beeped.length)),
    refused: sum(stations.map((station) => station.refused.length)) + verdict.refusedOnPlatform,
    discrepancies: verdict.discrepancies,
    faultsShown: shown.length,
    serializationErrors: floor.platformErrors.filter((line) => serverTrouble.test(line)).length,
    platformErrors: floor.platformErrors.length,
    storesDiffering: verdict.storesDiffering,
    pendingLeft: sum(stations.map((station) => station.pending)),
    bounces: sum(stations.map((station) => station.bounces)),
    undelivered: sum(stations.map((station) => station.undelivered)),
    scansWanted: course.scansWanted,
    scansPerSecond: Math.round((scans / course.workedSeconds) * 10) / 10,
    secondsScanning: Math.round(course.workedSeconds),
    secondsToDrain: Math.round(course.secondsToDrain * 10) / 10,
    stations: course.stations,
    stationProcesses: course.crews,
    ...played,
  };
  const what = [...new Set(shown), ...new Set(stations.flatMap((station) => station.refused)), ...floor.platformErrors.slice(0, 5)];
  return { metrics, rows: [...toRows(metrics), ...what.map((text) => ({ metric: 'shown', figure: text.slice(0, 300) }))] };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function toRows(metrics: Readonly<Record<string, number>>): Row[] {
  const contained =
    'hosts with journal and scanner line, stores in memory over the bridge, picking workflow; PostgreSQL, Mosquitto and platform are processes of their own; no browser';
  return [...Object.entries(metrics).map(([metric, figure]): Row => ({ metric, figure })), { metric: 'contains', figure: contained }];
}

import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { commandKinds } from '#shared/model/command/command.ts';
import { mutants } from './mutants/mutants.ts';
import { namePartsOf, pickParts } from './pickParts.ts';
import { planSchedule, usualSize, type Schedule, type ScheduleSize } from './planSchedule.ts';
import { runInWorkers } from './runInWorkers.ts';
import { describeSchedule, shrinkSchedule } from './shrinkSchedule.ts';
import { runSimulation, type SimulationResult } from './runSimulation.ts';
import { mutantByName, mutantNameOf, type SimulationJob } from './simulationJob.ts';
import type { Tampering } from './simulatedStation.ts';

/** Parses `7` or `1..200`. Throws with a sentence for people. */
export function parseSeeds(text: string): { readonly first: number; readonly last: number } {
  const match = /^(\d+)(?:\.\.(\d+))?$/.exec(text);
  if (match === null) throw new Error(`--seeds takes a number or a range like 1..200, not '${text}'`);
  const first = Number(match[1]);
  return { first, last: Number(match[2] ?? match[1]) };
}

type Options = {
  readonly seeds: string;
  readonly hours: string;
  readonly stations: string;
  readonly orders: string;
  readonly faults: string;
  readonly lanFaults: string;
  readonly shrink: string;
  readonly workers: string;
  readonly mutants?: boolean;
  readonly mutant?: string;
  readonly only?: string;
};

/** Days to play and how. */
type Run = {
  readonly size: ScheduleSize;
  /** A bug planted on purpose. */
  readonly mutant: string | null;
  readonly workers: number;
  readonly maxShrinkRuns: number;
};

/** Between two lines that say how far it is. */
const progressEveryMs = 20_000;

/** `halfhour simulate`: plays seeded days with faults and checks them. Exit code 0 when nothing was found, 1 when something was. */
export async function runSimulateCommand(argv: readonly string[]): Promise<number> {
  const program = new Command('halfhour simulate')
    .description('Play simulated days with faults on the real engine, rules and workflows, and check that nothing is lost or doubled.')
    .option('--seeds <range>', 'a seed or a range of seeds', '1..25')
    .option('--hours <number>', 'hours of each day', '8')
    .option('--stations <number>', 'stations of the site', '4')
    .option('--orders <number>', 'orders in an hour', String(usualSize.ordersPerHour))
    .option('--faults <number>', 'faults in an hour', String(usualSize.faultsPerHour))
    .option('--lan-faults <number>', 'faults between the stations in an hour', String(usualSize.lanFaultsPerHour))
    .option('--workers <number>', 'processes the days are spread over', String(availableParallelism()))
    .option('--only <parts>', 'play only these orders, chores and faults of one seed, as a failure prints them')
    .option('--mutant <name>', 'plant this bug in the days played')
    .option('--mutants', 'plant each known bug in turn and say at which seed it is found; --seeds ends the search')
    .option('--shrink <runs>', 'most runs spent on the shortest failing schedule', '150')
    .exitOverride();
  try {
    program.parse([...argv], { from: 'user' });
  } catch (stop) {
    return stop instanceof Error && 'exitCode' in stop ? Number(stop.exitCode) : 2;
  }
  const options = program.opts<Options>();
  const { first, last } = parseSeeds(options.seeds);
  const workers = wholeNumber('--workers', options.workers);
  if (options.mutants === true) return tellMutants(last, workers);
  if (options.mutant !== undefined) mutantByName(options.mutant);
  const size = {
    hours: Number(options.hours),
    stations: Number(options.stations),
    ordersPerHour: Number(options.orders),
    faultsPerHour: Number(options.faults),
    lanFaultsPerHour: Number(options.lanFaults),
  };
  const run = { size, workers, mutant: options.mutant ?? null, maxShrinkRuns: Number(options.shrink) };
  return options.only === undefined ? playSeeds(first, last, run) : playParts(pickParts(planSchedule(first, size), options.only), run);
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${option} takes a number from 1 on, not '${text}'`);
  return Number(text);
}

async function playSeeds(first: number, last: number, run: Run): Promise<number> {
  const startedAt = performance.now();
  const passedS = () => (performance.now() - startedAt) / 1000;
  const results: SimulationResult[] = [];
  const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  let cpuMs = 0;
  let failed = 0;
  let ended = 0;
  let toldAt = startedAt;
  const jobs = seeds.map((seed): SimulationJob => ({ kind: 'day', seed, size: run.size, mutant: run.mutant }));
  await runInWorkers(jobs, run.workers, async (job, outcome) => {
    if (job.kind !== 'day') return;
    ended += 1;
    if ('fault' in outcome) {
      failed += 1;
      console.log(`seed ${job.seed}: ${outcome.fault}\n  again: ${commandLineOf(job.seed, run)}`);
    } else if (outcome.answer.kind === 'day') {
      results.push(outcome.answer.result);
      cpuMs += outcome.answer.cpuMs;
      if (outcome.answer.result.violations.length > 0) {
        failed += 1;
        await tellFailure(planSchedule(job.seed, run.size), outcome.answer.result, run);
      }
    }
    if (performance.now() - toldAt < progressEveryMs) return;
    toldAt = performance.now();
    const leftS = (passedS() / ended) * (seeds.length - ended);
    console.log(
      `${ended} of ${seeds.length} days after ${passedS().toFixed(0)} s, ${failed} with violations, about ${leftS.toFixed(0)} s left`,
    );
  });
  const sum = (of: (result: SimulationResult) => number) => results.reduce((total, result) => total + of(result), 0);
  console.log(
    `${ended} days, ${sum((r) => r.orders)} orders (${sum((r) => r.delivered)} delivered, ${sum((r) => r.cancelled)} cancelled), ` +
      `${sum((r) => r.commands)} commands (${sum((r) => r.refused)} refused, ${sum((r) => r.discrepancies)} discrepancies), ${sum((r) => r.beeped)} beeps, ` +
      `${sum((r) => r.jobs)} steps in ${passedS().toFixed(1)} s on ${run.workers} workers (${Math.round(cpuMs / Math.max(1, results.length))} ms of CPU a day): ` +
      `${failed} with violations`,
  );
  const unplayed = commandKinds.filter((kind) => !results.some((result) => result.kinds[kind] !== undefined));
  console.log(
    `${commandKinds.length - unplayed.length} of ${commandKinds.length} kinds of commands played${unplayed.length > 0 ? `; not ${unplayed.join(', ')}` : ''}`,
  );
  return failed === 0 ? 0 : 1;
}

/** Plays what is left of one day, here. */
async function playParts(schedule: Schedule, run: Run): Promise<number> {
  const { violations, foundAtMs } = await runSimulation(schedule, tamperingOf(run));
  for (const line of describeSchedule(schedule)) console.log(line);
  if (violations.length > 0) console.log(`after ${Math.round((foundAtMs ?? 0) / 60_000)} min:`);
  for (const violation of violations) console.log(`  ${violation.rule}: ${violation.detail}`);
  console.log(violations.length === 0 ? 'no violation' : `${violations.length} violations`);
  return violations.length === 0 ? 0 : 1;
}

function tamperingOf({ mutant }: Run): Tampering {
  return mutant === null ? {} : mutantByName(mutant).tampering;
}

/** What to type to play a day, or what is left of it, again. */
function commandLineOf(seed: number, { size, mutant }: Run, only: string | null = null): string {
  const words = ['npm run simulate --', `--seeds ${seed} --hours ${size.hours} --stations ${size.stations} --orders ${size.ordersPerHour}`];
  words.push(`--faults ${size.faultsPerHour} --lan-faults ${size.lanFaultsPerHour}`);
  if (mutant !== null) words.push(`--mutant ${mutant}`);
  if (only !== null) words.push(`--only ${only}`);
  return words.join(' ');
}

/** Says what was found and prints the shortest schedule that still shows the first of it, and how to play either again. */
async function tellFailure(schedule: Schedule, result: SimulationResult, run: Run): Promise<void> {
  const rule = result.violations[0]?.rule;
  console.log(`seed ${schedule.seed}, after ${Math.round((result.foundAtMs ?? 0) / 60_000)} min:`);
  for (const violation of result.violations) console.log(`  ${violation.rule}: ${violation.detail}`);
  console.log(`  again: ${commandLineOf(schedule.seed, run)}`);
  if (run.maxShrinkRuns === 0) return;
  const fails = async (shorter: Schedule) =>
    (await runSimulation(shorter, tamperingOf(run))).violations.some((violation) => violation.rule === rule);
  const shortest = await shrinkSchedule(schedule, fails, run.maxShrinkRuns);
  console.log(`  shortest schedule found (of ${schedule.lastsMs / 3_600_000} h, ${schedule.stations} stations):`);
  for (const line of describeSchedule(shortest)) console.log(`    ${line}`);
  console.log(`  again: ${commandLineOf(schedule.seed, run, namePartsOf(schedule, shortest))}`);
}

/** Prints a line for each planted bug. Exit code 1 when one was not found within `maxSeeds`. */
async function tellMutants(maxSeeds: number, workers: number): Promise<number> {
  const startedAt = performance.now();
  let missed = 0;
  const jobs = mutants.map((mutant): SimulationJob => ({ kind: 'mutant', mutant: mutantNameOf(mutant), maxSeeds }));
  await runInWorkers(jobs, workers, (job, outcome) => {
    if (job.kind !== 'mutant') return;
    const found = 'answer' in outcome && outcome.answer.kind === 'mutant' ? outcome.answer.found : null;
    if (found === null) missed += 1;
    const verdict =
      found === null
        ? `NOT FOUND in ${maxSeeds} seeds${'fault' in outcome ? `: ${outcome.fault}` : ''}`
        : `seed ${found.seed}, ${(found.cpuMs / 1000).toFixed(1)} s of CPU, ${found.rule}`;
    console.log(`${mutantByName(job.mutant).name}\n    ${verdict}`);
  });
  const tookS = (performance.now() - startedAt) / 1000;
  console.log(`${mutants.length - missed} of ${mutants.length} planted bugs found in ${tookS.toFixed(1)} s`);
  return missed === 0 ? 0 : 1;
}

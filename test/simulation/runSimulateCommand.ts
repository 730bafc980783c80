import { Command } from 'commander';
import { findMutant } from './mutants/findMutant.ts';
import { mutants } from './mutants/mutants.ts';
import { planSchedule, usualSize, type Schedule } from './planSchedule.ts';
import { describeSchedule, shrinkSchedule } from './shrinkSchedule.ts';
import { runSimulation, type SimulationResult } from './runSimulation.ts';

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
  readonly mutants?: boolean;
};

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
  if (options.mutants === true) return tellMutants(last);
  const size = {
    hours: Number(options.hours),
    stations: Number(options.stations),
    ordersPerHour: Number(options.orders),
    faultsPerHour: Number(options.faults),
    lanFaultsPerHour: Number(options.lanFaults),
  };
  return playSeeds(first, last, Number(options.shrink), (seed) => planSchedule(seed, size));
}

async function playSeeds(first: number, last: number, maxRuns: number, plan: (seed: number) => Schedule): Promise<number> {
  const startedAt = performance.now();
  const startCpu = process.cpuUsage();
  const results: SimulationResult[] = [];
  for (let seed = first; seed <= last; seed += 1) {
    const schedule = plan(seed);
    const result = await runSimulation(schedule);
    results.push(result);
    if (result.violations.length === 0) continue;
    await tellFailure(schedule, result, maxRuns);
  }
  const tookMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(startCpu);
  const cpuMs = (user + system) / 1000;
  const sum = (of: (result: SimulationResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const failed = results.filter((result) => result.violations.length > 0).length;
  console.log(
    `${results.length} days, ${sum((r) => r.orders)} orders (${sum((r) => r.delivered)} delivered, ${sum((r) => r.cancelled)} cancelled), ` +
      `${sum((r) => r.commands)} commands (${sum((r) => r.refused)} refused, ${sum((r) => r.discrepancies)} discrepancies), ${sum((r) => r.beeped)} beeps, ` +
      `${sum((r) => r.jobs)} steps in ${(tookMs / 1000).toFixed(1)} s (${Math.round(cpuMs / results.length)} ms of CPU a day): ${failed} with violations`,
  );
  return failed === 0 ? 0 : 1;
}

/** Says what was found and prints the shortest schedule that still shows the first of it. */
async function tellFailure(schedule: Schedule, result: SimulationResult, maxRuns: number): Promise<void> {
  const rule = result.violations[0]?.rule;
  console.log(`seed ${schedule.seed}, after ${Math.round((result.foundAtMs ?? 0) / 60_000)} min:`);
  for (const violation of result.violations) console.log(`  ${violation.rule}: ${violation.detail}`);
  if (maxRuns === 0) return;
  const fails = async (shorter: Schedule) => (await runSimulation(shorter)).violations.some((violation) => violation.rule === rule);
  const shortest = await shrinkSchedule(schedule, fails, maxRuns);
  console.log(`  shortest schedule found (of ${schedule.lastsMs / 3_600_000} h, ${schedule.stations} stations):`);
  for (const line of describeSchedule(shortest)) console.log(`    ${line}`);
}

/** Prints a line for each planted bug. Exit code 1 when one was not found within `maxSeeds`. */
async function tellMutants(maxSeeds: number): Promise<number> {
  let missed = 0;
  for (const mutant of mutants) {
    const found = await findMutant(mutant, maxSeeds);
    if (found === null) missed += 1;
    const verdict =
      found === null ? `NOT FOUND in ${maxSeeds} seeds` : `seed ${found.seed}, ${(found.cpuMs / 1000).toFixed(1)} s of CPU, ${found.rule}`;
    console.log(`${mutant.name}\n    ${verdict}`);
  }
  return missed === 0 ? 0 : 1;
}

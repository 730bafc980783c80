import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { dispatchWeights } from '#shared/planning/dispatch/dispatchWeights.ts';
import { checkDeliveryDay, type DayMetrics } from './checkDeliveryDay.ts';
import type { DaySolution } from './deliveryDay.ts';
import { DeliveryDayFault, readDeliveryDay } from './readDeliveryDay.ts';
import { replayDeliveryDay } from './replayDeliveryDay.ts';

type DispatchArguments = {
  readonly mdrp: string;
  readonly fleet: number;
  readonly seed: number;
  readonly bundle: number;
  readonly steps: number;
  readonly json: boolean;
};
type CheckArguments = { readonly mdrp: string; readonly fleet: number; readonly solution: string; readonly json: boolean };

const solutionFile = z.object({
  trips: z.array(
    z.object({
      courier: z.string(),
      restaurant: z.string(),
      decidedAt: z.number(),
      pickupAt: z.number(),
      drops: z.array(z.object({ order: z.string(), doorAt: z.number() })),
    }),
  ),
});

/** `plan dispatch` and `plan check`. `done` is told the exit code. */
export function addDispatchCommands(program: Command, done: (exitCode: number) => void): void {
  program
    .command('dispatch')
    .description(
      'Runs the dispatch planner through a day of deliveries, deciding every minute on what is known then; writes the trips and their figures.',
    )
    .requiredOption('--mdrp <folder>', 'a day in the format of mdrplib: orders.txt, couriers.txt, restaurants.txt, instance_parameters.txt')
    .option('--fleet <percent>', 'share of the couriers that work', parsePercent, 100)
    .option('--seed <number>', 'seed of the search', parseCount, 1)
    .option('--bundle <orders>', 'most orders in one trip (default 4; 5 where all orders are of one restaurant)', parseCount, 0)
    .option('--steps <number>', 'steps of search in one decision', parseCount, defaultSteps)
    .option('--json', 'one JSON object {"trips": [...], "metrics": {...}}', false)
    .action(async (given: DispatchArguments) => {
      done(await planDay(given));
    });
  program
    .command('check')
    .description(
      'Checks the trips of a day against the eight rules of a feasible solution and measures them; shares no code with the planner.',
    )
    .requiredOption('--mdrp <folder>', 'the day')
    .requiredOption('--solution <file>', 'what plan dispatch --json wrote; - is standard input')
    .option('--fleet <percent>', 'share of the couriers that work', parsePercent, 100)
    .option('--json', 'one JSON object {"violations": [...], "metrics": {...}}', false)
    .action(async (given: CheckArguments) => {
      done(await checkDay(given));
    });
}

/** Steps of search in one decision: some 30 ms with 60 open orders. */
export const defaultSteps = 300;

async function planDay(given: DispatchArguments): Promise<number> {
  const day = await readDeliveryDay(given.mdrp, given.fleet).catch(explain);
  if (day === null) return 2;
  const { trips, worstDecisionMs } = replayDeliveryDay(day, {
    seed: given.seed,
    maxOrdersPerTrip: given.bundle === 0 ? (day.restaurants.size === 1 ? 5 : 4) : given.bundle,
    steps: given.steps,
    weights: dispatchWeights,
    stopwatchMs: () => performance.now(),
  });
  const { violations, metrics } = checkDeliveryDay(day, { trips });
  if (given.json) process.stdout.write(`${JSON.stringify({ trips, metrics: { ...metrics, worstDecisionMs } })}\n`);
  else printMetrics(metrics, [`worst decision ${worstDecisionMs.toFixed(0)} ms`]);
  for (const violation of violations) process.stderr.write(`${violation.rule}: ${violation.text}\n`);
  return violations.length === 0 ? 0 : 1;
}

async function checkDay(given: CheckArguments): Promise<number> {
  const day = await readDeliveryDay(given.mdrp, given.fleet).catch(explain);
  const solution = day === null ? null : await readSolution(given.solution).catch(explain);
  if (day === null || solution === null) return 2;
  const { violations, metrics } = checkDeliveryDay(day, solution);
  if (given.json) process.stdout.write(`${JSON.stringify({ violations, metrics })}\n`);
  else printMetrics(metrics, [`${violations.length} violations`, ...violations.map(({ rule, text }) => `${rule}: ${text}`)]);
  return violations.length === 0 ? 0 : 1;
}

async function readSolution(file: string): Promise<DaySolution> {
  const text = await (file === '-' ? readAll(process.stdin) : readFile(file, 'utf8')).catch(() => null);
  if (text === null) throw new DeliveryDayFault(`${file} cannot be read`);
  let foreign: unknown;
  try {
    foreign = JSON.parse(text);
  } catch {
    throw new DeliveryDayFault(`${file} is no JSON`);
  }
  const read = solutionFile.safeParse(foreign);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new DeliveryDayFault(`${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not understood'}`);
}

function printMetrics(metrics: DayMetrics, more: readonly string[]): void {
  for (const [name, figure] of Object.entries(metrics)) process.stdout.write(`${name} ${Math.round(figure * 1000) / 1000}\n`);
  for (const line of more) process.stdout.write(`${line}\n`);
}

function explain(fault: unknown): null {
  if (!(fault instanceof DeliveryDayFault)) throw fault;
  process.stderr.write(`${fault.message}\n`);
  return null;
}

function parsePercent(text: string): number {
  const percent = Number(text);
  if (!(percent > 0 && percent <= 100)) throw new InvalidArgumentError('a share is above 0 and at most 100.');
  return percent;
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is wanted.');
  return Number(text);
}

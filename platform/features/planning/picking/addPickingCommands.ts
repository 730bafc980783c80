import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { InvalidArgumentError, type Command } from 'commander';
import { planBatches } from '#shared/planning/batching/planBatches.ts';
import { planGraphRoute } from '#shared/planning/pickRoute/planGraphRoute.ts';
import { planRoute } from '#shared/planning/pickRoute/planRoute.ts';
import { routeRules, ruleRoundMm } from '#shared/planning/pickRoute/routeRules.ts';
import { createWalkDistances } from '#shared/planning/pickRoute/walkGraph.ts';
import { type AislePicking, type GraphPicking, parsePickingFile } from './parsePickingFile.ts';

type RouteArguments = { readonly json: boolean };
type BatchArguments = { readonly seconds: number; readonly seed: number; readonly steps?: number; readonly json: boolean };

type RouteAnswer = {
  readonly order: readonly number[];
  readonly lengthMm: number;
  /** Null on a graph, where no bound is worked out. */
  readonly boundMm: number | null;
  /** Lengths of the simple rules; none on a graph. */
  readonly rulesMm: Readonly<Record<string, number>>;
};

/** `plan route` and `plan batch`. `done` is told the exit code: 2 where the file was not understood. */
export function addPickingCommands(program: Command, done: (exitCode: number) => void): void {
  program
    .command('route')
    .description('The shortest walk of each pick list of a file, beside what simple rules walk.')
    .argument('<file>', 'a picking file; - is standard input')
    .option('--json', 'one JSON object {"name", "routes": [...]}', false)
    .action(async (file: string, given: RouteArguments) => {
      done(await answering(() => planRoutes(file, given)));
    });
  program
    .command('batch')
    .description('Divides the orders of a file into walks of one trolley each, so that the sum of the walks is small.')
    .argument('<file>', 'a picking file; - is standard input')
    .option('--seconds <number>', 'time of the search', parsePositive, 10)
    .option(
      '--steps <number>',
      'steps of the search at most; the plan then depends on the seed alone, if they end before the time',
      parsePositive,
    )
    .option('--seed <number>', 'seed of the search', parseSeed, 1)
    .option('--json', 'one JSON object {"name", "batches": [...], "totalMm", "firstComeMm", "savingsMm"}', false)
    .action(async (file: string, given: BatchArguments) => {
      done(await answering(() => planFileBatches(file, given)));
    });
}

async function answering(answer: () => Promise<void>): Promise<number> {
  try {
    await answer();
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function planRoutes(file: string, { json }: RouteArguments): Promise<void> {
  const picking = await readPicking(file);
  const routes = routesOf(picking);
  if (json) return print(JSON.stringify({ name: picking.name, routes }));
  for (const [index, { order, lengthMm, boundMm, rulesMm }] of routes.entries()) {
    const bound = boundMm === null ? '' : boundMm === lengthMm ? ', the shortest' : `, at least ${metres(boundMm)}`;
    const rules = Object.entries(rulesMm).map(([rule, mm]) => `${rule} ${metres(mm)}`);
    print(`list ${index}: ${metres(lengthMm)}${bound}; stops ${order.join(' ')}${rules.length > 0 ? `; ${rules.join(', ')}` : ''}`);
  }
}

function routesOf(picking: AislePicking | GraphPicking): readonly RouteAnswer[] {
  if (picking.kind === 'graph') {
    const walks = createWalkDistances(picking.graph);
    return picking.lists.map(({ stops, ranks, before }) => {
      const { order, lengthMm } = planGraphRoute(walks.tableOf([picking.depot, ...stops]), { ranks, before });
      return { order, lengthMm, boundMm: null, rulesMm: {} };
    });
  }
  return picking.lists.map((stops) => {
    const { order, lengthMm, boundMm } = planRoute(picking.floor, stops);
    const rulesMm = Object.fromEntries(routeRules.map((rule) => [rule, ruleRoundMm(picking.floor, stops, rule)]));
    return { order, lengthMm, boundMm, rulesMm };
  });
}

async function planFileBatches(file: string, { seconds, seed, steps, json }: BatchArguments): Promise<void> {
  const picking = await readPicking(file);
  if (picking.kind === 'graph') throw new Error('batches are planned on a floor of aisles; this file has a graph');
  const { floor, orders, limits, pace } = picking;
  const plan = planBatches(
    { floor, orders, limits, ...(pace === null ? {} : { pace }) },
    { seed, limitMs: seconds * 1000, clock: { nowMs: () => performance.now() }, ...(steps === undefined ? {} : { maxSteps: steps }) },
  );
  if (json) return print(JSON.stringify({ name: picking.name, ...plan }));
  for (const [index, { orderIds, lengthMm, lines }] of plan.batches.entries()) {
    print(`walk ${index + 1}: ${metres(lengthMm)}, ${lines} lines; orders ${orderIds.join(' ')}`);
  }
  print(
    `${metres(plan.totalMm)} in ${plan.batches.length} walks; first come ${metres(plan.firstComeMm)}, savings ${metres(plan.savingsMm)}`,
  );
}

async function readPicking(file: string): Promise<AislePicking | GraphPicking> {
  const text = await (file === '-' ? readAll(process.stdin) : readFile(file, 'utf8')).catch(() => null);
  if (text === null) throw new Error(`${file} cannot be read`);
  const parsed = parsePickingFile(text);
  if (!parsed.ok) throw new Error(`${file}: ${parsed.error}`);
  return parsed.value;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function metres(mm: number): string {
  return `${(mm / 1000).toFixed(2)} m`;
}

function parsePositive(text: string): number {
  if (!(Number(text) > 0)) throw new InvalidArgumentError('a number above 0 is wanted.');
  return Number(text);
}

function parseSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a seed is a whole number.');
  return Number(text);
}

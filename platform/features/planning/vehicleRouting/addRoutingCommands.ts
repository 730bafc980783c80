import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { createPrng } from '#shared/base/prng.ts';
import type { RoutingPlan, RoutingProblem } from '#shared/planning/vehicleRouting/routingProblem.ts';
import { searchRoutes } from '#shared/planning/vehicleRouting/searchRoutes.ts';
import { parseVrplib, VrplibFault, vrplibTenths } from './parseVrplib.ts';

type VrptwArguments = { readonly seconds: number; readonly seed: number; readonly json: boolean };

/** `plan vrptw`. `done` is told the exit code. */
export function addRoutingCommands(program: Command, done: (exitCode: number) => void): void {
  program
    .command('vrptw')
    .description('Cheapest routes of a VRPLIB instance with time windows; prints routes and cost in the form of CVRPLIB solutions.')
    .argument('<file>', 'instance (.vrp)')
    .option('--seconds <seconds>', 'time of search', parseSeconds, 10)
    .option('--seed <number>', 'seed of the search', Number, 1)
    .option('--json', 'one JSON object {"cost": ..., "routes": [[...]], "unserved": [...]}', false)
    .action(async (file: string, given: VrptwArguments) => {
      done(await planRoutes(file, given));
    });
}

/** Searches for `seconds` of wall time on one thread. */
export function searchFor(problem: RoutingProblem, seconds: number, seed: number): RoutingPlan {
  const startedMs = performance.now();
  return searchRoutes(problem, { prng: createPrng(seed), spentShare: () => (performance.now() - startedMs) / (seconds * 1000) });
}

async function planRoutes(file: string, { seconds, seed, json }: VrptwArguments): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return refuse(`${file} cannot be read`);
  let problem: RoutingProblem;
  try {
    problem = parseVrplib(text);
  } catch (fault) {
    if (!(fault instanceof VrplibFault)) throw fault;
    return refuse(`${file}: ${fault.message}`);
  }
  const plan = searchFor(problem, seconds, seed);
  const cost = plan.cost / vrplibTenths;
  if (json) process.stdout.write(`${JSON.stringify({ cost, routes: plan.routes, unserved: plan.unserved })}\n`);
  else {
    for (const [index, route] of plan.routes.entries()) process.stdout.write(`Route #${index + 1}: ${route.join(' ')}\n`);
    process.stdout.write(`Cost ${cost.toFixed(1)}\n`);
  }
  if (plan.unserved.length === 0) return 0;
  process.stderr.write(`${plan.unserved.length} stops cannot be served by ${problem.vehicles} vehicles\n`);
  return 1;
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400)) throw new InvalidArgumentError('seconds are above 0.');
  return seconds;
}

import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { createPrng } from '#shared/base/prng.ts';
import type { TrafficGraph } from '#shared/planning/traffic/trafficGraph.ts';
import { planPaths, type NoPaths, type PathsPlan } from '#shared/planning/traffic/planPaths.ts';
import { parseTrafficMap, parseTrafficScenario, TrafficFileFault } from './parseTrafficFiles.ts';
import { playLifelong } from './playLifelong.ts';

type TrafficArguments = {
  readonly scenario?: string;
  readonly robots: number;
  readonly seconds: number;
  readonly steps: number;
  readonly window: number;
  readonly seed: number;
  readonly json: boolean;
};

/** Attempts at improving the plan of one step, and the time they may take. */
const lifelongAttempts = 200;
const lifelongBudgetMs = 45;

/** Time for first paths, over and above what is given for better ones. */
const firstPathsMs = 60_000;

/** `plan traffic`. `done` is told the exit code. */
export function addTrafficCommands(program: Command, done: (exitCode: number) => void): void {
  program
    .command('traffic')
    .description('Paths of robots without collisions: from starts to goals of a MovingAI scenario, or lifelong on a warehouse map.')
    .argument('<map>', 'map of MovingAI, or a warehouse map with endpoints')
    .option('--scenario <file>', 'starts and goals (.scen); without it the robots get new endpoints all the time')
    .option('--robots <number>', 'how many robots', parseCount, 20)
    .option('--seconds <seconds>', 'time of search (scenario)', parseSeconds, 5)
    .option('--steps <number>', 'steps played (lifelong)', parseCount, 1000)
    .option('--window <number>', 'steps planned ahead (lifelong)', parseCount, 20)
    .option('--seed <number>', 'seed of the search', Number, 1)
    .option('--json', 'one JSON object; paths as [column, row] by step', false)
    .action(async (mapFile: string, given: TrafficArguments) => {
      done(await planTraffic(mapFile, given));
    });
}

/** Paths within `seconds` of wall time on one thread. */
export function planPathsFor(
  graph: TrafficGraph,
  starts: readonly number[],
  goals: readonly number[],
  seconds: number,
  seed: number,
): PathsPlan | NoPaths {
  const startedMs = performance.now();
  const spentMs = () => performance.now() - startedMs;
  return planPaths(graph, starts, goals, {
    prng: createPrng(seed),
    isEnough: () => spentMs() > seconds * 1000 + firstPathsMs,
    isGoodEnough: () => spentMs() > seconds * 1000,
  });
}

async function planTraffic(mapFile: string, given: TrafficArguments): Promise<number> {
  const mapText = await readFile(mapFile, 'utf8').catch(() => null);
  if (mapText === null) return refuse(`${mapFile} cannot be read`);
  const scenarioText = given.scenario === undefined ? null : await readFile(given.scenario, 'utf8').catch(() => null);
  if (given.scenario !== undefined && scenarioText === null) return refuse(`${given.scenario} cannot be read`);
  try {
    return scenarioText === null ? playOn(mapFile, mapText, given) : planScenario(mapText, scenarioText, given);
  } catch (fault) {
    if (!(fault instanceof TrafficFileFault)) throw fault;
    return refuse(`${given.scenario ?? mapFile}: ${fault.message}`);
  }
}

function planScenario(mapText: string, scenarioText: string, { robots, seconds, seed, json }: TrafficArguments): number {
  const floor = parseTrafficMap(mapText);
  const { starts, goals } = parseTrafficScenario(scenarioText, floor, robots);
  const plan = planPathsFor(floor.grid.graph, starts, goals, seconds, seed);
  if (plan.kind !== 'paths') return refuse(`no paths: ${plan.kind}`);
  const { cellOfNode, width } = floor.grid;
  const toCell = (node: number) => [cellOfNode[node]! % width, Math.floor(cellOfNode[node]! / width)];
  const { cost, bound } = plan;
  if (json) process.stdout.write(`${JSON.stringify({ cost, bound, paths: plan.paths.map((path) => Array.from(path, toCell)) })}\n`);
  else process.stdout.write(`${robots} robots, sum of costs ${cost}, shortest ways ${bound}, ratio ${(cost / bound).toFixed(4)}\n`);
  return 0;
}

function playOn(mapFile: string, mapText: string, { robots, steps, window, seed, json }: TrafficArguments): number {
  const floor = parseTrafficMap(mapText);
  if (robots * 2 > floor.grid.graph.nodeCount) return refuse(`${mapFile}: more robots than half of the cells`);
  const score = playLifelong(floor, { robots, steps, seed, window, attempts: lifelongAttempts, budgetMs: lifelongBudgetMs });
  if (json) process.stdout.write(`${JSON.stringify(score)}\n`);
  else
    process.stdout.write(
      `${robots} robots, ${steps} steps: ${score.tasks} arrivals, ${(score.tasks / steps).toFixed(3)} a step, ${score.collisions} collisions\n`,
    );
  return 0;
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!(Number.isInteger(count) && count >= 1 && count <= 1_000_000)) throw new InvalidArgumentError('a whole number above 0.');
  return count;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400)) throw new InvalidArgumentError('seconds are above 0.');
  return seconds;
}

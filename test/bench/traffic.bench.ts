import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { planPathsFor } from '#platform/features/planning/traffic/addTrafficCommands.ts';
import { parseTrafficMap, parseTrafficScenario, scenarioMapName } from '#platform/features/planning/traffic/parseTrafficFiles.ts';
import { playLifelong } from '#platform/features/planning/traffic/playLifelong.ts';
import { findPathCollisions } from '#shared/planning/traffic/findCollisions.ts';

/** Mean distance between two endpoints of kiva.map: nobody can have more arrivals a step than robots over this. */
const meanLeg = 22.845;

/** Robots at once, the time they are given, and how far over the shortest ways LaCAM3's first solutions come on the same machine class. */
const atOnce = [
  { robots: 100, seconds: 0.85, peer: 1.007 },
  { robots: 200, seconds: 1.8, peer: 1.047 },
  { robots: 400, seconds: 4.6, peer: 1.216 },
];

/** Robots for life, and the share of the bound that RHCR with priority-based search comes to. */
const forLife = [
  { robots: 20, peer: 0.93 },
  { robots: 60, peer: 0.87 },
  { robots: 100, peer: 0.76 },
];

/**
 * One-shot planning on each scenario (.scen) of a warehouse map, lifelong planning on each map with endpoints; both through a checker that knows nothing of the planner.
 * `--steps N`, `--window N`, `--attempts N`, `--budget MS`, `--seeds N`, `--part once|life`, `--only REGEX`, `--robots REGEX`.
 */
export function run({ dataFolder, arguments: words }: { dataFolder: string | null; arguments: readonly string[] }) {
  const option = (name: string, otherwise: string) => (words.includes(name) ? (words[words.indexOf(name) + 1] ?? otherwise) : otherwise);
  const folder = dataFolder ?? path.resolve('../shared/data/planning/mapf');
  const only = new RegExp(option('--only', '.'));
  const files = (existsSync(folder) ? readdirSync(folder).toSorted() : []).filter((file) => only.test(file));
  const part = option('--part', 'all');
  const isWanted = (robots: number) => new RegExp(option('--robots', '.')).test(String(robots));
  const tally: Tally = { metrics: { collisions: 0, deadlocks: 0 }, rows: [] };
  if (part !== 'once') runLifelong(folder, files, option, isWanted, tally);
  if (part !== 'life') runAtOnce(folder, files, isWanted, tally);
  if (tally.rows.length === 0) throw new Error(`there are no maps with endpoints and no scenarios in ${folder}`);
  const peers = {
    share20: 0.93,
    share60: 0.87,
    share100: 0.76,
    stepMs60: 17,
    ratio100: 1.007,
    ratio200: 1.047,
    ratio400: 1.216,
    seconds100: 0.6,
    seconds200: 0.6,
    seconds400: 1.5,
  };
  return { metrics: tally.metrics, peers, rows: tally.rows };
}

type Tally = { readonly metrics: Record<string, number>; readonly rows: Record<string, string | number>[] };

function runLifelong(
  folder: string,
  files: readonly string[],
  option: (name: string, otherwise: string) => string,
  isWanted: (robots: number) => boolean,
  { metrics, rows }: Tally,
): void {
  const floors = files
    .filter((file) => file.endsWith('.map'))
    .map((file) => ({ file, floor: parseTrafficMap(readFileSync(path.join(folder, file), 'utf8')) }));
  const seeds = Number(option('--seeds', '2'));
  const settings = {
    steps: Number(option('--steps', '1000')),
    window: Number(option('--window', '16')),
    attempts: Number(option('--attempts', '150')),
    budgetMs: Number(option('--budget', '45')),
  };
  for (const { file, floor } of floors.filter(({ floor: { endpoints } }) => endpoints.length > 1))
    for (const { robots, peer } of forLife.filter((entry) => isWanted(entry.robots))) {
      const shares: number[] = [];
      const stepMs: number[] = [];
      for (let seed = 1; seed <= seeds; seed++) {
        const score = playLifelong(floor, { ...settings, robots, seed });
        const share = score.tasks / settings.steps / (robots / meanLeg);
        shares.push(share);
        stepMs.push(score.meanStepMs);
        metrics['collisions']! += score.collisions;
        metrics['deadlocks']! += score.deadlocks;
        rows.push({
          run: `${file}, seed ${seed}`,
          robots,
          'share or ratio': share,
          peer,
          'ms a step or s': score.meanStepMs,
          worst: score.worstStepMs,
          'longest wait': score.longestWait,
        });
      }
      metrics[`share${robots}`] = mean(shares);
      metrics[`stepMs${robots}`] = mean(stepMs);
    }
}

function runAtOnce(folder: string, files: readonly string[], isWanted: (robots: number) => boolean, { metrics, rows }: Tally): void {
  const scenarios = files
    .filter((file) => file.endsWith('.scen'))
    .map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8') }));
  const ofWarehouses = scenarios.filter(({ text }) => scenarioMapName(text).startsWith('warehouse'));
  for (const { robots, seconds, peer } of atOnce.filter((entry) => isWanted(entry.robots))) {
    const ratios: number[] = [];
    const times: number[] = [];
    for (const { file, text } of ofWarehouses.length > 0 ? ofWarehouses : scenarios) {
      if (text.split('\n').filter((row) => row.includes('\t')).length < robots) continue;
      const floor = parseTrafficMap(readFileSync(path.join(folder, scenarioMapName(text)), 'utf8'));
      const { starts, goals } = parseTrafficScenario(text, floor, robots);
      const startedMs = performance.now();
      const plan = planPathsFor(floor.grid.graph, starts, goals, seconds, 1);
      const took = (performance.now() - startedMs) / 1000;
      if (plan.kind !== 'paths') throw new Error(`${file}: no paths for ${robots} robots: ${plan.kind}`);
      if (plan.paths.some((nodes, robot) => nodes[0] !== starts[robot] || nodes.at(-1) !== goals[robot]))
        throw new Error(`${file}: a path does not lead from start to goal`);
      ratios.push(plan.cost / plan.bound);
      times.push(took);
      metrics['collisions']! += findPathCollisions(floor.grid.graph, plan.paths).length;
      rows.push({
        run: file,
        robots,
        'share or ratio': plan.cost / plan.bound,
        peer,
        'ms a step or s': took,
        first: plan.firstCost / plan.bound,
      });
    }
    if (ratios.length === 0) continue;
    metrics[`ratio${robots}`] = mean(ratios);
    metrics[`seconds${robots}`] = Math.max(...times);
  }
}

function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / Math.max(1, figures.length);
}

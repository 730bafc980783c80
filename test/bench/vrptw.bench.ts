import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { searchFor } from '#platform/features/planning/vehicleRouting/addRoutingCommands.ts';
import { parseVrplib, vrplibTenths } from '#platform/features/planning/vehicleRouting/parseVrplib.ts';
import { createPrng } from '#shared/base/prng.ts';
import { routeCost, type RoutingPlan, type RoutingProblem } from '#shared/planning/vehicleRouting/routingProblem.ts';
import { searchRoutes } from '#shared/planning/vehicleRouting/searchRoutes.ts';
import { openResults } from './openResults.ts';

type Solved = { readonly cost: number; readonly routes: number; readonly gap: number; readonly firstMs: number };

/** Instances with more nodes are of Gehring and Homberger's 200. */
const solomonNodes = 101;

/**
 * Gap to the best known solution (.sol beside each .vrp) after 10 s (100 stops) and 30 s (200 stops), one thread, and the time to a first feasible plan.
 * `--solomon SECONDS`, `--gh SECONDS`, `--only REGEX`, `--seed N`; `--resume FILE` keeps each
 * instance's result there and solves only what it lacks.
 */
export async function run({ dataFolder, arguments: words }: { dataFolder: string | null; arguments: readonly string[] }) {
  const option = (name: string, otherwise: string) => (words.includes(name) ? (words[words.indexOf(name) + 1] ?? otherwise) : otherwise);
  const folder = dataFolder ?? path.resolve('../shared/data/planning/dispatch/vrptw');
  const only = new RegExp(option('--only', '.'));
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.vrp') && only.test(file)) : [];
  if (files.length === 0) throw new Error(`there are no instances in ${folder}`);
  const resultOf = openResults(words.includes('--resume') ? option('--resume', '') : null);
  const gaps = { solomon: [] as number[], gh200: [] as number[] };
  const firsts: number[] = [];
  const rows: Record<string, string | number>[] = [];
  for (const file of files) {
    const problem = parseVrplib(readFileSync(path.join(folder, file), 'utf8'));
    const best = Number(/^Cost ([\d.]+)/m.exec(readFileSync(path.join(folder, file.replace(/vrp$/, 'sol')), 'utf8'))?.[1]);
    const isSolomon = problem.nodes <= solomonNodes;
    const seconds = Number(isSolomon ? option('--solomon', '10') : option('--gh', '30'));
    const seed = Number(option('--seed', '1'));
    const { cost, routes, gap, firstMs } = await resultOf(`${file}, ${seconds} s, seed ${seed}`, (): Solved => {
      const startedMs = performance.now();
      searchRoutes(problem, { prng: createPrng(1), spentShare: () => 1 });
      const spentMs = performance.now() - startedMs;
      const plan = searchFor(problem, seconds, seed);
      const found = checkedCost(problem, plan, file);
      return { cost: plan.cost, routes: plan.routes.length, gap: 100 * (found / best - 1), firstMs: spentMs };
    });
    gaps[isSolomon ? 'solomon' : 'gh200'].push(gap);
    if (isSolomon) firsts.push(firstMs);
    rows.push({
      instance: file.replace('.vrp', ''),
      cost: (cost / vrplibTenths).toFixed(1),
      best,
      'gap %': gap.toFixed(3),
      routes,
      seconds,
      'first ms': firstMs.toFixed(0),
    });
  }
  const mean = (figures: readonly number[]) => figures.reduce((sum, figure) => sum + figure, 0) / Math.max(1, figures.length);
  const metrics = { solomonGapPct: mean(gaps.solomon), gh200GapPct: mean(gaps.gh200), firstFeasibleMs: Math.max(0, ...firsts) };
  rows.push(
    { instance: 'mean of 100 stops', 'gap %': metrics.solomonGapPct.toFixed(3) },
    { instance: 'mean of 200 stops', 'gap %': metrics.gh200GapPct.toFixed(3) },
  );
  return { metrics, rows };
}

/** The cost counted anew; throws where a route cannot be driven or a stop is left out. */
function checkedCost(problem: RoutingProblem, plan: RoutingPlan, file: string): number {
  const served = new Set(plan.routes.flat());
  const costs = plan.routes.map((route) => routeCost(problem, route));
  if (served.size !== problem.nodes - 1 || costs.includes(null)) throw new Error(`${file}: the plan is not feasible`);
  return costs.reduce((sum: number, cost) => sum + (cost ?? 0), 0) / vrplibTenths;
}

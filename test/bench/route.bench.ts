import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type GraphPicking, parsePickingFile } from '#platform/features/planning/picking/parsePickingFile.ts';
import { createPrng, nextInt } from '#shared/base/prng.ts';
import type { AisleFloor, AisleStop } from '#shared/planning/pickRoute/aisleFloor.ts';
import { planGraphRoute } from '#shared/planning/pickRoute/planGraphRoute.ts';
import { planRoute } from '#shared/planning/pickRoute/planRoute.ts';
import { routeRules, ruleRoundMm } from '#shared/planning/pickRoute/routeRules.ts';
import { createWalkDistances } from '#shared/planning/pickRoute/walkGraph.ts';

type Group = {
  readonly name: string;
  lists: number;
  optimal: number;
  withinOnePct: number;
  lengthMm: number;
  boundMm: number;
  readonly gapsPct: number[];
  readonly rulesMm: Record<string, number>;
  readonly timesMs: number[];
};
type Rows = Array<Record<string, string | number>>;

/** Kicks of the long search a graph's round is compared with. */
const longKicks = 6000;

/**
 * The round of every list in the folder's files, and of seeded lists of 60 stops on 30 aisles and 1 to 8 blocks, beside the simple rules
 * and the proven bound (equal to the optimum up to four blocks). On graphs, where nothing is proven, beside three searches six times as long.
 * `--lists N`: seeded lists for each number of blocks (default 40; 0 leaves them out).
 */
export function run({ dataFolder, arguments: words }: { dataFolder: string | null; arguments: readonly string[] }): {
  metrics: Record<string, number>;
  rows: Rows;
} {
  const perFloor = Number(words[words.indexOf('--lists') + 1] ?? 40);
  const drawn = words.includes('--lists') ? perFloor : 40;
  const folder = dataFolder ?? path.resolve('../shared/data/planning/picking/obpgen');
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}; give --data DIR`);
  warmUp();
  const groups: Group[] = [];
  const graphs: Group[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()) {
    const parsed = parsePickingFile(readFileSync(path.join(folder, file), 'utf8'));
    if (!parsed.ok) throw new Error(`${file}: ${parsed.error}`);
    const picking = parsed.value;
    if (picking.kind === 'graph') graphs.push(measureGraph(picking));
    else groups.push(measureLists(picking.name, picking.floor, [...picking.lists, ...firstCome(picking.lists, picking.limits.lines ?? 0)]));
  }
  const fromFiles = groups.length;
  for (let blocks = 1; drawn > 0 && blocks <= 8; blocks += 1) groups.push(drawGroup(blocks, drawn));
  if (drawn > 0)
    graphs.push(measureGraph(drawGraph(Math.max(6, drawn >> 2), false)), measureGraph(drawGraph(Math.max(6, drawn >> 2), true)));
  const several = groups.slice(fromFiles).filter(({ name }) => !name.startsWith('1 '));
  return {
    metrics: { ...metricsOf(groups, ''), ...metricsOf(several, 'Several'), ...graphMetrics(graphs) },
    rows: [...groups, ...graphs].map(toRow),
  };
}

function metricsOf(groups: readonly Group[], suffix: string): Record<string, number> {
  if (groups.length === 0) return {};
  const sum = (of: (group: Group) => number) => groups.reduce((total, group) => total + of(group), 0);
  const lists = sum((group) => group.lists);
  const metrics: Record<string, number> = {
    [`lists${suffix}`]: lists,
    [`optimalShare${suffix}`]: sum(({ optimal }) => optimal) / lists,
    [`withinOnePctShare${suffix}`]: sum(({ withinOnePct }) => withinOnePct) / lists,
    [`gapPctToOptimal${suffix}`]: 100 * (sum(({ lengthMm }) => lengthMm) / sum(({ boundMm }) => boundMm) - 1),
    [`medianMs${suffix}`]: median(groups.flatMap(({ timesMs }) => timesMs)),
  };
  for (const rule of routeRules) {
    metrics[`${rule}GapPct${suffix}`] = 100 * (sum(({ rulesMm }) => rulesMm[rule] ?? 0) / sum(({ boundMm }) => boundMm) - 1);
  }
  return metrics;
}

function graphMetrics(graphs: readonly Group[]): Record<string, number> {
  if (graphs.length === 0) return {};
  const gaps = graphs.flatMap(({ gapsPct }) => gapsPct);
  const times = graphs.flatMap(({ timesMs }) => timesMs);
  return { graphLists: gaps.length, graphWorstGapPct: Math.max(...gaps), graphMedianMs: median(times), graphWorstMs: Math.max(...times) };
}

function measureLists(name: string, floor: AisleFloor, lists: readonly (readonly AisleStop[])[]): Group {
  const group = emptyGroup(name);
  for (const stops of lists) {
    const startedMs = performance.now();
    const { lengthMm, boundMm } = planRoute(floor, stops);
    addTo(group, lengthMm, boundMm, performance.now() - startedMs);
    for (const rule of routeRules) group.rulesMm[rule] = (group.rulesMm[rule] ?? 0) + ruleRoundMm(floor, stops, rule);
  }
  return group;
}

function measureGraph({ name, graph, depot, lists }: GraphPicking): Group {
  const group = emptyGroup(name);
  const walks = createWalkDistances(graph);
  // The site's ways are worked out once, when its layout arrives.
  for (const { stops } of lists) walks.tableOf([depot, ...stops]);
  for (const { stops, ranks, before } of lists) {
    const startedMs = performance.now();
    const table = walks.tableOf([depot, ...stops]);
    const { lengthMm } = planGraphRoute(table, { ranks, before });
    const tookMs = performance.now() - startedMs;
    const others = [2, 3, 4].map((seed) => planGraphRoute(table, { ranks, before }, { seed, maxKicks: longKicks }).lengthMm);
    addTo(group, lengthMm, Math.min(lengthMm, ...others), tookMs);
  }
  return group;
}

function emptyGroup(name: string): Group {
  return { name, lists: 0, optimal: 0, withinOnePct: 0, lengthMm: 0, boundMm: 0, gapsPct: [], rulesMm: {}, timesMs: [] };
}

function addTo(group: Group, lengthMm: number, boundMm: number, tookMs: number): void {
  group.lists += 1;
  group.optimal += lengthMm === boundMm ? 1 : 0;
  group.withinOnePct += lengthMm <= boundMm * 1.01 ? 1 : 0;
  group.lengthMm += lengthMm;
  group.boundMm += boundMm;
  group.gapsPct.push(boundMm === 0 ? 0 : 100 * (lengthMm / boundMm - 1));
  group.timesMs.push(tookMs);
}

/** Lists as long as a trolley takes: the orders of a file in their sequence. */
function firstCome(lists: readonly (readonly AisleStop[])[], capacity: number): AisleStop[][] {
  const joined: AisleStop[][] = [];
  for (const stops of capacity > 0 ? lists : []) {
    const open = joined.at(-1);
    if (open !== undefined && open.length + stops.length <= capacity) open.push(...stops);
    else joined.push([...stops]);
  }
  return joined;
}

function drawFloor(blocks: number): AisleFloor {
  const crossYMm = Array.from({ length: blocks + 1 }, (_, cross) => cross * 14_000);
  return { aisleXMm: Array.from({ length: 30 }, (_, aisle) => aisle * 3000), crossYMm, depot: { xMm: 43_500, yMm: 0 } };
}

function drawGroup(blocks: number, lists: number): Group {
  const prng = createPrng(700 + blocks);
  const draw = () =>
    Array.from({ length: 60 }, () => ({
      aisle: nextInt(prng, 0, 29),
      yMm: nextInt(prng, 0, blocks - 1) * 14_000 + 1500 + 1000 * nextInt(prng, 0, 11),
    }));
  return measureLists(`${blocks} x 30 aisles, 60 stops`, drawFloor(blocks), Array.from({ length: lists }, draw));
}

/** Twelve one-way aisles, up and down in turn, between four cross aisles; the last three aisles chilled, the very last frozen. */
function drawGraph(lists: number, isRanked: boolean): GraphPicking {
  const prng = createPrng(isRanked ? 801 : 800);
  const [aisles, crosses] = [12, 4];
  const nodes = Array.from({ length: aisles * crosses }, (_, node) => ({
    xMm: (node % aisles) * 3000,
    yMm: Math.floor(node / aisles) * 14_000,
  }));
  const along = nodes.flatMap((_, from) => (from % aisles === aisles - 1 ? [] : [{ from, to: from + 1 }]));
  const inside = nodes.slice(aisles).map((_, from) => {
    const isUp = (from % aisles) % 2 === 0;
    return { from: isUp ? from : from + aisles, to: isUp ? from + aisles : from, isOneWay: true };
  });
  const draw = () => {
    const stops = Array.from({ length: 60 }, () => ({
      edge: along.length + nextInt(prng, 0, inside.length - 1),
      alongMm: 1500 + 1000 * nextInt(prng, 0, 11),
    }));
    const ranks = stops.map(({ edge }) => (isRanked ? Math.max(0, ((edge - along.length) % aisles) - 9) : 0));
    return { stops, ranks, before: [] };
  };
  const name = isRanked ? 'graph, one-way, cold last, 60 stops' : 'graph, one-way, 60 stops';
  return {
    kind: 'graph',
    name,
    graph: { nodes, edges: [...along, ...inside] },
    depot: { edge: 5, alongMm: 1500 },
    lists: Array.from({ length: lists }, draw),
  };
}

/** The first rounds of a process are slower than all others; a station plans all day. */
function warmUp(): void {
  for (let blocks = 1; blocks <= 6; blocks += 1) drawGroup(blocks, 8);
}

function toRow(group: Group): Record<string, string | number> {
  const gap = (mm: number | undefined) => (mm === undefined ? '' : `${(100 * (mm / group.boundMm - 1)).toFixed(2)} %`);
  return {
    lists: group.lists,
    of: group.name,
    metres: Math.round(group.lengthMm / 1000),
    gapPct: 100 * (group.lengthMm / Math.max(1, group.boundMm) - 1),
    worstGapPct: Math.max(0, ...group.gapsPct),
    optimal: group.optimal,
    within1Pct: group.withinOnePct,
    ...Object.fromEntries(routeRules.map((rule) => [rule, gap(group.rulesMm[rule])])),
    medianMs: median(group.timesMs),
    worstMs: Math.max(0, ...group.timesMs),
  };
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0;
}

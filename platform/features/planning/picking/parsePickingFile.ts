import { z } from 'zod';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { BatchOrder, PickerPace, TrolleyLimits } from '#shared/planning/batching/batchProblem.ts';
import type { AisleFloor, AisleStop } from '#shared/planning/pickRoute/aisleFloor.ts';
import type { GraphPlace, WalkGraph } from '#shared/planning/pickRoute/walkGraph.ts';

/** A floor of aisles with pick lists and orders to be batched. */
export type AislePicking = {
  readonly kind: 'aisles';
  readonly name: string;
  readonly floor: AisleFloor;
  readonly lists: readonly (readonly AisleStop[])[];
  readonly orders: readonly BatchOrder[];
  readonly limits: TrolleyLimits;
  readonly pace: PickerPace | null;
};

/** A walk graph with pick lists. */
export type GraphPicking = {
  readonly kind: 'graph';
  readonly name: string;
  readonly graph: WalkGraph;
  readonly depot: GraphPlace;
  readonly lists: readonly GraphList[];
};

export type GraphList = {
  readonly stops: readonly GraphPlace[];
  readonly ranks: readonly number[];
  readonly before: readonly (readonly [number, number])[];
};

const int = z.number().int();
const count = int.nonnegative();
const point = z.object({ xMm: int, yMm: int });
const aisleStop = z.object({ aisle: count, yMm: int });
const ascending = (least: number) =>
  z
    .array(int)
    .min(least)
    .refine((list) => list.every((entry, index) => index === 0 || entry > list[index - 1]!), 'must ascend');
const format = { format: z.literal('halfhour-picking'), version: z.literal(1), name: z.string().optional() };
const limits = z.object({
  lines: count.optional(),
  volumeMl: count.optional(),
  weightGrams: count.optional(),
  totes: count.optional(),
  orders: count.optional(),
});
const order = z.object({
  id: z.string(),
  stops: z.array(aisleStop),
  lines: count.optional(),
  volumeMl: count.optional(),
  weightGrams: count.optional(),
  totes: count.optional(),
  dueAtMs: z.number().optional(),
  wave: z.string().optional(),
});
const aisleFile = z.object({
  ...format,
  floor: z.object({ aisleXMm: ascending(1), crossYMm: ascending(2), depot: point }),
  lists: z.array(z.array(aisleStop)).default([]),
  orders: z.array(order).default([]),
  limits: limits.default({}),
  pace: z.object({ startAtMs: z.number(), walkMmPerSecond: z.number().positive(), msPerLine: z.number().nonnegative() }).optional(),
});
const place = z.object({ edge: count, alongMm: count });
const graphFile = z.object({
  ...format,
  graph: z.object({
    nodes: z.array(point),
    edges: z.array(z.object({ from: count, to: count, lengthMm: count.optional(), isOneWay: z.boolean().optional() })),
  }),
  depot: place,
  lists: z.array(
    z.object({ stops: z.array(z.object({ ...place.shape, rank: int.optional() })), before: z.array(z.tuple([count, count])).default([]) }),
  ),
});
/** OBPGEN: one block, lengths in metres, orders of [aisle, side, cell]. */
const obpgenFile = z.object({
  name: z.string(),
  aisles: z.number().int().positive(),
  cellLength: z.number().positive(),
  aislePitch: z.number().positive(),
  aisleLengthInclCrossHalf: z.number().positive(),
  frontOffset: z.number().nonnegative(),
  depot: z.string(),
  capacityLines: z.number().int().positive(),
  orders: z.array(z.array(z.tuple([count, count, count]))),
});

/** Reads a picking file of any known form. The error is one sentence. */
export function parsePickingFile(text: string): Result<AislePicking | GraphPicking, string> {
  let foreign: unknown;
  try {
    foreign = JSON.parse(text);
  } catch {
    return err('this is no JSON');
  }
  const fields = z.looseObject({}).safeParse(foreign);
  if (!fields.success) return err('a picking file is one JSON object');
  if ('cellLength' in fields.data) return read(obpgenFile, foreign, fromObpgen);
  if ('graph' in fields.data) return read(graphFile, foreign, fromGraphFile);
  if ('floor' in fields.data) return read(aisleFile, foreign, fromAisleFile);
  return err('a picking file has a "floor", a "graph", or the fields of OBPGEN');
}

function read<T, P>(schema: z.ZodType<T>, foreign: unknown, convert: (file: T) => P): Result<P, string> {
  const parsed = schema.safeParse(foreign);
  if (parsed.success) return ok(convert(parsed.data));
  const [issue] = parsed.error.issues;
  return err(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
}

function fromAisleFile(file: z.infer<typeof aisleFile>): AislePicking {
  const orders = file.orders.map((entry) => ({ ...withoutUndefined(entry), lines: entry.lines ?? entry.stops.length }));
  const { name = 'picking', floor, lists, pace } = file;
  return { kind: 'aisles', name, floor, lists, orders, limits: withoutUndefined(file.limits), pace: pace ?? null };
}

function fromGraphFile({ name = 'picking', graph, depot, lists }: z.infer<typeof graphFile>): GraphPicking {
  const edges = graph.edges.map((edge) => withoutUndefined(edge));
  const read = lists.map(({ stops, before }) => ({ stops, before, ranks: stops.map(({ rank = 0 }) => rank) }));
  return { kind: 'graph', name, graph: { nodes: graph.nodes, edges }, depot, lists: read };
}

function fromObpgen(file: z.infer<typeof obpgenFile>): AislePicking {
  const toMm = (metres: number) => Math.round(metres * 1000);
  const spanMm = toMm(file.aisleLengthInclCrossHalf);
  const depotAisle = Number(/aisle coordinate ([\d.]+)/.exec(file.depot)?.[1] ?? 0);
  const lists = file.orders.map((own) =>
    own.map(([aisle, , cell]) => ({ aisle, yMm: toMm(file.frontOffset + (cell + 0.5) * file.cellLength) })),
  );
  return {
    kind: 'aisles',
    name: file.name,
    floor: {
      aisleXMm: Array.from({ length: file.aisles }, (_, aisle) => toMm(aisle * file.aislePitch)),
      crossYMm: [0, spanMm],
      depot: { xMm: toMm(depotAisle * file.aislePitch), yMm: file.depot.startsWith('back') ? spanMm : 0 },
    },
    lists,
    orders: lists.map((stops, index) => ({ id: String(index), stops, lines: stops.length })),
    limits: { lines: file.capacityLines },
    pace: null,
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(record: T): Defined<T> {
  return Object.fromEntries(Object.entries(record).filter(([, entry]) => entry !== undefined)) as Defined<T>;
}

import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { bilingualText, code, count, floorPoint, temperatureClass } from '#shared/model/common.ts';
import { pickingPolicy } from './pickingPolicy.ts';

/** Budget of each stage of the promise, milliseconds; their sum is the promise. */
export const stageBudgetsMs = z.object({
  release: count,
  pick: count,
  pack: count,
  handover: count,
  ride: count,
});
export type StageBudgetsMs = z.infer<typeof stageBudgetsMs>;

/** How the site reads a variable-measure EAN-13 (GS1 General Specifications 2.1.14.2 leaves it to the retailer). */
export const variableMeasureRule = z.object({
  prefix: z.string().regex(/^\d{1,2}$/),
  length: z.union([z.literal(13), z.literal(18)]),
  itemDigits: count,
  valueDigits: count,
  hasValueVerifier: z.boolean(),
  kind: z.enum(['weight', 'price']),
  /** Digits of the value behind the decimal point: weight in kg, price in yuan. */
  decimals: count,
});
export type VariableMeasureRule = z.infer<typeof variableMeasureRule>;

/** Most points and ways of a site's walk graph. */
export const maxWalkNodes = 4000;
export const maxWalkEdges = 8000;

/** Where people may walk: points of the floor, and ways between two of them by their index; straight unless a length is given. */
export const walkGraph = z
  .object({
    nodes: z.array(floorPoint).min(1).max(maxWalkNodes),
    edges: z
      .array(z.object({ from: count, to: count, lengthMm: count.optional(), isOneWay: z.boolean().optional() }))
      .min(1)
      .max(maxWalkEdges),
  })
  .refine(
    ({ nodes, edges }) => edges.every(({ from, to }) => from < nodes.length && to < nodes.length),
    'a way names a point that is not there',
  );

/** One warehouse or store: a shard of everything. */
export const site = z.object({
  id: idSchema<'site'>(),
  code,
  name: bilingualText,
  timeZone: z.string(),
  promiseMs: count,
  stageBudgetsMs,
  floor: z.object({ widthMm: count, depthMm: count }),
  location: z.object({ lat: z.number(), lng: z.number() }),
  packingPoint: floorPoint,
  variableMeasureRules: z.array(variableMeasureRule).max(40),
  /** Absent where nobody has drawn the ways yet: then picks go by the bins' walking order. */
  walk: walkGraph.optional(),
  /** How long goods that came back from a ride may have been away, milliseconds, and be sold again; absent: the defaults of the rules. */
  coldReturnLimitsMs: z.object({ chilled: count, frozen: count }).optional(),
  /** Absent until a supervisor has chosen: then the defaults hold. */
  pickingPolicy: pickingPolicy.optional(),
});
export type Site = z.infer<typeof site>;

/** A part of the floor with one temperature. */
export const zone = z.object({
  id: idSchema<'zone'>(),
  code,
  name: bilingualText,
  temperature: temperatureClass,
  /** Corner and size on the floor plan. */
  area: z.object({ xMm: z.number().int(), yMm: z.number().int(), widthMm: count, depthMm: count }),
});
export type Zone = z.infer<typeof zone>;

/** A place that holds stock. `code` is what its label says, for example A03-2-15. */
export const bin = z.object({
  id: idSchema<'bin'>(),
  code,
  zoneId: idSchema<'zone'>(),
  use: z.enum(['pickFace', 'reserve', 'returns']),
  at: floorPoint,
  /** Order in which a picker meets the bins when walking the aisles. */
  walkSequence: count,
  isBlocked: z.boolean(),
});
export type Bin = z.infer<typeof bin>;

/** A numbered place of the handover shelf where packed bags wait for their courier. */
export const shelfPlace = z.object({
  id: idSchema<'shelfPlace'>(),
  code,
  temperature: temperatureClass,
  at: floorPoint,
});
export type ShelfPlace = z.infer<typeof shelfPlace>;

import { z } from 'zod';
import { count } from '#shared/model/common.ts';
import { channel } from '#shared/model/order/order.ts';

/** Most places of a trolley. */
export const maxTrolleyPlaces = 20;

/** What orders on one trolley must have in common. */
export const waveKey = z.enum(['channel', 'temperature', 'zone', 'courierRun']);
export type WaveKey = z.infer<typeof waveKey>;

/** How a site makes and orders its pick tasks. Durations in milliseconds. */
export const pickingPolicy = z.object({
  /** single: one order a walk. cluster: several orders on one trolley, each in its own tote. */
  picking: z.enum(['single', 'cluster']),
  /** Orders with at least so many lines are picked in their zones at the same time, a part each; null or absent: never. */
  splitByZoneFromLines: z.number().int().min(2).max(200).nullable().optional(),
  /** Orders of one line of these channels are picked by their labels: printed first, stuck on the goods at the shelf, no tote. */
  labelOnly: z.array(channel).max(channel.options.length).optional(),
  /** planned: the shortest walk, cold goods last and heavy ones before fragile ones. sequence: by the bins' walking order. */
  routing: z.enum(['planned', 'sequence']),
  /** What one trolley takes on one walk. */
  trolley: z.object({
    orders: z.number().int().min(1).max(maxTrolleyPlaces),
    lines: z.number().int().min(1).max(200),
    weightGrams: z.number().int().min(1000).max(500_000),
    volumeMl: z.number().int().min(1000).max(2_000_000),
  }),
  /** Orders that differ in one of these never share a trolley. */
  apart: z.array(waveKey).max(4),
  /** Orders whose goods are due further apart than this never share a trolley. */
  dueWindowMs: count,
  /** An order with less time than this until its goods are due is picked alone. */
  pullOutBeforeMs: count,
  /** A new urgent order may join a trolley under way that has a place free. */
  mayJoinRunning: z.boolean(),
});
export type PickingPolicy = z.infer<typeof pickingPolicy>;

const minuteMs = 60_000;

/** What holds until a supervisor chooses: small trolleys, so that nobody waits long for the others on it. */
export const defaultPickingPolicy: PickingPolicy = {
  picking: 'cluster',
  routing: 'planned',
  trolley: { orders: 4, lines: 40, weightGrams: 60_000, volumeMl: 160_000 },
  apart: [],
  dueWindowMs: 10 * minuteMs,
  pullOutBeforeMs: 2 * minuteMs,
  mayJoinRunning: true,
};

import type { Order } from '#shared/model/order/order.ts';
import { type DispatchExperience, type HouseLeg, houseLegs, legStartMs } from './learnExperience.ts';

/** When an order will lie on the shelf, and how uncertain that is (standard deviation). */
export type ReadyForecast = { readonly readyAtMs: number; readonly spreadMs: number };

/** A stretch that takes longer than usual is expected to need this share of the usual still. */
const overrunShare = 0.25;
/** Picking starts of this long back say how fast the queue moves. */
const rateWindowMs = 15 * 60_000;
const startsToBelieve = 4;

/**
 * Predicts for each open order when it is ready: what is left of its stretch by how far it is (lines picked, time used), then the
 * stretches to come. Orders nobody picks yet wait their turn: the queue moves as it did in the last quarter of an hour.
 */
export function forecastReady(orders: readonly Order[], experience: DispatchExperience, atMs: number): Map<string, ReadyForecast> {
  const queue = orders
    .filter((order) => legOf(order) === 'wait')
    .toSorted((a, b) => a.promiseAtMs - b.promiseAtMs || (a.id < b.id ? -1 : 1));
  const turnMs = turnOf(orders, atMs);
  const turns = new Map(queue.map((order, index) => [order.id as string, turnMs === null ? null : (index + 1) * turnMs]));
  return new Map(orders.map((order) => [order.id as string, forecastOf(order, experience, atMs, turns.get(order.id) ?? null)]));
}

/** The stretch an order is in; null once it lies on the shelf or has left. */
export function legOf(order: Order): HouseLeg | null {
  switch (order.stage) {
    case 'placed':
    case 'accepted':
    case 'released':
      return 'wait';
    case 'picking':
      return 'pick';
    case 'picked':
    case 'packing':
      return 'pack';
    case 'packed':
      return 'shelve';
    default:
      return null;
  }
}

function forecastOf(order: Order, experience: DispatchExperience, atMs: number, turnMs: number | null): ReadyForecast {
  const leg = legOf(order);
  if (leg === null) return { readyAtMs: order.timeline.find(({ stage }) => stage === 'shelved')?.atMs ?? atMs, spreadMs: 0 };
  const { legs, pickLineMs } = experience;
  const usedMs = Math.max(0, atMs - (legStartMs(order, leg) ?? atMs));
  const linesLeft = order.lines.filter((line) => line.pickedQuantity + line.shortQuantity < line.orderedQuantity).length;
  const ownPickMs = 0.35 * legs.pick.meanMs + 0.65 * pickLineMs * order.lines.length;
  const expectedMs = leg === 'pick' ? ownPickMs : legs[leg].meanMs;
  const byClockMs = Math.max(expectedMs - usedMs, overrunShare * expectedMs);
  const byLinesMs = (ownPickMs * linesLeft) / order.lines.length;
  const byTurnMs = turnMs === null ? byClockMs : 0.5 * byClockMs + 0.5 * turnMs;
  const hereMs = leg === 'pick' ? 0.4 * byClockMs + 0.6 * byLinesMs : leg === 'wait' ? byTurnMs : byClockMs;
  let leftMs = hereMs;
  let variance = (legs[leg].spreadMs * Math.min(1, hereMs / Math.max(1, expectedMs))) ** 2;
  for (const later of houseLegs.slice(houseLegs.indexOf(leg) + 1)) {
    leftMs += later === 'pick' ? ownPickMs : legs[later].meanMs;
    variance += legs[later].spreadMs ** 2;
  }
  return { readyAtMs: Math.round(atMs + leftMs), spreadMs: Math.round(Math.sqrt(variance)) };
}

/** Between two starts of picking, lately; null where there were too few to say. */
function turnOf(orders: readonly Order[], atMs: number): number | null {
  const starts = orders.filter((order) => {
    const startedAtMs = legStartMs(order, 'pick');
    return startedAtMs !== null && startedAtMs > atMs - rateWindowMs;
  }).length;
  return starts < startsToBelieve ? null : rateWindowMs / starts;
}

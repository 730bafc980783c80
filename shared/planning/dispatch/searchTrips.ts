import type { Prng } from '#shared/base/prng.ts';
import { TripBook, type TripPlace } from './tripBook.ts';
import { TripCosts } from './tripCosts.ts';
import type { Trip, TripPlan, TripProblem } from './tripProblem.ts';

export type TripSearchOptions = {
  readonly prng: Prng;
  /** Asked before each step; the search ends when it says no. */
  readonly goesOn: (stepsDone: number) => boolean;
  /** Trips to begin from, by courier; what cannot be driven any more is planned anew. */
  readonly from?: readonly (readonly Trip[])[];
};

/** Orders taken out in one step, at most. */
const mostRemoved = 8;
/** How much dearer a plan may be and still be walked through, as a share of one order's mean cost, and how fast that shrinks. */
const startTolerance = 0.3;
const toleranceDecay = 0.05;
/** What is taken out: orders like one order; all that couriers near it carry; else any orders. */
const likeShare = 0.45;
const carriedShare = 0.75;

/**
 * Anytime search for the cheapest trips of all couriers: orders are taken out and put back where they cost least, the one with most
 * to lose first in half of the steps (ruin and recreate with regret). The same problem, seed and number of steps give the same plan.
 */
export function searchTrips(problem: TripProblem, options: TripSearchOptions): TripPlan {
  const costs = new TripCosts(problem);
  const book = new TripBook(problem, costs, options.from ?? []);
  insertInTurn(problem, book, book.looseOrders, options.prng);
  let current = book.cost;
  let best = book.copy();
  for (let step = 0; problem.orders.length > 1 && options.goesOn(step); step++) {
    book.begin();
    const taken = chooseOrders(problem, costs, book, options.prng);
    for (const order of taken) book.remove(order);
    if (options.prng.next() < 0.5) insertInTurn(problem, book, taken, options.prng);
    else insertByRegret(book, taken);
    const tolerance = (startTolerance * Math.abs(best.cost)) / problem.orders.length / (1 + step * toleranceDecay);
    if (book.cost <= current + tolerance * options.prng.next()) {
      current = book.cost;
      if (current < best.cost - 1e-9) best = book.copy();
    } else book.rollBack();
  }
  return best;
}

/** One after another, by when they are ready or by chance. */
function insertInTurn(problem: TripProblem, book: TripBook, orders: readonly number[], prng: Prng): void {
  const isByReady = prng.next() < 0.5;
  const keyed = orders.map((order) => ({ order, key: isByReady ? problem.orders[order]!.readyAt : prng.next() }));
  keyed.sort((a, b) => a.key - b.key || a.order - b.order);
  for (const { order } of keyed) {
    const { place } = book.findPlace(order);
    if (place !== null) book.place(order, place);
  }
}

/** Always the order whose second best courier is the most dearer. */
function insertByRegret(book: TripBook, orders: readonly number[]): void {
  const left = [...orders];
  while (left.length > 0) {
    let chosen = 0;
    let chosenPlace: TripPlace | null = null;
    let most = -Infinity;
    for (const [index, order] of left.entries()) {
      const { place, second } = book.findPlace(order);
      const regret = place === null ? -1 : second - place.rise;
      if (regret <= most) continue;
      most = regret;
      chosen = index;
      chosenPlace = place;
    }
    const [order] = left.splice(chosen, 1);
    if (chosenPlace !== null) book.place(order!, chosenPlace);
  }
}

function chooseOrders(problem: TripProblem, costs: TripCosts, book: TripBook, prng: Prng): number[] {
  const count = problem.orders.length;
  const wanted = 1 + Math.floor(prng.next() * Math.min(mostRemoved, count));
  const seed = Math.floor(prng.next() * count);
  const way = prng.next();
  if (way < likeShare) return likeOrders(seed, wanted, count, costs, prng);
  const taken = new Set<number>([seed]);
  if (way >= carriedShare) {
    while (taken.size < wanted) taken.add(Math.floor(prng.next() * count));
    return [...taken];
  }
  for (const order of likeOrders(seed, 3, count, costs, prng)) {
    const courier = book.courierOf[order]!;
    if (courier >= 0) for (const trip of book.tripsOf[courier]!) for (const other of trip) taken.add(other);
  }
  return [...taken].slice(0, mostRemoved);
}

/** The order itself and those most like it, with some chance in the measure. */
function likeOrders(seed: number, wanted: number, count: number, costs: TripCosts, prng: Prng): number[] {
  const keys = new Float64Array(count);
  for (let order = 0; order < count; order++) keys[order] = order === seed ? -1 : costs.unlikeness(seed, order) * (0.5 + prng.next());
  const chosen: number[] = [];
  while (chosen.length < Math.min(wanted, count)) {
    let least = -1;
    for (let order = 0; order < count; order++) if (least < 0 || keys[order]! < keys[least]!) least = order;
    chosen.push(least);
    keys[least] = Infinity;
  }
  return chosen;
}

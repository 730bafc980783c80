/** One thing carried from one place to another, as whoever carried it says. Places are `kind` or `kind:name`. */
export type DayMove = {
  readonly atMs: number;
  readonly thing: string;
  readonly from: string;
  readonly to: string;
};

/** What the day's log must show of a thing: where it begins, and the kind of place where it comes to once. */
export type ExpectedThing = { readonly thing: string; readonly from: string; readonly end: string };

/** Who says to have brought a thing where it belongs: the kind of place it came from. */
export type BringClaim = { readonly thing: string; readonly by: string };

export type DayFaults = {
  /** Never came to where it belongs. */
  readonly lost: readonly string[];
  /** Came there more than once, was taken from a place where it was not, or is said to have been brought by another than who brought it. */
  readonly movedTwice: readonly string[];
  /** In the log, but nobody knows of it. */
  readonly unknown: readonly string[];
};

/** Adds up the log by itself: each thing's way is unbroken and ends where it belongs, once, and nobody else says to have done it. */
export function checkDayLog(expected: readonly ExpectedThing[], moves: readonly DayMove[], claims: readonly BringClaim[] = []): DayFaults {
  const waysOf = new Map<string, DayMove[]>(expected.map(({ thing }) => [thing, []]));
  const unknown = new Set<string>();
  for (const move of moves) {
    const way = waysOf.get(move.thing);
    if (way === undefined) unknown.add(move.thing);
    else way.push(move);
  }
  const lost: string[] = [];
  const movedTwice: string[] = [];
  for (const { thing, from, end } of expected) {
    const way = waysOf.get(thing)!;
    const arrivals = way.filter(({ to }) => kindOf(to) === end);
    const isSaidOfAnother = claims.some((claim) => claim.thing === thing && arrivals.some((move) => kindOf(move.from) !== claim.by));
    const isUnbroken = way.every((move, index) => move.from === (index === 0 ? from : way[index - 1]!.to));
    if (arrivals.length === 0 || kindOf(way.at(-1)!.to) !== end) lost.push(thing);
    if (arrivals.length > 1 || !isUnbroken || isSaidOfAnother) movedTwice.push(thing);
  }
  return { lost, movedTwice, unknown: [...unknown] };
}

function kindOf(place: string): string {
  return place.split(':')[0]!;
}

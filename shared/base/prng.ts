/** A seeded source of chance. The same seed gives the same sequence on every machine. */
export type Prng = {
  /** A number in [0, 1). */
  next(): number;
};

/** mulberry32: 32-bit state, period 2^32; fine for simulation and jitter, never for secrets. */
export function createPrng(seed: number): Prng {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = state;
      mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    },
  };
}

/** An integer in [fromInclusive, toInclusive]. */
export function nextInt(prng: Prng, fromInclusive: number, toInclusive: number): number {
  return fromInclusive + Math.floor(prng.next() * (toInclusive - fromInclusive + 1));
}

/** One item of a non-empty list, each as likely as the other. */
export function pickOne<T>(prng: Prng, items: readonly T[]): T {
  const item = items[Math.floor(prng.next() * items.length)];
  if (item === undefined) throw new Error('pickOne of an empty list');
  return item;
}

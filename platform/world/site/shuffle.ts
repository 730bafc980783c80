import type { Prng } from '#shared/base/prng.ts';

/** A new list in an order chosen by the prng (Fisher-Yates). */
export function shuffle<T>(prng: Prng, items: readonly T[]): readonly T[] {
  const shuffled = [...items];
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = Math.floor(prng.next() * (index + 1));
    const [left, right] = [shuffled[index], shuffled[other]];
    if (left !== undefined && right !== undefined) [shuffled[index], shuffled[other]] = [right, left];
  }
  return shuffled;
}

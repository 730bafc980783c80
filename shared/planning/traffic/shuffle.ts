import type { Prng } from '#shared/base/prng.ts';

/** Puts the numbers into a random order, in place. */
export function shuffle(numbers: number[], prng: Prng): void {
  for (let index = numbers.length - 1; index > 0; index--) {
    const other = Math.floor(prng.next() * (index + 1));
    const kept = numbers[index]!;
    numbers[index] = numbers[other]!;
    numbers[other] = kept;
  }
}

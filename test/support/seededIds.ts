import { createNewId, type NewId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import { createFixedClock } from './fixedClock.ts';

/** Ids that are the same in every run with the same seed. */
export function createSeededIds(seed = 1): NewId {
  return createNewId(createFixedClock(), createPrng(seed));
}

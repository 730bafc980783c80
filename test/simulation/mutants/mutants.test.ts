import { describe, expect, test } from 'vitest';
import { findMutant } from './findMutant.ts';
import { mutants } from './mutants.ts';

/** The nightly run plays up to 200 seeds; here a planted bug has to show earlier. */
const maxSeeds = 60;

describe('every planted bug is found', () => {
  test.each(mutants)('$name', async (mutant) => {
    expect(await findMutant(mutant, maxSeeds)).not.toBeNull();
  });
});

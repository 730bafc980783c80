import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Carrier } from '#platform/features/carriers/carrier.ts';
import { carrierSettings, createHttpCarrier } from '#platform/features/carriers/createHttpCarrier.ts';

/** The carriers of a settings file; none without a file. Throws a sentence where the file is no such list. */
export function readCarriers(file: string | undefined): Carrier[] {
  if (file === undefined) return [];
  let foreign: unknown;
  try {
    foreign = JSON.parse(readFileSync(file, 'utf8'));
  } catch (fault) {
    throw new Error(`${file} cannot be read as JSON`, { cause: fault });
  }
  const read = z.array(carrierSettings).max(20).safeParse(foreign);
  if (read.success) return read.data.map(createHttpCarrier);
  const [issue] = read.error.issues;
  throw new Error(`${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not understood'}`);
}

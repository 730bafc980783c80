import { z } from 'zod';

/** Fields of a label template, by name; the template decides which it needs. */
export const labelFields = z.record(z.string().max(40), z.string().max(400));

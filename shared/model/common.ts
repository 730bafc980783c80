import { z } from 'zod';

/** Text in both languages of the product. */
export const bilingualText = z.object({ zh: z.string().max(200), en: z.string().max(200) });
export type BilingualText = z.infer<typeof bilingualText>;

/** UTC epoch milliseconds. */
export const epochMs = z.number().int().nonnegative();
/** A whole number of units, grams, fen or millimetres. */
export const count = z.number().int().nonnegative();
/** A calendar day of the site, YYYY-MM-DD. */
export const calendarDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** A printed code: what a person reads and a scanner sends. */
export const code = z.string().min(1).max(64);

export const temperatureClass = z.enum(['ambient', 'chilled', 'frozen']);
export type TemperatureClass = z.infer<typeof temperatureClass>;

/** Position on the site's floor, millimetres from its south-west corner. */
export const floorPoint = z.object({ xMm: z.number().int(), yMm: z.number().int() });
export type FloorPoint = z.infer<typeof floorPoint>;

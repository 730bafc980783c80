import { z } from 'zod';

const word = z.string().min(1).max(200);

/** What the stations of a site agree on about their sorter: by hand or not, and which trip has which chute. Retained on the broker. */
export const sorterDesk = z.object({
  stationId: word,
  isManual: z.boolean(),
  plan: z.array(z.tuple([word, word])).max(300),
});
export type SorterDesk = z.infer<typeof sorterDesk>;

/** `halfhour/v1/{site}/sorter/{sorter}/desk` and `.../lease` */
export function toStationTopic(siteId: string, sorterId: string, topic: 'desk' | 'lease'): string {
  return `halfhour/v1/${siteId}/sorter/${sorterId}/${topic}`;
}

/** Reads a message by its form; null where it is too large or another. */
export function readForm<F extends z.ZodType>(form: F, payload: Buffer): z.infer<F> | null {
  if (payload.length > 128 * 1024) return null;
  try {
    const parsed = form.safeParse(JSON.parse(payload.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

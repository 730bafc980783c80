import { z } from 'zod';
import { carrierBookingAnswer, carrierQuoteAnswer } from '#shared/wire/carrier/carrierMessages.ts';
import type { Carrier } from './carrier.ts';

/** How long a carrier may take for an answer. */
const answerTimeoutMs = 4000;

/** What an operator writes down of a carrier that speaks Halfhour's contract. */
export const carrierSettings = z.object({
  name: z.string().regex(/^[\w-]{1,40}$/, 'letters, digits, - and _'),
  url: z.url(),
  /** Sent as a bearer token with every call. */
  key: z.string().min(8),
  eventSecret: z.string().min(16),
  maxFeeFen: z.number().int().positive().default(2000),
});
export type CarrierSettings = z.infer<typeof carrierSettings>;

/** The adapter for carriers that speak Halfhour's own contract (docs/integrator/carriers.md). */
export function createHttpCarrier(settings: CarrierSettings): Carrier {
  const { name, eventSecret, maxFeeFen } = settings;
  const base = settings.url.replace(/\/$/, '');
  const call = async (path: string, body: unknown): Promise<Response> =>
    fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${settings.key}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
  const read = async <T>(answer: Response, shape: z.ZodType<T>): Promise<T> => {
    if (!answer.ok) throw new Error(`carrier ${name} answered ${answer.status}`);
    return shape.parse(await answer.json());
  };
  return {
    ...{ name, eventSecret, maxFeeFen },
    quote: async (question) => (await read(await call('/quotes', question), carrierQuoteAnswer)).quote,
    book: async (booking) => (await read(await call('/bookings', booking), carrierBookingAnswer)).isBooked,
    async cancel(reference) {
      const answer = await call(`/bookings/${encodeURIComponent(reference)}/cancel`, {});
      if (!answer.ok && answer.status !== 404) throw new Error(`carrier ${name} answered ${answer.status}`);
    },
  };
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { carrierEvent, carrierSignatureHeader } from '#shared/wire/carrier/carrierMessages.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import type { Carriers } from '#platform/features/carriers/createCarriers.ts';

/** What takes the events of carriers. */
export type CarrierEventTakers = Pick<Carriers, 'secretOf' | 'take'>;

/** One word of a carrier about one of its rides. Throws 401 for a wrong signature, 400 for nonsense, 404 for a ride that is not this carrier's. */
export async function answerCarrierEvent(c: Context, carrierName: string, carriers: CarrierEventTakers): Promise<Response> {
  const bodyText = await c.req.text();
  const secret = carriers.secretOf(carrierName);
  const given = Buffer.from(c.req.header(carrierSignatureHeader) ?? '', 'hex');
  const wanted = createHmac('sha256', secret ?? '')
    .update(bodyText)
    .digest();
  if (secret === null || given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new RequestProblem(401, 'WRONG_SIGNATURE', 'The event is not signed with the secret agreed on.');
  const event = carrierEvent.safeParse(parseJson(bodyText));
  if (!event.success) throw new RequestProblem(400, 'MALFORMED', `The event is not understood: ${event.error.issues[0]?.message ?? ''}.`);
  if (!(await carriers.take(carrierName, event.data)))
    throw new RequestProblem(404, 'UNKNOWN_BOOKING', 'No ride of this carrier has this reference.');
  return c.json({ taken: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

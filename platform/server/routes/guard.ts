import { implement } from '@orpc/server';
import type { CourierId, SiteId } from '#shared/base/ids.ts';
import type { Caller } from '#shared/wire/platform/caller.ts';
import { platformContract } from '#shared/wire/platform/platformContract.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';

/** What every procedure gets with its input. */
export type RequestContext = { readonly caller: Caller | null };

/** The contract, ready to be implemented. */
export const platformRoutes = implement(platformContract).$context<RequestContext>();

type CallerKind = Caller['kind'];
type CallerOf<K extends CallerKind> = Extract<Caller, { kind: K }>;

/** The caller, if it is of one of the kinds and belongs to the site. Throws 401 without a good token, 403 for another's. The admin may do everything but sync. */
export function requireCaller<K extends CallerKind>(
  context: RequestContext,
  kinds: readonly K[],
  siteId: SiteId | null,
  courierId?: CourierId,
): CallerOf<K> {
  const { caller } = context;
  if (caller === null) throw new RequestProblem(401, 'UNAUTHORIZED', 'A valid bearer token is needed.');
  if (!(kinds as readonly CallerKind[]).includes(caller.kind))
    throw new RequestProblem(403, 'FORBIDDEN', `This needs a token of kind ${kinds.join(' or ')}.`);
  if (caller.kind !== 'admin' && siteId !== null && caller.siteId !== siteId)
    throw new RequestProblem(403, 'FORBIDDEN', 'The token is of another site.');
  if (caller.kind === 'courier' && courierId !== undefined && caller.courierId !== courierId)
    throw new RequestProblem(403, 'FORBIDDEN', 'The key is of another courier.');
  return caller as CallerOf<K>;
}

import type { Context } from 'hono';
import { type SiteId, asId } from '#shared/base/ids.ts';
import type { Caller } from '#shared/wire/platform/caller.ts';
import {
  type PushRequest,
  type PushResponse,
  type RelayRequest,
  type RelayResponse,
  pushRequest,
  relayRequest,
} from '#shared/wire/platform/syncMessages.ts';

/** The path of a push or a relay to a site whose id needs no decoding. */
const pushPath = /^\/v1\/sites\/([\w.-]{1,100})\/(commands|relay)$/;

/** Takes what is well-formed; throws RequestProblem where it is not allowed or makes no sense. */
export type PushTakers = {
  takePush(caller: Caller | null, siteId: SiteId, request: PushRequest): Promise<PushResponse>;
  takeRelay(caller: Caller | null, siteId: SiteId, request: RelayRequest): Promise<RelayResponse>;
};

/** What became of a request: answered, or left to the general handler with the body already read (null: it is still unread). */
export type PushAnswer = { readonly response: Response } | { readonly bodyText: string | null };

/**
 * The short way for the requests that come with every scan: read, checked and answered without the general handler's layers. Whatever is
 * not a well-formed push or relay is left to that handler, which says what is wrong with it.
 */
export async function answerPush(c: Context, caller: Caller | null, takers: PushTakers): Promise<PushAnswer> {
  const [, siteName, kind] = (c.req.method === 'POST' ? pushPath.exec(c.req.path) : null) ?? [];
  if (siteName === undefined || c.req.header('content-type')?.startsWith('application/json') !== true) return { bodyText: null };
  const bodyText = await c.req.text();
  const asked = parseJson(bodyText);
  const siteId = asId<'site'>(siteName);
  if (kind === 'relay') {
    const relay = relayRequest.safeParse(asked);
    return relay.success ? { response: c.json(await takers.takeRelay(caller, siteId, relay.data)) } : { bodyText };
  }
  const push = pushRequest.safeParse(asked);
  return push.success ? { response: c.json(await takers.takePush(caller, siteId, push.data)) } : { bodyText };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { Context } from 'hono';
import { type SiteId, asId } from '#shared/base/ids.ts';
import type { Caller } from '#shared/wire/platform/caller.ts';
import { type PushRequest, type PushResponse, pushRequest } from '#shared/wire/platform/syncMessages.ts';

/** The path of a push to a site whose id needs no decoding. */
const pushPath = /^\/v1\/sites\/([\w.-]{1,100})\/commands$/;

/** What became of a request: answered, or left to the general handler with the body already read (null: it is still unread). */
export type PushAnswer = { readonly response: Response } | { readonly bodyText: string | null };

/**
 * The short way for the one request that comes with every scan: read, checked and answered without the general handler's layers. Whatever is
 * not a well-formed push is left to that handler, which says what is wrong with it.
 */
export async function answerPush(
  c: Context,
  caller: Caller | null,
  take: (caller: Caller | null, siteId: SiteId, request: PushRequest) => Promise<PushResponse>,
): Promise<PushAnswer> {
  const siteName = c.req.method === 'POST' ? pushPath.exec(c.req.path)?.[1] : undefined;
  if (siteName === undefined || c.req.header('content-type')?.startsWith('application/json') !== true) return { bodyText: null };
  const bodyText = await c.req.text();
  const request = pushRequest.safeParse(parseJson(bodyText));
  if (!request.success) return { bodyText };
  return { response: c.json(await take(caller, asId<'site'>(siteName), request.data)) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

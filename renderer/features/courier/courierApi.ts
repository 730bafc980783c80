import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { platformContract } from '#shared/wire/platform/platformContract.ts';

/** Who is signed in on this telephone, kept over a restart of the page. */
const session = z.object({ siteId: idSchema<'site'>(), courierId: idSchema<'courier'>(), name: z.string(), key: z.string() });
export type CourierSession = z.infer<typeof session>;

const storageKey = 'halfhour.courier';

/** The platform as a courier's page asks it; without a session only signing in works. */
export function createCourierApi(origin: string, key: string | null) {
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  const link = new OpenAPILink(platformContract, { url: `${origin}/v1`, headers: () => headers });
  const client: ContractRouterClient<typeof platformContract> = createORPCClient(link);
  return client.couriers;
}

export type CourierApi = ReturnType<typeof createCourierApi>;

/** The session of last time; null where there is none worth anything. */
export function readSession(storage: Pick<Storage, 'getItem'>): CourierSession | null {
  try {
    return session.parse(JSON.parse(storage.getItem(storageKey) ?? 'null'));
  } catch {
    return null;
  }
}

/** Keeps or forgets the session. */
export function keepSession(storage: Pick<Storage, 'setItem' | 'removeItem'>, next: CourierSession | null): void {
  if (next === null) storage.removeItem(storageKey);
  else storage.setItem(storageKey, JSON.stringify(next));
}

/** What to say about a failed call: the status where the platform answered, null where it did not. */
export function statusOf(fault: unknown): { readonly status: number; readonly code: string } | null {
  return fault instanceof ORPCError ? { status: fault.status, code: fault.code } : null;
}

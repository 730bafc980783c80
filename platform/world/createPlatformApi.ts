import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { platformContract } from '#shared/wire/platform/platformContract.ts';

/** The platform's HTTP interface as outsiders (channels, couriers, set-up tools) call it. */
export type PlatformApi = ContractRouterClient<typeof platformContract>;

/** A client of the platform at `platformUrl` (scheme, host, port) with a bearer token or key. Calls reject with ORPCError or a fetch error. */
export function createPlatformApi(platformUrl: string, bearer: string): PlatformApi {
  const link = new OpenAPILink(platformContract, {
    url: `${platformUrl.replace(/\/+$/, '')}/v1`,
    headers: () => ({ authorization: `Bearer ${bearer}` }),
  });
  return createORPCClient(link);
}

import type { ContractRouterClient } from '@orpc/contract';
import type { bridgeContract } from '#shared/features/bridgeContract.ts';

/** Everything a screen can ask of its host, as typed calls. */
export type BridgeClient = ContractRouterClient<typeof bridgeContract>;

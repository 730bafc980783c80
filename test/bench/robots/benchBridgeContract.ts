import { oc } from '@orpc/contract';
import { z } from 'zod';
import { robotsContract } from '#shared/features/robots/robotsContract.ts';

/** What the bench's page needs of the bridge: the line's handshake and the robots. */
export const benchBridgeContract = {
  station: { handshake: oc.output(z.object({ isCompatible: z.boolean() })) },
  robots: robotsContract,
};

import { oc } from '@orpc/contract';
import { z } from 'zod';
import { wallboardPicture } from './wallboardPicture.ts';

/** The page gives the host what wallboards of the site may see; the host shows it to any browser that asks. */
export const wallboardContract = {
  publish: oc.input(wallboardPicture).output(z.object({ isKept: z.literal(true) })),
};

import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import { wallboardContract } from '#shared/features/wallboard/wallboardContract.ts';
import type { WallboardPicture } from '#shared/features/wallboard/wallboardPicture.ts';

/** The last picture of the site, for screens on the wall. */
export type Wallboard = { picture(): WallboardPicture | null; keep(picture: WallboardPicture): void };

/** Keeps one picture, in memory: after a restart the page gives the next within seconds. */
export function createWallboard(): Wallboard {
  let last: WallboardPicture | null = null;
  return {
    picture: () => last,
    keep(picture) {
      last = picture;
    },
  };
}

const os = implement(wallboardContract).$context<BridgeContext>();

/** Handlers of the wallboard contract. */
export function createWallboardHandlers(ports: { readonly wallboard: Wallboard }) {
  return {
    publish: os.publish.handler(({ input }) => {
      ports.wallboard.keep(input);
      return { isKept: true as const };
    }),
  };
}

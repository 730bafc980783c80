import { randomBytes } from 'node:crypto';
import type { SiteId } from '#shared/base/ids.ts';
import type { CarrierSettings } from '#platform/features/carriers/createHttpCarrier.ts';
import { startCarrier } from '#platform/world/carriers/startCarrier.ts';
import type { WorldClock } from '#platform/world/clock/createWorldClock.ts';
import type { PlatformApi } from '#platform/world/createPlatformApi.ts';

const name = 'QuickRide';
/** One of so many questions is answered with: nobody rides. */
const refusedShare = 0.1;

/** The demo's third-party carrier, and the platform it speaks to once that is up. */
export type DemoCarrier = {
  readonly settings: CarrierSettings;
  speakTo(platformUrl: string, admin: PlatformApi, siteId: SiteId): void;
  close(): Promise<void>;
};

/** Starts it. Its riders see at the counter what the records say: the ride is under way. */
export async function startDemoCarrier(clock: WorldClock, seed: number): Promise<DemoCarrier> {
  const key = randomBytes(16).toString('base64url');
  const eventSecret = randomBytes(24).toString('base64url');
  let platform: { readonly url: string; readonly admin: PlatformApi; readonly siteId: SiteId } | null = null;
  const carrier = await startCarrier({
    ...{ name, key, eventSecret, clock, seed, refusedShare },
    platformUrl: () => platform?.url ?? '',
    async hasBags(reference) {
      if (platform === null) return false;
      const couriers = await platform.admin.couriers.list({ siteId: platform.siteId }).catch(() => []);
      return couriers.some(({ booking, status }) => booking?.tripId === reference && status === 'outbound');
    },
  });
  return {
    settings: { name, url: carrier.url, key, eventSecret, maxFeeFen: 2000 },
    speakTo(url, admin, siteId) {
      platform = { url, admin, siteId };
    },
    close: () => carrier.close(),
  };
}

import { afterAll, beforeAll, describe } from 'vitest';
import type { SyncTestPlatform } from '#test/support/testPlatform.ts';
import { platformFeedContract } from './platformFeed.ts';
import { platformPushContract } from './platformPush.ts';
import { platformRelayContract } from './platformRelay.ts';

/** How a platform keeps stations in step, whatever database and broker are below it. */
export function platformSyncContract(name: string, open: () => Promise<SyncTestPlatform>): void {
  describe(`sync on ${name}`, () => {
    let opened: SyncTestPlatform;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    const station = () => opened;
    platformPushContract(station);
    platformFeedContract(station);
    platformRelayContract(station);
  });
}

import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { createWallboard, createWallboardHandlers } from '#electron/features/wallboard/createWallboard.ts';
import { pictureOf } from '#shared/features/wallboard/wallboardPicture.ts';
import { createTestStore } from '#test/support/createTestStore.ts';

test('[WB1] the last picture is kept, what is more than a picture is not taken', async () => {
  const { store, clock } = await createTestStore();
  const wallboard = createWallboard();
  const client = createRouterClient(createWallboardHandlers({ wallboard }), { context: { connection: {} as never } });
  const picture = pictureOf(store, store.view.site()!, null, clock.nowMs());
  const before = wallboard.picture();
  await client.publish(picture);
  const withMore = { ...picture, recipient: '王小明' } as never;
  await expect(client.publish(withMore)).rejects.toThrow();
  expect([before, wallboard.picture()]).toEqual([null, picture]);
});

import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { startHandover } from '#shared/features/handover/handoverState.ts';
import { stepHandover } from '#shared/features/handover/stepHandover.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';

test('[HW14] a courier who scans his code at the counter is here, also when his telephone could not say so', async () => {
  const site = await createTestStore();
  const courierId = asId<'courier'>('courier-1');
  await site.commit({ kind: 'reportCourier', payload: { courierId, status: 'returning', position: null } });
  site.clock.advance(60_000);
  await driveWorkflow(site, startHandover(), stepHandover, (state) => state).scan(toSiteCode('courier', '9001'));
  const first = site.store.status().pending;
  await driveWorkflow(site, startHandover(), stepHandover, (state) => state).scan(toSiteCode('courier', '9001'));
  expect([site.store.view.get('courier', courierId)?.status, site.store.status().pending - first]).toEqual(['atSite', 0]);
});

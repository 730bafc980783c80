import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { PlannedTrip } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { createStationContact, returnGraceMs, silenceMs } from '#platform/features/dispatch/createStationContact.ts';
import { toDrafts } from '#platform/features/dispatch/dispatchTrips.ts';

test('[PD1] a site that fell silent is left alone until its work is in', () => {
  let nowMs = 1_000_000;
  const contact = createStationContact(() => nowMs);
  const siteId = asId<'site'>('s');
  const seen = [contact.isSilent(siteId)];
  const after = (ms: number, isHeard: boolean) => {
    nowMs += ms;
    if (isHeard) contact.heard(siteId);
    seen.push(contact.isSilent(siteId));
  };
  after(0, true);
  after(silenceMs, false);
  after(1, false);
  after(5000, true);
  after(returnGraceMs - 1, true);
  after(1, true);
  expect(seen).toEqual([false, false, false, true, true, true, false]);
});

test('[PD2] rides that are due are claimed with their reason, later ones are not', () => {
  const trip = (id: string, isDue: boolean): PlannedTrip => ({
    ...{ courierId: asId(`k-${id}`), orderIds: [asId(`o-${id}`)], leavesAtMs: 1, backAtMs: 2, isDue },
    reason: { key: 'dispatch.ready', params: { order: 1 } },
  });
  const drafts = toDrafts({ trips: [trip('1', true), trip('2', false)], orders: [], couriers: [] }, () => asId<'trip'>('t'));
  expect(drafts).toEqual([
    {
      kind: 'planTrip',
      payload: { tripId: 't', courierId: 'k-1', orderIds: ['o-1'], reason: { key: 'dispatch.ready', params: { order: 1 } } },
    },
  ]);
});

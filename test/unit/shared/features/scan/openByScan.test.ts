import { describe, expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { openByScan } from '#shared/features/scan/openByScan.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { pickAll } from '#test/support/pickAll.ts';

describe('openByScan', () => {
  it('[SR8] a scan leads to the screen of the next work', async () => {
    const test = await createTestStore();
    const orderId = await test.place({ water: 1 });
    const released = openByScan({ kind: 'order', orderId }, test.store.view);
    await pickAll(test, orderId);
    const tote = openByScan({ kind: 'tote', toteId: asId<'tote'>('tote-T001'), toteCode: 'T001' }, test.store.view);
    const empty = openByScan({ kind: 'tote', toteId: asId<'tote'>('tote-T9'), toteCode: 'T9' }, test.store.view);
    const courier = openByScan({ kind: 'courier', courierId: asId<'courier'>('courier-1') }, test.store.view);
    expect([released, tote, empty, courier]).toEqual([
      { effect: { kind: 'go', screen: 'picking', subjectId: 'task-1' } },
      { effect: { kind: 'go', screen: 'packing', subjectId: orderId } },
      { message: { key: 'open.emptyTote', params: { scanned: 'T9' } } },
      { effect: { kind: 'go', screen: 'handover', subjectId: 'courier-1' } },
    ]);
  });
});

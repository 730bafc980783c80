import { describe, expect, test } from 'vitest';
import { asId, createNewId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import { allPracticeCodes } from '#shared/features/training/practiceCodes.ts';
import { practiceOrder } from '#shared/features/training/practiceOrder.ts';
import { practiceSite } from '#shared/features/training/practiceSite.ts';
import { resolveScan } from '#shared/features/scan/resolveScan.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import { recordSchemas } from '#shared/model/records.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import { createMemoryStorage } from '#shared/sync/createMemoryStorage.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { createFixedClock } from '#test/support/fixedClock.ts';
import { createManualScheduler } from '#test/support/manualScheduler.ts';

const nowMs = Date.UTC(2026, 10, 20, 4);
const operator: Operator = {
  ...{
    id: asId<'operator'>('o'),
    name: '林晓',
    roles: ['picker'],
    badgeCode: '1',
    pinHash: '',
    language: 'zh-CN',
    validUntilMs: nowMs * 2,
  },
};

async function openPracticeStore() {
  const clock = createFixedClock(nowMs);
  const newId = createNewId(clock, createPrng(3));
  const storage = createMemoryStorage();
  await storage.replaceSnapshot({ epoch: 'practice', cursor: 1 }, [], [...practiceSite(operator)]);
  const nowhere = () => Promise.reject(new LinkFault('offline', 'practice'));
  const link = { push: nowhere, relay: nowhere, changes: nowhere, snapshot: nowhere, snapshotPage: nowhere, onNews: () => () => undefined };
  const { scheduler } = createManualScheduler(nowMs);
  const store = await createStationStore({
    storage,
    link,
    clock,
    newId,
    decide: decideCommand,
    scheduler,
    isSyncing: false,
    stationId: asId('training'),
  });
  return { store, newId };
}

describe('the practice site', () => {
  test('[TG1] holds records that meet their schemas', () => {
    const bad = practiceSite(operator).filter((write) => !recordSchemas[write.kind].safeParse(write.row).success);
    expect(bad.map(({ kind, id }) => `${kind} ${id}`)).toEqual([]);
  });

  test('[TG1] every code of the sheet is read as what it is, and no goods have a number of real goods', async () => {
    const { store } = await openPracticeStore();
    const site = store.view.site()!;
    const read = allPracticeCodes().map(({ kind, code }) => [
      kind,
      resolveScan(code, null, { view: store.view, find: store.find, site, nowMs }).kind,
    ]);
    const real = [...store.all('sku')].flatMap((sku) => sku.barcodes).filter(({ gtin }) => !gtin.startsWith('952'));
    await store.close();
    expect([read.filter(([kind, found]) => kind !== found), read.length > 25, real]).toEqual([[], true, []]);
  });

  test('[TG2] its orders are placed, accepted and released by the rules of real ones, on and on', async () => {
    const { store, newId } = await openPracticeStore();
    const outcomes = [];
    for (let no = 1; no <= 7; no += 1)
      outcomes.push((await store.commit(practiceOrder(no, newId, nowMs), { operatorId: null, triggerId: `${no}` })).ok);
    const open = store.find.openTasks().length;
    await store.close();
    expect([outcomes, open]).toEqual([Array.from({ length: 7 }, () => true), 7]);
  });
});

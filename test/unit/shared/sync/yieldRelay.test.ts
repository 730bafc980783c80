import { expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { backlogBatches } from '#shared/sync/yieldRelay.ts';
import type { PushRequest } from '#shared/wire/platform/syncMessages.ts';
import { createFakeLan } from '#test/support/fakeLan.ts';
import { alertDraft, allRows, by, createMemoryJournal, createStoreBench } from '#test/support/storeBench.ts';

/** Stations that worked on one record by turns while the platform was away; `sent` counts the commands each brings it then. */
async function createLongDay(stationCount: number, turns: number) {
  const bench = createStoreBench();
  const lan = createFakeLan();
  const sent = Array.from({ length: stationCount }, () => 0);
  const reach = { isUp: true };
  const isCut = Array.from({ length: stationCount }, () => false);
  const open = (index: number) => {
    const stationId = asId<'station'>(`station-${index + 1}`);
    const { journal } = createMemoryJournal();
    const before = (call: string, argument: unknown) => {
      if (!reach.isUp || isCut[index]) throw new LinkFault('offline', 'cut');
      if (call === 'push') sent[index]! += (argument as PushRequest).commands.length;
    };
    return bench.open({ stationId, journal, linkHooks: { before }, gossip: lan.join(stationId, journal) });
  };
  const stores = await Promise.all(Array.from({ length: stationCount }, (_, index) => open(index)));
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await pause(bench.time.scheduler, 0);
  };
  for (const store of stores) await store.syncNow();
  reach.isUp = false;
  for (let turn = 0; turn < turns; turn += 1) {
    await stores[turn % stationCount]!.commit([alertDraft('alert-1', `turn ${turn}`)], by(`turn-${turn}`));
    await settle();
    lan.deliverAll();
    await settle();
    bench.time.advance(1_000);
  }
  reach.isUp = true;
  const syncAll = async () => {
    let isOver = false;
    const rounds = Promise.all(stores.map((store) => store.syncNow())).then(() => (isOver = true));
    for (let turn = 0; !isOver && turn < 2_000; turn += 1) {
      await settle();
      if (turn % 10 === 9) bench.time.advance(200);
    }
    await rounds;
  };
  return { ...bench, stores, sent, isCut, syncAll };
}

const turns = 6 * backlogBatches;

it('[LN17] after a long time without the platform one station brings it the work of all, in order; the others bring each command of their own', async () => {
  const day = await createLongDay(3, turns);
  await day.syncAll();
  await day.syncAll();
  expect(day.platform.log().map((command) => command.triggerId)).toEqual(Array.from({ length: turns }, (_, turn) => `turn-${turn}`));
  expect(day.sent.toSorted((a, b) => a - b)).toEqual([turns / 3, turns / 3, turns]);
  for (const store of day.stores) {
    const { pending, foreign } = store.status();
    expect([pending, foreign, allRows(store)]).toEqual([0, [], allRows(day.platform)]);
  }
});

it('[LN17] when that station is not there another one does it', async () => {
  const day = await createLongDay(3, turns);
  day.isCut.fill(true);
  for (let index = 0; index < 3; index += 1) {
    day.isCut[index] = false;
    await day.syncAll();
    if (day.platform.log().length === turns) break;
  }
  expect(day.platform.log().map((command) => command.triggerId)).toEqual(Array.from({ length: turns }, (_, turn) => `turn-${turn}`));
});

import { expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { backlogBatches } from '#shared/sync/yieldRelay.ts';
import type { RelayRequest } from '#shared/wire/platform/syncMessages.ts';
import { createFakeLan } from '#test/support/fakeLan.ts';
import { alertDraft, allRows, by, createMemoryJournal, createStoreBench } from '#test/support/storeBench.ts';

/** Stations that worked on one record by turns while the platform was away; `sent` counts the commands each brings it then. */
async function createLongDay(stationCount: number, turns: number, isOldPlatform = false) {
  const bench = createStoreBench(undefined, isOldPlatform);
  const calls: string[] = [];
  const lan = createFakeLan();
  const sent = Array.from({ length: stationCount }, () => 0);
  const reach = { isUp: true };
  const isCut = Array.from({ length: stationCount }, () => false);
  const open = (index: number) => {
    const stationId = asId<'station'>(`station-${index + 1}`);
    const { journal } = createMemoryJournal();
    const before = (call: string, argument: unknown) => {
      if (!reach.isUp || isCut[index]) throw new LinkFault('offline', 'cut');
      if (call === 'push' || (call === 'relay' && !isOldPlatform)) sent[index]! += (argument as RelayRequest).commands.length;
      calls.push(call);
    };
    return bench.open({ stationId, journal, linkHooks: { before }, gossip: lan.join(stationId, journal) });
  };
  const stores = await Promise.all(Array.from({ length: stationCount }, (_, index) => open(index)));
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await pause(bench.time.scheduler, 0);
  };
  for (const store of stores) await store.syncNow();
  reach.isUp = false;
  const takeTurn = async (turn: number) => {
    await stores[turn % stationCount]!.commit([alertDraft('alert-1', `turn ${turn}`)], by(`turn-${turn}`));
    await settle();
    lan.deliverAll();
    await settle();
    bench.time.advance(1_000);
  };
  for (let turn = 0; turn < turns; turn += 1) await takeTurn(turn);
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
  return { ...bench, stores, reach, takeTurn, sent, calls, isCut, syncAll };
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

it('[LN18] work that went to and fro is brought in few messages; an older platform hears one outbox after the other', async () => {
  for (const isOldPlatform of [false, true]) {
    const day = await createLongDay(3, turns, isOldPlatform);
    day.calls.length = 0;
    await day.syncAll();
    await day.syncAll();
    const messages = day.calls.filter((call) => call === 'push' || call === 'relay').length;
    expect(day.platform.log().map((command) => command.triggerId)).toEqual(Array.from({ length: turns }, (_, turn) => `turn-${turn}`));
    if (isOldPlatform) expect(messages).toBeGreaterThan(turns);
    else expect(messages).toBeLessThan(10);
    for (const store of day.stores) expect([store.status().pending, store.status().foreign]).toEqual([0, []]);
  }
});

it('[LN18] what the platform lacks of our own earlier commands is brought from the journal before a relay goes on', async () => {
  const day = await createLongDay(3, 3);
  const backup = day.platform.backup();
  await day.syncAll();
  await day.syncAll();
  day.reach.isUp = false;
  for (let turn = 3; turn < 9; turn += 1) await day.takeTurn(turn);
  day.platform.restore(backup, 'epoch-2');
  day.reach.isUp = true;
  for (let rounds = 0; rounds < 4; rounds += 1) await day.syncAll();
  expect(new Set(day.platform.log().map((command) => command.triggerId))).toEqual(
    new Set(Array.from({ length: 9 }, (_, turn) => `turn-${turn}`)),
  );
  for (const store of day.stores) expect([store.status().pending, store.status().foreign]).toEqual([0, []]);
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

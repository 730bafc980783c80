import { describe, expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { createFakeLan } from '#test/support/fakeLan.ts';
import {
  alertDraft,
  allRows,
  by,
  claim,
  createMemoryJournal,
  createStoreBench,
  pick,
  quantityIn,
  receive,
} from '#test/support/storeBench.ts';

/** Stations 1..n with a copy of the site, on one LAN; the platform can be cut off for each. */
async function createFloor(count: number, limits = {}) {
  const bench = createStoreBench();
  const lan = createFakeLan();
  const wan = Array.from({ length: count }, () => true);
  const stations: StationStore[] = [];
  const disks = Array.from({ length: count }, createMemoryDisk);
  const journals = Array.from({ length: count }, createMemoryJournal);
  const open = (index: number) => {
    const { journal } = journals[index]!;
    const stationId = asId<'station'>(`station-${index + 1}`);
    const before = () => {
      if (!wan[index]) throw new LinkFault('offline', 'cut');
    };
    return bench.open({ stationId, disk: disks[index]!, journal, linkHooks: { before }, gossip: lan.join(stationId, journal), limits });
  };
  for (let index = 0; index < count; index += 1) {
    stations.push(await open(index));
    await stations[index]!.syncNow();
  }
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await pause(bench.time.scheduler, 0);
  };
  const told = async () => {
    await settle();
    lan.deliverAll();
    await settle();
  };
  return { ...bench, journals, lan, wan, stations, open, told, cutWan: () => wan.fill(false) };
}

function receiptOf(outcome: Awaited<ReturnType<StationStore['commit']>>) {
  if (!outcome.ok) throw new Error(`refused: ${outcome.error.code}`);
  return outcome.value;
}

let made = 0;
const next = () => by(`lan-${(made += 1)}`);

describe('stations without the platform', () => {
  it('[LN1] work done at one station shows at the others, and is not pushed as theirs', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    await one.commit([receive(5)], next());
    await floor.told();
    expect([quantityIn(two), two.status().pending, two.status().foreign]).toEqual([15, 0, [{ stationId: 'station-1', pending: 1 }]]);
    expect(two.pendingCommands()).toEqual([]);
    expect(two.foreignCommands()).toHaveLength(1);
  });

  it('[LN2] what the feed holds is not counted on top of it, whether it is heard before or after', async () => {
    const floor = await createFloor(3);
    const [one, two, three] = floor.stations as [StationStore, StationStore, StationStore];
    await one.commit([receive(5)], next());
    await floor.told();
    await one.syncNow();
    await two.syncNow();
    floor.lan.deliverAll();
    await three.syncNow();
    await floor.told();
    expect([quantityIn(two), quantityIn(three), two.status().foreign, three.status().foreign]).toEqual([15, 15, [], []]);
  });

  it('[LN2] a restarted station knows what its copy holds of others', async () => {
    const floor = await createFloor(2);
    const [one] = floor.stations as [StationStore];
    await one.commit([receive(5)], next());
    await one.syncNow();
    await floor.stations[1]!.syncNow();
    floor.cutWan();
    await one.commit([receive(2)], next());
    await floor.stations[1]!.close();
    const two = await floor.open(1);
    await floor.told();
    expect([quantityIn(two), two.status().foreign]).toEqual([17, [{ stationId: 'station-1', pending: 1 }]]);
  });

  it('[LN3] lost and swapped messages are noticed by their numbers and asked for', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    for (const units of [1, 2, 4]) await one.commit([receive(units)], next());
    await pause(floor.time.scheduler, 0);
    floor.lan.deliver(0, 'lost');
    await floor.told();
    expect(quantityIn(two)).toBe(10);
    floor.time.advance(600);
    await floor.told();
    expect(quantityIn(two)).toBe(17);
  });

  it('[LN3] stations that come into reach of each other again catch up', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    floor.lan.cut();
    await one.commit([receive(1)], next());
    await two.commit([receive(2)], next());
    await floor.told();
    floor.lan.heal();
    await floor.told();
    expect([quantityIn(one), quantityIn(two)]).toEqual([13, 13]);
  });

  it('[LN3] a station that has recorded nothing asks for the first command of another (simulated day 8)', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    for (const units of [1, 2]) await one.commit([receive(units)], next());
    await pause(floor.time.scheduler, 0);
    floor.lan.deliver(0, 'lost');
    await floor.told();
    floor.time.advance(600);
    await floor.told();
    expect([two.status().pending, quantityIn(two)]).toEqual([0, 13]);
  });

  it('[LN19] after a restore of the platform a station hears again what it lost, of the stations that have it', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    const backup = floor.platform.backup();
    await one.commit([receive(5)], next());
    await floor.told();
    await one.syncNow();
    await two.syncNow();
    floor.wan[0] = false;
    await one.commit([receive(2)], next());
    await floor.told();
    floor.platform.restore(backup, 'epoch-2');
    await two.syncNow();
    floor.wan[1] = false;
    await floor.told();
    expect([quantityIn(two), two.status().foreign]).toEqual([17, [{ stationId: 'station-1', pending: 2 }]]);
    floor.wan.fill(true);
    for (const store of [one, two, one, two]) await store.syncNow();
    expect([quantityIn(one), quantityIn(two), two.status().foreign]).toEqual([17, 17, []]);
  });

  it('[LN4] of two claims made apart the earlier wins everywhere, and the other station is told at once', async () => {
    const floor = await createFloor(3);
    const [one, two, three] = floor.stations as [StationStore, StationStore, StationStore];
    floor.cutWan();
    expect((await two.commit([claim()], next())).ok).toBe(true);
    floor.time.advance(5);
    expect((await one.commit([claim()], next())).ok).toBe(true);
    await floor.told();
    const holders = [one, two, three].map((store) => store.view.get('task', 'task-1')?.holder?.stationId);
    expect(holders).toEqual(['station-2', 'station-2', 'station-2']);
    expect(one.status().refused.map(({ refusal }) => refusal.code)).toEqual(['TASK_HELD_BY_ANOTHER']);
    expect(two.status().refused).toEqual([]);
    floor.wan.fill(true);
    await one.syncNow();
    await two.syncNow();
    expect([one.status().refused.length, two.status().refused.length, one.status().pending]).toEqual([1, 0, 0]);
    expect(floor.platform.rows('task').get('task-1')?.holder?.stationId).toBe('station-2');
  });

  it('[LN4] a claim told as refused that the platform grants after all is taken off the list', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    // One never hears of the first command of two, so it cannot bring the second one to the platform either.
    const [first] = receiptOf(await two.commit([receive(1)], next()));
    await two.commit([claim()], next());
    await floor.journals[1]!.journal.prune(first!.outboxId, 1);
    floor.time.advance(5);
    await one.commit([claim()], next());
    await pause(floor.time.scheduler, 0);
    while (floor.lan.letters() > 0) floor.lan.deliver(0, 'lost');
    floor.lan.heal();
    await floor.told();
    expect(one.status().refused).toHaveLength(1);
    floor.wan[0] = true;
    await one.syncNow();
    expect([one.status().refused, one.status().linkFault]).toEqual([[], null]);
    floor.wan[1] = true;
    await two.syncNow();
    expect(two.status().refused).toHaveLength(1);
    expect(two.view.get('task', 'task-1')?.holder?.stationId).toBe('station-1');
  });

  it('[LN5] our next command comes after everything we have seen, whatever the clocks say', async () => {
    const floor = await createFloor(1);
    const [one] = floor.stations as [StationStore];
    const ahead = await floor.open(0);
    expect(ahead).toBeDefined();
    const gossip = floor.lan.join(asId('station-9'), createMemoryJournal().journal);
    floor.cutWan();
    const foreign = {
      id: asId<'command'>('c9'),
      stationId: asId<'station'>('station-9'),
      outboxId: asId<'outbox'>('o9'),
      stationSeq: 1,
      operatorId: null,
    };
    await gossip.publish([{ ...foreign, atMs: floor.time.clock.nowMs() + 3_000, ...alertDraft('alert-9') }]);
    await floor.told();
    const seen = ahead.view.get('alert', 'alert-9');
    const settled = await ahead.commit([{ kind: 'settleAlert', payload: { alertId: asId('alert-9'), status: 'closed' } }], next());
    expect([seen?.status, settled.ok, ahead.view.get('alert', 'alert-9')?.status]).toEqual(['open', true, 'closed']);
    expect(settled.ok && settled.value[0]!.atMs).toBe(floor.time.clock.nowMs() + 3_001);
    await one.close();
  });

  it('[LN6] what ours rests on is brought to the platform before ours', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    await one.commit([alertDraft('alert-1')], next());
    await floor.told();
    expect((await two.commit([{ kind: 'settleAlert', payload: { alertId: asId('alert-1'), status: 'closed' } }], next())).ok).toBe(true);
    floor.wan[1] = true;
    await two.syncNow();
    expect(two.status()).toMatchObject({ pending: 0, foreign: [], refused: [] });
    expect(floor.platform.log().map(({ kind }) => kind)).toEqual(['raiseAlert', 'settleAlert']);
    floor.wan[0] = true;
    await one.syncNow();
    expect(one.status().pending).toBe(0);
    expect(floor.platform.log()).toHaveLength(2);
    expect(allRows(one)).toEqual(allRows(floor.platform));
  });

  it('[LN6] commands of a station that does not get through are brought after some seconds', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    await one.commit([receive(5)], next());
    await floor.told();
    floor.wan[1] = true;
    await two.syncNow();
    expect(floor.platform.log()).toHaveLength(0);
    floor.time.advance(5_001);
    await two.syncNow();
    expect([floor.platform.log().length, two.status().foreign.length, quantityIn(two)]).toEqual([1, 0, 15]);
  });

  it('[LN6] of what was heard with a hole only what lies before it is brought (simulated day 25)', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    const [first] = receiptOf(await one.commit([receive(1)], next()));
    await floor.told();
    for (const units of [2, 4]) await one.commit([receive(units)], next());
    await pause(floor.time.scheduler, 0);
    while (floor.lan.letters() > 0) floor.lan.deliver(0, 'lost');
    await floor.journals[0]!.journal.prune(first!.outboxId, 2);
    floor.lan.heal();
    await floor.told();
    expect(two.foreignCommands().map(({ stationSeq }) => stationSeq)).toEqual([1, 3]);
    floor.wan[1] = true;
    floor.time.advance(5_001);
    await two.syncNow();
    expect([two.status().linkFault, floor.platform.log().map(({ stationSeq }) => stationSeq)]).toEqual([null, [1]]);
  });

  it('[LN7] more foreign commands than the limit are left to the platform', async () => {
    const floor = await createFloor(2, { foreignPending: 2 });
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    for (let no = 0; no < 4; no += 1) await one.commit([receive(1)], next());
    await floor.told();
    expect(two.foreignCommands()).toHaveLength(2);
    floor.wan.fill(true);
    await one.syncNow();
    await two.syncNow();
    expect([quantityIn(two), two.foreignCommands().length]).toEqual([14, 0]);
  });

  it('[LN8] two people who picked the same are both believed, on every station', async () => {
    const floor = await createFloor(2);
    const [one, two] = floor.stations as [StationStore, StationStore];
    floor.cutWan();
    await one.commit([pick(7)], next());
    await two.commit([pick(6)], next());
    await floor.told();
    expect([quantityIn(one), quantityIn(two)]).toEqual([-3, -3]);
    expect(allRows(one)).toEqual(allRows(two));
  });
});

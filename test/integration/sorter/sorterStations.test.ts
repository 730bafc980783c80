import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import mqtt from 'mqtt';
import { createSorterService, type SorterService } from '#electron/features/sorter/createSorterService.ts';
import { openEmbeddedBroker, type EmbeddedBroker } from '#platform/bus/openEmbeddedBroker.ts';
import { startSorter, type SorterLine } from '#platform/world/sorter/startSorter.ts';
import { silentLog } from '#shared/base/log.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { Placement, SortTableInput } from '#shared/features/sorter/sorterContract.ts';
import { readSorterMessage, toSorterTopic } from '#shared/wire/sorter/sorterMessages.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

/** Leases take seconds: the stations' and the sorter's clock go four times as fast. */
const startMs = Date.now();
const clock = { nowMs: () => startMs + 4 * (Date.now() - startMs) };
const patient = { timeoutMs: 60_000, everyMs: 20 };
const chutes = (['trip', 'trip', 'recirculation', 'reject'] as const).map((use, index) => ({ chuteId: `C${index + 1}`, use, holds: 500 }));
const parcel = (no: number, tripId: string) => ({ parcelCode: `P${no}`, orderId: `o${no}`, tripId, isOrderOpen: true });
const table: SortTableInput = {
  parcels: Array.from({ length: 20 }, (_, no) => parcel(no, no % 2 === 0 ? 'even' : 'odd')),
  trips: [
    { tripId: 'odd', leavesAtMs: 1 },
    { tripId: 'even', leavesAtMs: 2 },
  ],
};

describe('the sorter among the stations of a site', () => {
  const closers: (() => Promise<void>)[] = [];
  let broker: EmbeddedBroker;
  let line: SorterLine;

  beforeEach(async () => {
    broker = await openEmbeddedBroker({ host: '127.0.0.1', port: 0 });
    const machine = { chutes, noReadShare: 0, misSortShare: 0, prng: createPrng(5) };
    line = await startSorter({ mqttUrl: broker.mqttUrl, siteId: 'site-1', sorterId: 'S1', clock, machine });
  });
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
    await line.close();
    await broker.close();
  });
  const folder = () => {
    const made = tempFolder('halfhour-sorter-');
    closers.push(async () => made.remove());
    return made.path;
  };
  const open = async (stationId: string, dataFolder: string): Promise<SorterService> => {
    const station = () => ({ stationId, siteId: 'site-1' });
    const sorter = { sorterId: 'S1', chutes };
    const service = await createSorterService({ dataFolder, sorter, station, clock, log: silentLog });
    service.look(broker.mqttUrl);
    return service;
  };
  const inCharge = (service: SorterService) => service.opened()?.isInCharge() === true;
  const sorted = async (codes: readonly string[]) => {
    for (const code of codes) line.sorter.induct(code, clock.nowMs());
    await waitUntil('the parcels', () => codes.every((code) => line.sorter.ended.has(code)), patient);
    return codes.map((code) => line.sorter.ended.get(code));
  };

  test('[SO8] one station tells the sorter what to do; the other takes over with the same chutes and the same mode', async () => {
    const commands: string[] = [];
    const ear = await mqtt.connectAsync(broker.mqttUrl);
    closers.push(() => ear.endAsync());
    await ear.subscribeAsync(toSorterTopic('site-1', 'S1', 'sortCommand'));
    ear.on('message', (_, payload) => commands.push(readSorterMessage('sortCommand', payload.toString(), payload.length)?.reason ?? '?'));
    const one = await open('a', folder());
    await waitUntil('the lease', () => inCharge(one), patient);
    one.prepare(table);
    const other = await open('b', folder());
    closers.push(() => other.close());
    // It knows the parcels, and of trips what would give it other chutes.
    other.prepare({ ...table, trips: table.trips.map(({ tripId, leavesAtMs }) => ({ tripId, leavesAtMs: -leavesAtMs })) });
    const first = await sorted(['P1', 'P2']);
    await waitUntil('the plan', () => other.opened()?.control.plan().get('odd') === 'C1', patient);
    const both = [inCharge(one), inCharge(other)];
    one.setManual(true);
    await waitUntil('the mode', () => other.opened()?.control.isManual === true, patient);
    other.setManual(false);
    await waitUntil('the machine again', () => one.opened()?.control.isManual === false, patient);
    await one.close();
    await waitUntil('the takeover', () => inCharge(other), patient);
    const second = await sorted(['P3', 'P4']);
    expect({ first, second, both, reasons: [...new Set(commands)] }).toEqual({
      ...{ first: ['C1', 'C2'], second: ['C1', 'C2'], both: [true, false], reasons: ['trip'] },
    });
  }, 120_000);

  test('[SO9] [SO10] decides with the last table when nobody is there; whoever keeps the books later hears every result, also after a restart', async () => {
    const dataFolder = folder();
    const before = await open('a', dataFolder);
    before.prepare(table);
    await waitUntil('the lease', () => inCharge(before), patient);
    const where = await sorted(['P1', 'P2', 'P3']);
    expect(where).toEqual(['C1', 'C2', 'C1']);
    await waitUntil('the results', () => line.sorter.waitingResults === 0, patient);
    await before.close();
    const after = await open('a', dataFolder);
    closers.push(() => after.close());
    await waitUntil('the station', () => after.opened() !== null, patient);
    const stop = new AbortController();
    const heard: Placement[] = [];
    for await (const placed of after.placements(stop.signal)) {
      if (placed.outcome === 'diverted') heard.push(placed);
      if (heard.length === where.length) stop.abort();
    }
    expect(heard.map(({ codes, chuteId }) => `${codes[0]} ${chuteId}`).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'P1 C1',
      'P2 C2',
      'P3 C1',
    ]);
  }, 120_000);

  test('[SO11] a setting with faults, or none, is a site without a sorter', async () => {
    const log = { ...silentLog };
    const station = () => ({ stationId: 'a', siteId: 'site-1' });
    const none = await createSorterService({ dataFolder: folder(), station, clock, log });
    const twice = [chutes[0], chutes[0], chutes[3]];
    const faulty = await createSorterService({ dataFolder: folder(), sorter: { sorterId: 'S1', chutes: twice }, station, clock, log });
    closers.push(
      () => none.close(),
      () => faulty.close(),
    );
    const views = [];
    for (const service of [none, faulty]) {
      service.look(broker.mqttUrl);
      views.push((await service.follow(undefined).next()).value);
    }
    expect([views, none.opened(), faulty.opened(), faulty.setManual(true)]).toEqual([[null, null], null, null, false]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mqtt from 'mqtt';
import type { Chute, SortEntry } from '#shared/features/sorter/decideChute.ts';
import { openSorter } from '#electron/features/sorter/openSorter.ts';
import { openEmbeddedBroker } from '#platform/bus/openEmbeddedBroker.ts';
import { startSorter } from '#platform/world/sorter/startSorter.ts';
import { silentLog } from '#shared/base/log.ts';
import { createPrng } from '#shared/base/prng.ts';
import { sendAtOnce } from '#shared/wire/mqtt/sendAtOnce.ts';
import { readSorterMessage, toSorterTopic } from '#shared/wire/sorter/sorterMessages.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const chutes: readonly Chute[] = [
  ...Array.from({ length: 8 }, (_, index) => ({ chuteId: `C${index + 1}`, use: 'trip' as const })),
  { chuteId: 'OVER', use: 'overflow' },
  { chuteId: 'LOOP', use: 'recirculation' },
  { chuteId: 'REJ', use: 'reject' },
];
const clock = { nowMs: () => Date.now() };

/**
 * Parcels through a sorter on a real broker: 3 a second for 10 minutes, 2 % not read, chutes that fill, the station's control ended and opened again half-way.
 * `--minutes N`, `--rate N`. Times are from the scan's arrival to the command's, both at an independent listener.
 */
export async function run({ arguments: words }: { dataFolder: string | null; arguments: readonly string[] }) {
  const option = (name: string, otherwise: number) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : otherwise);
  const parcels = Math.round(option('--minutes', 10) * 60 * option('--rate', 3));
  const everyMs = 1000 / option('--rate', 3);
  const folder = mkdtempSync(path.join(tmpdir(), 'halfhour-sorter-'));
  const broker = await openEmbeddedBroker({ host: '127.0.0.1', port: 0 });
  const place = { mqttUrl: broker.mqttUrl, siteId: 'bench', sorterId: 'S1' };
  const entries = new Map<string, SortEntry>();
  for (let index = 0; index < parcels; index++)
    entries.set(`p${index}`, { parcelCode: `p${index}`, orderId: `o${index}`, tripId: `t${index % 8}`, isOrderOpen: index % 97 !== 96 });
  const plan = new Map(Array.from({ length: 8 }, (_, index) => [`t${index}`, `C${index + 1}`] as const));
  const open = async () => {
    const opened = await openSorter({
      ...place,
      chutes,
      filePath: path.join(folder, 'results.jsonl'),
      clock,
      log: silentLog,
      onChange: () => {},
    });
    opened.control.prepare(entries, plan);
    return opened;
  };
  const ear = await listen(place);
  let station = await open();
  const machine = {
    chutes: chutes.map((chute) => ({ ...chute, holds: chute.use === 'trip' ? 40 : 1_000_000 })),
    noReadShare: 0.02,
    misSortShare: 0,
    prng: createPrng(1),
  };
  const line = await startSorter({ ...place, clock, machine });
  const startedMs = Date.now();
  let emptied = 0;
  for (let index = 0; index < parcels; index++) {
    await waitUntil('the next parcel', () => Date.now() - startedMs >= index * everyMs, { everyMs: 5, timeoutMs: 60_000 });
    line.sorter.induct(`p${index}`, Date.now());
    if (index % 120 === 119) line.sorter.empty(`C${(emptied++ % 8) + 1}`);
    if (index === Math.floor(parcels / 2)) {
      await station.close();
      station = await open();
    }
  }
  for (const { chuteId } of chutes) line.sorter.empty(chuteId);
  await waitUntil('the belt to be empty', () => line.sorter.onBelt === 0 && line.sorter.waitingResults === 0, {
    timeoutMs: 240_000,
    everyMs: 100,
  });
  const results = ear.results;
  const ends = [...results.values()].filter((outcome) => outcome !== 'recirculated').length;
  const waits = ear.waitsMs.toSorted((one, other) => one - other);
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  const metrics = {
    parcels,
    ended: line.sorter.ended.size,
    accountedOnce: ends,
    lost: parcels - line.sorter.ended.size,
    doubled: ends - line.sorter.ended.size,
    recirculated: results.size - ends,
    decisionP50Ms: at(0.5),
    decisionP99Ms: at(0.99),
  };
  await station.close();
  await line.close();
  await ear.close();
  await broker.close();
  rmSync(folder, { recursive: true, force: true });
  return { metrics, peers: {}, rows: [metrics] };
}

/** What an independent client hears: results that the station acknowledged, and how long commands took after their scans. */
async function listen(place: { mqttUrl: string; siteId: string; sorterId: string }) {
  const client = mqtt.connect(place.mqttUrl);
  sendAtOnce(client);
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  const scans = new Map<string, number>();
  const outcomes = new Map<string, string>();
  const results = new Map<string, string>();
  const waitsMs: number[] = [];
  const topicOf = (topic: Parameters<typeof toSorterTopic>[2]) => toSorterTopic(place.siteId, place.sorterId, topic);
  client.on('message', (topic, payload) => {
    const text = payload.toString('utf8');
    const scan = topic === topicOf('scan') ? readSorterMessage('scan', text, payload.length) : null;
    if (scan !== null) scans.set(scan.scanId, performance.now());
    const command = topic === topicOf('sortCommand') ? readSorterMessage('sortCommand', text, payload.length) : null;
    const scannedMs = command === null ? undefined : scans.get(command.scanId);
    if (command !== null && scannedMs !== undefined) {
      waitsMs.push(performance.now() - scannedMs);
      scans.delete(command.scanId);
    }
    const result = topic === topicOf('sortResult') ? readSorterMessage('sortResult', text, payload.length) : null;
    if (result !== null) outcomes.set(result.scanId, result.outcome);
    const ack = topic === topicOf('resultAck') ? readSorterMessage('resultAck', text, payload.length) : null;
    if (ack !== null) results.set(ack.scanId, outcomes.get(ack.scanId) ?? 'unknown');
  });
  await client.subscribeAsync(toSorterTopic(place.siteId, place.sorterId, 'scan').replace(/scan$/, '#'), { qos: 1 });
  return { results, waitsMs, close: () => client.endAsync() };
}

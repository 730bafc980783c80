import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLanService, maxKeptEvents, type LanService } from '#electron/features/lan/createLanService.ts';
import { createRecentCommands, maxRecentPerOutbox } from '#electron/features/lan/createRecentCommands.ts';
import { openEmbeddedBroker, type EmbeddedBroker } from '#platform/bus/openEmbeddedBroker.ts';
import { asId } from '#shared/base/ids.ts';
import { silentLog } from '#shared/base/log.ts';
import type { Command } from '#shared/model/command/command.ts';
import { lanAskTopic, lanCommandsTopic, maxLanBytes } from '#shared/wire/lan/lanMessages.ts';
import { someCommands } from '#test/support/host/someCommands.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const opened: LanService[] = [];
let broker: EmbeddedBroker;

function openLan(stationId: string, kept = someCommands(0)): LanService {
  const service = createLanService({
    station: () => ({ stationId: asId<'station'>(stationId), siteId: asId<'site'>('site-1') }),
    mqttUrl: () => broker.mqttUrl,
    journal: { read: async () => kept },
    hostRunId: `run-of-${stationId}`,
    nowMs: () => 1_000,
    log: silentLog,
    reconnectEveryMs: 50,
  });
  service.look();
  opened.push(service);
  return service;
}

const ofStation = (stationId: string, howMany: number, fromSeq = 1) =>
  someCommands(howMany, { outboxId: `outbox-of-${stationId}`, fromSeq }).map((command) => ({
    ...command,
    stationId: asId<'station'>(stationId),
  }));

beforeEach(async () => {
  broker = await openEmbeddedBroker({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const service of opened.splice(0)) await service.close();
  await broker.close();
});

it('[LN11] a host tells the others what its station recorded, and answers them from its journal', async () => {
  const kept = ofStation('station-a', 3);
  const one = openLan('station-a', kept);
  const two = openLan('station-b');
  await waitUntil('both', () => one.state().isUp && two.state().isUp);
  const heard = two.follow(null, undefined);
  expect((await heard.next()).value).toMatchObject({ kind: 'reachable' });
  expect(one.publish(ofStation('station-a', 1, 4))).toBe(true);
  expect((await heard.next()).value).toMatchObject({ kind: 'commands', heard: { stationId: 'station-a', firstKeptSeq: null } });
  two.ask([{ outboxId: asId('outbox-of-station-a'), throughSeq: 1 }]);
  const answer = (await heard.next()).value;
  expect(answer?.kind === 'commands' && answer.heard).toMatchObject({
    firstKeptSeq: 1,
    commands: [{ stationSeq: 2 }, { stationSeq: 3 }, { stationSeq: 4 }],
  });
});

it('[LN20] a screen asks what other screens of its station recorded, also without a broker; each hears what is new', async () => {
  await broker.close();
  const own = openLan('station-a', ofStation('station-a', 3));
  const [first, second] = [own.follow(null, undefined), own.follow(null, undefined)];
  own.ask([{ outboxId: asId('outbox-of-station-a'), throughSeq: 2 }]);
  const answers = [(await first.next()).value, (await second.next()).value];
  own.publish(ofStation('station-a', 1, 4));
  const news = (await second.next()).value;
  expect([...answers, news].map((event) => event?.kind === 'commands' && event.heard)).toMatchObject([
    { stationId: 'station-a', firstKeptSeq: 1, commands: [{ stationSeq: 3 }] },
    { stationId: 'station-a', firstKeptSeq: 1, commands: [{ stationSeq: 3 }] },
    { stationId: 'station-a', firstKeptSeq: null, commands: [{ stationSeq: 4 }] },
  ]);
  broker = await openEmbeddedBroker({ host: '127.0.0.1', port: 0 });
});

it('[LN11] what is malformed, too large or somebody else’s is dropped and counted', async () => {
  const one = openLan('station-a');
  await waitUntil('the broker', () => one.state().isUp);
  const client = await connectAsync(broker.mqttUrl);
  const heard = one.follow(null, undefined);
  const message = {
    v: 1,
    stationId: 'station-b',
    outboxId: 'outbox-of-station-b',
    commands: ofStation('station-b', 1),
    firstKeptSeq: null,
  };
  const topic = lanCommandsTopic('site-1', 'station-b');
  const bad = [
    [topic, 'not json'],
    [topic, JSON.stringify({ ...message, v: 2 })],
    [topic, JSON.stringify({ ...message, pad: 'x'.repeat(maxLanBytes) })],
    [topic, JSON.stringify({ ...message, commands: ofStation('station-c', 1) })],
    [lanCommandsTopic('site-1', 'station-c'), JSON.stringify(message)],
    [lanAskTopic('site-1'), '{}'],
  ] as const;
  for (const [to, text] of bad) await client.publishAsync(to, text, { qos: 1 });
  await client.publishAsync(topic, JSON.stringify(message), { qos: 1 });
  await waitUntil('all of them', () => one.state().malformed === bad.length);
  const events = [(await heard.next()).value, (await heard.next()).value];
  expect(events.map((event) => event?.kind)).toEqual(['reachable', 'commands']);
  await client.endAsync(true);
});

it('[LN11] nothing is queued for a broker that is away', async () => {
  const one = openLan('station-a');
  await waitUntil('the broker', () => one.state().isUp);
  await broker.close();
  await waitUntil('the loss', () => !one.state().isUp);
  expect([one.publish(ofStation('station-a', 1)), one.state().unsent]).toEqual([false, 1]);
  broker = await openEmbeddedBroker({ host: '127.0.0.1', port: 0 });
});

it('[LN12] a screen that comes back gets what it missed, as far as it is kept', async () => {
  const one = openLan('station-a');
  const two = openLan('station-b');
  await waitUntil('both', () => one.state().isUp && two.state().isUp);
  const first = two.follow(null, undefined);
  const lastNo = (await first.next()).value!.no;
  await first.return?.();
  one.publish(ofStation('station-a', 1));
  one.publish(ofStation('station-a', 1, 2));
  const again = two.follow(lastNo, undefined);
  const seqs: number[] = [];
  while (seqs.length < 2) {
    const event = (await again.next()).value;
    if (event?.kind === 'commands') seqs.push(...event.heard.commands.map((command: Command) => command.stationSeq));
  }
  expect(seqs).toEqual([1, 2]);
  expect(maxKeptEvents).toBe(1_000);
});

it('[LN11] what is no longer in memory is read from the journal', async () => {
  const all = ofStation('station-a', maxRecentPerOutbox + 10);
  const recent = createRecentCommands({ read: async (outboxId) => (outboxId === null ? [] : all) });
  recent.remember(all);
  const missing = await recent.missing(asId('station-a'), [{ outboxId: all[0]!.outboxId, throughSeq: 4 }]);
  expect(missing.map(({ commands, firstKeptSeq }) => [commands[0]?.stationSeq, commands.length, firstKeptSeq])).toEqual([[5, 5_000, 1]]);
  expect(await recent.missing(asId('station-a'), [{ outboxId: all[0]!.outboxId, throughSeq: all.length }])).toEqual([]);
});

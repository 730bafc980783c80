import { expect, it } from 'vitest';
import { createEventStream } from '#shared/base/createEventStream.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { createBridgeGossip, type BridgeLanClient } from '#shared/sync/createBridgeGossip.ts';
import type { LanEvent } from '#shared/features/lan/lanContract.ts';
import { someCommands } from '#test/support/host/someCommands.ts';
import { createManualScheduler } from '#test/support/manualScheduler.ts';

it('[LN12] the stream is taken up after the last event, a host that is away costs nothing, and it ends with the last listener', async () => {
  const time = createManualScheduler();
  const asked: (number | null)[] = [];
  let stream = createEventStream<LanEvent>({ maxQueued: 10, whenFull: 'cut' });
  let isEnded = false;
  const client: BridgeLanClient = {
    publish: () => Promise.reject(new Error('away')),
    askCatchUp: () => Promise.reject(new Error('away')),
    heard: async ({ afterNo }) => {
      asked.push(afterNo);
      stream = createEventStream<LanEvent>({ maxQueued: 10, whenFull: 'cut', onClose: () => (isEnded = true) });
      return stream;
    },
  };
  const gossip = createBridgeGossip(client, time.scheduler);
  const told: string[] = [];
  const stopHearing = gossip.onCommands((heard) => told.push(heard.outboxId));
  const stopReach = gossip.onReachable(() => told.push('reachable'));
  await pause(time.scheduler, 0);
  const [command] = someCommands(1);
  stream.push({ kind: 'reachable', no: 7 });
  const heard = { v: 1 as const, stationId: command!.stationId, outboxId: command!.outboxId, commands: [command!], firstKeptSeq: null };
  stream.push({ kind: 'commands', no: 8, heard });
  await pause(time.scheduler, 0);
  stream.fail(new Error('gone'));
  await pause(time.scheduler, 0);
  time.advance(500);
  await pause(time.scheduler, 0);
  expect([asked, told]).toEqual([
    [null, 8],
    ['reachable', 'outbox-1'],
  ]);
  await expect(gossip.publish([command!])).rejects.toThrow('away');
  isEnded = false;
  stopHearing();
  stopReach();
  expect(isEnded).toBe(true);
});

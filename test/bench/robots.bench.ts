import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { OpenFleet } from '#electron/features/fleet/openFleet.ts';
import type { benchBridgeContract } from './robots/benchBridgeContract.ts';
import { startChild } from './robots/child.ts';
import { measureMap } from './robots/measureMap.ts';
import { startMosquitto } from '#test/support/startMosquitto.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

type HostFigures = {
  readonly counters: OpenFleet['counters'] | null;
  readonly cpuMs: number;
  readonly isInCharge: boolean;
  readonly done: number;
};

/** Robots of one process. */
const robotsPerProcess = 50;

/**
 * Robots at ten states a second through a real Mosquitto to a station's host and over its bridge to a screen's model; then the map in Chromium.
 * `--robots N`, `--seconds N`, `--map N` robots on the map (0: no browser). An age is the time from the robot's saying a state to the first view in the model that holds it.
 */
export async function run({ arguments: words }: { dataFolder: string | null; arguments: readonly string[] }) {
  const option = (name: string, otherwise: number) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : otherwise);
  const [robots, seconds, onMap] = [option('--robots', 100), option('--seconds', 60), option('--map', 200)];
  const wire = await measureWire(robots, seconds);
  const metrics: Record<string, number> = { robots, seconds, ...wire };
  if (onMap > 0) {
    const { frames, gapsMs } = await measureMap(onMap, 10);
    metrics['mapFramesPerSecond'] = frames / 10;
    metrics['mapFrameP50Ms'] = quantile(gapsMs, 0.5);
    metrics['mapFrameP99Ms'] = quantile(gapsMs, 0.99);
    metrics['mapFramesOver34MsPercent'] = (100 * gapsMs.filter((gapMs) => gapMs > 34).length) / Math.max(1, gapsMs.length);
  }
  return { metrics, peers: {} };
}

async function measureWire(robots: number, seconds: number): Promise<Record<string, number>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'halfhour-robots-'));
  const broker = await startMosquitto();
  const host = startChild('fleetHost.ts', [broker.url, String(robots), folder]);
  const { port } = await host.hear<{ port: number }>();
  await waitUntil('the host to be in charge', async () => (await host.ask<HostFigures>()).isInCharge, { timeoutMs: 30_000, everyMs: 200 });
  const groups = Array.from({ length: Math.ceil(robots / robotsPerProcess) }, (_, no) => {
    const first = no * robotsPerProcess;
    return startChild('robotsProcess.ts', [broker.url, ...[robots, first, Math.min(robotsPerProcess, robots - first), 100].map(String)]);
  });
  await Promise.all(groups.map((group) => group.hear()));
  const model = await followFleet(port);
  await waitUntil('all robots at the screen', () => model.robots() === robots, { timeoutMs: 60_000, everyMs: 100 });
  const before = await host.ask<HostFigures>();
  const startedMs = performance.now();
  model.restart();
  await waitUntil('the time to be over', () => performance.now() - startedMs >= seconds * 1000, {
    timeoutMs: seconds * 1000 + 10_000,
    everyMs: 100,
  });
  const tookMs = performance.now() - startedMs;
  const { agesMs, views } = model.figures();
  const after = await host.ask<HostFigures>();
  const sent = await Promise.all(groups.map((group) => group.ask<{ states: number }>()));
  const said = sent.reduce((sum, { states }) => sum + states, 0);
  let heard = after;
  await waitUntil('the last states', async () => (heard = await host.ask<HostFigures>()).counters!.states >= said, {
    timeoutMs: 5_000,
    everyMs: 100,
  }).catch(() => undefined);
  model.close();
  await Promise.all([host, ...groups].map((child) => child.end()));
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
  const { states, malformed, tooMany } = heard.counters!;
  return {
    statesPerSecond: (after.counters!.states - before.counters!.states) / (tookMs / 1000),
    said,
    lost: said - states,
    malformedOrTooMany: malformed + tooMany,
    tasksDone: after.done,
    viewsPerSecond: views / (tookMs / 1000),
    ageP50Ms: quantile(agesMs, 0.5),
    ageP99Ms: quantile(agesMs, 0.99),
    hostCpuPercent: (100 * (after.cpuMs - before.cpuMs)) / tookMs,
  };
}

/** The screen's model: what a page holds of the robots, read over the bridge. */
async function followFleet(port: number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const client: ContractRouterClient<typeof benchBridgeContract> = createORPCClient(new RPCLink({ websocket: socket as never }));
  await client.station.handshake();
  let [agesMs, views, robots]: [number[], number, number] = [[], 0, 0];
  const newest = new Map<string, number>();
  const read = await client.robots.fleet();
  const reading = (async () => {
    for await (const view of read) {
      const nowMs = Date.now();
      views += 1;
      robots = view.robots.filter(({ saidAtMs }) => saidAtMs !== null).length;
      for (const { key, saidAtMs } of view.robots) {
        if (saidAtMs === null || newest.get(key) === saidAtMs) continue;
        newest.set(key, saidAtMs);
        agesMs.push(nowMs - saidAtMs);
      }
    }
  })();
  reading.catch(() => undefined);
  return {
    robots: () => robots,
    restart: () => ([agesMs, views] = [[], 0]),
    figures: () => ({ agesMs, views }),
    close: () => socket.terminate(),
  };
}

function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

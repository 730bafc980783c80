import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import type { SiteId } from '#shared/base/ids.ts';
import { createTimerScheduler } from '#shared/sync/createTimerScheduler.ts';
import { createHttpCarrier } from '#platform/features/carriers/createHttpCarrier.ts';
import { startPlatform } from '#platform/server/startPlatform.ts';
import { createWorldClock } from '#platform/world/clock/createWorldClock.ts';
import { createConsoleLog, toPlatformLog } from './demoLog.ts';
import { readBooks } from './readBooks.ts';
import type { PlatformThreadAnswer, PlatformThreadCall, PlatformThreadOptions } from './startPlatformThread.ts';

/** The demo's platform in a thread of its own: its database is busy for tens of milliseconds at a time, which must not hold up the world. */
const port = parentPort;
assert(port !== null, 'platformThread.ts is started as a worker thread');
const options = workerData as PlatformThreadOptions;
const clock = createWorldClock({
  startMs: options.startMs,
  speed: options.speed,
  real: { nowMs: () => Date.now() },
  scheduler: createTimerScheduler({ setTimeout, clearTimeout }),
});
const platform = await startPlatform({
  port: options.port,
  dataFolder: options.dataFolder,
  clock,
  log: toPlatformLog(createConsoleLog(options.logLevel)),
  releaseEveryMs: options.workersEveryMs,
  wavesEveryMs: options.workersEveryMs,
  dispatchEveryMs: options.workersEveryMs,
  carriers: options.carriers.map(createHttpCarrier),
});
const answer = (message: PlatformThreadAnswer): void => port.postMessage(message);

port.on('message', (call: PlatformThreadCall) => {
  if (call.kind === 'startClock') return clock.start();
  void take(call).catch((fault: unknown) =>
    answer({ kind: 'failed', callNo: call.callNo, message: fault instanceof Error ? fault.message : String(fault) }),
  );
});
answer({ kind: 'started', url: platform.url, mqttUrl: platform.mqttUrl, adminToken: platform.adminToken });

async function take(call: Exclude<PlatformThreadCall, { kind: 'startClock' }>): Promise<void> {
  if (call.kind === 'readBooks') {
    answer({ kind: 'done', callNo: call.callNo, books: await readBooks(platform.db, call.siteId as SiteId) });
    return;
  }
  await platform.close();
  answer({ kind: 'done', callNo: call.callNo, books: null });
  port?.close();
}

import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import type { Clock } from '#shared/base/clock.ts';
import { type DispatchPlanner, defaultDispatchOptions } from '#shared/planning/dispatch/dispatchPlanner.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import { type Bus, openBus } from '#platform/bus/openBus.ts';
import type { Database } from '#platform/db/database.ts';
import { type DatabasePlace, openDatabase } from '#platform/db/openDatabase.ts';
import type { Carrier } from '#platform/features/carriers/carrier.ts';
import type { ChannelAdapter } from '#platform/features/channels/channelAdapter.ts';
import { sendReports } from '#platform/features/channels/sendReports.ts';
import { createPlannerThread } from '#platform/features/dispatch/createPlannerThread.ts';
import { type DispatchPorts, dispatchTrips } from '#platform/features/dispatch/dispatchTrips.ts';
import { planSiteWaves } from '#platform/features/tasks/planSiteWaves.ts';
import { purgePersonalData, releaseWaitingOrders } from '#platform/features/orders/createOrderWorkers.ts';
import { type Log, composePlatform } from './composePlatform.ts';
import { createApp } from './createApp.ts';
import { type Metrics, createMetrics } from './createMetrics.ts';
import { type Worker, createWorker } from './createWorker.ts';

/** How long a stop waits for requests under way before it cuts them. */
const stopPatienceMs = 5000;

export type PlatformOptions = {
  /** 0 takes a free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** PostgreSQL; without it PGlite keeps records in `dataFolder`, or in memory where that is missing too. */
  readonly databaseUrl?: string;
  readonly dataFolder?: string;
  /** An MQTT broker; without it one runs in this process on `brokerPort` (default 0: a free one). */
  readonly mqttUrl?: string;
  readonly brokerPort?: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Without it a random one is made for this run. */
  readonly adminToken?: string;
  /** 32 bytes, for personal data; without it a key is kept in the database. */
  readonly dataKey?: Buffer;
  readonly decide?: DecideCommand;
  /** How often waiting orders are tried again, true milliseconds; default 2000. */
  readonly releaseEveryMs?: number;
  /** How often waiting tasks are joined onto trolleys, where a site picks so; default 5 s. */
  readonly wavesEveryMs?: number;
  /** Whether this process plans rides; default true. */
  readonly isDispatching?: boolean;
  /** How often rides are planned, true milliseconds; default 3000. */
  readonly dispatchEveryMs?: number;
  /** Instead of the site's planner in its thread. */
  readonly dispatchPlanner?: DispatchPlanner;
  /** Third parties who ride when the site's own couriers cannot make it; default none. */
  readonly carriers?: readonly Carrier[];
  /** Channels that are told what became of their orders; default none. */
  readonly channels?: readonly ChannelAdapter[];
  readonly version?: string;
  /** Folder of the built pages; default out/renderer. */
  readonly pagesFolder?: string;
};

export type Platform = {
  readonly url: string;
  readonly port: number;
  readonly mqttUrl: string;
  readonly adminToken: string;
  readonly db: Database;
  /** Runs the background work once, now: tests and simulations call it instead of waiting. */
  runWorkers(): Promise<void>;
  /** Finishes requests under way, then closes server, workers, broker and database. */
  close(): Promise<void>;
};

/** Starts the platform. Rejects when the port is taken or the database cannot be reached; nothing stays open then. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { log } = options;
  const host = options.host ?? '127.0.0.1';
  const opened: Array<() => Promise<void>> = [];
  const closeAll = async () => {
    for (const close of opened.splice(0).toReversed()) await close();
  };
  try {
    const database = await openDatabase(toPlace(options), (message) => log.info(message));
    opened.push(database.close);
    const bus = await openBus(
      options.mqttUrl === undefined ? { host, port: options.brokerPort ?? 0 } : { mqttUrl: options.mqttUrl },
      (message) => log.warn(message),
    );
    opened.push(bus.close);
    const adminToken = options.adminToken ?? randomBytes(24).toString('base64url');
    const metrics = createMetrics(createGauges(database.db, bus));
    const plannerThread = createPlannerThread();
    opened.push(plannerThread.close);
    const planner = options.dispatchPlanner ?? plannerThread;
    const parts = await composePlatform({
      db: database.db,
      bus,
      clock: options.clock,
      log,
      metrics,
      decide: options.decide ?? decideCommand,
      adminToken,
      announcedMqttUrl: bus.mqttUrl,
      dataKey: options.dataKey ?? null,
      planner,
      carriers: options.carriers ?? [],
    });
    const workers = startWorkers(options, parts, metrics, planner);
    opened.push(() => Promise.all(workers.map((worker) => worker.stop())).then(() => undefined));
    const app = createApp({
      router: parts.router,
      access: parts.access,
      takers: parts.takers,
      carriers: parts.carriers,
      metrics,
      version: options.version ?? '0.1.0',
      pagesFolder: options.pagesFolder ?? fileURLToPath(new URL('../../out/renderer', import.meta.url)),
      findUnreadiness: () => findUnreadiness(database.db, bus),
      onFault: (fault, request) => log.error({ err: fault, request }, 'a request failed'),
    });
    const server = await listen(app.fetch, host, options.port);
    opened.push(async () => {
      parts.news.close();
      await stopServer(server);
    });
    const { port } = server.address() as AddressInfo;
    for (const site of await parts.sites.list()) parts.news.announce(site.siteId, site.headSeq);
    const runWorkers = async () => {
      for (const worker of workers) await worker.runNow();
    };
    return { url: `http://${host}:${port}`, port, mqttUrl: bus.mqttUrl, adminToken, db: database.db, runWorkers, close: closeAll };
  } catch (fault) {
    await closeAll();
    throw fault;
  }
}

function toPlace(options: PlatformOptions): DatabasePlace {
  if (options.databaseUrl !== undefined) return { databaseUrl: options.databaseUrl };
  return options.dataFolder === undefined ? { memory: true } : { folder: options.dataFolder };
}

function startWorkers(
  options: PlatformOptions,
  parts: Awaited<ReturnType<typeof composePlatform>>,
  metrics: Metrics,
  planner: DispatchPlanner,
): Worker[] {
  const start = (name: string, everyMs: number, run: () => Promise<unknown>) =>
    createWorker(everyMs, run, (seconds, fault) => {
      metrics.workerRun(name, seconds, fault !== null);
      if (fault !== null) options.log.warn({ err: fault }, `worker ${name} failed and will try again`);
    });
  const dispatchPorts: DispatchPorts = {
    db: parts.orderPorts.db,
    writer: parts.writer,
    clock: options.clock,
    reader: parts.snapshotReader,
    planner,
    isSilent: (siteId) => parts.stationContact.isSilent(siteId),
    options: defaultDispatchOptions,
    newTripId: () => parts.newId<'trip'>(),
    considerCarriers: (siteId, snapshot, plan) => parts.carriers.consider(siteId, snapshot, plan),
  };
  const workers = [
    start('release', options.releaseEveryMs ?? 2000, () => releaseWaitingOrders(parts.orderPorts)),
    start('waves', options.wavesEveryMs ?? 5000, () => planSiteWaves(parts.orderPorts)),
    start('purge', 60_000, () => purgePersonalData(parts.orderPorts)),
  ];
  if (options.isDispatching ?? true) workers.push(start('dispatch', options.dispatchEveryMs ?? 3000, () => dispatchTrips(dispatchPorts)));
  if ((options.carriers ?? []).length > 0) workers.push(start('carriers', options.dispatchEveryMs ?? 3000, () => parts.carriers.work()));
  const adapters = options.channels ?? [];
  if (adapters.length > 0) {
    const onFault = (fault: unknown, sentence: string) => options.log.warn({ err: fault }, sentence);
    const reportPorts = { db: parts.orderPorts.db, clock: options.clock, adapters, onFault };
    workers.push(start('channels', options.releaseEveryMs ?? 2000, () => sendReports(reportPorts)));
  }
  return workers;
}

function createGauges(db: Database, bus: Bus) {
  const count = async (statement: ReturnType<typeof sql>) => {
    const answer = (await db.execute(statement)) as unknown as { rows: Array<{ n: number | string }> };
    return Number(answer.rows[0]?.n ?? 0);
  };
  return {
    halfhour_orders_open: {
      help: 'Orders neither delivered nor cancelled',
      read: () =>
        count(sql`select count(*) as n from records where kind = 'order' and (body ->> 'stage') not in ('delivered', 'cancelled')`),
    },
    halfhour_orders_waiting: {
      help: 'Orders waiting for payment, customs, time or stock',
      read: () => count(sql`select count(*) as n from order_intake where waiting_code is not null`),
    },
    halfhour_bus_connected: { help: '1 while the MQTT broker is connected', read: () => (bus.isConnected() ? 1 : 0) },
    halfhour_bus_dropped: { help: 'MQTT messages dropped because of their size', read: () => bus.droppedMessages() },
  };
}

async function findUnreadiness(db: Database, bus: Bus): Promise<string | null> {
  try {
    await db.execute(sql`select 1`);
  } catch {
    return 'The database does not answer.';
  }
  return bus.isConnected() ? null : 'The MQTT broker is not connected.';
}

function listen(fetch: Parameters<typeof createAdaptorServer>[0]['fetch'], host: string, port: number): Promise<Server> {
  const server = createAdaptorServer({ fetch }) as Server;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

async function stopServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), stopPatienceMs);
  await closed;
  clearTimeout(cut);
}

import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '#shared/base/clock.ts';
import { type NewId, createNewId } from '#shared/base/ids.ts';
import type { DispatchPlanner } from '#shared/planning/dispatch/dispatchPlanner.ts';
import type { DecideCommand } from '#shared/rules/decision.ts';
import type { Bus } from '#platform/bus/openBus.ts';
import type { Database } from '#platform/db/database.ts';
import { readSecret } from '#platform/db/readSecret.ts';
import { createSiteWriter } from '#platform/db/records/createSiteWriter.ts';
import { createAccess } from '#platform/features/access/createAccess.ts';
import type { Carrier } from '#platform/features/carriers/carrier.ts';
import { createCarriers } from '#platform/features/carriers/createCarriers.ts';
import { createCouriers } from '#platform/features/couriers/createCouriers.ts';
import { createSignInCodes } from '#platform/features/couriers/createSignInCodes.ts';
import { createStationContact } from '#platform/features/dispatch/createStationContact.ts';
import { createSnapshotReader } from '#platform/features/dispatch/readSiteSnapshot.ts';
import { createEnrolment } from '#platform/features/enrolment/createEnrolment.ts';
import { createImports } from '#platform/features/import/createImports.ts';
import { type OrderPorts, createOrders } from '#platform/features/orders/createOrders.ts';
import { readRecipientForCarrier } from '#platform/features/orders/readRecipient.ts';
import { createSites } from '#platform/features/sites/createSites.ts';
import { createNews } from '#platform/features/sync/createNews.ts';
import { createSnapshots } from '#platform/features/sync/createSnapshots.ts';
import type { PushTakers } from './answerPush.ts';
import type { Metrics } from './createMetrics.ts';
import { createCourierRoutes } from './routes/createCourierRoutes.ts';
import { createOrderRoutes } from './routes/createOrderRoutes.ts';
import { createLabourRoutes } from './routes/createLabourRoutes.ts';
import { createPromiseRoutes } from './routes/createPromiseRoutes.ts';
import { createSiteRoutes } from './routes/createSiteRoutes.ts';
import { createStationRoutes } from './routes/createStationRoutes.ts';
import { createSyncRoutes, takePush, takeRelay } from './routes/createSyncRoutes.ts';

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

export type ComposePorts = {
  readonly db: Database;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly decide: DecideCommand;
  readonly adminToken: string;
  /** The broker's address as stations are told; null tells them none. */
  readonly announcedMqttUrl: string | null;
  readonly dataKey: Buffer | null;
  readonly planner: DispatchPlanner;
  readonly carriers: readonly Carrier[];
};

/** True time. Tokens and throttles go by it, whatever clock the platform's records run on. */
const trueNowMs = () => Date.now();

/** Builds every feature of the platform from its collaborators, and the router over them. */
export async function composePlatform(ports: ComposePorts) {
  const { db, clock, log, metrics } = ports;
  const newId: NewId = createNewId(clock, { next: () => randomBytes(4).readUInt32BE() / 2 ** 32 });
  const tokenSecret = await readSecret(db, 'stationToken');
  const dataKey = ports.dataKey ?? (await readSecret(db, 'personalData'));
  const news = createNews(ports.bus);
  const writer = createSiteWriter({
    db,
    clock,
    decide: ports.decide,
    newCommandId: () => newId<'command'>(),
    onChanged: (siteId, headSeq) => {
      metrics.commit();
      news.announce(siteId, headSeq);
    },
    onOutcome: (kind, outcome) => metrics.command(kind, outcome),
    onRuleFault: (command, fault) => log.error({ err: fault, command }, 'a rule failed; the command was kept'),
  });
  const stationContact = createStationContact(trueNowMs);
  const access = createAccess({
    db,
    tokenSecret,
    adminToken: ports.adminToken,
    trueNowMs,
    platformNowMs: () => Math.floor(clock.nowMs()),
    onStation: (siteId) => stationContact.heard(siteId),
  });
  const snapshotReader = createSnapshotReader(db);
  const enrolment = createEnrolment({ db, writer, clock, trueNowMs, newStationId: () => newId<'station'>() });
  const sites = createSites({ db, writer, clock });
  const imports = createImports({ db, writer, clock, onImported: (kind, rows) => metrics.imported(kind, rows) });
  const orderPorts: OrderPorts = { db, writer, clock, dataKey, newOrderId: () => newId<'order'>(), newTaskId: () => newId<'task'>() };
  const orders = createOrders(orderPorts);
  const couriers = createCouriers({ db, writer, clock, trueNowMs, newCourierId: () => newId<'courier'>() });
  const carriers = createCarriers({
    ...{ db, writer, clock, carriers: ports.carriers },
    onFault: (fault, sentence) => log.warn({ err: fault }, sentence),
    newTripId: () => newId<'trip'>(),
    newCourierId: () => newId<'courier'>(),
    recipientFor: (siteId, orderId, carrier) => readRecipientForCarrier(orderPorts, siteId, orderId, carrier),
  });
  const snapshots = createSnapshots(db);
  const stationRoutes = createStationRoutes({ clock, enrolment, tokenSecret, mqttUrl: ports.announcedMqttUrl, trueNowMs });
  const router = {
    ...stationRoutes,
    sites: createSiteRoutes({ clock, writer, sites, access, enrolment, imports }),
    sync: createSyncRoutes({ db, writer, snapshots, news, enrolment }),
    orders: createOrderRoutes({ orders }),
    couriers: createCourierRoutes({ couriers, access, clock, orderPorts, signInCodes: createSignInCodes(tokenSecret, trueNowMs) }),
    labour: createLabourRoutes({ db }),
    promise: createPromiseRoutes({ reader: snapshotReader, planner: ports.planner, clock }),
  };
  const takers: PushTakers = {
    takePush: (caller, siteId, request) => takePush({ writer, enrolment }, caller, siteId, request),
    takeRelay: (caller, siteId, request) => takeRelay({ writer, enrolment }, caller, siteId, request),
  };
  return { router, takers, access, news, writer, sites, orderPorts, newId, stationContact, snapshotReader, carriers };
}

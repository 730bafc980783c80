import { afterAll, beforeAll, describe, test } from 'vitest';
import type { PlatformOptions } from '#platform/server/startPlatform.ts';
import { platformRequestsContract } from '#test/contract/platformRequests.ts';
import { platformSyncContract } from '#test/contract/platformSync.ts';
import { type MosquittoServer, mosquittoMissingReason, startMosquitto } from '#test/support/startMosquitto.ts';
import { type PostgresServer, postgresMissingReason, startPostgres } from '#test/support/startPostgres.ts';

const reason = postgresMissingReason() ?? mosquittoMissingReason();

describe.skipIf(reason !== null)('the platform on real servers', () => {
  let postgres: PostgresServer;
  let mosquitto: MosquittoServer;
  let databases = 0;
  beforeAll(async () => {
    postgres = await startPostgres();
    mosquitto = await startMosquitto();
  });
  afterAll(async () => {
    await mosquitto?.stop();
    await postgres?.stop();
  });
  const open = async (): Promise<Partial<PlatformOptions>> => {
    databases += 1;
    return { databaseUrl: await postgres.createDatabase(`platform${databases}`), mqttUrl: mosquitto.url };
  };
  platformSyncContract('PostgreSQL and Mosquitto', open);
  platformRequestsContract('PostgreSQL and Mosquitto', open);
});

if (reason !== null) test.skip(`the platform on real servers: ${reason}`, () => undefined);

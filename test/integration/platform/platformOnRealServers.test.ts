import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { ChangesResponse } from '#shared/wire/platform/syncMessages.ts';
import type { PlatformOptions } from '#platform/server/startPlatform.ts';
import { platformRequestsContract } from '#test/contract/platformRequests.ts';
import { platformSyncContract } from '#test/contract/platformSync.ts';
import { type MosquittoServer, mosquittoMissingReason, startMosquitto } from '#test/support/startMosquitto.ts';
import { openSyncPlatform, openTestPlatform } from '#test/support/testPlatform.ts';
import { type PostgresServer, postgresMissingReason, startPostgres } from '#test/support/startPostgres.ts';

const raiseAlert = (id: string): CommandDraft => ({
  kind: 'raiseAlert',
  payload: { alertId: asId<'alert'>(id), kind: 'help', orderId: null, reason: '' },
});

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
  platformSyncContract('PostgreSQL and Mosquitto', async () => openSyncPlatform(await open()));
  platformRequestsContract('PostgreSQL and Mosquitto', open);

  test('[PX3] a site whose lock is not to be had in time says come again, and the push goes through later', async () => {
    const options = await open();
    const at = await openTestPlatform(options);
    const other = new pg.Client({ connectionString: options.databaseUrl });
    await other.connect();
    try {
      const siteId = await at.openSite();
      const station = await at.enrol(siteId);
      await station.push(station.number([raiseAlert('before')]));
      const commands = station.number([raiseAlert('while')]);
      await other.query('begin');
      await other.query('select 1 from sites where site_id = $1 for update', [siteId]);
      const refused = (await station.push(commands)) as { status: number; body: unknown };
      await other.query('rollback');
      const taken = await station.push(commands);
      expect([refused, taken.body]).toMatchObject([{ status: 503, body: { code: 'BUSY' } }, { status: 'taken' }]);
    } finally {
      await other.end();
      await at.platform.close();
    }
  }, 30_000);

  test('[PS14] two nodes on one database give out one sequence: a reader of either misses no row', async () => {
    const options = await open();
    const nodes = [await openTestPlatform(options), await openTestPlatform(options)] as const;
    try {
      const siteId = await nodes[0].openSite();
      const stations = await Promise.all([nodes[0], nodes[0]].map((node) => node.enrol(siteId)));
      const seen = new Map<string, number>();
      let after = 0;
      const read = async () => {
        const { body } = await nodes[1].call<ChangesResponse>('GET', `/v1/sites/${siteId}/changes?after=${after}&limit=5`);
        for (const row of body.rows) seen.set(`${row.kind}/${row.id}`, row.siteSeq);
        after = body.cursor;
        return body.hasMore;
      };
      let arePushing = true;
      const pushing = Promise.all(
        stations.map(async (station, index) => {
          for (let round = 0; round < 10; round += 1) {
            const commands = station.number([1, 2, 3].map((no) => raiseAlert(`${index}-${round}-${no}`)));
            const node = nodes[(index + round) % 2 === 0 ? 0 : 1];
            const body = { protocolVersion: 1, outboxId: station.outboxId, commands };
            const answer = await node.call<{ status: unknown }>('POST', `/v1/sites/${siteId}/commands`, { token: station.token, body });
            expect(answer.body.status).toBe('taken');
          }
        }),
      ).finally(() => {
        arePushing = false;
      });
      while (arePushing) await read();
      await pushing;
      while (await read());
      const feed = await nodes[0].feed(siteId);
      expect(seen).toEqual(new Map(feed.map((row) => [`${row.kind}/${row.id}`, row.siteSeq])));
      expect(feed.filter((row) => row.kind === 'alert')).toHaveLength(60);
    } finally {
      await Promise.all(nodes.map((node) => node.platform.close()));
    }
  });
});

if (reason !== null) test.skip(`the platform on real servers: ${reason}`, () => undefined);

import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SkuId, asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { newsTopic } from '#shared/wire/platform/newsTopic.ts';
import type { CourierTrip, ImportReport, OrderStatus } from '#shared/wire/platform/platformMessages.ts';
import type { PlatformOptions } from '#platform/server/startPlatform.ts';
import { queryRows } from '#platform/db/database.ts';
import { sql } from 'drizzle-orm';
import { driveOrderToShelf } from '#test/support/driveOrderToShelf.ts';
import { type TestPlatform, openTestPlatform, testOrder } from '#test/support/testPlatform.ts';
import { testSkuIds } from '#test/support/testSite.ts';
import { courierRequests } from '#test/contract/courierRequests.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import { enrolmentRequests } from './enrolmentRequests.ts';
import { labourRequests } from './labourRequests.ts';
import { orderRequests } from './orderRequests.ts';
import { waves } from './platformWaves.ts';

type Receipt = { orderId: string; daySequence: number; stage: string; isNew: boolean };

/** What channels, set-up tools, couriers and strangers may ask of a platform, whatever database and broker are below it. */
export function platformRequestsContract(name: string, open: () => Promise<Partial<PlatformOptions>>): void {
  describe(`requests on ${name}`, () => {
    let at: TestPlatform;
    beforeAll(async () => {
      at = await openTestPlatform(await open());
    });
    afterAll(() => at.platform.close());
    badInput(() => at);
    imports(() => at);
    orderRequests(() => at);
    waves(() => at);
    couriers(() => at);
    courierRequests(() => at);
    enrolmentRequests(() => at);
    labourRequests(() => at);
    news(() => at);
  });
}

function badInput(at: () => TestPlatform): void {
  test('[PX1] what is too large, malformed, unknown or not allowed is a problem, and counted', async () => {
    const siteId = await at().openSite();
    const { token } = await at().enrol(siteId);
    const path = `/v1/sites/${siteId}/orders`;
    const answers = [
      await at().call('POST', path, { body: `{"note":"${'x'.repeat(1024 * 1024)}"}` }),
      await at().call('POST', path, { body: '{"channel":' }),
      await at().call('POST', path, { body: { channel: 'carrier-pigeon' } }),
      await at().call('POST', path, { body: testOrder('x'), token: 'not-a-token' }),
      await at().call('POST', path, { body: testOrder('x'), token: null }),
      await at().call('POST', path, { body: testOrder('x'), token }),
      await at().call('POST', '/v1/sites/nowhere/orders', { body: testOrder('x') }),
      await at().call('GET', '/v1/sites/nowhere/changes?after=0'),
      await at().call('GET', `/v1/sites/${siteId}/changes?after=minus`),
      await at().call('GET', '/v1/no/such/operation'),
      await at().call('GET', '/nothing/here'),
    ];
    expect(answers.map((answer) => [answer.status, answer.body.code])).toEqual([
      [413, 'TOO_LARGE'],
      [400, 'BAD_REQUEST'],
      [400, 'BAD_REQUEST'],
      [401, 'UNAUTHORIZED'],
      [401, 'UNAUTHORIZED'],
      [403, 'FORBIDDEN'],
      [404, 'UNKNOWN_SITE'],
      [404, 'UNKNOWN_SITE'],
      [400, 'BAD_REQUEST'],
      [404, 'NOT_FOUND'],
      [404, 'NOT_FOUND'],
    ]);
    expect(new Set(answers.map((answer) => answer.contentType))).toEqual(new Set(['application/problem+json']));
    expect(answers[2]?.body).toMatchObject({
      instance: path,
      title: 'Bad request',
      errors: expect.arrayContaining([expect.objectContaining({ field: 'channel' })]),
    });
    expect(await at().metric('halfhour_malformed_total{where="TOO_LARGE"} 1')).toBe(true);
    expect(await at().metric('halfhour_malformed_total{where="UNAUTHORIZED"} 2')).toBe(true);
  });

  test('[PX2] the interface describes itself, and says whether it lives and is ready', async () => {
    const document = await at().call<{ openapi: string; paths: Record<string, unknown> }>('GET', '/openapi.json', { token: null });
    const page = await at().call<string>('GET', '/docs', { token: null });
    const script = await at().call<string>('GET', '/docs/swagger-ui-bundle.js', { token: null });
    const live = await at().call('GET', '/healthz', { token: null });
    const ready = await at().call('GET', '/readyz', { token: null });
    expect(document.body.paths).toHaveProperty(['/sites/{siteId}/commands', 'post']);
    expect([page.body.includes('/docs/swagger-ui-bundle.js'), script.status, live.body, ready.body]).toEqual([
      true,
      200,
      { status: 'ok' },
      { status: 'ready' },
    ]);
  });
}

function imports(at: () => TestPlatform): void {
  const skuHeader = 'code,nameZh,nameEn,unit,priceFen,temperature,barcodes';

  test('[PI1] a dry run says what would happen and changes nothing', async () => {
    const siteId = await at().openSite();
    const before = await at().feed(siteId);
    const body = `${skuHeader}\nNEW1,新,New,each,100,ambient,6901234567892:1\nNEW2,新,New,each,100,ambient,6923450657713:1\n`;
    const answer = await at().call<ImportReport>('POST', `/v1/sites/${siteId}/import/skus?dryRun=true`, { body, contentType: 'text/csv' });
    expect(answer.body).toMatchObject({ isDryRun: true, rows: 2, created: 1, failed: 1, errors: [{ row: 1, field: 'barcodes.0.gtin' }] });
    expect(await at().feed(siteId)).toEqual(before);
  });

  test('[PI2] each bad row is named with its number and field; the good ones are taken', async () => {
    const siteId = await at().openSite();
    const body = `${skuHeader}\nGOOD,好,Good,each,100,ambient,6923450657713\nBAD1,坏,Bad,each,free,ambient,6923450657713\nBAD2,坏,Bad,each,100,lukewarm,123\n`;
    const answer = await at().call<ImportReport>('POST', `/v1/sites/${siteId}/import/skus`, { body, contentType: 'text/csv' });
    expect(answer.body).toMatchObject({ created: 1, failed: 2 });
    expect(answer.body.errors.map(({ row, field }) => [row, field])).toEqual([
      [2, 'priceFen'],
      [3, 'barcodes.0.gtin'],
      [3, 'temperature'],
    ]);
    const noHeader = await at().call('POST', `/v1/sites/${siteId}/import/skus`, { body: 'code;nameZh\nA;B\n', contentType: 'text/csv' });
    const noCsv = await at().call('POST', `/v1/sites/${siteId}/import/skus`, { body: 'code\n"open', contentType: 'text/csv' });
    expect([noHeader.body.code, noCsv.body.code]).toEqual(['MISSING_COLUMNS', 'BAD_CSV']);
  });

  test('[PI3] the same rows again write nothing, from CSV and from JSON', async () => {
    const siteId = await at().openSite();
    const send = (kind: string, body: unknown, contentType?: string) =>
      at().call<ImportReport>('POST', `/v1/sites/${siteId}/import/${kind}`, {
        body,
        ...(contentType === undefined ? {} : { contentType }),
      });
    const operators = [
      { name: '李雷', roles: ['picker'], badgeCode: '1001', pin: '2468', language: 'zh-CN', validUntilMs: 4_000_000_000_000 },
    ];
    const totes = 'code\nT001\nT002\n';
    const first = [await send('operators', operators), await send('totes', totes, 'text/csv')];
    const feed = await at().feed(siteId);
    const again = [await send('operators', operators), await send('totes', totes, 'text/csv')];
    expect([first.map(({ body }) => body.created), again.map(({ body }) => [body.created, body.updated, body.unchanged])]).toEqual([
      [1, 2],
      [
        [0, 0, 1],
        [0, 0, 2],
      ],
    ]);
    expect(await at().feed(siteId)).toEqual(feed);
    const stored = feed.find((row) => row.kind === 'operator')?.row as { pinHash: string };
    expect(stored.pinHash).toMatch(/^\$argon2id\$/);
  });

  test('[PI4] counted stock brings the books to the count, up and down, and the ledger adds up', async () => {
    const siteId = await at().openSite();
    const count = async (quantity: number) => {
      const row = { skuCode: 'WATER', binCode: 'A01-1-01', quantity };
      const { body } = await at().call<ImportReport>('POST', `/v1/sites/${siteId}/import/stock`, { body: [row] });
      return [body.created, body.updated, body.unchanged];
    };
    expect([await count(230), await count(230), await count(50)]).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
    const [sum] = await queryRows<{ total: number | string }>(
      at().platform.db,
      sql`select sum(case when to_place ->> 'kind' = 'bin' then quantity else -quantity end) as total from stock_move where site_id = ${siteId} and sku_id = ${testSkuIds.water}`,
    );
    const row = (await at().feed(siteId)).find((changed) => changed.id === `${testSkuIds.water}|bin-A01-1-01|-|available`)?.row;
    expect([Number(sum?.total), row]).toMatchObject([50, { quantity: 50 }]);
  });

  test('[UB6] the first link to arrive holds and other stations learn it; [UB7] an import of the catalogue leaves it alone', async () => {
    const siteId = await at().openSite();
    const [one, two] = [await at().enrol(siteId), await at().enrol(siteId)];
    const gtin = '06933333333337';
    const link = (skuId: SkuId) => [{ kind: 'linkBarcode' as const, payload: { gtin, skuId, packUnits: 6 } }];
    const { body: first } = await one.push(one.number(link(testSkuIds.water)));
    const { body: second } = await two.push(two.number(link(testSkuIds.beer)));
    expect([first, second]).toMatchObject([
      { results: [{ outcome: 'applied' }] },
      { results: [{ outcome: 'refused', refusal: { code: 'BARCODE_TAKEN' } }] },
    ]);
    const linkNow = async () => (await at().feed(siteId)).find((changed) => changed.kind === 'barcodeLink')?.row;
    const before = await linkNow();
    const body = `${skuHeader}\nWATER,水,Water,each,100,ambient,6921168509256\n`;
    const { body: report } = await at().call<ImportReport>('POST', `/v1/sites/${siteId}/import/skus`, { body, contentType: 'text/csv' });
    expect([report.updated, before, await linkNow()]).toMatchObject([
      1,
      { skuId: testSkuIds.water, packUnits: 6, withdrawn: null },
      before,
    ]);
  });
}

function couriers(at: () => TestPlatform): void {
  test('[PC1] a shelved order gets a ride, its courier alone may see the recipient, and it is delivered', async () => {
    const siteId = await at().openSite();
    const { body: made } = await at().call<{ courier: { id: string }; key: string }>('POST', `/v1/sites/${siteId}/couriers`, {
      body: { code: '77', name: '小李' },
    });
    const other = await at().call<{ courier: { id: string }; key: string }>('POST', `/v1/sites/${siteId}/couriers`, {
      body: { code: '78', name: '小张' },
    });
    const base = `/v1/sites/${siteId}/couriers/${made.courier.id}`;
    for (const id of ['courier-1', 'courier-2'])
      await at().call('POST', `/v1/sites/${siteId}/couriers/${id}/shift`, { body: { status: 'offShift' } });
    await at().call('POST', `${base}/shift`, { body: { status: 'atSite' }, token: made.key });
    const { orderId } = (await at().call<Receipt>('POST', `/v1/sites/${siteId}/orders`, { body: testOrder('R1') })).body;
    const station = await at().enrol(siteId);
    const parcelId = await driveOrderToShelf(at(), station, orderId);
    await at().platform.runWorkers();
    const ride = await at().call<CourierTrip>('GET', `${base}/trip`, { token: made.key });
    const recipient = await at().call<{ phone: string }>('GET', `${base}/orders/${orderId}/recipient`, { token: made.key });
    const stranger = await at().call('GET', `/v1/sites/${siteId}/couriers/${other.body.courier.id}/orders/${orderId}/recipient`, {
      token: other.body.key,
    });
    const handOver: CommandDraft = {
      kind: 'handOver',
      payload: { orderId: asId<'order'>(orderId), courierId: asId<'courier'>(made.courier.id), parcelIds: [asId<'parcel'>(parcelId)] },
    };
    await station.push(station.number([handOver]));
    const delivered = await at().call<{ stage: string }>('POST', `${base}/deliveries`, { body: { orderId }, token: made.key });
    const again = await at().call<{ stage: string }>('POST', `${base}/deliveries`, { body: { orderId }, token: made.key });
    const status = await at().call<OrderStatus>('GET', `/v1/sites/${siteId}/orders/${orderId}`);
    expect([
      ride.body.orders[0]?.orderId,
      ride.body.orders[0]?.parcels.length,
      recipient.body.phone,
      stranger.status,
      delivered.body.stage,
      again.body.stage,
    ]).toEqual([orderId, 1, '13812345678', 403, 'delivered', 'delivered']);
    expect(status.body.timeline.map((entry) => entry.stage)).toEqual([
      'placed', 'accepted', 'released', 'picking', 'picked', 'packing', 'packed', 'shelved', 'handedOver', 'delivered',
    ]); // prettier-ignore
  });

  test('[PC2] positions reach the record at most every ten seconds', async () => {
    const siteId = await at().openSite();
    const send = async () =>
      (
        await at().call<{ isWritten: boolean }>('POST', `/v1/sites/${siteId}/couriers/courier-1/position`, {
          body: { lat: 31.2, lng: 121.4 },
        })
      ).body.isWritten;
    expect([await send(), await send()]).toEqual([true, false]);
  });
}

function news(at: () => TestPlatform): void {
  test('[PN1] a change is announced on the retained topic and on the stream', async () => {
    const siteId = await at().openSite();
    const one = await at().enrol(siteId);
    const abort = new AbortController();
    const stream = await fetch(`${at().platform.url}/v1/sites/${siteId}/news`, {
      headers: { authorization: `Bearer ${one.token}` },
      signal: abort.signal,
    });
    let streamed = '';
    void (async () => {
      for await (const chunk of stream.body ?? []) streamed += new TextDecoder().decode(chunk as Uint8Array);
    })().catch(() => undefined);
    const raise: CommandDraft = {
      kind: 'raiseAlert',
      payload: { alertId: asId<'alert'>(`${siteId}-1`), kind: 'help', orderId: null, reason: '' },
    };
    const pushed = (await one.push(one.number([raise]))).body;
    const headSeq = pushed.status === 'taken' ? pushed.headSeq : 0;
    await waitUntil('the stream', () => streamed.includes(`{"headSeq":${headSeq}}`));
    abort.abort();
    const late = await mqtt.connectAsync(at().platform.mqttUrl);
    try {
      const heard = new Promise<{ text: string; isRetained: boolean }>((resolve) => {
        late.on('message', (_topic, payload, packet) => resolve({ text: payload.toString(), isRetained: packet.retain }));
      });
      await late.subscribeAsync(newsTopic(siteId), { qos: 1 });
      expect(await heard).toEqual({ text: `{"headSeq":${headSeq}}`, isRetained: true });
    } finally {
      await late.endAsync(true);
    }
  });
}

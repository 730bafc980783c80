import { expect, test } from 'vitest';
import type { OrderStatus } from '#shared/wire/platform/platformMessages.ts';
import { findAuditBreak } from '#platform/db/audit.ts';
import { queryRows } from '#platform/db/database.ts';
import { sql } from 'drizzle-orm';
import { type TestPlatform, testOrder } from '#test/support/testPlatform.ts';

type Receipt = { orderId: string; daySequence: number; stage: string; isNew: boolean };
const hourMs = 3_600_000;

/** What channels ask of a platform about orders. */
export function orderRequests(at: () => TestPlatform): void {
  const place = async (siteId: string, body: unknown) => (await at().call<Receipt>('POST', `/v1/sites/${siteId}/orders`, { body })).body;

  test('[PO1] the same order again gives the same receipt; another body under its number is a conflict', async () => {
    const siteId = await at().openSite();
    const first = await place(siteId, testOrder('A1'));
    const again = await place(siteId, testOrder('A1'));
    const other = await at().call('POST', `/v1/sites/${siteId}/orders`, { body: testOrder('A1', { note: 'and a bag' }) });
    const second = await place(siteId, testOrder('A2'));
    expect([first, again.orderId, again.isNew, other.status, other.body.code, second.daySequence]).toMatchObject([
      { stage: 'released', isNew: true, daySequence: 1 },
      first.orderId,
      false,
      409,
      'ORDER_EXISTS',
      2,
    ]);
    const unknown = await at().call('POST', `/v1/sites/${siteId}/orders`, {
      body: testOrder('A3', { lines: [{ lineNo: 1, skuId: 'sku-moon', orderedQuantity: 1 }] }),
    });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'UNKNOWN_SKU']);
  });

  test('[PO2] names, phones and addresses never reach the records, the log or the feed; masked they do', async () => {
    const siteId = await at().openSite();
    await place(siteId, testOrder('P1'));
    const feed = JSON.stringify(await at().feed(siteId));
    const log = JSON.stringify(await queryRows(at().platform.db, sql`select body from command_log where site_id = ${siteId}`));
    const sealed = JSON.stringify(await queryRows(at().platform.db, sql`select * from order_private where site_id = ${siteId}`));
    const leaks = ['王小明', '13812345678', '世纪大道'].filter((text) => `${feed}${log}${sealed}`.includes(text));
    expect([leaks, feed.includes('王**'), feed.includes('138****5678')]).toEqual([[], true, true]);
  });

  test('[PO3] an order that waits says why, and goes on by itself when its gate opens', async () => {
    const siteId = await at().openSite();
    const { orderId } = await place(siteId, testOrder('W1', { payment: 'unpaid' }));
    const path = `/v1/sites/${siteId}/orders/${orderId}`;
    await at().platform.runWorkers();
    const waiting = await at().call<OrderStatus>('GET', path);
    const paid = await at().call<OrderStatus>('PATCH', path, { body: { payment: 'paid' } });
    const early = await place(siteId, testOrder('W2', { channel: 'scheduled', promiseAtMs: at().clock.nowMs() + 5 * hourMs }));
    at().clock.advance(5 * hourMs - 35 * 60_000);
    await at().platform.runWorkers();
    const inTime = await at().call<OrderStatus>('GET', `/v1/sites/${siteId}/orders/${early.orderId}`);
    expect([waiting.body.waiting, paid.body.stage, paid.body.waiting, early.stage, inTime.body.stage]).toMatchObject([
      { code: 'NOT_PAID' },
      'released',
      null,
      'accepted',
      'released',
    ]);
  });

  test('[PO4] a channel key sees and changes its own channels only; a cancelled order stays cancelled', async () => {
    const siteId = await at().openSite();
    const { body: made } = await at().call<{ keyId: string; key: string }>('POST', `/v1/sites/${siteId}/keys`, {
      body: { kind: 'channel', name: 'b2b', channels: ['b2b'] },
    });
    const own = await at().call<Receipt>('POST', `/v1/sites/${siteId}/orders`, {
      body: testOrder('K1', { channel: 'b2b' }),
      token: made.key,
    });
    const others = await at().call('POST', `/v1/sites/${siteId}/orders`, { body: testOrder('K2'), token: made.key });
    const foreign = await place(siteId, testOrder('K3'));
    const hidden = await at().call('GET', `/v1/sites/${siteId}/orders/${foreign.orderId}`, { token: made.key });
    const path = `/v1/sites/${siteId}/orders/${own.body.orderId}`;
    const accepted = await at().call<OrderStatus>('POST', `${path}/accept`, { token: made.key });
    const cancelled = await at().call<OrderStatus>('POST', `${path}/cancel`, { body: { reason: 'changed mind' }, token: made.key });
    const again = await at().call('POST', `${path}/accept`, { token: made.key });
    await at().call('DELETE', `/v1/sites/${siteId}/keys/${made.keyId}`);
    const revoked = await at().call('GET', path, { token: made.key });
    expect([
      own.body.stage,
      others.status,
      hidden.status,
      accepted.body.stage !== 'placed',
      cancelled.body.stage,
      again.status,
      revoked.status,
    ]).toEqual(['placed', 403, 404, true, 'cancelled', 409, 401]);
    expect(await findAuditBreak(at().platform.db, siteId)).toBeNull();
  });

  test('[PO5] personal data is gone a week after the promise', async () => {
    const siteId = await at().openSite();
    await place(siteId, testOrder('G1'));
    const left = async () => (await queryRows(at().platform.db, sql`select 1 from order_private where site_id = ${siteId}`)).length;
    const before = await left();
    at().clock.advance(8 * 24 * hourMs);
    await at().platform.runWorkers();
    expect([before, await left()]).toEqual([1, 0]);
  });

  test('[PO6] the numbers people call orders by start again each day of the site', async () => {
    const siteId = await at().openSite();
    const today = await place(siteId, testOrder('D1'));
    at().clock.advance(24 * hourMs);
    const tomorrow = await place(siteId, testOrder('D2'));
    expect([today.daySequence, tomorrow.daySequence]).toEqual([1, 1]);
  });
}

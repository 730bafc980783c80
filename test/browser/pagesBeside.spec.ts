import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { createPageServer } from '#electron/headless/createPageServer.ts';
import { pictureOf } from '#shared/features/wallboard/wallboardPicture.ts';
import { buildPages } from '#test/support/buildPages.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { driveOrderToShelf } from '#test/support/driveOrderToShelf.ts';
import { openTestPlatform, testOrder } from '#test/support/testPlatform.ts';
import type { CourierTrip, OrderStatus } from '#shared/wire/platform/platformMessages.ts';

let pages: Awaited<ReturnType<typeof buildPages>>;
test.beforeAll(async () => {
  pages = await buildPages(['wallboard', 'courier']);
});
test.afterAll(() => pages.remove());

async function expectNothingInTheWay(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`))).toEqual([]);
}

/** The station's page server with a picture of a busy site. */
async function serveWallboard(): Promise<{ server: Server; url: string; close(): Promise<void> }> {
  const site = await createTestStore();
  const recipient = { nameMasked: '王**', phoneMasked: '138****5678', area: '人民路' };
  for (let orderNo = 0; orderNo < 9; orderNo += 1) {
    await site.place({ bread: 1 }, { recipient, note: '苹果要硬一点' });
    site.clock.advance(4 * 60_000);
  }
  const picture = pictureOf(site.store, site.store.view.site()!, null, site.clock.nowMs());
  const server = createPageServer({
    rendererFolder: pages.folder,
    allowedHosts: ['127.0.0.1'],
    health: () => ({}),
    wallboard: () => picture,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wallboard.html`;
  return { server, url, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

test('a wallboard shows the site in figures a hand high, without a word about customers', async ({ page }) => {
  const wall = await serveWallboard();
  try {
    await page.setViewportSize({ width: 1920, height: 1080 });
    for (const look of ['?scheme=dark', '?scheme=light&lang=en']) {
      await page.goto(`${wall.url}${look}`);
      await expect(page.getByRole('listitem').first()).toBeVisible();
      await expectNothingInTheWay(page);
      const text = await page.evaluate(() => document.body.innerText);
      expect(['王', '138', '人民路', '苹果'].filter((word) => text.includes(word))).toEqual([]);
      const sizes = await page
        .getByRole('listitem')
        .evaluateAll((items) =>
          items.flatMap((item) => [...item.querySelectorAll('strong')].map((big) => Number.parseFloat(getComputedStyle(big).fontSize))),
        );
      // 55 inches are 1.21 m wide: 0.63 mm a pixel. A letter read at five metres is 25 mm high at least.
      expect(Math.min(...sizes) * 0.63).toBeGreaterThan(25);
      await page.screenshot({ path: `.cache/browser/wallboard${look.replaceAll(/\W/g, '-')}.png` });
    }
  } finally {
    await wall.close();
  }
});

test('a courier signs in by code, takes the ride, picks up by code, delivers one order and fails the other', async ({ page }) => {
  const at = await openTestPlatform({ pagesFolder: pages.folder });
  try {
    const siteId = await at.openSite();
    const base = `/v1/sites/${siteId}/couriers/courier-1`;
    await at.call('POST', `/v1/sites/${siteId}/couriers/courier-2/shift`, { body: { status: 'offShift' } });
    const { code } = (await at.call<{ code: string }>('POST', `${base}/sign-in-codes`, { body: {} })).body;
    await page.setViewportSize({ width: 412, height: 915 });
    await page.goto(`${at.platform.url}/courier/?site=${siteId}`);
    await expectNothingInTheWay(page);
    await page.getByLabel('骑手编号').fill('9001');
    await page.getByLabel('6 位登录码').fill('000000');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('alert')).toContainText('登录码不对');
    await page.getByLabel('6 位登录码').fill(code);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('button', { name: '上班' }).click();
    await expect(page.getByText('等派单')).toBeVisible();

    const station = await at.enrol(siteId);
    const orderIds: string[] = [];
    for (const name of ['W1', 'W2']) {
      const placed = await at.call<{ orderId: string }>('POST', `/v1/sites/${siteId}/orders`, { body: testOrder(name) });
      await driveOrderToShelf(at, station, placed.body.orderId);
      orderIds.push(placed.body.orderId);
    }
    await at.platform.runWorkers();
    await page.getByRole('button', { name: '接单' }).click();
    await expect(page.getByText('已接单')).toBeVisible();
    await expectNothingInTheWay(page);
    await page.screenshot({ path: '.cache/browser/courier-pickup.png' });
    const { body: ride } = await at.call<CourierTrip>('GET', `${base}/trip`);
    for (const parcelCode of ride.orders.flatMap(({ parcels }) => parcels.map((parcel) => parcel.code))) {
      await page.getByLabel('袋子编号').fill(parcelCode);
      await page.getByRole('button', { name: '确认' }).click();
      await expect(page.getByLabel('袋子编号').or(page.getByText('下一单'))).toBeVisible();
    }
    await page.getByRole('button', { name: '看地址' }).click();
    await expect(page.getByText('13812345678')).toBeVisible();
    await page.getByLabel('顾客手机尾号 4 位').fill('5678');
    await page.screenshot({ path: '.cache/browser/courier-door.png' });
    await expectNothingInTheWay(page);
    await page.getByRole('button', { name: '按尾号送达' }).click();
    await expect(page.getByText('13812345678')).toBeHidden();
    await page.getByRole('button', { name: '送不到' }).click();
    await page.getByRole('button', { name: '没人' }).click();
    await expect(page.getByText('等派单')).toBeVisible();
    const stages = await Promise.all(
      ride.orders.map(async ({ orderId }) => (await at.call<OrderStatus>('GET', `/v1/sites/${siteId}/orders/${orderId}`)).body.stage),
    );
    expect([stages, orderIds.length]).toEqual([['delivered', 'handedOver'], 2]);
  } finally {
    await at.platform.close();
  }
});

import { screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import { zhCN } from '#renderer/text/zh-CN.ts';
import { countByKind, toSupportReport } from '#renderer/features/sync/supportReport.ts';
import { createTestStore, testNoonMs } from '#test/support/createTestStore.ts';
import { renderStation } from '#test/support/renderStation.tsx';
import { testSkuIds } from '#test/support/testSite.ts';

let page: Awaited<ReturnType<typeof renderStation>> | null = null;
afterEach(() => {
  page?.close();
  page = null;
});

const supervisor: Operator = {
  id: asId('operator-9'),
  name: '何主管',
  roles: ['supervisor'],
  badgeCode: '9009',
  pinHash: 'not used here',
  language: 'zh-CN',
  validUntilMs: testNoonMs * 2,
};
const conflict = (no: number): RecordWrite => ({
  kind: 'discrepancy',
  id: `conflict-${no}`,
  row: {
    id: asId(`conflict-${no}`),
    kind: 'overPicked',
    commandId: asId(`command-${no}`),
    orderId: null,
    skuId: testSkuIds.milk,
    detail: { key: 'discrepancy.pickedTwice', params: { lineNo: no } },
    openedAtMs: testNoonMs - no,
    status: 'open',
    resolution: null,
  },
});

it('[LN14] a conflict shows what was recorded and what the books say; one key of a supervisor settles the oldest', async () => {
  const test = await createTestStore([{ kind: 'operator', id: supervisor.id, row: supervisor }, conflict(1), conflict(2)]);
  page = await renderStation(test, { hash: '/sync', signedInAs: supervisor.id });
  expect(screen.getAllByTestId('conflict')).toHaveLength(2);
  expect(page.text()).toContain('第 2 行被两个人拣了');
  expect(page.text()).toMatch(/账面现在.*在库 200/);
  await page.press('KeyB');
  expect(test.store.view.get('discrepancy', 'conflict-2')).toMatchObject({ status: 'resolved', resolution: 'booksCorrected' });
  expect(test.store.view.get('discrepancy', 'conflict-1')?.status).toBe('open');
});

it('[LN14] who may not settle conflicts sees them and is told whom to ask', async () => {
  const test = await createTestStore([conflict(1)]);
  page = await renderStation(test, { hash: '/sync' });
  expect(page.text()).toContain(zhCN.sync.askSupervisor);
  await page.press('KeyB');
  expect(test.store.view.get('discrepancy', 'conflict-1')?.status).toBe('open');
});

it('[LN15] the support panel counts what waits by kind, and the file holds every record the platform may lack', async () => {
  const test = await createTestStore();
  await test.place({ milk: 1 });
  page = await renderStation(test, { hash: '/sync' });
  expect(page.text()).toContain(zhCN.sync.support);
  expect(countByKind(test.store.pendingCommands()).map(({ kind, count }) => `${kind} ${count}`)).toEqual([
    'acceptOrder 1',
    'placeOrder 1',
    'releaseOrder 1',
  ]);
  const report = JSON.parse(toSupportReport(test.store, { stationId: 'station-1', atMs: testNoonMs, journal: null }));
  expect(report).toMatchObject({
    format: 'halfhour.support/1',
    writtenAt: '2026-11-20T04:00:00.000Z',
    pending: [{ kind: 'placeOrder' }, {}, {}],
    foreign: [],
    journal: null,
  });
});

it('[LN15] every fault of storage, link and journal has a sentence with a way out', () => {
  const storage = ['quota', 'closed', 'timeout', 'corrupt', 'versionTooOld', 'notAllowed', 'unknown'];
  const link = ['offline', 'timeout', 'unauthorized', 'versionTooOld', 'badAnswer', 'clone', 'gap'];
  expect(Object.keys(zhCN.fault.storage).toSorted()).toEqual(storage.toSorted());
  expect(Object.keys(zhCN.fault.link).toSorted()).toEqual(link.toSorted());
  expect(Object.keys(zhCN.fault.journal)).toEqual(['away', 'timeout', 'full', 'disk', 'taken']);
});

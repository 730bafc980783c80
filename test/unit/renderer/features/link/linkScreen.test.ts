import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import { createTestStore, testNoonMs } from '#test/support/createTestStore.ts';
import { renderStation } from '#test/support/renderStation.tsx';
import { testBinCode, testSkuIds } from '#test/support/testSite.ts';

let page: Awaited<ReturnType<typeof renderStation>> | null = null;
afterEach(() => {
  page?.close();
  page = null;
});

const unknownCode = '6933333333337';
const supervisor: Operator = {
  ...{ id: asId('operator-9'), name: '何主管', roles: ['supervisor'], badgeCode: '9009', pinHash: 'not used here' },
  ...{ language: 'zh-CN', validUntilMs: testNoonMs * 2 },
};

async function openPage(signedInAs: string) {
  const test = await createTestStore([{ kind: 'operator', id: supervisor.id, row: supervisor }]);
  const opened = await renderStation(test, { hash: '/queue', signedInAs });
  page = opened;
  return { opened, link: () => test.store.view.get('barcodeLink', `0${unknownCode}`) };
}

it('[LK1] with scans alone: an unknown barcode is linked to the item of a bin, used, and taken back', async () => {
  const { opened, link } = await openPage(supervisor.id);
  await opened.scan(unknownCode);
  const asked = opened.text();
  await opened.scanCode('commandSheet', 'CHOICE/1');
  await opened.scanCode('bin', testBinCode('water'));
  const found = opened.text();
  await opened.scanCode('commandSheet', 'CHOICE/6');
  await opened.scanCode('bin', testBinCode('water'));
  expect([asked.includes('要关联到一个商品吗'), found.includes('矿泉水 550 毫升'), opened.text().includes('何主管')]).toEqual([
    true,
    true,
    true,
  ]);
  expect(link()).toMatchObject({ skuId: testSkuIds.water, packUnits: 6, linked: { operatorId: supervisor.id }, withdrawn: null });
  await opened.scanCode('commandSheet', 'HOME');
  await opened.scan(unknownCode);
  expect(opened.big()).toBe(` ${unknownCode}`);
  await opened.scanCode('commandSheet', 'UNDO');
  expect(link()).toMatchObject({ withdrawn: { operatorId: supervisor.id } });
});

it('[LK1] with keys alone: words find the item, its number takes it, C links it', async () => {
  const { opened, link } = await openPage(supervisor.id);
  await opened.scan(unknownCode);
  await opened.press('Digit1');
  const field = screen.getByLabelText('商品名称或编号');
  await act(async () => void fireEvent.change(field, { target: { value: '牛奶' } }));
  await act(async () => void fireEvent.keyDown(field, { key: 'Enter', code: 'Enter' }));
  await opened.press('Digit3');
  await opened.press('KeyC');
  expect(link()).toMatchObject({ skuId: testSkuIds.milk, packUnits: 3 });
});

it('[LK1] who may not link is told only, and no question comes', async () => {
  const { opened, link } = await openPage('operator-1');
  await opened.scan(unknownCode);
  const told = opened.text();
  await opened.scanCode('commandSheet', 'CHOICE/1');
  expect([told.includes('本店没有这个商品条码'), told.includes('要关联'), link()]).toEqual([true, false, undefined]);
});

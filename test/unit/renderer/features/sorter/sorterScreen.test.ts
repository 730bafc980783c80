import { act } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createTestStore } from '#test/support/createTestStore.ts';
import { renderStation } from '#test/support/renderStation.tsx';
import { packOrder } from '#test/support/sorter/packOrder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

let close = () => undefined as void;
afterEach(() => close());

async function openPage() {
  const at = await createTestStore();
  const bags = [await packOrder(at), await packOrder(at)] as const;
  const page = await renderStation(at, { hash: '/sorter' });
  close = page.close;
  return { at, bags, page };
}

test('one key takes the sorting over: a bag, its chute shown big, the chute; one key gives it back', async () => {
  const { bags, page } = await openPage();
  const board = page.text().includes('C4');
  await page.press('KeyM');
  await page.scanCode('parcel', bags[0].parcel().code);
  const big = page.big();
  await page.scan('OVER');
  const { status, shelfCode } = bags[0].parcel();
  await page.press('KeyM');
  expect([board, big, status, shelfCode, page.text().includes('需要处理')]).toEqual([true, 'OVER', 'shelved', 'OVER', true]);
});

test('[WL7] the page keeps the host prepared and its results in the books, once, while its station is in charge', async () => {
  const { at, bags, page } = await openPage();
  const codes = bags.map(({ parcel }) => parcel().code);
  await act(() => waitUntil('the table', () => page.host.prepared.length > 0));
  const result = (scanId: string, code: string) => ({
    ...{ scanId, codes: [code], outcome: 'diverted' as const, chuteId: 'C1', commandedChuteId: 'C1', atMs: at.clock.nowMs() + 1000 },
  });
  await act(async () => {
    page.host.pushPlacement(result('s1', codes[0]!));
    page.host.pushPlacement(result('s1', codes[0]!));
    await waitUntil('the place', () => bags[0].parcel().status === 'shelved');
  });
  await act(async () => {
    page.host.showSorter({ isInCharge: false });
    page.host.pushPlacement(result('s2', codes[1]!));
    const known = page.host.prepared.length;
    // The station still prepares its host: it may have to take over.
    await waitUntil('another table', () => page.host.prepared.length > known);
  });
  const aside = bags[1].parcel().status;
  await act(async () => {
    page.host.showSorter({ isInCharge: true });
    await waitUntil('the place', () => bags[1].parcel().status === 'shelved');
  });
  const shelved = at.store.pendingCommands().filter(({ kind }) => kind === 'shelveParcel');
  expect([page.host.prepared[0]?.parcels.map(({ parcelCode }) => parcelCode), aside, shelved.length]).toEqual([codes, 'packed', 2]);
});

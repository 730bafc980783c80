import { afterEach, expect, test } from 'vitest';
import type { LabourReport } from '#shared/wire/platform/labourReport.ts';
import { asId } from '#shared/base/ids.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { renderStation } from '#test/support/renderStation.tsx';

let close = () => undefined as void;
afterEach(() => close());

const score = { linesPicked: 84, pickMs: 3_600_000, linesPerHour: 84, accuracy: 0.988, ordersPacked: 0, packMs: 0, ordersPerHour: null };

async function openLabour(answer: (question: { readonly askedBy: string }) => Promise<LabourReport>) {
  const store = await createTestStore();
  const page = await renderStation(store);
  const asked: { readonly askedBy: string }[] = [];
  Object.assign(page.host.bridge.client, {
    platformLink: { labour: (question: { readonly askedBy: string }) => (asked.push(question), answer(question)) },
  });
  close = page.close;
  return { store, page, asked };
}

test('[LM7] the key O shows who is signed in their own figures with the version of the definitions', async () => {
  const { page, asked, store } = await openLabour(async ({ askedBy }) => ({
    ...{ version: 1, fromMs: 0, toMs: 1, stages: [], isWhole: true },
    operators: [{ operatorId: asId<'operator'>(askedBy), ...score }],
  }));
  await page.press('KeyO');
  await page.press('Digit2');
  const own = document.querySelector('[data-testid="own-score"]')?.textContent ?? '';
  expect([
    asked.map(({ askedBy }) => askedBy),
    ['84', '98.8%'].every((figure) => own.includes(figure)),
    page.text().includes('第 1 版'),
    document.querySelector('[data-testid="team"]'),
    store.store.pendingCommands().some((command) => command.kind === 'signOut'),
  ]).toEqual([['operator-1', 'operator-1'], true, true, null, false]);
});

test('[LM7] without a line the last figures are shown with their age, and none are made up', async () => {
  let isAway = false;
  const { store, page } = await openLabour(async ({ askedBy }) => {
    if (isAway) throw new Error('OFFLINE');
    return {
      ...{ version: 1, fromMs: 0, toMs: store.clock.nowMs(), stages: [], isWhole: true },
      operators: [{ operatorId: asId<'operator'>(askedBy), ...score }],
    };
  });
  await page.press('KeyO');
  isAway = true;
  store.clock.advance(120_000);
  await page.press('Digit3');
  await page.press('KeyO');
  const kept = [page.text().includes('2 分前的数'), page.text().includes('98.8%')];
  await page.press('Digit2');
  expect([kept, page.text().includes('连上后再看'), page.text().includes('98.8%')]).toEqual([[true, true], true, false]);
});

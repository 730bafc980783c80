import { createRouterClient } from '@orpc/server';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { createLabelHandlers } from '#electron/features/labels/createLabelHandlers.ts';
import { openTemplateFolder, type TemplateFolder } from '#electron/features/labels/openTemplateFolder.ts';
import { zhCN } from '#renderer/text/zh-CN.ts';
import { asId } from '#shared/base/ids.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import { createTestStore, testNoonMs } from '#test/support/createTestStore.ts';
import { renderStation } from '#test/support/renderStation.tsx';
import { tempFolder } from '#test/support/tempFolder.ts';
import { drawLabelsHere } from '#test/support/labels/drawLabelsHere.ts';

let page: Awaited<ReturnType<typeof renderStation>> | null = null;
const folder = tempFolder();
afterEach(() => {
  page?.close();
  page = null;
});

const supervisor: Operator = {
  ...{ id: asId('operator-9'), name: '何主管', roles: ['supervisor'], badgeCode: '9009', pinHash: 'not used here' },
  ...{ language: 'zh-CN', validUntilMs: testNoonMs * 2 },
};

/** The screen over the handlers of the real host. */
async function openScreen(signedInAs: string, templateFolder: TemplateFolder) {
  const test = await createTestStore([{ kind: 'operator', id: supervisor.id, row: supervisor }]);
  const client = createRouterClient(createLabelHandlers({ templateFolder, labelDrawer: drawLabelsHere() }), { context: {} as never });
  page = await renderStation(test, { hash: '/queue', signedInAs });
  Object.assign(page.host.bridge.client, { labels: client });
  await page.press('F8');
  await settled(() => document.querySelectorAll('canvas').length === 1);
  return page;
}

const settled = (isDone: () => boolean) => waitFor(() => expect(isDone()).toBe(true), { timeout: 20_000, interval: 40 });
const field = (name: string) => screen.getByLabelText(new RegExp(name));
const button = (name: string) => screen.getByRole('button', { name });

it('[LB14] the label is drawn from its sample; what is wrong with the data stands beside its field', async () => {
  const opened = await openScreen('operator-1', await openTemplateFolder(folder.path));
  expect(document.querySelector('canvas')?.width).toBe(608);
  fireEvent.change(field('袋码'), { target: { value: '货位' } });
  await settled(() => opened.text().includes('做不成 Code 128'));
  expect([field('袋码').getAttribute('aria-invalid'), (button(zhCN.labels.testPrint) as HTMLButtonElement).disabled]).toEqual([
    'true',
    true,
  ]);
  fireEvent.change(field('袋码'), { target: { value: '' } });
  await settled(() => opened.text().includes(zhCN.label.missing));
  fireEvent.change(field('袋码'), { target: { value: 'PC-1-1-X' } });
  await settled(() => field('袋码').getAttribute('aria-invalid') === 'false');
  expect([button(zhCN.labels.save), button(zhCN.labels.edit)].map((one) => (one as HTMLButtonElement).disabled)).toEqual([true, false]);
}, 60_000);

it('[LB14] a supervisor’s change is drawn, saved as the site’s own and printed; a faulty one is named with its place', async () => {
  const templateFolder = await openTemplateFolder(folder.path);
  const opened = await openScreen(supervisor.id, templateFolder);
  fireEvent.click(button(zhCN.labels.edit));
  const editor = () => screen.getByRole('textbox', { name: zhCN.labels.templateText }) as HTMLTextAreaElement;
  const text = editor().value;
  fireEvent.change(editor(), { target: { value: text.replace('"widthMm": 76', '"widthMm": 20') } });
  await settled(() => opened.text().includes('it reaches beyond the right edge of the label'));
  fireEvent.change(editor(), { target: { value: text.replace('"widthMm": 76', '"widthMm": 80') } });
  await settled(() => document.querySelector('canvas')?.width === 640);
  fireEvent.click(button(zhCN.labels.save));
  await settled(() => opened.text().includes('已存为本店模板 bag'));
  expect([templateFolder.named('bag')?.widthMm, opened.text().includes(zhCN.labels.replaces)]).toEqual([80, true]);
  await settled(() => !(button(zhCN.labels.testPrint) as HTMLButtonElement).disabled);
  fireEvent.click(button(zhCN.labels.testPrint));
  await settled(() => opened.text().includes(zhCN.labels.testQueued));
  expect(opened.host.printed.map(({ template, onlyPrinterId }) => [template, onlyPrinterId])).toEqual([['bag', undefined]]);
  fireEvent.click(button(zhCN.labels.remove));
  await settled(() => opened.text().includes(zhCN.labels.removed));
  expect(templateFolder.all()).toEqual([]);
}, 60_000);

it('[LB14] the test print goes to the printer that was chosen; one that is taken away is no choice any more', async () => {
  const opened = await openScreen('operator-1', await openTemplateFolder(folder.path));
  const { connection } = opened.host;
  const printer = connection.devices.find(({ kind }) => kind === 'printer')!;
  await act(async () =>
    opened.host.setConnection({ devices: [...connection.devices, { ...printer, deviceId: 'printer-2', name: '价签打印机' }] }),
  );
  await settled(() => opened.text().includes('价签打印机'));
  await settled(() => !(button(zhCN.labels.testPrint) as HTMLButtonElement).disabled);
  fireEvent.click(button('价签打印机'));
  fireEvent.click(button(zhCN.labels.testPrint));
  await settled(() => opened.host.printed.length === 1);
  await act(async () => opened.host.setConnection({}));
  await settled(() => !opened.text().includes('价签打印机'));
  expect(button(zhCN.labels.anyPrinter).getAttribute('aria-pressed')).toBe('true');
  fireEvent.click(button(zhCN.labels.testPrint));
  await settled(() => opened.host.printed.length === 2);
  expect(opened.host.printed.map(({ onlyPrinterId }) => onlyPrinterId)).toEqual(['printer-2', undefined]);
}, 60_000);

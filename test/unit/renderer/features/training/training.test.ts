import { afterEach, expect, test } from 'vitest';
import { openTraining, practiceTasksReady } from '#renderer/features/training/openTraining.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { renderStation } from '#test/support/renderStation.tsx';
import { waitUntil } from '#test/support/waitUntil.ts';

let close = () => undefined as void;
afterEach(() => close());

async function openPage(options: Parameters<typeof renderStation>[1] = {}) {
  const live = await createTestStore();
  await live.place({ milk: 1 });
  const page = await renderStation(live, options);
  close = page.close;
  const bar = () => document.querySelector('[data-testid="training"]');
  return {
    live,
    page,
    bar,
    async turn() {
      const was = bar() !== null;
      await page.scanCode('commandSheet', 'TRAINING');
      await waitUntil('the other station', () => (bar() !== null) !== was && '__halfhour' in window, { everyMs: 5 });
    },
    rightCode: () => document.querySelector('[data-testid="right-code"]')?.getAttribute('data-code') ?? '',
  };
}

/** Notes every call of the host from now on, by its path. */
function recordCalls(client: object): Set<string> {
  const calls = new Set<string>();
  for (const [part, methods] of Object.entries(client)) {
    for (const [name, method] of Object.entries(methods as Record<string, unknown>)) {
      if (typeof method !== 'function') continue;
      Object.assign(methods, {
        [name]: (...given: unknown[]) => {
          calls.add(`${part}.${name}`);
          return (method as (...given: unknown[]) => unknown)(...given);
        },
      });
    }
  }
  return calls;
}

test('[TG2] [TG3] an order is practised from the queue to the courier, and nothing of it reaches the store, the platform, LAN, printers or sorter', async () => {
  const { live, page, turn, bar, rightCode } = await openPage();
  const before = { pending: live.store.pendingCommands().length, tasks: live.store.find.openTasks() };
  const calls = recordCalls(page.host.bridge.client);
  await turn();
  const seen: string[] = [];
  for (let step = 0; step < 60 && seen.filter((code) => code.startsWith('CR')).length === 0; step += 1) {
    const code = rightCode();
    seen.push(code.slice(0, 2));
    await page.scan(code);
  }
  await page.scan(rightCode());
  await page.scan(rightCode());
  const marked = bar()?.textContent?.includes('培训模式');
  await turn();
  const stillMine = page.text().includes('练习');
  expect({
    kinds: ['CM', 'TT', 'BN', '95', 'PC', 'SH', 'CR'].filter((kind) => !seen.includes(kind)),
    marked,
    stillMine,
    printed: page.host.printed.length,
    prepared: page.host.prepared.length > 0,
    pending: live.store.pendingCommands().length,
    tasks: live.store.find.openTasks(),
  }).toEqual({ kinds: [], marked: true, stillMine: false, printed: 0, prepared: expect.any(Boolean), ...before });
  // What the live station asks for when it is opened again is its own.
  const ofPractice = [...calls].filter(
    (call) =>
      !/^(station\.connection|devices\.(scans|weights|printJobs|acknowledgeScans|submitWedgeScan)|sorter\.(view|placements|prepare))$/.test(
        call,
      ),
  );
  expect(ofPractice).toEqual([]);
});

test('[TG4] the code leads in before anybody signed in, and out again to the sign-in', async () => {
  const { page, turn, bar } = await openPage({ signedInAs: null });
  const first = page.text().includes('扫工牌');
  await turn();
  const practising = [bar() !== null, page.text().includes('学员') || page.text().includes('订单')];
  await turn();
  expect([first, practising, page.text().includes('扫工牌')]).toEqual([first, [true, true], first]);
});

test('[TG5] every practice screen is marked, and the screens of the site are not there', async () => {
  const { page, turn, bar } = await openPage();
  await turn();
  const marks: boolean[] = [];
  for (const key of ['F2', 'F3', 'F4', 'F6', 'F8', 'F1']) {
    await page.press(key);
    marks.push(bar() !== null);
  }
  const names = [...document.querySelectorAll('nav button')].map((button) => button.textContent?.replace(/F\d+$|^\d+/g, ''));
  expect([marks, names.length]).toEqual([[true, true, true, true, true, true], 4]);
});

test('[TG6] two tasks wait however many are taken, and a closed practice leaves nothing behind', async () => {
  const live = await createTestStore();
  const page = await renderStation(live);
  close = page.close;
  const { bridge, handshake } = page.host;
  const training = await openTraining({ bridge, handshake, clock: live.clock, operator: null, traineeName: '学员' });
  const open = () => training.store.find.openTasks().filter((task) => task.status === 'open');
  const operatorId = [...training.store.all('operator')][0]!.id;
  const counts: number[] = [open().length];
  for (let turn = 0; turn < 3; turn += 1) {
    const [task] = open();
    await training.store.commit([{ kind: 'claimTask', payload: { taskId: task!.id, isTakeover: false } }], {
      operatorId,
      triggerId: `take ${turn}`,
    });
    await waitUntil('more work', () => open().length === practiceTasksReady, { everyMs: 3 });
    counts.push(open().length);
  }
  await training.close();
  expect([counts, live.store.pendingCommands().length]).toEqual([[2, 2, 2, 2], 0]);
});

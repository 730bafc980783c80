import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { createLabelDrawer, maxLabelTasks, maxVainStarts, type LabelDrawer } from '#electron/drivers/printer/createLabelDrawer.ts';
import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { silentLog } from '#shared/base/log.ts';
import { drawLabelsHere } from '#test/support/labels/drawLabelsHere.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function newDrawer(startThread?: () => Worker): LabelDrawer {
  const drawer = createLabelDrawer({ log: silentLog, startThread });
  closers.push(() => drawer.close());
  return drawer;
}

/** How far each thread of this process stands back, by /proc (proc(5): field 19 of stat; the name before it may hold spaces). */
function nicenesses(): { readonly threadNo: string; readonly niceness: number }[] {
  return readdirSync('/proc/self/task').map((threadNo) => {
    const stat = readFileSync(`/proc/self/task/${threadNo}/stat`, 'latin1');
    return { threadNo, niceness: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]) };
  });
}

/** The bytes of a bag label in Chinese. */
async function bagBytes(drawer: LabelDrawer): Promise<Uint8Array> {
  const template = loadLabelTemplates().get('bag');
  if (template === undefined) throw new Error('no bag template');
  const fields = Object.fromEntries(template.fields.map((field) => [field.name, field.sample]));
  const marks = { jobId: 'job-1', reprintNo: 0, language: 'zh', thisYear: 2026 } as const;
  const label = await drawer.run({ kind: 'compose', template, fields, marks });
  if (!label.ok) throw new Error(label.error.detail);
  return await drawer.run({ kind: 'toBytes', label: label.value, language: 'zpl', dotsPerMm: 8 });
}

describe('drawing labels in a thread', () => {
  test('[PR16] the thread draws the same bytes as the host would, one label after the other', async () => {
    const [threaded, again, here] = await Promise.all([
      ...[newDrawer()].flatMap((drawer) => [bagBytes(drawer), bagBytes(drawer)]),
      bagBytes(drawLabelsHere()),
    ]);
    expect(threaded?.length).toBeGreaterThan(1_000);
    expect([threaded, again]).toEqual([here, here]);
  });

  test.runIf(process.platform === 'linux')('[PR9] the thread that draws stands back behind the one that takes scans', async () => {
    const before = nicenesses();
    await bagBytes(newDrawer());
    const fresh = nicenesses().filter(({ threadNo }) => !before.some((one) => one.threadNo === threadNo));
    expect(fresh.map(({ niceness }) => niceness)).toContain(constants.priority.PRIORITY_BELOW_NORMAL);
  });

  test('[PR16] a thread that dies in the middle is replaced and the label is drawn', async () => {
    let started = 0;
    const drawer = newDrawer(() => {
      started += 1;
      return started === 1 ? dyingThread() : realThread();
    });
    expect(await bagBytes(drawer)).toEqual(await bagBytes(drawLabelsHere()));
    expect(started).toBe(2);
  });

  test('[PR16] where no thread lives, the host draws itself', async () => {
    let started = 0;
    const drawer = newDrawer(() => {
      started += 1;
      return dyingThread();
    });
    expect(await bagBytes(drawer)).toEqual(await bagBytes(drawLabelsHere()));
    expect(started).toBe(maxVainStarts);
  });

  test('[PR16] there is a most of labels that wait', async () => {
    const drawer = newDrawer(() => new Worker('setInterval(() => undefined, 1e6)', { eval: true }));
    const given = { kind: 'toBytes', label: { widthMm: 1, heightMm: 1, jobId: 'j', elements: [] }, language: 'zpl', dotsPerMm: 8 } as const;
    const waiting = Array.from({ length: maxLabelTasks }, () => drawer.run(given).catch(() => 'closed'));
    await expect(drawer.run(given)).rejects.toThrow(String(maxLabelTasks));
    await drawer.close();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['closed']));
  });

  test('[PR16] what cannot be drawn is refused, and the thread goes on', async () => {
    const drawer = newDrawer();
    const label = { widthMm: 60, heightMm: 40, jobId: 'j', elements: [{ element: { kind: 'nothing' }, fields: [] }] };
    await expect(drawer.run({ kind: 'toBytes', label: label as never, language: 'zpl', dotsPerMm: 8 })).rejects.toThrow();
    expect((await bagBytes(drawer)).length).toBeGreaterThan(1_000);
    await drawer.close();
    await expect(bagBytes(drawer)).rejects.toThrow('closed');
  });
});

/** Ends with the first task it is given. */
function dyingThread(): Worker {
  return new Worker("require('node:worker_threads').parentPort.once('message', () => process.exit(1))", { eval: true });
}

function realThread(): Worker {
  const moduleUrl = pathToFileURL('electron/drivers/printer/labelThread.ts').href;
  const source = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(moduleUrl)}); });`;
  return new Worker(source, { eval: true });
}

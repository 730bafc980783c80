import { describe, expect, it } from 'vitest';
import { describePicking } from '#shared/features/picking/describePicking.ts';
import { settlePicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import { asId } from '#shared/base/ids.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { createTestStore, testNoonMs } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { testBinCode, testGtins, testSkuIds } from '#test/support/testSite.ts';

import { bin, claim, open, picker, tote } from '#test/support/pickerAtWork.ts';

describe('picking workflow: totes and lots', () => {
  it('[PW13] a tote of another order on the way is a stop', async () => {
    const { work } = await picker({ milk: 1 });
    await work.scan(tote('T001'));
    await work.scan(bin('milk'));
    expect(await work.scan(tote('T002'))).toEqual({
      sound: 'stop',
      key: 'pick.wrongTote',
      params: { scanned: 'T002', expected: 'T001' },
      commands: [],
    });
  });

  it('[PW14] a lot that may not leave is a stop, an allowed lot wins over the planned one', async () => {
    const binId = asId<'bin'>(`bin-${testBinCode('yoghurt')}`);
    const lot = (code: string, expiresOn: string): RecordWrite => ({
      kind: 'lot',
      id: `lot-${code}`,
      row: { id: asId<'lot'>(`lot-${code}`), skuId: testSkuIds.yoghurt, code, expiresOn, receivedAtMs: testNoonMs, status: 'released' },
    });
    const stock = (code: string): RecordWrite => {
      const lotId = asId<'lot'>(`lot-${code}`);
      const id = stockIdOf(testSkuIds.yoghurt, binId, lotId, 'available');
      return { kind: 'stock', id, row: { id, skuId: testSkuIds.yoghurt, binId, lotId, status: 'available', quantity: 5, allocated: 0 } };
    };
    const { test, work } = await picker({ yoghurt: 2 }, [lot('OLD', '2026-11-01'), lot('NEW', '2026-12-24'), stock('OLD'), stock('NEW')]);
    await work.scan(tote('T001'));
    await work.scan(bin('yoghurt'));
    const refused = await work.scan(`010${testGtins.yoghurt}10OLD`);
    await work.act('confirm');
    await work.scan(`010${testGtins.yoghurt}10NEW`);
    expect([
      refused.sound,
      refused.key,
      refused.params['scanned'],
      test.store.view.get('tote', 'tote-T001')?.contents.map((entry) => entry.lotId),
    ]).toEqual(['stop', 'pick.wrongLot', 'OLD', ['lot-NEW']]);
  });

  it('[PW15] opened again after any commit, it stands on the first open line', async () => {
    const { work, test } = await picker({ water: 2, milk: 1 });
    const seen: unknown[] = [];
    for (const text of [tote('T001'), bin('water'), testGtins.water, testGtins.water]) {
      await work.scan(text);
      const again = describePicking(open(test, 'task-1').state(), test.tools());
      seen.push([again.phase, again.current?.sku?.id, again.current?.remaining]);
    }
    expect(seen).toEqual([
      ['bin', testSkuIds.water, 2],
      ['bin', testSkuIds.water, 2],
      ['bin', testSkuIds.water, 1],
      ['bin', testSkuIds.milk, 1],
    ]);
  });

  it('[PW16] with several orders the put is confirmed by the right tote', async () => {
    const test = await createTestStore();
    await test.place({ water: 1 });
    await test.place({ water: 1, milk: 1 });
    const [first, second] = [test.store.view.get('task', 'task-1'), test.store.view.get('task', 'task-2')];
    if (first === undefined || second === undefined) throw new Error('no tasks');
    const merged = {
      ...first,
      id: asId<'task'>('task-merged'),
      orderIds: [...first.orderIds, ...second.orderIds],
      steps: [...first.steps, ...second.steps].map((step, index) => ({ ...step, stepNo: index + 1 })),
    };
    const both = await createTestStore([
      { kind: 'task', id: merged.id, row: merged },
      ...merged.orderIds.map((orderId): RecordWrite => ({
        kind: 'order',
        id: orderId,
        row: { ...test.order(orderId), taskId: merged.id },
      })),
    ]);
    const work = await claim(both, 'task-merged');
    await work.scan(tote('T001'));
    await work.scan(tote('T002'));
    await work.scan(bin('water'));
    const put = await work.scan(testGtins.water);
    const wrong = await work.scan(tote('T002'));
    await work.act('confirm');
    const right = await work.scan(tote('T001'));
    expect([put.sound, wrong.sound, wrong.key, right.sound, work.state().phase]).toEqual([
      'lineDone',
      'stop',
      'pick.wrongTote',
      'ok',
      'item',
    ]);
  });

  it('[PW17] a full tote is followed by another one', async () => {
    const { test, orderId, work } = await picker({ water: 2 });
    await work.scan(tote('T001'));
    await work.scan(bin('water'));
    await work.scan(testGtins.water);
    await work.act('toteFull');
    await work.scan(tote('T002'));
    await work.scan(bin('water'));
    await work.scan(testGtins.water);
    expect([
      test.order(orderId).toteIds,
      ['T001', 'T002'].map((code) => test.store.view.get('tote', `tote-${code}`)?.contents.length),
    ]).toEqual([
      ['tote-T001', 'tote-T002'],
      [1, 1],
    ]);
  });

  it('[PW18] a tote whose binding was lost is asked for again before goods are counted; the one with the goods in it will do', async () => {
    const { test, orderId, work } = await picker({ water: 2 });
    await work.scan(tote('T001'));
    await work.scan(bin('water'));
    await work.scan(testGtins.water);
    let isLost = true;
    const tools = () => {
      const known = test.tools();
      const get: typeof known.view.get = (kind, id) => {
        const row = known.view.get(kind, id);
        return isLost && kind === 'task' && row !== undefined ? { ...row, toteByOrder: {} } : row;
      };
      return { ...known, view: { ...known.view, get } };
    };
    const commit: typeof test.commit = async (...drafts) => {
      const commands = await test.commit(...drafts);
      isLost = false;
      return commands;
    };
    const late = driveWorkflow({ ...test, tools, commit }, work.state(), stepPicking, settlePicking);
    const prompt = describePicking(late.state(), tools());
    const item = await late.scan(testGtins.water);
    const again = await late.scan(tote('T001'));
    await late.scan(bin('water'));
    const counted = await late.scan(testGtins.water);
    expect([prompt.phase, item.key, item.commands, again.commands, counted.commands]).toEqual([
      'tote',
      'pick.expectedTote',
      [],
      ['bindTote'],
      ['pickLine', 'finishPicking'],
    ]);
    expect(test.order(orderId).toteIds).toEqual(['tote-T001']);
  });
});

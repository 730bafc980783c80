import { describe, expect, it } from 'vitest';
import { describePicking } from '#shared/features/picking/describePicking.ts';
import { settlePicking, startPicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import { asId } from '#shared/base/ids.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore, type TestStore, testNoonMs } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { testBinCode, testGtins, type TestSkuName, testSkuIds } from '#test/support/testSite.ts';

const bin = (name: TestSkuName) => toSiteCode('bin', testBinCode(name));
const tote = (code: string) => toSiteCode('tote', code);

async function picker(lines: Partial<Record<TestSkuName, number>>, moreWrites: readonly RecordWrite[] = []) {
  const test = await createTestStore(moreWrites);
  const orderId = await test.place(lines);
  return { test, orderId, work: await claim(test, 'task-1') };
}

async function claim(test: TestStore, taskId: string) {
  await test.commit({ kind: 'claimTask', payload: { taskId: asId<'task'>(taskId), isTakeover: false } });
  return open(test, taskId);
}

function open(test: TestStore, taskId: string) {
  const task = test.store.view.get('task', taskId);
  if (task === undefined) throw new Error('no task');
  return driveWorkflow(test, startPicking(task), stepPicking, settlePicking);
}

describe('picking workflow', () => {
  it('[PW1] a tote is bound first; a tote of another order is a stop that names it', async () => {
    const { test, work } = await picker({ milk: 1 });
    await test.place({ bread: 1 });
    const other = await claim(test, 'task-2');
    await other.scan(tote('T001'));
    const taken = await work.scan(tote('T001'));
    await work.act('confirm');
    const bound = await work.scan(tote('T002'));
    expect([taken.sound, taken.key, taken.params['order'], bound.sound, bound.commands, work.state().phase]).toEqual([
      'stop',
      'pick.toteInUse',
      2,
      'ok',
      ['bindTote'],
      'bin',
    ]);
  });

  it('[PW2] a wrong bin is a warning with both codes and changes nothing', async () => {
    const { work } = await picker({ milk: 1 });
    await work.scan(tote('T001'));
    const wrong = await work.scan(bin('bread'));
    const right = await work.scan(bin('milk'));
    expect([wrong, right.sound, work.state().phase]).toEqual([
      { sound: 'warning', key: 'pick.wrongBin', params: { scanned: testBinCode('bread'), expected: testBinCode('milk') }, commands: [] },
      'ok',
      'item',
    ]);
  });

  it('[PW3] another bin with the same goods is taken after the same scan again', async () => {
    const binId = asId<'bin'>(`bin-${testBinCode('bread')}`);
    const stockId = stockIdOf(testSkuIds.milk, binId, null, 'available');
    const { test, work } = await picker({ milk: 1 });
    await test.commit({ kind: 'receiveStock', payload: { skuId: testSkuIds.milk, binId, quantity: 5, lot: null } });
    await work.scan(tote('T001'));
    const first = await work.scan(bin('bread'));
    const second = await work.scan(bin('bread'));
    await work.scan(testGtins.milk);
    expect([first.key, second.sound, test.store.view.get('stock', stockId)?.quantity]).toEqual(['pick.otherBinAgain', 'ok', 4]);
  });

  it('[PW4] units count one by one; the last of a line and of the task sound different and end the task', async () => {
    const { test, orderId, work } = await picker({ water: 2, milk: 1 });
    await work.scan(tote('T001'));
    await work.scan(bin('water'));
    const sounds = [(await work.scan(testGtins.water)).sound, (await work.scan(testGtins.water)).sound];
    await work.scan(bin('milk'));
    const last = await work.scan(testGtins.milk);
    expect([sounds, last.sound, last.commands, test.order(orderId).stage, work.state().phase]).toEqual([
      ['ok', 'lineDone'],
      'orderDone',
      ['pickLine', 'finishPicking'],
      'picked',
      'done',
    ]);
  });

  it('[PW5] [PW6] a wrong item is a stop that holds the scanner until CONFIRM', async () => {
    const { test, orderId, work } = await picker({ milk: 1 });
    await work.scan(tote('T001'));
    await work.scan(bin('milk'));
    const wrong = await work.scan(testGtins.bread);
    const whileHeld = await work.scan(testGtins.milk);
    const confirmed = await work.scan(toSiteCode('commandSheet', 'CONFIRM'));
    const right = await work.scan(testGtins.milk);
    expect([wrong.sound, wrong.key, wrong.params['thingEn'], wrong.params['expectedEn'], wrong.commands]).toEqual([
      'stop',
      'pick.wrongItem',
      'Wholemeal toast 400 g',
      'Fresh milk 950 ml',
      [],
    ]);
    expect([whileHeld.sound, whileHeld.commands, confirmed.sound, right.sound, test.order(orderId).stage]).toEqual([
      'stop',
      [],
      'ok',
      'orderDone',
      'picked',
    ]);
  });

  it('[PW7] a pack with more than what is left counts nothing', async () => {
    const caseSku = (await createTestStore()).store.view.get('sku', testSkuIds.water);
    if (caseSku === undefined) throw new Error('no water');
    const withCase: RecordWrite = {
      kind: 'sku',
      id: caseSku.id,
      row: { ...caseSku, barcodes: [...caseSku.barcodes, { gtin: '16921168509253', packUnits: 12 }] },
    };
    const { work } = await picker({ water: 3 }, [withCase]);
    await work.scan(tote('T001'));
    await work.scan(bin('water'));
    expect(await work.scan('16921168509253')).toEqual({
      sound: 'warning',
      key: 'pick.packTooLarge',
      params: { scanned: 12, expected: 3 },
      commands: [],
    });
  });

  it('[PW8] a weighed line: too heavy warns, too little stays open, the scale finishes it', async () => {
    const { test, orderId, work } = await picker({ apples: 500 });
    await work.scan(tote('T001'));
    await work.scan(bin('apples'));
    const seen = [await work.weigh(800), await work.weigh(200), await work.weigh(310)];
    expect([seen.map(({ sound, commands }) => [sound, commands]), test.order(orderId).lines[0]?.pickedQuantity]).toEqual([
      [
        ['warning', []],
        ['ok', ['pickLine']],
        ['orderDone', ['pickLine', 'finishPicking']],
      ],
      510,
    ]);
  });

  it('[PW9] an item without its bin asks for the bin', async () => {
    const { work } = await picker({ milk: 1 });
    await work.scan(tote('T001'));
    expect((await work.scan(testGtins.milk)).key).toBe('pick.scanBinFirst');
  });

  it('[PW10] SHORT asks for a reason, closes the line, and on the last line ends the task', async () => {
    const { test, orderId, work } = await picker({ water: 1, milk: 1 });
    await work.scan(tote('T001'));
    const asked = await work.act('short');
    const first = await work.act('short', 'notFound');
    await work.scan(bin('milk'));
    const last = await work.scan(testGtins.milk);
    expect([
      asked.key,
      first.commands,
      last.commands,
      test.order(orderId).lines.map((line) => line.shortQuantity),
      test.order(orderId).stage,
    ]).toEqual(['pick.chooseReason', ['shortLine'], ['pickLine', 'finishPicking'], [1, 0], 'picked']);
  });

  it('[PW11] UNDO takes back the last picks one by one and then warns', async () => {
    const { test, orderId, work } = await picker({ water: 3 });
    await work.scan(tote('T001'));
    await work.scan(bin('water'));
    await work.scan(testGtins.water);
    await work.scan(testGtins.water);
    const undone = [await work.act('undo'), await work.act('undo'), await work.act('undo')].map(({ key }) => key);
    expect([undone, test.order(orderId).lines[0]?.pickedQuantity]).toEqual([['pick.undone', 'pick.undone', 'common.nothingToUndo'], 0]);
  });

  it('[PW12] a skipped line comes back at the end', async () => {
    const { work, test } = await picker({ water: 1, milk: 1 });
    await work.scan(tote('T001'));
    await work.act('skip');
    const next = describePicking(work.state(), test.tools());
    expect([next.current?.sku?.id, next.upcoming.map((line) => line.sku?.id)]).toEqual([testSkuIds.milk, [testSkuIds.water]]);
  });

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

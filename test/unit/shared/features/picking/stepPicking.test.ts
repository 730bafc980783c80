import { describe, expect, it } from 'vitest';
import { describePicking } from '#shared/features/picking/describePicking.ts';
import { asId } from '#shared/base/ids.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { testBinCode, testGtins, testSkuIds } from '#test/support/testSite.ts';

import { bin, claim, picker, tote } from '#test/support/pickerAtWork.ts';

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

  it('[PW26] from a finished task HOME leads away, everything else says that it is done', async () => {
    const { work } = await picker({ milk: 1 });
    await work.scan(tote('T001'));
    await work.scan(bin('milk'));
    await work.scan(testGtins.milk);
    const again = await work.scan(testGtins.milk);
    const home = await work.act('home');
    expect([again.key, home.sound, home.key]).toEqual(['pick.taskDone', 'ok', null]);
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

  it('[PW28] where no scale tells, the grams are keyed in, within the tolerance, and the record says so', async () => {
    const { test, orderId, work } = await picker({ apples: 500 });
    await work.scan(tote('T001'));
    expect((await work.act('choice', '510')).commands).toEqual([]);
    await work.scan(bin('apples'));
    const seen = [await work.act('choice', '0'), await work.act('choice', '800'), await work.act('choice', '510')];
    expect(seen.map(({ key, commands }) => [key, commands])).toEqual([
      ['pick.badGrams', []],
      ['pick.tooHeavy', []],
      ['pick.finished', ['pickLine', 'finishPicking']],
    ]);
    expect(test.order(orderId).lines[0]?.pickedQuantity).toBe(510);
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
});

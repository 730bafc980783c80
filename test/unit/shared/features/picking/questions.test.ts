import { describe, expect, it } from 'vitest';
import { describePicking } from '#shared/features/picking/describePicking.ts';
import { substituteAnswerMs } from '#shared/rules/picking/proposeSubstitute.ts';
import { asId } from '#shared/base/ids.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore, type TestStore } from '#test/support/createTestStore.ts';
import { bin, claim, open, picker, tote } from '#test/support/pickerAtWork.ts';
import { createTestSite, testBinCode, testGtins, type TestSkuName, testSkuIds } from '#test/support/testSite.ts';

const binIdOf = (name: TestSkuName) => asId<'bin'>(`bin-${testBinCode(name)}`);
const skuRow = (name: TestSkuName, fields: Partial<Sku>): RecordWrite => {
  const row = createTestSite().skus.find((sku) => sku.id === testSkuIds[name]);
  if (row === undefined) throw new Error(name);
  return { kind: 'sku', id: row.id, row: { ...row, ...fields } };
};
const stockOf = (name: TestSkuName, at: TestSkuName, quantity: number): RecordWrite => {
  const id = stockIdOf(testSkuIds[name], binIdOf(at), null, 'available');
  return {
    kind: 'stock',
    id,
    row: { id, skuId: testSkuIds[name], binId: binIdOf(at), lotId: null, status: 'available', quantity, allocated: 0 },
  };
};
/** Milk, and yoghurt and beer of its category: cheaper and dearer. */
const alike = [
  skuRow('milk', { category: 'dairy', priceFen: 690 }),
  skuRow('yoghurt', { category: 'dairy', priceFen: 500 }),
  skuRow('water', { category: 'dairy', priceFen: 900 }),
  skuRow('beer', { category: 'dairy', ageLimitYears: 18 }),
];
const promptOf = (test: TestStore, work: Awaited<ReturnType<typeof picker>>['work']) => describePicking(work.state(), test.tools());

describe('[PW20] zero check', () => {
  const lastMilk = [stockOf('milk', 'milk', 1)];

  it('after the pick that should empty the bin: YES and NO are recorded', async () => {
    for (const [said, sound, found] of [
      ['YES', 'ok', 0],
      ['NO', 'lineDone', 1],
    ] as const) {
      const { test, work } = await picker({ milk: 1, bread: 1 }, lastMilk);
      await work.scan(tote('T001'));
      await work.act('skip');
      await work.scan(bin('milk'));
      await work.scan(testGtins.milk);
      const asked = promptOf(test, work).zeroCheck;
      const answered = await work.scan(toSiteCode('commandSheet', said));
      const counts = [...test.store.all('discrepancy')].filter((one) => one.detail.key === 'discrepancy.binNotEmpty').length;
      expect([asked?.bin?.code, answered.commands, answered.sound, counts, promptOf(test, work).zeroCheck]).toEqual([
        testBinCode('milk'),
        ['checkZero'],
        sound,
        found,
        null,
      ]);
    }
  });

  it('the next scan leaves the question and counts as itself', async () => {
    const { test, work } = await picker({ milk: 1, bread: 1 }, lastMilk);
    await work.scan(tote('T001'));
    await work.act('skip');
    await work.scan(bin('milk'));
    await work.scan(testGtins.milk);
    const next = await work.scan(bin('bread'));
    expect([next.sound, promptOf(test, work).zeroCheck, work.state().phase]).toEqual(['ok', null, 'item']);
  });

  it('while the books leave something in the bin nothing is asked', async () => {
    const { test, work } = await picker({ milk: 1, bread: 1 });
    await work.scan(tote('T001'));
    await work.act('skip');
    await work.scan(bin('milk'));
    await work.scan(testGtins.milk);
    expect(promptOf(test, work).zeroCheck).toBeNull();
  });
});

describe('short', () => {
  it('[PW21] another bin that has the goods is gone to, and says so', async () => {
    const { test, orderId, work } = await picker({ milk: 1, bread: 1 }, [stockOf('milk', 'noodles', 5)]);
    await work.scan(tote('T001'));
    await work.act('skip');
    const bins = [promptOf(test, work).current?.bin?.code];
    const shorted = await work.act('short', 'notFound');
    bins.push(...[promptOf(test, work).current, ...promptOf(test, work).upcoming].map((line) => line?.bin?.code));
    expect([shorted.key, shorted.commands, test.order(orderId).lines[0]?.shortQuantity, new Set(bins).size]).toEqual([
      'pick.elsewhere',
      ['shortLine'],
      0,
      3,
    ]);
  });

  it('[PW21] [PW25] it says how many other orders want the goods, and marks their lines', async () => {
    const { test, work } = await picker({ milk: 1, bread: 1 });
    await test.place({ milk: 2 });
    await work.scan(tote('T001'));
    await work.act('skip');
    const shorted = await work.act('short', 'notFound');
    const other = await claim(test, 'task-2');
    expect([shorted.key, shorted.params['orders'], promptOf(test, other).current?.isDoubtful]).toEqual(['pick.shortedOthers', 1, true]);
  });
});

describe('substitutes', () => {
  it('[PW22] ranked from the local copy: no dearer first, no stricter age limit, nothing without stock', async () => {
    const { test, work } = await picker({ milk: 1, bread: 1 }, alike, { substitution: 'similar' });
    await work.scan(tote('T001'));
    await work.act('skip');
    await work.act('short', 'notFound');
    expect([work.state().phase, promptOf(test, work).substitutes.map(({ sku }) => sku.id)]).toEqual([
      'substitute',
      [testSkuIds.yoghurt, testSkuIds.water],
    ]);
  });

  it('[PW23] offered by its number: a customer who takes anything alike gets it', async () => {
    const { test, orderId, work } = await picker({ milk: 1 }, alike, { substitution: 'similar' });
    await work.scan(tote('T001'));
    await work.act('short', 'notFound');
    const offered = await work.act('choice', '1');
    await work.scan(bin('yoghurt'));
    const last = await work.scan(testGtins.yoghurt);
    expect([offered.key, offered.commands, last.sound, test.order(orderId).stage]).toEqual([
      'pick.substituted',
      ['proposeSubstitute'],
      'orderDone',
      'picked',
    ]);
    expect(test.order(orderId).lines.map((line) => [line.skuId, line.pickedQuantity, line.shortQuantity])).toEqual([
      [testSkuIds.milk, 0, 1],
      [testSkuIds.yoghurt, 1, 0],
    ]);
  });

  it('[PW23] offered by its barcode; of another category by the same scan again; NO leaves it short', async () => {
    const { work } = await picker({ milk: 1, noodles: 1 }, alike, { substitution: 'similar' });
    await work.scan(tote('T001'));
    await work.act('skip');
    await work.act('short', 'notFound');
    const wrong = await work.scan(testGtins.milk);
    const again = await work.scan(testGtins.bread);
    const taken = await work.scan(testGtins.bread);
    expect([wrong.key, again.key, taken.commands]).toEqual(['pick.cannotSubstitute', 'pick.substituteAgain', ['proposeSubstitute']]);
    const other = await picker({ milk: 1, noodles: 1 }, alike, { substitution: 'ask' });
    await other.work.scan(tote('T001'));
    await other.work.act('skip');
    await other.work.act('short', 'notFound');
    expect((await other.work.act('no')).commands).toEqual(['shortLine']);
  });

  it('[PW23] a customer who takes no substitute is not offered one', async () => {
    const { work } = await picker({ milk: 1, bread: 1 }, alike, { substitution: 'never' });
    await work.scan(tote('T001'));
    await work.act('skip');
    expect((await work.act('short', 'notFound')).commands).toEqual(['shortLine']);
  });

  async function askedPicker() {
    const at = await picker({ milk: 1, bread: 1 }, alike, { substitution: 'ask' });
    await at.work.scan(tote('T001'));
    await at.work.act('skip');
    await at.work.act('short', 'notFound');
    await at.work.act('choice', '1');
    await at.work.scan(bin('bread'));
    return at;
  }

  it('[PW24] the rest is picked meanwhile; then the yes opens the line on any station', async () => {
    const { test, orderId, work } = await askedPicker();
    const last = await work.scan(testGtins.bread);
    const waiting = await work.act('next');
    expect([last.commands, work.state().phase, waiting.key]).toEqual([['pickLine'], 'answer', 'pick.waitForAnswer']);
    await test.commit({ kind: 'answerSubstitute', payload: { orderId, lineNo: 1, answer: 'accepted', by: 'customer' } });
    const prompts = [promptOf(test, work), describePicking(open(test, 'task-1').state(), test.tools())];
    expect(prompts.map((prompt) => [prompt.phase, prompt.current?.sku?.id])).toEqual([
      ['bin', testSkuIds.yoghurt],
      ['bin', testSkuIds.yoghurt],
    ]);
    await work.scan(bin('yoghurt'));
    expect((await work.scan(testGtins.yoghurt)).commands).toEqual(['pickLine', 'finishPicking']);
  });

  it('[PW24] the end of the time ends the task by itself, offline', async () => {
    const { test, orderId, work } = await askedPicker();
    await work.scan(testGtins.bread);
    test.clock.advance(substituteAnswerMs);
    const over = await work.act('next');
    const done = await work.act('next');
    expect([over.commands, done.commands, done.sound, test.order(orderId).stage]).toEqual([
      ['answerSubstitute'],
      ['finishPicking'],
      'orderDone',
      'picked',
    ]);
  });
});

it('[PW22] a substitute is ranked within the category only', async () => {
  const test = await createTestStore(alike);
  expect(test.store.find.skusOfCategory('dairy').map((sku) => sku.id)).toEqual(
    [testSkuIds.beer, testSkuIds.milk, testSkuIds.water, testSkuIds.yoghurt].toSorted(),
  );
});

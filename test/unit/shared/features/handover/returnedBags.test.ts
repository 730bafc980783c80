import { expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { startHandover } from '#shared/features/handover/handoverState.ts';
import { stepHandover } from '#shared/features/handover/stepHandover.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { pickAll } from '#test/support/pickAll.ts';
import type { TestSkuName } from '#test/support/testSite.ts';

const choice = (no: 1 | 2 | 3) => toSiteCode('commandSheet', `CHOICE/${no}`);
const minuteMs = 60_000;

/** An order with a bag for each line, given to a courier or not; the person is at the counter with nothing in hand. */
async function counter(lines: Partial<Record<TestSkuName, number>>, isGone = true) {
  const test = await createTestStore();
  const orderId = await test.place(lines);
  await pickAll(test, orderId);
  const toteId = test.order(orderId).toteIds[0]!;
  await test.commit({ kind: 'startPacking', payload: { orderId } });
  for (const [index, line] of test.order(orderId).lines.entries()) {
    const parcelId = asId<'parcel'>(`bag-${index + 1}`);
    await test.commit({ kind: 'openParcel', payload: { orderId, parcelId, parcelCode: `1-${index + 1}`, bagType: 'small' } });
    await test.commit({ kind: 'packItem', payload: { orderId, lineNo: line.lineNo, parcelId, toteId, quantity: line.pickedQuantity } });
  }
  await test.commit({ kind: 'closeParcels', payload: { orderId, weightGrams: null } });
  const { parcelIds } = test.order(orderId);
  if (isGone) await test.commit({ kind: 'handOver', payload: { orderId, courierId: asId('courier-1'), parcelIds } });
  const work = driveWorkflow(test, startHandover(), stepHandover, (state) => state);
  /** The code of the bin the goods of the next step belong in. */
  const nextBin = () => {
    const task = test.store.find.openTasks().find((one) => one.kind === 'returnToShelf')!;
    const step = task.steps.find((one) => one.status === 'open')!;
    return { step, code: toSiteCode('bin', test.store.view.get('bin', step.binId)!.code) };
  };
  return { test, orderId, work, nextBin, bags: parcelIds.map((_, index) => toSiteCode('parcel', `1-${index + 1}`)) };
}

it('[HW15] all bags of the order are scanned, and 2 takes them back together', async () => {
  const { test, orderId, work, bags } = await counter({ water: 1, bread: 1 });
  const asked = await work.scan(bags[0]!);
  const twice = await work.scan(bags[0]!);
  const wrong = await work.scan(toSiteCode('shelfPlace', 'H01'));
  const both = await work.scan(bags[1]!);
  expect([asked.key, asked.params['bags'], twice.sound, wrong.key, both.key]).toEqual([
    'hand.cameBackMore',
    1,
    'tick',
    'hand.expectedFate',
    'hand.cameBack',
  ]);
  const taken = await work.scan(choice(2));
  expect([taken.commands, test.order(orderId).stage, [...test.store.all('discrepancy')].length]).toEqual([['returnOrder'], 'cancelled', 0]);
});

it('[HW15] a bag that did not leave with the order is a stop', async () => {
  const { work, bags } = await counter({ water: 1 });
  await work.scan(bags[0]!);
  const said = await work.scan(toSiteCode('parcel', '99-1'));
  expect([said.sound, work.state().phase]).toEqual(['warning', 'back']);
});

it('[HW16] 1 sends it out again: the bag in hand is asked for its shelf place', async () => {
  const { test, orderId, work, bags } = await counter({ water: 1 });
  await work.scan(bags[0]!);
  const again = await work.scan(choice(1));
  const shelved = await work.scan(toSiteCode('shelfPlace', 'H01'));
  expect([again.commands, again.key, shelved.commands, test.order(orderId).stage]).toEqual([
    ['returnOrder'],
    'hand.fate.again',
    ['shelveParcel'],
    'shelved',
  ]);
});

it('[HW16] cold goods that were away too long do not go again', async () => {
  const { test, orderId, work, bags } = await counter({ milk: 1 });
  test.clock.advance(31 * minuteMs);
  await work.scan(bags[0]!);
  const said = await work.scan(choice(1));
  expect([said.sound, said.key, said.commands, test.order(orderId).stage]).toEqual(['stop', 'hand.coldTooLong', [], 'handedOver']);
});

it('[HW17] goods go to their bins one after the other; another bin asks again', async () => {
  const { test, work, bags, nextBin } = await counter({ water: 1, bread: 2 });
  for (const code of [...bags, choice(2)]) await work.scan(code);
  const first = nextBin();
  const other = [...test.store.all('bin')].find((bin) => bin.id !== first.step.binId)!;
  const asked = await work.scan(toSiteCode('bin', other.code));
  const put = await work.scan(first.code);
  const last = await work.scan(nextBin().code);
  expect([asked.key, put.commands, put.key, last.commands, last.key, work.state().phase]).toEqual([
    'hand.otherBin',
    ['returnStep'],
    'hand.putBackMore',
    ['returnStep'],
    'hand.allPutBack',
    'idle',
  ]);
  expect([...test.store.all('parcel')].map((parcel) => [parcel.status, parcel.contents])).toEqual([
    ['voided', []],
    ['voided', []],
  ]);
});

it('[HW17] cold goods kept apart take any bin and are not for sale', async () => {
  const { test, work, bags, nextBin } = await counter({ milk: 1 });
  test.clock.advance(31 * minuteMs);
  for (const code of [bags[0]!, choice(2)]) await work.scan(code);
  const { step } = nextBin();
  const other = [...test.store.all('bin')].find((bin) => bin.id !== step.binId)!;
  const put = await work.scan(toSiteCode('bin', other.code));
  const rows = [...test.store.all('stock')].filter((row) => row.binId === other.id && row.skuId === step.skuId && row.quantity > 0);
  expect([step.isSetApart, put.commands, rows.map((row) => [row.status, row.quantity])]).toEqual([true, ['returnStep'], [['hold', 1]]]);
});

it('[HW18] 3 writes the goods off', async () => {
  const { test, orderId, work, bags } = await counter({ water: 1 });
  await work.scan(bags[0]!);
  const said = await work.scan(choice(3));
  expect([said.key, test.order(orderId).stage, [...test.store.all('parcel')].map((parcel) => parcel.status)]).toEqual([
    'hand.fate.waste',
    'cancelled',
    ['voided'],
  ]);
});

it('[HW19] a bag of a cancelled order: a stop, then its bins', async () => {
  const { test, orderId, work, bags, nextBin } = await counter({ water: 1 }, false);
  await test.commit({ kind: 'cancelOrder', payload: { orderId, reason: 'customer' } });
  const stopped = await work.scan(bags[0]!);
  await work.act('confirm');
  const put = await work.scan(nextBin().code);
  expect([stopped.sound, stopped.key, put.commands, put.key]).toEqual(['stop', 'hand.orderCancelled', ['returnStep'], 'hand.allPutBack']);
});

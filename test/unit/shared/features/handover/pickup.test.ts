import { expect, it } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { startHandover } from '#shared/features/handover/handoverState.ts';
import { stepHandover } from '#shared/features/handover/stepHandover.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { pickAll } from '#test/support/pickAll.ts';
import type { TestSkuName } from '#test/support/testSite.ts';

/** An order of two bags, packed, its customer at the counter. */
async function counter(lines: Partial<Record<TestSkuName, number>>, channel: 'walkIn' | 'app' = 'walkIn') {
  const test = await createTestStore();
  const orderId = await test.place(lines, { channel });
  await pickAll(test, orderId);
  const toteId = test.order(orderId).toteIds[0]!;
  await test.commit({ kind: 'startPacking', payload: { orderId } });
  for (const [index, line] of test.order(orderId).lines.entries()) {
    const parcelId = asId<'parcel'>(`bag-${index + 1}`);
    await test.commit({ kind: 'openParcel', payload: { orderId, parcelId, parcelCode: `1-${index + 1}`, bagType: 'small' } });
    await test.commit({ kind: 'packItem', payload: { orderId, lineNo: line.lineNo, parcelId, toteId, quantity: line.pickedQuantity } });
  }
  await test.commit({ kind: 'closeParcels', payload: { orderId, weightGrams: null } });
  const work = driveWorkflow(test, startHandover(), stepHandover, (state) => state);
  return { test, orderId, work, order: toSiteCode('order', '1'), bags: ['1-1', '1-2'].map((code) => toSiteCode('parcel', code)) };
}

it('[HW11] the order leaves with the last bag, and only with all', async () => {
  const { test, orderId, work, order, bags } = await counter({ water: 1, bread: 1 });
  const greeted = await work.scan(order);
  const first = await work.scan(bags[0]!);
  const again = await work.scan(bags[0]!);
  const left = await work.act('next');
  await work.act('confirm');
  const last = await work.scan(bags[1]!);
  expect([greeted.key, first.key, again.sound, left.key, last.sound, last.commands, test.order(orderId).stage]).toEqual([
    'hand.customerHere',
    'hand.moreBags',
    'tick',
    'hand.bagMissing',
    'orderDone',
    ['collectOrder'],
    'delivered',
  ]);
});

it('[HW11] an order for a courier is not given to whoever shows its number', async () => {
  const { work, order } = await counter({ water: 1, bread: 1 }, 'app');
  const said = await work.scan(order);
  expect([said.sound, said.key, work.state().phase]).toEqual(['warning', 'hand.courierOrder', 'idle']);
});

it('[HW12] goods with an age limit leave only after a YES', async () => {
  const { test, orderId, work, order, bags } = await counter({ water: 1, beer: 1 });
  await work.scan(order);
  await work.scan(bags[0]!);
  const asked = await work.scan(bags[1]!);
  const refused = await work.act('no');
  expect([asked.key, asked.params['years'], asked.commands, refused.sound, test.order(orderId).stage]).toEqual([
    'hand.checkAge',
    18,
    [],
    'stop',
    'packed',
  ]);
  await work.act('confirm');
  for (const code of [order, ...bags]) await work.scan(code);
  const yes = await work.scan(toSiteCode('commandSheet', 'YES'));
  expect([yes.commands, test.order(orderId).stage, [...test.store.all('discrepancy')].length]).toEqual([['collectOrder'], 'delivered', 0]);
});

it('[HW20] an order customs have not cleared stays, and leaves once it is', async () => {
  const { test, orderId, work, order, bags } = await counter({ water: 1, bread: 1 });
  await test.commit({ kind: 'editOrder', payload: { orderId, customs: 'pending' } });
  const stopped = await work.scan(order);
  await work.act('confirm');
  await test.commit({ kind: 'editOrder', payload: { orderId, customs: 'cleared' } });
  for (const code of [order, ...bags]) await work.scan(code);
  expect([stopped.sound, stopped.key, stopped.commands, test.order(orderId).stage]).toEqual([
    'stop',
    'hand.customsPending',
    [],
    'delivered',
  ]);
});

import { describe, expect, it } from 'vitest';
import { asId, type OrderId } from '#shared/base/ids.ts';
import { startLabelPicking, type LabelHands } from '#shared/features/labelPicking/labelPickingState.ts';
import { labelWaves } from '#shared/features/labelPicking/labelWaves.ts';
import { stepLabelPicking } from '#shared/features/labelPicking/stepLabelPicking.ts';
import { parcelLabelOf } from '#shared/features/packing/parcelLabel.ts';
import { defaultPickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import { planWaves } from '#shared/planning/batching/planWaves.ts';
import { labelCodeOf } from '#shared/rules/packing/parcelNames.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { driveWorkflow } from '#test/support/driveWorkflow.ts';
import { createTestSite, testGtins } from '#test/support/testSite.ts';

const policy = { ...defaultPickingPolicy, labelOnly: ['liveStream' as const] };
const hands: LabelHands = {
  mayPack: () => true,
  isMine: (task) => task.holder?.operatorId === 'operator-1',
  isTaken: (task) => task.holder !== null && task.holder.operatorId !== 'operator-1',
  toteId: asId<'tote'>('hand-station-1'),
  toteCode: 'HAND-1',
};
const live = { channel: 'liveStream' as const, promiseAtMs: Date.UTC(2026, 10, 20, 12) };

/** A floor with a live stream's orders of water, and somebody who picks by label. */
async function openWave(quantities: readonly number[]) {
  const test = await createTestStore([
    { kind: 'site', id: createTestSite().site.id, row: { ...createTestSite().site, pickingPolicy: policy } },
  ]);
  const orderIds: OrderId[] = [];
  for (const quantity of quantities) orderIds.push(await test.place({ water: quantity }, live));
  const work = driveWorkflow(
    test,
    startLabelPicking(),
    (state, input, tools) => stepLabelPicking(state, input, tools, hands),
    (state) => state,
  );
  const label = (index: number) => toSiteCode('parcel', labelCodeOf(test.order(orderIds[index]!)));
  return { test, orderIds, work, label };
}

describe('picking by label', () => {
  it('[LW1] only orders of one line of the named channels are waves, and no trolley takes them', async () => {
    const { test } = await openWave([1, 2]);
    await test.place({ water: 1, bread: 1 }, live);
    await test.place({ milk: 1 }, live);
    await test.place({ water: 1 });
    const { site } = createTestSite();
    const tasks = test.store.find.openTasks();
    const orders = new Map(tasks.flatMap((task) => task.orderIds.map((id) => [id as string, test.order(id)] as const)));
    const walk = { nodes: [site.packingPoint, { xMm: 9000, yMm: 9000 }], edges: [{ from: 0, to: 1, isOneWay: false }] };
    const planned = (under: typeof policy | typeof defaultPickingPolicy) =>
      planWaves(
        { nowMs: test.clock.nowMs(), site: { ...site, walk }, policy: under, tasks, orders, view: test.store.view },
        () => site.packingPoint,
      )
        .joins.flatMap((join) => [join.taskId as string, ...join.fromTaskIds])
        .filter((id) => ['task-1', 'task-2'].includes(id));
    const waves = labelWaves(test.tools(), hands);
    expect(waves.map((wave) => [wave.waiting.length, wave.units])).toEqual([[2, 3]]);
    expect(labelWaves(test.tools(), { ...hands, mayPack: () => false })).toEqual([]);
    expect([planned(policy), planned(defaultPickingPolicy).length]).toEqual([[], 2]);
  });

  it('[LW2] a wave is claimed and its labels printed, before there is a bag', async () => {
    const { test, orderIds, work } = await openWave([1, 1]);
    const taken = await work.act('choice', '1');
    const asked = work.effects();
    const again = await work.act('choice', '1');
    const words = { channel: '直播', temperature: '常温', promise: '20:00' };
    const printed = asked.flatMap((effect) =>
      effect.kind === 'printParcelLabel' ? (parcelLabelOf(test.store, effect.orderId, effect.parcelId, false, words) ?? []) : [],
    );
    expect([taken.key, taken.params['labels'], taken.commands]).toEqual(['labelPick.printed', 2, ['claimTask', 'claimTask']]);
    expect(printed.map(({ fields, jobId, subject }) => [fields.code, jobId, subject])).toEqual(
      orderIds.map((id) => [toSiteCode('parcel', labelCodeOf(test.order(id))), `label-${id}-L1`, `${test.order(id).daySequence}-1`]),
    );
    expect([again.commands, work.effects()]).toEqual([[], asked]);
  });

  it('[LW2] nobody gets more labels than can be carried', async () => {
    const { work } = await openWave(Array.from({ length: 23 }, () => 1));
    expect([(await work.act('choice', '1')).params['labels'], (await work.act('choice', '1')).params['labels']]).toEqual([20, 0]);
  });

  it('[LW3] label, goods, done: the order is packed and labelled, the hands are empty', async () => {
    const { test, orderIds, work, label } = await openWave([1, 2]);
    await work.act('choice', '1');
    const seen = [
      await work.scan(label(1)),
      await work.scan(testGtins.water),
      await work.scan(testGtins.water),
      await work.scan(label(0)),
      await work.scan(testGtins.water),
    ];
    expect(seen.map(({ sound, key }) => [sound, key])).toEqual([
      ['ok', 'labelPick.takeGoods'],
      ['ok', 'labelPick.more'],
      ['lineDone', 'labelPick.stick'],
      ['ok', 'labelPick.takeGoods'],
      ['orderDone', 'labelPick.stick'],
    ]);
    const parcels = orderIds.map((id) => test.store.find.parcelsOfOrder(id)[0]);
    expect(parcels.map((parcel) => [parcel?.status, parcel?.labelPrints, parcel?.contents[0]?.quantity])).toEqual([
      ['packed', 1, 1],
      ['packed', 1, 2],
    ]);
    expect(orderIds.map((id) => test.order(id).stage)).toEqual(['packed', 'packed']);
    expect(test.store.view.get('tote', hands.toteId)).toMatchObject({ status: 'empty', orderId: null, contents: [] });
    expect([...test.store.all('discrepancy')]).toEqual([]);
    expect(toSiteCode('parcel', parcels[0]?.code ?? '?')).toBe(label(0));
  });

  it('[LW4] a wrong item is a stop, too many and other things are warnings; nothing is recorded', async () => {
    const { work, label } = await openWave([1]);
    await work.act('choice', '1');
    const before = await work.scan(testGtins.water);
    await work.scan(label(0));
    const wrong = await work.scan(testGtins.bread);
    const held = await work.scan(testGtins.water);
    await work.act('confirm');
    const tote = await work.scan(toSiteCode('tote', 'T001'));
    expect([before, wrong, held, tote].map(({ sound, key, commands }) => [sound, key, commands])).toEqual([
      ['warning', 'labelPick.expectedLabel', []],
      ['stop', 'pick.wrongItem', []],
      ['stop', 'pick.wrongItem', []],
      ['warning', 'pick.expectedItem', []],
    ]);
  });

  it('[LW5] a label of an order that went elsewhere is a stop, one that is stuck already a warning', async () => {
    const { test, orderIds, work, label } = await openWave([1, 1]);
    await work.act('choice', '1');
    await test.commit({ kind: 'cancelOrder', payload: { orderId: orderIds[0]!, reason: 'customer' } as never });
    const cancelled = await work.scan(label(0));
    await work.act('confirm');
    await work.scan(label(1));
    await work.scan(testGtins.water);
    const stuck = await work.scan(label(1));
    expect([cancelled.sound, cancelled.key, stuck.sound, stuck.key]).toEqual([
      'stop',
      'labelPick.throwAway',
      'warning',
      'labelPick.alreadyDone',
    ]);
  });

  it('[LW6] PAUSE gives back the rest; SHORT leads to the picking screen', async () => {
    const { test, work, label } = await openWave([1, 1]);
    await work.act('choice', '1');
    await work.scan(label(0));
    await work.act('short');
    const led = work.effects();
    const paused = await work.act('pause');
    expect([led, paused.commands, paused.params['labels']]).toEqual([
      [{ kind: 'go', screen: 'picking', subjectId: 'task-1' }],
      ['releaseTask', 'releaseTask'],
      2,
    ]);
    expect(test.store.find.openTasks().map((task) => task.holder)).toEqual([null, null]);
  });

  it('[LW7] a half counted order comes before another label, unless it is laid down', async () => {
    const { work, label } = await openWave([2, 1]);
    await work.act('choice', '1');
    await work.scan(label(0));
    await work.scan(testGtins.water);
    const early = await work.scan(label(1));
    await work.act('undo');
    const late = await work.scan(label(1));
    expect([early.sound, early.key, late.sound, late.key]).toEqual(['warning', 'labelPick.finishFirst', 'ok', 'labelPick.takeGoods']);
  });
});

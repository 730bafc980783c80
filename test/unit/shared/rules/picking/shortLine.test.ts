import { describe, expect, test } from 'vitest';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { asId } from '#shared/base/ids.ts';
import { addBin, addStock, bringTo, createRulesSite, orderIdsOf, ruleSku } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';
import { substituteAnswerMs } from '#shared/rules/picking/proposeSubstitute.ts';

const { orderId, taskId } = orderIdsOf('o1');
const short = (stepNo: number, reason: 'damaged' | 'notFound' = 'damaged') =>
  ({ kind: 'shortLine', payload: { taskId, orderId, lineNo: stepNo, stepNo, reason } }) as const;
const taskOf = (world: RulesWorld) => world.get('task', taskId);
const orderOf = (world: RulesWorld) => world.get('order', 'o1');
const availableOf = (sku: string, bin: string) => stockIdOf(asId<'sku'>(sku), asId<'bin'>(bin), null, 'available');

/** The site with o1 in picking, and rolls (cheaper than bread) free in b7. */
function pickingSite(
  wants: Readonly<Record<string, number>>,
  substitution: 'never' | 'similar' | 'ask' = 'never',
  seed: (world: RulesWorld) => void = () => undefined,
): RulesWorld {
  const world = createRulesSite((site) => {
    addBin(site, 'b7', 7);
    site.put('sku', ruleSku('rolls', { priceFen: 400 }));
    addStock(site, 'rolls', 'b7', 5);
    seed(site);
  });
  bringTo(world, 'o1', 'picking', wants, { substitution });
  return world;
}

const propose = (quantity: number, skuId = 'rolls') =>
  ({
    kind: 'proposeSubstitute',
    payload: { taskId, orderId, lineNo: 1, stepNo: 1, reason: 'notFound', skuId: asId<'sku'>(skuId), quantity },
  }) as const;
const answer = (said: 'accepted' | 'declined', by: 'customer' | 'deadline' = 'customer') =>
  ({ kind: 'answerSubstitute', payload: { orderId, lineNo: 1, answer: said, by } }) as const;

describe('a short line', () => {
  test('[PK12] the promise ends and somebody is asked to count', () => {
    const world = pickingSite({ bread: 3, water: 1 });
    world.must(short(1));
    expect([orderOf(world).lines[0], taskOf(world).steps[0], world.get('stock', availableOf('bread', 'b1')).allocated]).toMatchObject([
      { pickedQuantity: 0, shortQuantity: 3, shortReason: 'damaged' },
      { status: 'short', shortReason: 'damaged' },
      0,
    ]);
    expect(world.all('discrepancy')).toMatchObject([{ kind: 'stockShort', skuId: 'bread', detail: { params: { bin: 'b1', missing: 3 } } }]);
  });

  test.each([
    ['app', 'cancelled', 'cancelled'],
    ['b2b', 'picking', 'claimed'],
  ] as const)('[PK13] the last line short on %s: the order is %s', (channel, stage, status) => {
    const world = createRulesSite();
    bringTo(world, 'o1', 'picking', { bread: 1, water: 1 }, { channel });
    world.must(short(1));
    expect(orderOf(world).stage).toBe('picking');
    world.must(short(2));
    expect([orderOf(world).stage, taskOf(world).status]).toEqual([stage, status]);
  });

  test('[PK24] another bin gives what it has, where the walk meets it; only the rest is missing', () => {
    const world = pickingSite({ bread: 3, dumplings: 1 }, 'never', (site) => {
      addBin(site, 'b5x', 5);
      addStock(site, 'bread', 'b5x', 2);
    });
    world.must(short(1, 'notFound'));
    expect(taskOf(world).steps.map((step) => [step.stepNo, step.skuId, step.binId, step.quantity, step.status])).toEqual([
      [1, 'bread', 'b1', 3, 'short'],
      [3, 'bread', 'b5x', 2, 'open'],
      [2, 'dumplings', 'b6', 1, 'open'],
    ]);
    expect([orderOf(world).lines[0]?.shortQuantity, world.violations()]).toEqual([1, []]);
  });

  test('[PK25] what is free in the bin waits in inspection; what others were promised stays theirs', () => {
    const world = pickingSite({ bread: 3 });
    bringTo(world, 'o2', 'released', { bread: 4 });
    world.must(short(1, 'notFound'));
    const held = world.get('stock', stockIdOf(asId<'sku'>('bread'), asId<'bin'>('b1'), null, 'inspection'));
    expect([world.get('stock', availableOf('bread', 'b1')), held.quantity, world.violations()]).toMatchObject([
      { quantity: 4, allocated: 4 },
      16,
      [],
    ]);
  });
});

test('[PK25] damaged goods are set apart, the rest of the bin is good', () => {
  const world = pickingSite({ bread: 3 });
  world.must(short(1, 'damaged'));
  const damaged = world.get('stock', stockIdOf(asId<'sku'>('bread'), asId<'bin'>('b1'), null, 'damaged'));
  expect([world.get('stock', availableOf('bread', 'b1')).quantity, damaged.quantity, world.violations()]).toEqual([17, 3, []]);
});

describe('substitutes', () => {
  test('[PK26] who takes anything alike gets it at once, at no higher price, on a line of its own', () => {
    const world = pickingSite({ bread: 2, water: 1 }, 'similar');
    world.must(propose(2));
    expect(orderOf(world).lines.map((line) => [line.lineNo, line.skuId, line.orderedQuantity, line.shortQuantity, line.priceFen])).toEqual([
      [1, 'bread', 2, 2, 500],
      [2, 'water', 1, 0, 500],
      [3, 'rolls', 2, 0, 400],
    ]);
    expect([taskOf(world).steps.at(-1), world.get('stock', availableOf('rolls', 'b7')).allocated, world.violations()]).toMatchObject([
      { skuId: 'rolls', binId: 'b7', quantity: 2, status: 'open', lineNo: 3 },
      2,
      [],
    ]);
  });

  test('[PK27] who wants to be asked is asked; the task waits, and the first answer counts', () => {
    const world = pickingSite({ bread: 2 }, 'ask');
    world.must(propose(2));
    world.must({ kind: 'finishPicking', payload: { taskId } });
    expect([orderOf(world).stage, taskOf(world).status, taskOf(world).questions?.length]).toEqual(['picking', 'claimed', 1]);
    world.must(answer('accepted'));
    const second = world.send(answer('declined'));
    expect([second, taskOf(world).steps.at(-1)?.skuId, taskOf(world).questions]).toMatchObject([
      { ok: false, error: { code: 'ALREADY_DONE' } },
      'rolls',
      [],
    ]);
  });

  test('[PK27] no answer in time is a no, and not before; with nothing left the order is cancelled where its channel says so', () => {
    const world = pickingSite({ bread: 2 }, 'ask');
    world.must(propose(2));
    const early = world.send(answer('declined', 'deadline'));
    world.nowMs += substituteAnswerMs;
    world.must(answer('declined', 'deadline'));
    expect([early, orderOf(world).lines[0]?.substitute?.status, orderOf(world).stage]).toMatchObject([
      { ok: false, error: { code: 'TOO_EARLY' } },
      'declined',
      'cancelled',
    ]);
    expect(world.violations()).toEqual([]);
  });

  test('[PK27] an accepted substitute that is gone by then counts as declined', () => {
    const world = pickingSite({ bread: 2, water: 1 }, 'ask');
    world.must(propose(2));
    bringTo(world, 'o2', 'released', { rolls: 5 });
    world.must(answer('accepted'));
    expect([orderOf(world).lines.length, orderOf(world).lines[0]?.substitute?.status]).toEqual([2, 'declined']);
  });

  test('[PK28] a substitute nobody wants is a short with a discrepancy', () => {
    const world = pickingSite({ bread: 2, water: 1 }, 'never');
    world.must(propose(2));
    expect([orderOf(world).lines.length, orderOf(world).lines[0]?.shortQuantity, world.discrepancies()]).toEqual([
      2,
      2,
      ['stockShort', 'stageMismatch'],
    ]);
  });
});

test.each([
  [true, 'b1', ['stockShort']],
  [false, 'b1', []],
  [false, 'b2', ['stockShort']],
  [true, 'b2', []],
] as const)('[PK29] said empty %s of bread in %s: %j', (isEmpty, bin, found) => {
  const world = createRulesSite();
  world.must({ kind: 'checkZero', payload: { skuId: asId<'sku'>('bread'), binId: asId<'bin'>(bin), isEmpty } });
  expect(world.discrepancies()).toEqual(found);
});

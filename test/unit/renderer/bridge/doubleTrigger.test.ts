import { describe, expect, it } from 'vitest';
import { asId, createNewId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import { type Command, type CommandDraft, type CommandKind, commandKinds } from '#shared/model/command/command.ts';
import { recordKinds, type RecordWrite } from '#shared/model/records.ts';
import { sheetActions, type WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { LinkFault, type PlatformLink } from '#shared/ports/platformLink.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import { createMemoryStorage } from '#shared/sync/createMemoryStorage.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { pressBounceMs, WorkflowRunner } from '#renderer/bridge/workflowRunner.ts';
import { createFixedClock } from '#test/support/fixedClock.ts';
import { createManualScheduler } from '#test/support/manualScheduler.ts';
import { anyCommand } from '#test/support/rulesChaos.ts';
import { bringTo, createRulesSite, type LifeStage, orderIdsOf, pickDrafts } from '#test/support/rulesSite.ts';
import type { RulesWorld } from '#test/support/rulesWorld.ts';

/** Apart as two triggers of one finger, or of one bouncing switch, at most are. */
const apartMs = 5;
const offlineFault = () => Promise.reject(new LinkFault('offline', 'no platform here'));
const offline: PlatformLink = {
  push: offlineFault,
  relay: offlineFault,
  changes: offlineFault,
  snapshot: offlineFault,
  snapshotPage: offlineFault,
  onNews: () => () => undefined,
};

/** Worlds with orders in several stages, a planned trip, goods to bring back, an alert and a discrepancy. */
const worlds = [
  ...(['delivered', 'shelved', 'packing', 'picking', 'accepted', 'placed'] as const).map(worldAt),
  ...[trolleyWorld(false), trolleyWorld(true), askedWorld(), pickedWorld(), awayWorld()],
];
const maxDraws = 2_000;

/** A world, and one command of the kind that is granted and does something in it. */
function worldFor(kind: CommandKind): { world: RulesWorld; draft: CommandDraft } {
  for (let seed = 0; seed < maxDraws; seed += 1) {
    for (const world of worlds) {
      const draft = anyCommand(world, kind, drawsOf(seed));
      const result = decideCommand(world.view, commandOf(draft, world.nowMs));
      if (result.ok && (result.value.events.length > 0 || result.value.writes.some((write) => write.kind !== 'discrepancy')))
        return { world, draft };
    }
  }
  throw new Error(`no ${kind} that does something was drawn: see test/support/rulesChaos.ts`);
}

function commandOf(draft: CommandDraft, atMs: number): Command {
  const from = {
    stationId: asId<'station'>('st1'),
    outboxId: asId<'outbox'>('outbox1'),
    stationSeq: 1,
    operatorId: asId<'operator'>('op1'),
  };
  return { ...draft, ...from, id: asId<'command'>('probe'), atMs } as Command;
}

function worldAt(stage: LifeStage): RulesWorld {
  const world = createRulesSite();
  world.must({ kind: 'raiseAlert', payload: { alertId: asId<'alert'>('a0'), kind: 'help', orderId: null, reason: 'help' } });
  world.must({ kind: 'finishPicking', payload: { taskId: asId<'task'>('nothing') } });
  world.must({ kind: 'linkBarcode', payload: { gtin: '06901234501000', skuId: asId<'sku'>('bread'), packUnits: 6 } });
  bringTo(world, 'o0', 'placed');
  bringTo(world, 'o1', stage);
  bringTo(world, 'o2', 'shelved');
  const { tripId, courierId, orderId } = orderIdsOf('o2');
  if (stage === 'accepted')
    world.must({ kind: 'planTrip', payload: { tripId, courierId, orderIds: [orderId], reason: { key: 'test', params: {} } } });
  bringTo(world, 'o3', 'picked');
  world.must({ kind: 'cancelOrder', payload: { orderId: orderIdsOf('o3').orderId, reason: 'customer' } });
  return world;
}

/** Two released tasks nobody has begun, joined on one trolley or not; one order is not there yet. */
function trolleyWorld(isJoined: boolean): RulesWorld {
  const world = createRulesSite();
  bringTo(world, 'o1', 'released', { bread: 2, water: 1 });
  bringTo(world, 'o2', 'released');
  const [into, from] = [orderIdsOf('o1').taskId, orderIdsOf('o2').taskId];
  if (isJoined) world.must({ kind: 'joinTask', payload: { taskId: into, fromTaskIds: [from] } });
  return world;
}

/** A customer is asked about a substitute. */
function askedWorld(): RulesWorld {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking', { bread: 2, water: 1 }, { substitution: 'ask' });
  const { orderId, taskId } = orderIdsOf('o1');
  const step = world.get('task', taskId).steps.find((candidate) => candidate.skuId === 'bread')!;
  const subject = { orderId, taskId, lineNo: step.lineNo, stepNo: step.stepNo };
  world.must({ kind: 'proposeSubstitute', payload: { ...subject, reason: 'notFound', skuId: asId<'sku'>('milk'), quantity: 1 } });
  return world;
}

/** Everything is picked, and nobody has said so yet. */
function pickedWorld(): RulesWorld {
  const world = createRulesSite();
  bringTo(world, 'o1', 'picking');
  for (const draft of pickDrafts(world, 'o1')) world.must(draft);
  return world;
}

/** A courier is under way. */
function awayWorld(): RulesWorld {
  const world = createRulesSite();
  bringTo(world, 'o1', 'handedOver');
  return world;
}

function drawsOf(seed: number): number[] {
  const prng = createPrng(seed);
  return Array.from({ length: 8 }, () => Math.floor(prng.next() * 12));
}

/** A station over the world's records, with one runner of inputs as a page has it. */
async function openAt(world: RulesWorld) {
  const clock = createFixedClock(world.nowMs);
  const storage = createMemoryStorage();
  const writes = recordKinds.flatMap((kind) => world.all(kind).map((row) => ({ kind, id: row.id, row }) as unknown as RecordWrite));
  await storage.replaceSnapshot({ epoch: 'test', cursor: 1 }, [], writes);
  const newId = createNewId(clock, createPrng(3));
  const store = await createStationStore({
    ...{ storage, link: offline, clock, newId, decide: decideCommand, isSyncing: false },
    stationId: asId('st1'),
    scheduler: createManualScheduler(world.nowMs).scheduler,
  });
  let steadyMs = 0;
  const runner = new WorkflowRunner({
    store,
    resolve: (text) => ({ kind: 'unknown', reason: text }),
    play: () => undefined,
    acknowledge: () => undefined,
    operatorId: () => asId('op1'),
    perform: async () => undefined,
    everywhere: () => null,
    mark: () => undefined,
    afterPaint: (use) => use(),
    newTriggerId: () => `act:${newId()}`,
    nowMs: clock.nowMs,
    steadyMs: () => steadyMs,
  });
  const later = (ms: number) => {
    steadyMs += ms;
    clock.advance(ms);
  };
  return { store, runner, later };
}

function workflowOf(step: () => WorkflowStep<unknown>) {
  return { name: 'probe', step, settle: () => undefined, held: () => null, isBusy: () => true };
}

const countOf = (store: StationStore, kind: CommandKind) => store.pendingCommands().filter((command) => command.kind === kind).length;

describe('a double trigger of every command within 5 ms has one effect', () => {
  it.each(commandKinds)('%s by a key or a button', async (kind) => {
    const { world, draft } = worldFor(kind);
    const { store, runner, later } = await openAt(world);
    runner.activate(workflowOf(() => stepWith(null, 'ok', { drafts: [draft] })));
    later(pressBounceMs);
    runner.submit({ kind: 'act', action: 'yes', argument: null });
    later(apartMs);
    runner.submit({ kind: 'act', action: 'yes', argument: null });
    await runner.idle();
    expect(countOf(store, kind)).toBe(1);
  });

  it.each(commandKinds)('%s by a scan that comes twice', async (kind) => {
    const { world, draft } = worldFor(kind);
    const { store, runner, later } = await openAt(world);
    runner.activate(workflowOf(() => stepWith(null, 'ok', { drafts: [draft] })));
    const scan = { scanNo: 1, deviceId: 'scanner-1', text: 'A', aim: null, atMs: world.nowMs, isBounce: false };
    runner.submitScan(scan);
    later(apartMs);
    runner.submitScan(scan);
    runner.submitScan({ ...scan, scanNo: 2, atMs: world.nowMs + apartMs, isBounce: true });
    await runner.idle();
    expect(countOf(store, kind)).toBe(1);
  });

  it.each(commandKinds)('%s committed twice by one trigger, at the same time', async (kind) => {
    const { world, draft } = worldFor(kind);
    const { store } = await openAt(world);
    const by = { operatorId: asId<'operator'>('op1'), triggerId: 'scan:1' };
    const [first, second] = await Promise.all([store.commit([draft], by), store.commit([draft], by)]);
    expect([countOf(store, kind), first.ok, second]).toEqual([1, true, first]);
  });

  it.each(sheetActions)('the action %s: one step, and a second one on purpose is taken', async (action) => {
    const { runner, later } = await openAt(createRulesSite());
    let steps = 0;
    runner.activate(
      workflowOf(() => {
        steps += 1;
        return stepWith(null, 'ok');
      }),
    );
    later(pressBounceMs);
    for (const waitMs of [0, apartMs, pressBounceMs]) {
      later(waitMs);
      runner.submit({ kind: 'act', action, argument: null });
    }
    await runner.idle();
    expect(steps).toBe(2);
  });

  it('a button with a job of its own: one job', async () => {
    const { runner, later } = await openAt(createRulesSite());
    let jobs = 0;
    later(pressBounceMs);
    for (let press = 0; press < 2; press += 1) {
      runner.submitJob(() => {
        jobs += 1;
        return null;
      }, 'reprint');
      later(apartMs);
    }
    await runner.idle();
    expect(jobs).toBe(1);
  });
});

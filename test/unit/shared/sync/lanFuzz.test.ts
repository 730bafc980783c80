import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { createFakeLan } from '#test/support/fakeLan.ts';
import {
  alertDraft,
  allRows,
  by,
  claim,
  createMemoryJournal,
  createStoreBench,
  pick,
  quantityIn,
  receive,
} from '#test/support/storeBench.ts';

type Step =
  | { readonly kind: 'commit'; readonly station: number; readonly draft: number; readonly quantity: number }
  | { readonly kind: 'sync'; readonly station: number; readonly cutAfter: number; readonly isAnswerLost: boolean }
  | { readonly kind: 'letter'; readonly index: number; readonly fate: 'arrives' | 'lost' | 'doubled' }
  | { readonly kind: 'restart'; readonly station: number }
  | { readonly kind: 'time'; readonly byMs: number }
  | { readonly kind: 'cut' | 'heal' };

const station = fc.integer({ min: 0, max: 2 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      station,
      draft: fc.integer({ min: 0, max: 5 }),
      quantity: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('letter' as const),
      index: fc.integer({ min: 0, max: 5 }),
      fate: fc.constantFrom('arrives' as const, 'arrives' as const, 'lost' as const, 'doubled' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('sync' as const),
      station,
      cutAfter: fc.integer({ min: 0, max: 5 }),
      isAnswerLost: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), station }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('time' as const), byMs: fc.constantFrom(1, 40, 600, 6_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('cut' as const, 'heal' as const) }) },
);

function draftOf(choice: number, units: number, name: string): CommandDraft {
  const drafts: CommandDraft[] = [
    receive(units, 'bin-1'),
    pick(units, 'bin-1'),
    claim('task-1'),
    claim('task-2'),
    alertDraft(`alert-${name}`),
    { kind: 'finishPicking', payload: { taskId: asId('task-1') } },
  ];
  return drafts[choice]!;
}

/** Three stations on one LAN, each with its own line to the platform. */
async function createFloor() {
  const bench = createStoreBench();
  const lan = createFakeLan();
  const lines = Array.from({ length: 3 }, () => ({ callsLeft: Infinity, isAnswerLost: false }));
  const disks = lines.map(() => createMemoryDisk());
  const journals = lines.map(() => createMemoryJournal().journal);
  const open = (index: number) => {
    const stationId = asId<'station'>(`station-${index + 1}`);
    const line = lines[index]!;
    const cut = () => {
      line.callsLeft -= 1;
      if (line.callsLeft < 0) throw new LinkFault('offline', 'cut');
    };
    return bench.open({
      stationId,
      disk: disks[index]!,
      journal: journals[index]!,
      gossip: lan.join(stationId, journals[index]!),
      linkHooks: { before: () => (line.isAnswerLost ? undefined : cut()), after: () => (line.isAnswerLost ? cut() : undefined) },
    });
  };
  const stores: StationStore[] = [];
  for (const index of lines.keys()) stores.push(await open(index));
  for (const store of stores) await store.syncNow();
  const settle = async () => {
    for (let turn = 0; turn < 4; turn += 1) await pause(bench.time.scheduler, 0);
  };
  return { ...bench, lan, lines, stores, open, settle };
}

type Floor = Awaited<ReturnType<typeof createFloor>>;

async function take(floor: Floor, step: Step, no: number, beeped: string[]): Promise<void> {
  if (step.kind === 'commit') {
    const receipt = await floor.stores[step.station]!.commit([draftOf(step.draft, step.quantity, `${no}`)], by(`t${no}`));
    if (receipt.ok) beeped.push(...receipt.value.map((command) => command.id));
  } else if (step.kind === 'sync') {
    Object.assign(floor.lines[step.station]!, { callsLeft: step.cutAfter, isAnswerLost: step.isAnswerLost });
    await floor.stores[step.station]!.syncNow();
  } else if (step.kind === 'letter') floor.lan.deliver(step.index, step.fate);
  else if (step.kind === 'restart') {
    await floor.stores[step.station]!.close();
    floor.stores[step.station] = await floor.open(step.station);
  } else if (step.kind === 'time') floor.time.advance(step.byMs);
  else if (step.kind === 'cut') floor.lan.cut();
  else floor.lan.heal();
  await floor.settle();
}

test('[LN9] three stations, messages lost, doubled and swapped, a platform that comes and goes: all alike, first without it, then with it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 40 }), async (steps) => {
      const floor = await createFloor();
      const beeped: string[] = [];
      for (const [no, step] of steps.entries()) await take(floor, step, no, beeped);
      for (const line of floor.lines) line.callsLeft = 0;
      const isPlatformEqual = new Set(floor.stores.map((store) => store.status().cursor)).size === 1;
      for (let turn = 0; turn < 4; turn += 1) {
        floor.lan.heal();
        await floor.settle();
        floor.lan.deliverAll();
        await floor.settle();
      }
      // With the same copy below, the LAN alone makes them equal.
      if (isPlatformEqual) for (const store of floor.stores) expect(allRows(store)).toEqual(allRows(floor.stores[0]!));
      for (const line of floor.lines) line.callsLeft = Infinity;
      for (const store of [...floor.stores, ...floor.stores]) await store.syncNow();
      const log = floor.platform.log();
      const booked = log.reduce((sum, { kind, payload }) => {
        if (kind === 'receiveStock') return sum + payload.quantity;
        return kind === 'pickLine' ? sum - payload.quantity : sum;
      }, 10);
      expect(new Set(log.map((command) => command.id)).size).toBe(log.length);
      expect(beeped.filter((id) => !log.some((command) => command.id === id))).toEqual([]);
      for (const store of floor.stores) {
        expect(store.status()).toMatchObject({ pending: 0, linkFault: null, foreign: [] });
        expect(allRows(store)).toEqual(allRows(floor.platform));
        expect(quantityIn(store)).toBe(booked);
      }
      for (const store of floor.stores) await store.close();
    }),
    { numRuns: 150 },
  );
}, 60_000);

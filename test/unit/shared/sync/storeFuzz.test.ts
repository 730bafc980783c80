import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { pause } from '#shared/ports/scheduler.ts';
import { StorageFault } from '#shared/ports/recordStorage.ts';
import { createMemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
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
  stockWrite,
} from '#test/support/storeBench.ts';

type Step =
  | { readonly kind: 'commit'; readonly station: number; readonly draft: number; readonly quantity: number; readonly isKilled: boolean }
  | { readonly kind: 'sync'; readonly station: number; readonly cutAfter: number; readonly isAnswerLost: boolean }
  | { readonly kind: 'both'; readonly station: number; readonly quantity: number }
  | { readonly kind: 'restart' | 'wipe'; readonly station: number }
  | { readonly kind: 'platform'; readonly quantity: number };

const station = fc.integer({ min: 0, max: 1 });
const quantity = fc.integer({ min: 1, max: 9 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      station,
      draft: fc.integer({ min: 0, max: 5 }),
      quantity,
      isKilled: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('sync' as const),
      station,
      cutAfter: fc.integer({ min: 0, max: 6 }),
      isAnswerLost: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('both' as const), station, quantity }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'wipe' as const), station }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('platform' as const), quantity }) },
);

function draftOf(choice: number, units: number, name: string): CommandDraft {
  const drafts = [
    receive(units, 'bin-1'),
    pick(units, 'bin-1'),
    claim('task-1'),
    receive(units, 'bin-2'),
    alertDraft(`alert-${name}`),
    finish(),
  ];
  return drafts[choice]!;
}

function finish(): CommandDraft {
  return { kind: 'finishPicking', payload: { taskId: asId('task-1') } };
}

/** One station with a disk, a journal and a line that can be cut; can be killed at any moment. */
async function createStation(bench: ReturnType<typeof createStoreBench>, index: number) {
  let disk = createMemoryDisk();
  const { journal } = createMemoryJournal();
  const line = { callsLeft: Infinity, isAnswerLost: false };
  let isKilledAfterCommit = false;
  const cut = () => {
    line.callsLeft -= 1;
    if (line.callsLeft < 0) throw new LinkFault('offline', 'cut');
  };
  const open = () =>
    bench.open({
      stationId: asId(`station-${index}`),
      disk,
      journal,
      linkHooks: { before: () => (line.isAnswerLost ? undefined : cut()), after: () => (line.isAnswerLost ? cut() : undefined) },
      diskHooks: {
        after(call) {
          if (call === 'commit' && isKilledAfterCommit) throw new StorageFault('unknown', 'killed');
        },
      },
    });
  let store: StationStore = await open();
  return {
    line,
    store: () => store,
    async restart() {
      await pause(bench.time.scheduler, 0);
      store = await open();
    },
    async wipe() {
      await pause(bench.time.scheduler, 0);
      disk = createMemoryDisk();
      store = await open();
    },
    /** Durable, but the page dies before it knows: the scan is delivered again to the next page. */
    async commitAndDie(drafts: readonly CommandDraft[], triggerId: string) {
      isKilledAfterCommit = true;
      await store.commit(drafts, by(triggerId)).catch(() => undefined);
      isKilledAfterCommit = false;
      store = await open();
    },
  };
}

test('[SY24] whatever is cut, lost, repeated, killed or wiped: after healing all copies are equal, nothing is lost or doubled', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 30 }), async (steps) => {
      const bench = createStoreBench();
      const stations = [await createStation(bench, 1), await createStation(bench, 2)];
      const beeped: string[] = [];
      let no = 0;
      for (const step of steps) {
        no += 1;
        const at = stations['station' in step ? step.station : 0]!;
        if (step.kind === 'commit') {
          const drafts = [draftOf(step.draft, step.quantity, `${no}`)];
          if (step.isKilled) await at.commitAndDie(drafts, `t${no}`);
          const receipt = await at.store().commit(drafts, by(`t${no}`));
          if (receipt.ok) beeped.push(...receipt.value.map((command) => command.id));
        } else if (step.kind === 'sync') {
          Object.assign(at.line, { callsLeft: step.cutAfter, isAnswerLost: step.isAnswerLost });
          await at.store().syncNow();
        } else if (step.kind === 'both') {
          Object.assign(at.line, { callsLeft: Infinity });
          const [, receipt] = await Promise.all([
            at.store().syncNow(),
            pause(bench.time.scheduler, 0).then(() => at.store().commit([receive(step.quantity)], by(`t${no}`))),
          ]);
          if (receipt.ok) beeped.push(...receipt.value.map((command) => command.id));
        } else if (step.kind === 'platform') bench.platform.put(stockWrite(step.quantity, 'bin-3'));
        else await (step.kind === 'wipe' ? at.wipe() : at.restart());
      }
      for (const at of [...stations, ...stations]) {
        Object.assign(at.line, { callsLeft: Infinity });
        await at.store().syncNow();
      }
      const log = bench.platform.log();
      const booked = log.reduce((sum, { kind, payload }) => {
        if (kind === 'receiveStock' && payload.binId === 'bin-1') return sum + payload.quantity;
        return kind === 'pickLine' ? sum - payload.quantity : sum;
      }, 10);
      expect(new Set(log.map((command) => command.id)).size).toBe(log.length);
      expect(beeped.filter((id) => !log.some((command) => command.id === id))).toEqual([]);
      for (const at of stations) {
        expect(at.store().status()).toMatchObject({ pending: 0, linkFault: null });
        expect(allRows(at.store())).toEqual(allRows(bench.platform));
        expect(quantityIn(at.store())).toBe(booked);
      }
    }),
    { numRuns: 100 },
  );
}, 60_000);

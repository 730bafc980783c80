import { asId, createNewId, type NewId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import { recordKinds, type RecordWrite } from '#shared/model/records.ts';
import type { CommandJournal } from '#shared/ports/commandJournal.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { createMemoryDisk, createMemoryStorage, type MemoryDisk, type MemoryStorageHooks } from '#shared/sync/createMemoryStorage.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import type { StationStoreOptions } from '#shared/sync/storeCore.ts';
import { createFakePlatform, type FakeLinkHooks, type FakePlatform } from './fakePlatform.ts';
import { decideFake } from './fakeRules.ts';
import { createManualScheduler } from './manualScheduler.ts';

/** A journal in memory, which a test can look into or take away. */
export function createMemoryJournal() {
  const kept = new Map<string, Command>();
  let isAway = false;
  const check = () => {
    if (isAway) throw new Error('the host is away');
  };
  const journal: CommandJournal = {
    open: (outboxId) => journal.read(outboxId),
    async append(commands) {
      check();
      for (const command of commands) {
        if (kept.has(command.id)) continue;
        const isTaken = ({ outboxId, stationSeq }: Command) => outboxId === command.outboxId && stationSeq === command.stationSeq;
        if ([...kept.values()].some(isTaken)) await journal.withdraw(command.outboxId, command.stationSeq);
        kept.set(command.id, command);
      }
    },
    async read(outboxId) {
      check();
      return [...kept.values()]
        .filter((command) => outboxId === null || command.outboxId === outboxId)
        .sort((a, b) => a.stationSeq - b.stationSeq);
    },
    async withdraw(outboxId, fromSeq) {
      check();
      for (const command of [...kept.values()]) if (command.outboxId === outboxId && command.stationSeq >= fromSeq) kept.delete(command.id);
    },
    async prune(outboxId, throughSeq) {
      check();
      for (const command of [...kept.values()])
        if (command.outboxId === outboxId && command.stationSeq <= throughSeq) kept.delete(command.id);
    },
  };
  return { journal, kept, setAway: (away: boolean) => void (isAway = away) };
}

/** Sets the stage for store tests: a platform with a task and some stock, stores that open on disks, time by hand. */
export function createStoreBench(seed: readonly RecordWrite[] = sampleRows(), isOldPlatform = false) {
  const platform = createFakePlatform(decideFake, seed, 3, isOldPlatform);
  const time = createManualScheduler();
  const newId = createNewId(time.clock, createPrng(7));
  const open = (with_: OpenOptions = {}) => openStore(platform, time, newId, with_);
  return { platform, time, open, newId };
}

export type OpenOptions = Partial<StationStoreOptions> & {
  readonly disk?: MemoryDisk;
  readonly diskHooks?: MemoryStorageHooks;
  readonly linkHooks?: FakeLinkHooks;
};

async function openStore(
  platform: FakePlatform,
  time: ReturnType<typeof createManualScheduler>,
  newId: NewId,
  given: OpenOptions,
): Promise<StationStore> {
  const { disk = createMemoryDisk(), diskHooks, linkHooks, ...rest } = given;
  return createStationStore({
    stationId: asId('station-1'),
    storage: createMemoryStorage(disk, diskHooks),
    link: platform.link(linkHooks),
    decide: decideFake,
    clock: time.clock,
    scheduler: time.scheduler,
    newId,
    isSyncing: false,
    ...rest,
  });
}

export const by = (triggerId: string) => ({ operatorId: asId<'operator'>('op-1'), triggerId });

export function receive(quantity: number, binId = 'bin-1'): CommandDraft {
  return { kind: 'receiveStock', payload: { skuId: asId('sku-1'), binId: asId(binId), quantity, lot: null } };
}

export function pick(quantity: number, binId = 'bin-1'): CommandDraft {
  return {
    kind: 'pickLine',
    payload: {
      taskId: asId('task-1'),
      orderId: asId('order-1'),
      lineNo: 1,
      stepNo: 1,
      binId: asId(binId),
      lotId: null,
      toteCode: 'T1',
      quantity,
      source: 'scan',
    },
  };
}

export function claim(taskId = 'task-1'): CommandDraft {
  return { kind: 'claimTask', payload: { taskId: asId(taskId), isTakeover: false } };
}

export function alertDraft(alertId: string, reason = 'help'): CommandDraft {
  return { kind: 'raiseAlert', payload: { alertId: asId(alertId), kind: 'help', orderId: null, reason } };
}

export const stockId = (binId = 'bin-1') => `sku-1|${binId}|-|available`;
export const quantityIn = (store: StationStore, binId = 'bin-1') => store.view.get('stock', stockId(binId))?.quantity;

export function sampleTask(id = 'task-1'): RecordWrite {
  return {
    kind: 'task',
    id,
    row: {
      id: asId(id),
      kind: 'pick',
      status: 'open',
      orderIds: [],
      createdAtMs: 1,
      dueAtMs: 2,
      priority: 0,
      temperatures: [],
      holder: null,
      toteByOrder: {},
      steps: [],
    },
  };
}

export function stockWrite(quantity: number, binId = 'bin-1'): RecordWrite {
  const id = stockId(binId);
  return {
    kind: 'stock',
    id,
    row: { id: asId(id), skuId: asId('sku-1'), binId: asId(binId), lotId: null, status: 'available', quantity, allocated: 0 },
  };
}

export function sampleRows(): readonly RecordWrite[] {
  return [
    sampleTask('task-1'),
    sampleTask('task-2'),
    stockWrite(10, 'bin-1'),
    stockWrite(20, 'bin-2'),
    stockWrite(30, 'bin-3'),
    stockWrite(40, 'bin-4'),
  ];
}

/** Every row of a store or platform, by kind, to compare whole. */
export function allRows(of: { all?: StationStore['all'] } | FakePlatform): Record<string, unknown> {
  const rowsOf = 'rows' in of ? (kind: (typeof recordKinds)[number]) => of.rows(kind).values() : of.all!;
  return Object.fromEntries(recordKinds.map((kind) => [kind, [...rowsOf(kind)].sort((a, b) => (a.id < b.id ? -1 : 1))]));
}

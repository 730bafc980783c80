import { asId, createNewId } from '#shared/base/ids.ts';
import { practiceOrder } from '#shared/features/training/practiceOrder.ts';
import { practiceSite, practiceStationId } from '#shared/features/training/practiceSite.ts';
import type { Operator } from '#shared/model/operator/operator.ts';
import { LinkFault, type PlatformLink } from '#shared/ports/platformLink.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import { createMemoryStorage } from '#shared/sync/createMemoryStorage.ts';
import { createStationStore } from '#shared/sync/createStationStore.ts';
import { createTimerScheduler } from '#shared/sync/createTimerScheduler.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { Bridge, Handshake } from '#renderer/bridge/openBridge.ts';
import { createTrainingBridge } from './createTrainingBridge.ts';

/** Tasks that wait to be taken. */
export const practiceTasksReady = 2;
/** Somebody practises as long as the page is open. */
const noEnd = Number.MAX_SAFE_INTEGER;

/** A station to practise at: its own records in memory, a line to the host that only hears scans. */
export type Training = {
  readonly bridge: Bridge;
  readonly handshake: Handshake;
  readonly store: StationStore;
  close(): Promise<void>;
};

export type TrainingFrom = {
  readonly bridge: Bridge;
  readonly handshake: Handshake;
  readonly clock: { nowMs(): number };
  /** Who practises; null: nobody has signed in. */
  readonly operator: Operator | null;
  readonly traineeName: string;
};

const noPlatform = () => Promise.reject(new LinkFault('offline', 'practice has no platform'));
const noLink: PlatformLink = {
  push: noPlatform,
  relay: noPlatform,
  changes: noPlatform,
  snapshot: noPlatform,
  snapshotPage: noPlatform,
  onNews: () => () => undefined,
};

/** Opens a practice station: a site, work to take, somebody signed in. No journal, no LAN, no platform; closing forgets everything. */
export async function openTraining(from: TrainingFrom): Promise<Training> {
  const { clock } = from;
  const newId = createNewId(clock, { next: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32 });
  const operator = { ...(from.operator ?? trainee(from.traineeName)), validUntilMs: noEnd };
  const storage = createMemoryStorage();
  await storage.replaceSnapshot({ epoch: 'practice', cursor: 1 }, [], [...practiceSite(operator)]);
  const store = await createStationStore({
    ...{ storage, link: noLink, clock, newId, decide: decideCommand, isSyncing: false, stationId: practiceStationId },
    scheduler: createTimerScheduler({
      setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
      clearTimeout: (handle: ReturnType<typeof setTimeout>) => clearTimeout(handle),
    }),
  });
  await store.writeNote('operator', { operatorId: operator.id, atMs: clock.nowMs() });
  let placed = 0;
  let filling: Promise<void> = Promise.resolve();
  const fill = async () => {
    while (store.find.openTasks().filter((task) => task.status === 'open').length < practiceTasksReady) {
      placed += 1;
      const result = await store.commit(practiceOrder(placed, newId, clock.nowMs()), { operatorId: null, triggerId: `practice ${placed}` });
      if (!result.ok) return;
    }
  };
  await fill();
  const stop = store.onChange((change) => {
    if (change.has('task')) filling = filling.then(fill);
  });
  return {
    bridge: createTrainingBridge(from.bridge, clock.nowMs),
    handshake: { ...from.handshake, stationId: practiceStationId, siteId: asId<'site'>('practice'), demoHint: null },
    store,
    async close() {
      stop();
      await filling;
      await store.close();
    },
  };
}

function trainee(name: string): Operator {
  return {
    ...{ id: asId<'operator'>('trainee'), name, roles: ['picker'], badgeCode: 'TRAINEE', pinHash: '', language: 'zh-CN' },
    validUntilMs: noEnd,
  };
}

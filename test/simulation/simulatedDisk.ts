import { StorageFault, type RecordStorage, type StoredTrigger } from '#shared/ports/recordStorage.ts';
import { createMemoryDisk, createMemoryStorage, type MemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import type { KillPoint } from './planSchedule.ts';
import { never, type VirtualTime } from './virtualTime.ts';

/** A page that runs until it is killed: after that nothing of it happens any more. */
export type Life = { isAlive: boolean; readonly ended: AbortController };

/** Between a transaction being durable and the page hearing of it. */
const ackTakesMs = 2;
const writes: ReadonlySet<keyof RecordStorage> = new Set(['stagePage', 'replaceSnapshot', 'commit', 'applyPulled', 'fold', 'writeNote']);

/** A device's disk: keeps what was durable when a page was killed, can be full, wiped, or lose its newest writes. */
export type SimulatedDisk = {
  content: MemoryDisk;
  isFull: number;
  /** The next call of this kind ends the page. */
  killPoint: KillPoint | null;
  onKillPoint: () => void;
  /** Triggers that became durable more than once. */
  readonly repeatedTriggers: string[];
  readonly seenTriggers: Set<string>;
};

/** An empty disk. */
export function createSimulatedDisk(): SimulatedDisk {
  return {
    content: createMemoryDisk(),
    isFull: 0,
    killPoint: null,
    onKillPoint: () => undefined,
    repeatedTriggers: [],
    seenTriggers: new Set(),
  };
}

/** The disk as one page sees it. */
export function openSimulatedDisk(disk: SimulatedDisk, life: Life, time: VirtualTime): RecordStorage {
  let landing: StoredTrigger | null = null;
  const dieAt = (call: keyof RecordStorage, side: KillPoint['side']): boolean => {
    if (disk.killPoint?.call !== call || disk.killPoint.side !== side) return false;
    disk.killPoint = null;
    disk.onKillPoint();
    return true;
  };
  const storage = createMemoryStorage(disk.content, {
    before(call) {
      if (!life.isAlive || dieAt(call, 'before')) return never();
      if (disk.isFull > 0 && writes.has(call)) throw new StorageFault('quota', 'the disk is full');
    },
    async after(call) {
      if (call === 'commit' && landing !== null) noteTrigger(disk, landing.triggerId);
      if (dieAt(call, 'after')) return never();
      if (writes.has(call)) await time.sleep(ackTakesMs);
      if (!life.isAlive) await never();
    },
  });
  return {
    ...storage,
    commit(outboxId, entries, trigger) {
      landing = trigger;
      return storage.commit(outboxId, entries, trigger);
    },
  };
}

function noteTrigger(disk: SimulatedDisk, triggerId: string): void {
  if (disk.seenTriggers.has(triggerId)) disk.repeatedTriggers.push(triggerId);
  disk.seenTriggers.add(triggerId);
}

/** A copy of what is on a disk now. */
export function copyDisk(content: MemoryDisk): MemoryDisk {
  return {
    ...content,
    pages: new Map(content.pages),
    staged: new Map(content.staged),
    rows: new Map(content.rows),
    outbox: new Map(content.outbox),
    triggers: new Map(content.triggers),
    notes: new Map(content.notes),
  };
}

import type { StationId } from '#shared/base/ids.ts';
import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';

/** What a chore is decided from: the records this station shows, and a number of its own. */
export type ChoreScene = {
  readonly store: StationStore;
  readonly stationId: StationId;
  readonly choice: number;
  /** The chore's place in the schedule: names what it makes. */
  readonly number: number;
  readonly nowMs: number;
};

/** The chosen one, or none of none. */
export function oneOf<T>({ choice }: ChoreScene, items: readonly T[]): readonly T[] {
  return items.slice(choice % Math.max(1, items.length)).slice(0, 1);
}

/** The rows that fit, in an order that does not hang on when a record arrived here. */
export function rowsOf<K extends RecordKind>(
  { store }: ChoreScene,
  kind: K,
  fits: (row: RecordOf<K>) => boolean = () => true,
): readonly RecordOf<K>[] {
  return [...store.all(kind)].filter(fits).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Pick tasks that are not over. */
export function livePicks(scene: ChoreScene): readonly Task[] {
  return scene.store.find.openTasks().filter(({ kind }) => kind === 'pick');
}

/** Those somebody at this station has in hand. */
export function picksHere(scene: ChoreScene): readonly Task[] {
  return livePicks(scene).filter(({ holder }) => holder?.stationId === scene.stationId);
}

import type { AnyRecord, RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import { recordKinds } from '#shared/model/records.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { RowIndex } from './rowIndex.ts';
import { createStoreIndexes } from './storeLookups.ts';
import type { StoreLookups } from './stationStore.ts';

/** The rows of a site in memory, as screens see them: the platform's rows with the effects of pending commands. */
export type WorkingSet = {
  readonly view: RecordView;
  readonly find: StoreLookups;
  get<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined;
  rows<K extends RecordKind>(kind: K): ReadonlyMap<string, RecordOf<K>>;
  put(write: RecordWrite): void;
  /** Puts many rows of one kind and leaves its indexes to be built again: for loading. */
  fill(kind: RecordKind, rows: Iterable<AnyRecord>): void;
  clear(): void;
  /** Takes up to `rowCount` more rows of a kind into one of its indexes; true when all of them are built. */
  warmSome(kind: RecordKind, rowCount: number): boolean;
};

/** An empty working set. Indexes are built when first asked or by `warmSome`. */
export function createWorkingSet(): WorkingSet {
  const maps = new Map<RecordKind, Map<string, AnyRecord>>(recordKinds.map((kind) => [kind, new Map()]));
  const mapOf = <K extends RecordKind>(kind: K) => maps.get(kind) as unknown as Map<string, RecordOf<K>>;
  const indexes = createStoreIndexes((kind) => mapOf(kind).values());
  const indexesOf = (kind: RecordKind) => (indexes.byKind.get(kind) ?? []) as unknown as readonly RowIndex<AnyRecord>[];
  const get = <K extends RecordKind>(kind: K, id: string) => mapOf(kind).get(id);
  return {
    view: {
      get,
      site: () => mapOf('site').values().next().value,
      stockOfSku: indexes.forRules.stockOfSku,
      orderByChannelId(channel, channelOrderId) {
        const id = indexes.forRules.orderIdByChannel(channel, channelOrderId);
        return id === undefined ? undefined : get('order', id);
      },
    },
    find: indexes.find,
    get,
    rows: mapOf,
    put(write) {
      const map = maps.get(write.kind)!;
      for (const index of indexesOf(write.kind)) index.settle();
      const before = map.get(write.id);
      if (write.row === null) map.delete(write.id);
      else map.set(write.id, write.row);
      for (const index of indexesOf(write.kind)) index.change(before, write.row ?? undefined);
    },
    fill(kind, rows) {
      const map = maps.get(kind)!;
      for (const row of rows) map.set(row.id, row);
      for (const index of indexesOf(kind)) index.reset();
    },
    clear() {
      for (const kind of recordKinds) {
        maps.get(kind)!.clear();
        for (const index of indexesOf(kind)) index.reset();
      }
    },
    warmSome: (kind, rowCount) => indexesOf(kind).every((index) => index.warmSome(rowCount)),
  };
}

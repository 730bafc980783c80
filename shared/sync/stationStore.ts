import type { BinId, CourierId, OperatorId, OrderId, ParcelId, SkuId, StationId, ToteId } from '#shared/base/ids.ts';
import type { Result } from '#shared/base/result.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { Refusal, RecordView } from '#shared/rules/decision.ts';

/** Lookups a screen or a scan needs; each answers from memory in microseconds. Codes are the records' `code`, without prefix and check character. */
export type StoreLookups = {
  skuByBarcode(gtin: string): { readonly skuId: SkuId; readonly packUnits: number } | undefined;
  skuByPlu(plu: string): SkuId | undefined;
  binByCode(code: string): BinId | undefined;
  toteByCode(code: string): ToteId | undefined;
  parcelByCode(code: string): ParcelId | undefined;
  shelfPlaceByCode(code: string): RecordOf<'shelfPlace'> | undefined;
  courierByCode(code: string): CourierId | undefined;
  operatorByBadge(badgeCode: string): OperatorId | undefined;
  orderByDaySequence(daySequence: number): OrderId | undefined;
  /** Orders not delivered and not cancelled, earliest promise first. */
  openOrders(): readonly RecordOf<'order'>[];
  /** Tasks with status open or claimed, most urgent first. */
  openTasks(): readonly RecordOf<'task'>[];
  parcelsOfOrder(orderId: OrderId): readonly RecordOf<'parcel'>[];
  /** The SKUs of a category, in id order. */
  skusOfCategory(category: string): readonly RecordOf<'sku'>[];
  /** Open calls for a count because a picker found less of a SKU than the books have, oldest first. */
  openShortsOf(skuId: SkuId): readonly RecordOf<'discrepancy'>[];
};

/** A claim the platform (or a rule here) did not grant, kept until a person has seen it. */
export type RefusedClaim = { readonly command: Command; readonly refusal: Refusal; readonly atMs: number };

/** Commands of another station that are shown here and that the platform has not given yet. */
export type ForeignPending = { readonly stationId: StationId; readonly pending: number };

/** What the connection strip and the sync screen show. */
export type StoreStatus = {
  readonly phase: 'opening' | 'loading' | 'ready';
  /** Commands the platform has not yet confirmed. */
  readonly pending: number;
  /** Work of other stations heard over the LAN and not yet given by the platform, by station; shown with everything else. */
  readonly foreign: readonly ForeignPending[];
  readonly lastSyncAtMs: number | null;
  readonly isSyncing: boolean;
  readonly cursor: number;
  readonly epoch: string | null;
  readonly refused: readonly RefusedClaim[];
  /** Null while storage works; else the StorageFault kind, with the way out in renderer/text. */
  readonly storageFault: string | null;
  /** Last LinkFault kind, null while the platform answers; 'clone': this station was copied; 'gap': the platform lacks commands nobody has any more. */
  readonly linkFault: string | null;
  /** Null while the host's journal takes the commands; they are kept for it meanwhile. */
  readonly journalFault: string | null;
  /** Pulled rows that were not what their kind looks like and were left out, since the store was opened. */
  readonly malformedRows: number;
  /** Progress of the first load, 0 to 1. */
  readonly loaded: number;
};

/** Which records changed; screens refresh by kind. */
export type StoreChange = ReadonlyMap<RecordKind, ReadonlySet<string>>;

/** A station's copy of its site: memory working set over durable storage, kept in step with the platform. */
export type StationStore = {
  readonly view: RecordView;
  readonly find: StoreLookups;
  all<K extends RecordKind>(kind: K): Iterable<RecordOf<K>>;
  status(): StoreStatus;
  /**
   * Decides the drafts in order, makes them durable in one strict transaction and applies them.
   * Resolves after durability: the caller beeps then. A refusal of any draft refuses all of them and nothing is written.
   * Rejects with StorageFault when the disk did not take it; nothing is applied then.
   * The same `triggerId` twice within the store's memory of the last 1,000 triggers is one commit (the first receipt is given again).
   */
  commit(
    drafts: readonly CommandDraft[],
    by: { readonly operatorId: OperatorId | null; readonly triggerId: string },
  ): Promise<Result<readonly Command[], Refusal>>;
  dismissRefused(commandId: string): void;
  readNote(name: string): Promise<unknown>;
  writeNote(name: string, note: unknown): Promise<void>;
  onChange(use: (change: StoreChange) => void): () => void;
  onStatus(use: (status: StoreStatus) => void): () => void;
  /** Asks for a sync round now (reconnect, news, timer, start). Resolves when the round is over, also when it failed. */
  syncNow(): Promise<void>;
  /** Commands not yet confirmed, oldest first: the sync screen and the invariants read them. */
  pendingCommands(): readonly Command[];
  /** Commands of other stations that the platform has not given yet, in the order in which they are decided. */
  foreignCommands(): readonly Command[];
  close(): Promise<void>;
};

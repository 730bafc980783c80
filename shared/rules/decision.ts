import type { Result } from '#shared/base/result.ts';
import type { Id, SkuId } from '#shared/base/ids.ts';
import type { Command, CommandKind, PayloadOf } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { StockMove, StockRow } from '#shared/model/stock/stock.ts';

/**
 * What rules may read: records by id, and the two lists they need.
 * Synchronous on purpose: a station reads memory; the platform loads what a first run asked for and runs again.
 */
export type RecordView = {
  get<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined;
  /** All stock rows of a SKU, in id order. */
  stockOfSku(skuId: SkuId): readonly StockRow[];
  /** The one site this view is of: time zone and stage budgets. Undefined only before the layout was imported. */
  site(): RecordOf<'site'> | undefined;
  /** Orders of a channel id: at most one. */
  orderByChannelId(channel: string, channelOrderId: string): RecordOf<'order'> | undefined;
};

/** Why a claim was not granted. Each has a sentence in renderer/text and a next step. */
export const refusalCodes = [
  'UNKNOWN_ORDER',
  'UNKNOWN_TASK',
  'UNKNOWN_TRIP',
  'UNKNOWN_COURIER',
  'UNKNOWN_SKU',
  'UNKNOWN_ALERT',
  'UNKNOWN_DISCREPANCY',
  'ORDER_EXISTS',
  'ORDER_CANCELLED',
  'ORDER_ALREADY_LEFT',
  'STAGE_DOES_NOT_ALLOW',
  'NOT_PAID',
  'CUSTOMS_PENDING',
  'TOO_EARLY',
  'ALREADY_DONE',
  'LAST_LINE_MEANS_CANCEL',
  'LINE_ALREADY_PICKED',
  'NO_STOCK',
  'TASK_HELD_BY_ANOTHER',
  'TASK_FINISHED',
  'TASK_BEGUN',
  'TROLLEY_FULL',
  'COURIER_BUSY',
  'COURIER_OFF_SHIFT',
  'TRIP_TOO_LARGE',
  'ORDER_HAS_TRIP',
  'LOT_MAY_NOT_LEAVE',
  'BARCODE_TAKEN',
  'BARCODE_NOT_LINKED',
  'SKU_IS_WEIGHED',
  'NOT_PERMITTED',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];
export type Refusal = { readonly code: RefusalCode; readonly params: Readonly<Record<string, string | number>> };

/** What happened, in the past tense. Events carry what apply needs and nothing it could derive. */
export type DomainEvent = { readonly kind: string; readonly commandId: Id<'command'>; readonly atMs: number } & Readonly<
  Record<string, unknown>
>;

/** The effect of one command: events for people and logs, record writes for stores, moves for the ledger. */
export type Decision = {
  readonly events: readonly DomainEvent[];
  readonly writes: readonly RecordWrite[];
  readonly moves: readonly StockMove[];
};

/** The one set of rules. Pure; facts always succeed. Implemented in shared/rules/decideCommand.ts. */
export type DecideCommand = (view: RecordView, command: Command) => Result<Decision, Refusal>;

/** Rules of one kind of command. */
export type CommandRule<K extends CommandKind> = (
  view: RecordView,
  payload: PayloadOf<K>,
  context: CommandContext,
) => Result<Decision, Refusal>;

/** The envelope of the command a rule is deciding. */
export type CommandContext = {
  readonly commandId: Id<'command'>;
  readonly stationId: Id<'station'>;
  readonly operatorId: Id<'operator'> | null;
  readonly atMs: number;
};

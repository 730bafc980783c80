import { type Id, asId } from '#shared/base/ids.ts';
import { type Result, err, ok } from '#shared/base/result.ts';
import type { Discrepancy } from '#shared/model/discrepancy/discrepancy.ts';
import type { RecordKind, RecordOf, RecordWrite } from '#shared/model/records.ts';
import type { StockMove } from '#shared/model/stock/stock.ts';
import type { CommandContext, Decision, DomainEvent, Refusal, RefusalCode, RecordView } from '#shared/rules/decision.ts';

/** Words of a discrepancy or refusal. */
export type Params = Readonly<Record<string, string | number>>;

/** How a fact disagreed with the books. `key` is a message key below `discrepancy`. */
export type Disagreement = {
  readonly kind: Discrepancy['kind'];
  readonly key: string;
  readonly params?: Params;
  readonly orderId?: string | null;
  readonly skuId?: string | null;
};

/** What one command is about to change: reads see earlier writes of the same command. */
export type ChangeSet = {
  readonly context: CommandContext;
  readonly view: RecordView;
  get<K extends RecordKind>(kind: K, id: string): RecordOf<K> | undefined;
  put<K extends RecordKind>(kind: K, row: RecordOf<K>): void;
  /** Adds an entry to the ledger; the records are changed by moveGoods. */
  addMove(move: Omit<StockMove, 'commandId' | 'entryNo' | 'atMs'>): void;
  /** Says what happened, in the past tense. */
  tell(kind: string, fields: Params): void;
  /** Opens a discrepancy for a person. Its id follows from the command's, so that every replica opens the same one. */
  disagree(disagreement: Disagreement): Id<'discrepancy'>;
  toResult(): Result<Decision, Refusal>;
};

/** Starts an empty change set over a view. */
export function createChangeSet(view: RecordView, context: CommandContext): ChangeSet {
  // A handful of writes at most: looking through them costs less than names for them.
  const written: RecordWrite[] = [];
  const moves: StockMove[] = [];
  const events: DomainEvent[] = [];
  let disagreements = 0;
  const put = <K extends RecordKind>(kind: K, row: RecordOf<K>) => {
    const { id } = row as { id: string };
    const write = { kind, id, row } as unknown as RecordWrite;
    const at = written.findIndex((other) => other.id === id && other.kind === kind);
    if (at === -1) written.push(write);
    else written[at] = write;
  };
  return {
    context,
    view,
    get: <K extends RecordKind>(kind: K, id: string) => {
      const write = written.find((other) => other.id === id && other.kind === kind);
      return write === undefined ? view.get(kind, id) : ((write.row ?? undefined) as RecordOf<K> | undefined);
    },
    put,
    addMove(move) {
      moves.push({ commandId: context.commandId, entryNo: moves.length, atMs: context.atMs, ...move });
    },
    tell(kind, fields) {
      events.push({ ...fields, kind, commandId: context.commandId, atMs: context.atMs });
    },
    disagree(disagreement) {
      disagreements += 1;
      const opened = toDiscrepancy(disagreement, context, disagreements);
      put('discrepancy', opened);
      return opened.id;
    },
    toResult: () => ok({ events, writes: written, moves }),
  };
}

/** A refusal as a rule's result. */
export function refuse(code: RefusalCode, params: Params = {}): Result<never, Refusal> {
  return err({ code, params });
}

function toDiscrepancy(disagreement: Disagreement, context: CommandContext, no: number): Discrepancy {
  return {
    id: asId<'discrepancy'>(`${context.commandId}-${no}`),
    kind: disagreement.kind,
    commandId: context.commandId,
    orderId: disagreement.orderId == null ? null : asId<'order'>(disagreement.orderId),
    skuId: disagreement.skuId == null ? null : asId<'sku'>(disagreement.skuId),
    detail: { key: disagreement.key, params: disagreement.params ?? {} },
    openedAtMs: context.atMs,
    status: 'open',
    resolution: null,
  };
}

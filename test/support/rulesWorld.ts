import { asId, type SkuId } from '#shared/base/ids.ts';
import { type Command, type CommandDraft, isClaim } from '#shared/model/command/command.ts';
import { type RecordKind, type RecordOf, recordKinds } from '#shared/model/records.ts';
import type { StockMove, StockRow } from '#shared/model/stock/stock.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import type { Decision, RecordView, Refusal } from '#shared/rules/decision.ts';
import type { Result } from '#shared/base/result.ts';
import { type Books, checkInvariants } from '#shared/rules/invariants/checkInvariants.ts';
import { testStartMs } from './fixedClock.ts';

/** Records in plain maps under the real rules: the smallest thing that behaves like a site. */
export type RulesWorld = {
  readonly view: RecordView;
  nowMs: number;
  put<K extends RecordKind>(kind: K, row: RecordOf<K>): void;
  get<K extends RecordKind>(kind: K, id: string): RecordOf<K>;
  all<K extends RecordKind>(kind: K): RecordOf<K>[];
  /** Decides and applies; the command's id is `c1`, `c2`, ... unless given. */
  send(
    draft: CommandDraft,
    by?: { readonly operatorId?: string | null; readonly stationId?: string; readonly id?: string },
  ): Result<Decision, Refusal>;
  /** Sends a command that must be granted; throws with the refusal otherwise. */
  must(draft: CommandDraft, by?: { readonly operatorId?: string | null; readonly stationId?: string; readonly id?: string }): Decision;
  /** Kinds of the discrepancies opened so far, in order. */
  discrepancies(): string[];
  readonly moves: readonly StockMove[];
  books(): Books;
  violations(): ReturnType<typeof checkInvariants>;
};

/** A world with the given records; stock among them counts as opening stock. */
export function createRulesWorld(seed: (world: RulesWorld) => void): RulesWorld {
  const tables = new Map<RecordKind, Map<string, unknown>>(recordKinds.map((kind) => [kind, new Map()]));
  const moves: StockMove[] = [];
  const commandResults: { commandId: string; isFact: boolean; outcome: 'applied' | 'discrepancy' | 'refused' }[] = [];
  let openingStock: StockRow[] = [];
  let commandNo = 0;
  const tableOf = (kind: RecordKind) => tables.get(kind) ?? new Map<string, unknown>();
  const all = <K extends RecordKind>(kind: K) => [...tableOf(kind).values()] as RecordOf<K>[];
  const view: RecordView = {
    get: <K extends RecordKind>(kind: K, id: string) => tableOf(kind).get(id) as RecordOf<K> | undefined,
    stockOfSku: (skuId: SkuId) =>
      all('stock')
        .filter((row) => row.skuId === skuId)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    site: () => all('site')[0],
    orderByChannelId: (channel, channelOrderId) =>
      all('order').find((order) => order.channel === channel && order.channelOrderId === channelOrderId),
  };
  const world: RulesWorld = {
    view,
    nowMs: testStartMs,
    moves,
    put: (kind, row) => void tableOf(kind).set(row.id, row),
    get: <K extends RecordKind>(kind: K, id: string) => {
      const row = view.get(kind, id);
      if (row === undefined) throw new Error(`no ${kind} ${id}`);
      return row;
    },
    all,
    send(draft, by = {}) {
      commandNo += 1;
      const command = {
        ...draft,
        id: asId<'command'>(by.id ?? `c${commandNo}`),
        stationId: asId<'station'>(by.stationId ?? 'st1'),
        outboxId: asId<'outbox'>('outbox1'),
        stationSeq: commandNo,
        operatorId: by.operatorId === null ? null : asId<'operator'>(by.operatorId ?? 'op1'),
        atMs: world.nowMs,
      } as Command;
      const result = decideCommand(view, command);
      const isFact = !isClaim(draft.kind);
      if (!result.ok) {
        commandResults.push({ commandId: command.id, isFact, outcome: 'refused' });
        return result;
      }
      for (const write of result.value.writes) {
        if (write.row === null) tableOf(write.kind).delete(write.id);
        else tableOf(write.kind).set(write.id, write.row);
      }
      moves.push(...result.value.moves);
      const isDiscrepancy = result.value.writes.some((write) => write.kind === 'discrepancy');
      commandResults.push({ commandId: command.id, isFact, outcome: isDiscrepancy ? 'discrepancy' : 'applied' });
      return result;
    },
    must(draft, by) {
      const result = world.send(draft, by);
      if (!result.ok) throw new Error(`${draft.kind} refused: ${JSON.stringify(result.error)}`);
      return result.value;
    },
    discrepancies: () => all('discrepancy').map((found) => found.kind),
    books: () => ({
      records: Object.fromEntries(recordKinds.map((kind) => [kind, all(kind)])) as Books['records'],
      moves,
      openingStock,
      commandResults,
    }),
    violations: () => checkInvariants(world.books()),
  };
  seed(world);
  openingStock = all('stock');
  return world;
}

import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { StockMove, StockPlace, StockRow } from '#shared/model/stock/stock.ts';
import type { ContentEntry } from '#shared/model/tote/tote.ts';
import { promisedByRow } from '#shared/rules/task/putTask.ts';
import { checkOrders } from './checkOrders.ts';

/** Something that must never be. `rule` names the invariant, `subject` the record, `detail` is for people who debug. */
export type Violation = { readonly rule: InvariantRule; readonly subject: string; readonly detail: string };

export type InvariantRule =
  | 'binEqualsLedger'
  | 'toteEqualsLedger'
  | 'parcelEqualsLedger'
  | 'allocatedEqualsOpenSteps'
  | 'packedWithinPicked'
  | 'pickedWithinOrdered'
  | 'noForbiddenLotLeft'
  | 'timelineMonotone'
  | 'oneOrderPerChannelId'
  | 'factNeverRefused'
  | 'commandOnce';

/** All the books of one site: its records by kind, its whole ledger, and what was there before the ledger began. */
export type Books = {
  readonly records: { readonly [K in RecordKind]?: Iterable<RecordOf<K>> };
  readonly moves: Iterable<StockMove>;
  /** Stock rows as imported before the first move. */
  readonly openingStock?: Iterable<StockRow>;
  /** What became of each command, in site order. */
  readonly commandResults?: Iterable<{
    readonly commandId: string;
    readonly isFact: boolean;
    readonly outcome: 'applied' | 'discrepancy' | 'refused';
  }>;
};

/** Checks the books against every invariant of the rules; the empty list means that they hold. */
export function checkInvariants(books: Books): Violation[] {
  const moves = [...books.moves];
  const records = { ...books.records, order: [...(books.records.order ?? [])], task: [...(books.records.task ?? [])] };
  return [
    ...checkLedger({ ...books, records, moves }),
    ...checkAllocation({ ...books, records }),
    ...checkOrders({ ...books, records, moves }),
    ...checkResults(books),
  ];
}

function checkLedger(books: Books): Violation[] {
  const sums = new Map<string, number>();
  const add = (key: string, quantity: number) => sums.set(key, (sums.get(key) ?? 0) + quantity);
  for (const row of books.openingStock ?? []) add(`bin|${row.id}`, row.quantity);
  for (const move of books.moves) {
    add(placeKey(move, move.from), -move.quantity);
    add(placeKey(move, move.to), move.quantity);
  }
  const violations: Violation[] = [];
  const compare = (rule: InvariantRule, key: string, booked: number) => {
    const ledger = sums.get(key) ?? 0;
    sums.delete(key);
    if (ledger !== booked) violations.push({ rule, subject: key, detail: `record ${booked}, ledger ${ledger}` });
  };
  for (const row of books.records.stock ?? []) compare('binEqualsLedger', `bin|${row.id}`, row.quantity);
  for (const tote of books.records.tote ?? []) {
    for (const [goods, quantity] of sumByGoods(tote.contents)) compare('toteEqualsLedger', `tote|${tote.id}|${goods}`, quantity);
  }
  for (const parcel of books.records.parcel ?? []) {
    for (const [goods, quantity] of sumByGoods(parcel.contents)) compare('parcelEqualsLedger', `parcel|${parcel.id}|${goods}`, quantity);
  }
  for (const [key, quantity] of sums) {
    if (quantity === 0 || key.startsWith('outside')) continue;
    violations.push({ rule: ruleOfKey(key), subject: key, detail: `no record, ledger ${quantity}` });
  }
  return violations;
}

function placeKey(move: StockMove, place: StockPlace): string {
  const goods = `${move.skuId}|${move.lotId ?? '-'}`;
  if (place.kind === 'bin') return `bin|${place.stockId}`;
  if (place.kind === 'tote') return `tote|${place.toteId}|${goods}`;
  return place.kind === 'parcel' ? `parcel|${place.parcelId}|${goods}` : 'outside';
}

function ruleOfKey(key: string): InvariantRule {
  if (key.startsWith('bin|')) return 'binEqualsLedger';
  return key.startsWith('tote|') ? 'toteEqualsLedger' : 'parcelEqualsLedger';
}

function sumByGoods(contents: readonly ContentEntry[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const entry of contents) {
    const goods = `${entry.skuId}|${entry.lotId ?? '-'}`;
    sums.set(goods, (sums.get(goods) ?? 0) + entry.quantity);
  }
  return sums;
}

function checkAllocation(books: Books): Violation[] {
  const promised = new Map<string, number>();
  for (const task of books.records.task ?? []) {
    for (const [stockId, { quantity }] of promisedByRow(task)) promised.set(stockId, (promised.get(stockId) ?? 0) + quantity);
  }
  const violations: Violation[] = [];
  for (const row of books.records.stock ?? []) {
    const quantity = promised.get(row.id) ?? 0;
    promised.delete(row.id);
    if (row.allocated === quantity) continue;
    violations.push({ rule: 'allocatedEqualsOpenSteps', subject: row.id, detail: `allocated ${row.allocated}, open steps ${quantity}` });
  }
  for (const [stockId, quantity] of promised) {
    violations.push({ rule: 'allocatedEqualsOpenSteps', subject: stockId, detail: `no row, open steps ${quantity}` });
  }
  return violations;
}

function checkResults(books: Books): Violation[] {
  const violations: Violation[] = [];
  const seen = new Set<string>();
  for (const { commandId, isFact, outcome } of books.commandResults ?? []) {
    if (seen.has(commandId)) violations.push({ rule: 'commandOnce', subject: commandId, detail: 'applied more than once' });
    seen.add(commandId);
    if (isFact && outcome === 'refused') violations.push({ rule: 'factNeverRefused', subject: commandId, detail: 'a fact was refused' });
  }
  return violations;
}

import { isClaim, type CommandKind } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { StockMove, StockPlace, StockRow } from '#shared/model/stock/stock.ts';
import { checkInvariants, type Books } from '#shared/rules/invariants/checkInvariants.ts';
import { testSkuIds } from '#test/support/testSite.ts';

/** One statement on the platform's database. */
type Query = <Row>(statement: string) => Promise<Row[]>;

/** What the platform's books say about the commands that were heard; ids of what is wrong. */
export type KillBooks = {
  /** Heard, and not in the log. */
  readonly lost: readonly string[];
  /** One scan that became more than one pick or pack, one command or number that stands in the log twice. */
  readonly doubled: readonly string[];
  /** Places where quantities are not what the commands of the log make them: by command, order line, tote, parcel and bin; and broken invariants. */
  readonly wrong: readonly string[];
  /** Units that were picked or packed: each is one scan. */
  readonly units: number;
};

type LogRow = {
  readonly command_id: string;
  readonly outbox_id: string;
  readonly station_seq: number;
  readonly kind: CommandKind;
  readonly outcome: 'applied' | 'discrepancy' | 'refused';
  readonly body: { readonly triggerId?: string; readonly payload: Record<string, unknown> };
};
type RecordRow = { readonly kind: RecordKind; readonly body: unknown };
type Records = { readonly [K in RecordKind]?: readonly RecordOf<K>[] };
type BooksRow = { readonly log: readonly LogRow[]; readonly moves: readonly StockMove[]; readonly records: readonly RecordRow[] };

/** One statement, so that log, ledger and records are of the same moment. */
const booksStatement = `select
  (select coalesce(json_agg(entry), '[]') from
    (select command_id, outbox_id, station_seq, kind, outcome, body from command_log order by site_seq) as entry) as log,
  (select coalesce(json_agg(move), '[]') from
    (select command_id as "commandId", entry_no as "entryNo", at_ms as "atMs", sku_id as "skuId", lot_id as "lotId", quantity,
      from_place as "from", to_place as "to" from stock_move) as move) as moves,
  (select coalesce(json_agg(record), '[]') from (select kind, body from records where body is not null) as record) as records`;

/**
 * Compares the log with what was heard, and the books with the log. Every quantity is added up from the commands alone, one
 * place after the other, so that an error in one place cannot hide behind the opposite error in another.
 */
export async function checkKillBooks(query: Query, heard: readonly string[], unitsPerBin: number): Promise<KillBooks> {
  const [books] = await query<BooksRow>(booksStatement);
  const { log, moves } = books!;
  const records = groupByKind(books!.records);
  const known = new Set(log.map((row) => row.command_id));
  const handled = log.filter(({ kind, outcome }) => (kind === 'pickLine' || kind === 'packItem') && outcome !== 'refused');
  return {
    lost: [...new Set(heard)].filter((id) => !known.has(id)),
    doubled: [
      ...repeated(log.map((row) => `command ${row.command_id}`)),
      ...repeated(log.map((row) => `number ${row.outbox_id} ${row.station_seq}`)),
      ...repeated(handled.map((row) => `scan ${row.body.triggerId ?? `without trigger ${row.command_id}`}`)),
    ],
    wrong: [...wrongMoves(handled, moves), ...wrongPlaces(handled, records, unitsPerBin), ...brokenInvariants(log, moves, records)],
    units: handled.length,
  };
}

/** Each pick moved its quantity from its bin to its tote, each pack from its tote to its parcel, in one entry; nothing else moved goods there. */
function wrongMoves(handled: readonly LogRow[], moves: readonly StockMove[]): string[] {
  const expected = handled.map(({ command_id, kind, body: { payload } }) => {
    const { binId, toteId, parcelId, quantity } = payload;
    return kind === 'pickLine' ? `${command_id} ${binId} ${toteId} ${quantity}` : `${command_id} ${toteId} ${parcelId} ${quantity}`;
  });
  const found = moves
    .filter(({ to }) => to.kind === 'tote' || to.kind === 'parcel')
    .map(({ commandId, from, to, quantity }) => `${commandId} ${nameOf(from)} ${nameOf(to)} ${quantity}`);
  return differences('move', countOf(expected), countOf(found));
}

/** A stock row's id names its SKU and bin. */
function nameOf(place: StockPlace): string | undefined {
  if (place.kind === 'bin') return place.stockId.split('|')[1];
  if (place.kind === 'outside') return place.reason;
  return place.kind === 'tote' ? place.toteId : place.parcelId;
}

/** Order lines, totes, parcels and bins hold what picks and packs put there or took away. */
function wrongPlaces(handled: readonly LogRow[], records: Records, unitsPerBin: number): string[] {
  const expected = new Map<string, number>();
  const found = new Map<string, number>();
  for (const { kind, body } of handled) {
    const { orderId, lineNo, toteId, binId, parcelId, quantity } = body.payload as Record<string, string> & { quantity: number };
    const isPick = kind === 'pickLine';
    add(expected, isPick ? `bin ${binId}` : `parcel ${parcelId}`, quantity);
    add(expected, `tote ${toteId}`, isPick ? quantity : -quantity);
    add(expected, `${isPick ? 'line' : 'packed line'} ${orderId} ${lineNo}`, quantity);
  }
  for (const { id, lines } of records.order ?? []) {
    for (const { lineNo, orderedQuantity, pickedQuantity, packedQuantity } of lines) {
      const name = `line ${id} ${lineNo}`;
      // What is picked beyond the order is believed and lies in the tote, but the line does not count it.
      expected.set(name, Math.min(expected.get(name) ?? 0, orderedQuantity));
      found.set(name, pickedQuantity);
      found.set(`packed ${name}`, packedQuantity);
    }
  }
  for (const { id, contents } of records.tote ?? []) found.set(`tote ${id}`, unitsIn(contents));
  for (const { id, contents } of records.parcel ?? []) found.set(`parcel ${id}`, unitsIn(contents));
  const water = (records.stock ?? []).filter(({ skuId }) => skuId === testSkuIds.water);
  for (const binId of new Set(water.map((row) => row.binId))) found.set(`bin ${binId}`, unitsPerBin - unitsIn(inBin(water, binId)));
  return differences('place', expected, found);
}

function inBin(rows: readonly StockRow[], binId: StockRow['binId']): readonly StockRow[] {
  return rows.filter((row) => row.binId === binId);
}

function unitsIn(entries: readonly { readonly quantity: number }[]): number {
  return entries.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The rules' own invariants; the ledger began with empty bins. */
function brokenInvariants(log: readonly LogRow[], moves: readonly StockMove[], records: Records): string[] {
  const commandResults = log.map(({ command_id, kind, outcome }) => ({ commandId: command_id, isFact: !isClaim(kind), outcome }));
  const violations = checkInvariants({ records: records as Books['records'], moves, commandResults });
  return violations.map(({ rule, subject, detail }) => `${rule} ${subject}: ${detail}`);
}

function groupByKind(rows: readonly RecordRow[]): Records {
  const records: Record<string, unknown[]> = {};
  for (const { kind, body } of rows) (records[kind] ??= []).push(body);
  return records as Records;
}

function differences(what: string, expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): string[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((name) => (expected.get(name) ?? 0) !== (found.get(name) ?? 0))
    .map((name) => `${what} ${name}: ${found.get(name) ?? 0} instead of ${expected.get(name) ?? 0}`);
}

function add(sums: Map<string, number>, name: string, quantity: number): void {
  sums.set(name, (sums.get(name) ?? 0) + quantity);
}

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) add(counts, name, 1);
  return counts;
}

function repeated(names: readonly string[]): string[] {
  return [...countOf(names)].filter(([, count]) => count > 1).map(([name, count]) => `${name}: ${count} times`);
}

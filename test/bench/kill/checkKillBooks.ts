import { testSkuIds } from '#test/support/testSite.ts';

/** One statement on the platform's database. */
type Query = <Row>(statement: string) => Promise<Row[]>;

/** What the platform's books say about the commands that were heard; ids of what is wrong. */
export type KillBooks = {
  /** Heard, and not in the log. */
  readonly lost: readonly string[];
  /** One scan that became more than one pick, one command or number that stands in the log twice. */
  readonly doubled: readonly string[];
  /** Places where quantities are not what the commands of the log make them: by command, order line, tote and bin. */
  readonly wrong: readonly string[];
  readonly picks: number;
};

type LogRow = {
  readonly command_id: string;
  readonly outbox_id: string;
  readonly station_seq: string;
  readonly kind: string;
  readonly outcome: string;
  readonly body: { readonly triggerId?: string; readonly payload: Record<string, unknown> };
};
type MoveRow = { readonly command_id: string; readonly quantity: string; readonly from_place: Place; readonly to_place: Place };
/** A stock row's id names its SKU and bin. */
type Place = { readonly kind: string; readonly stockId?: string; readonly toteId?: string };
type RecordRow = { readonly kind: string; readonly id: string; readonly body: Record<string, unknown> };

/**
 * Compares the log with what was heard, and the books with the log. Every quantity is added up from the commands alone, one
 * place after the other, so that an error in one place cannot hide behind the opposite error in another.
 */
export async function checkKillBooks(query: Query, heard: readonly string[], unitsPerBin: number): Promise<KillBooks> {
  const log = await query<LogRow>('select command_id, outbox_id, station_seq, kind, outcome, body from command_log');
  const moves = await query<MoveRow>('select command_id, quantity, from_place, to_place from stock_move');
  const records = await query<RecordRow>(
    "select kind, id, body from records where kind in ('order', 'tote', 'stock') and body is not null",
  );
  const known = new Set(log.map((row) => row.command_id));
  const picks = log.filter((row) => row.kind === 'pickLine' && row.outcome !== 'refused');
  return {
    lost: [...new Set(heard)].filter((id) => !known.has(id)),
    doubled: [
      ...repeated(log.map((row) => `command ${row.command_id}`)),
      ...repeated(log.map((row) => `number ${row.outbox_id} ${row.station_seq}`)),
      ...repeated(picks.map((row) => `scan ${row.body.triggerId ?? `without trigger ${row.command_id}`}`)),
    ],
    wrong: [...wrongMoves(picks, moves), ...wrongPlaces(picks, records, unitsPerBin)],
    picks: picks.length,
  };
}

/** Each pick moved its quantity from its bin to its tote, in one entry, and nothing else moved goods there. */
function wrongMoves(picks: readonly LogRow[], moves: readonly MoveRow[]): string[] {
  const expected = picks.map(({ command_id, body: { payload } }) =>
    [command_id, payload['binId'], payload['toteId'], payload['quantity']].join(' '),
  );
  const found = moves
    .filter((move) => move.to_place.kind === 'tote')
    .map((move) => [move.command_id, move.from_place.stockId?.split('|')[1], move.to_place.toteId, move.quantity].join(' '));
  return differences('move', countOf(expected), countOf(found));
}

/** Order lines, totes and bins hold what the picks put there or took away. */
function wrongPlaces(picks: readonly LogRow[], records: readonly RecordRow[], unitsPerBin: number): string[] {
  const expected = new Map<string, number>();
  const put = (place: string, quantity: number) => expected.set(place, (expected.get(place) ?? 0) + quantity);
  for (const { body } of picks) {
    const { orderId, lineNo, toteId, binId, quantity } = body.payload as Record<string, string> & { quantity: number };
    put(`line ${orderId} ${lineNo}`, quantity);
    put(`tote ${toteId}`, quantity);
    put(`bin ${binId}`, quantity);
  }
  const found = new Map<string, number>();
  for (const { kind, id, body } of records) {
    if (kind === 'order')
      for (const line of body['lines'] as { lineNo: number; pickedQuantity: number }[])
        found.set(`line ${id} ${line.lineNo}`, line.pickedQuantity);
    if (kind === 'tote')
      found.set(
        `tote ${id}`,
        (body['contents'] as { quantity: number }[]).reduce((sum, { quantity }) => sum + quantity, 0),
      );
    if (kind === 'stock' && body['skuId'] === testSkuIds.water)
      found.set(`bin ${String(body['binId'])}`, unitsPerBin - Number(body['quantity']));
  }
  return differences('place', expected, found);
}

function differences(what: string, expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): string[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((name) => (expected.get(name) ?? 0) !== (found.get(name) ?? 0))
    .map((name) => `${what} ${name}: ${found.get(name) ?? 0} instead of ${expected.get(name) ?? 0}`);
}

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function repeated(names: readonly string[]): string[] {
  return [...countOf(names)].filter(([, count]) => count > 1).map(([name, count]) => `${name}: ${count} times`);
}

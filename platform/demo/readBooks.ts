import { sql } from 'drizzle-orm';
import type { SiteId } from '#shared/base/ids.ts';
import { type CommandKind, isClaim } from '#shared/model/command/command.ts';
import type { RecordKind, RecordOf } from '#shared/model/records.ts';
import type { StockMove } from '#shared/model/stock/stock.ts';
import type { Books } from '#shared/rules/invariants/checkInvariants.ts';
import { type Database, queryRows } from '#platform/db/database.ts';

export type PlatformRecords = { [K in RecordKind]?: RecordOf<K>[] };
export type LoggedCommand = {
  readonly commandId: string;
  readonly stationId: string;
  readonly kind: CommandKind;
  readonly outcome: 'applied' | 'discrepancy' | 'refused';
};
export type PlatformBooks = {
  readonly records: PlatformRecords;
  readonly moves: readonly StockMove[];
  readonly commands: readonly LoggedCommand[];
};

/** Everything the platform has of a site, straight from its database. */
export async function readBooks(db: Database, siteId: SiteId): Promise<PlatformBooks> {
  const rows = await queryRows<{ kind: RecordKind; body: unknown }>(
    db,
    sql`select kind, body from records where site_id = ${siteId} and body is not null`,
  );
  const records: Record<string, unknown[]> = {};
  for (const row of rows) (records[row.kind] ??= []).push(row.body);
  const moves = await queryRows<StockMove>(
    db,
    sql`select command_id as "commandId", entry_no as "entryNo", at_ms::float8 as "atMs", sku_id as "skuId", lot_id as "lotId",
      quantity::float8 as quantity, from_place as "from", to_place as "to" from stock_move where site_id = ${siteId}`,
  );
  const commands = await queryRows<LoggedCommand>(
    db,
    sql`select command_id as "commandId", station_id as "stationId", kind, outcome from command_log where site_id = ${siteId} order by site_seq`,
  );
  return { records: records as PlatformRecords, moves, commands };
}

/** The same in the form the invariants are checked on. */
export function toBooks(books: PlatformBooks): Books {
  return {
    records: books.records,
    moves: books.moves,
    commandResults: books.commands.map(({ commandId, kind, outcome }) => ({ commandId, outcome, isFact: !isClaim(kind) })),
  };
}

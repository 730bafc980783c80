import { type StationReport, comparedKinds } from './crewMessages.ts';
import type { SoakFloor } from './openSoakFloor.ts';
import { toFingerprint } from './toFingerprint.ts';

/** What the platform's books say about what was heard at the stations. */
export type SoakVerdict = {
  readonly lost: number;
  readonly doubled: number;
  readonly storesDiffering: number;
  readonly discrepancies: number;
  readonly refusedOnPlatform: number;
};

/** Compares every command heard with the log, the log with the books, and every station's store with the platform's rows. */
export async function checkSoak(floor: SoakFloor, stations: readonly StationReport[]): Promise<SoakVerdict> {
  const logged = await floor.query<{ command_id: string; kind: string; outcome: string }>(
    `select command_id, kind, outcome from command_log where station_id <> 'platform'`,
  );
  const heard = new Set(stations.flatMap((station) => station.beeped));
  const known = new Map<string, number>();
  for (const row of logged) known.set(row.command_id, (known.get(row.command_id) ?? 0) + 1);
  // A command nobody heard, a command twice, or goods that moved more often than they were picked: all are work done twice.
  const unheard = [...known.keys()].filter((id) => !heard.has(id)).length;
  const repeated = [...known.values()].reduce((sum, times) => sum + times - 1, 0);
  return {
    lost: [...heard].filter((id) => !known.has(id)).length,
    doubled: unheard + repeated + (await countWrongUnits(floor)),
    storesDiffering: await countDifferences(floor, stations),
    discrepancies: logged.filter((row) => row.outcome === 'discrepancy').length,
    refusedOnPlatform: logged.filter((row) => row.outcome === 'refused').length,
  };
}

/** Units by which ledger, bins and orders disagree with the picks of the log. */
async function countWrongUnits(floor: SoakFloor): Promise<number> {
  const [row] = await floor.query<Record<'picks' | 'moved' | 'taken' | 'counted', string>>(`select
    (select coalesce(sum((body -> 'payload' ->> 'quantity')::int), 0) from command_log where kind = 'pickLine') as picks,
    (select coalesce(sum(quantity), 0) from stock_move where from_place ->> 'kind' = 'bin' and to_place ->> 'kind' = 'tote') as moved,
    (select coalesce(sum(${floor.unitsPerBin} - (body ->> 'quantity')::int), 0) from records
      where kind = 'stock' and body ->> 'skuId' in ('sku-water', 'sku-noodles', 'sku-bread')) as taken,
    (select coalesce(sum((line ->> 'pickedQuantity')::int), 0) from records, jsonb_array_elements(body -> 'lines') as line
      where kind = 'order') as counted`);
  const [picks, moved, taken, counted] = [row?.picks, row?.moved, row?.taken, row?.counted].map(Number) as [number, number, number, number];
  return Math.abs(moved - picks) + Math.abs(taken - picks) + Math.abs(counted - picks);
}

/** Kinds of records, over all stations, whose rows are not the platform's. */
async function countDifferences(floor: SoakFloor, stations: readonly StationReport[]): Promise<number> {
  let differing = 0;
  for (const kind of comparedKinds) {
    const rows = await floor.query<{ body: { id: string } }>(`select body from records where kind = '${kind}' and body is not null`);
    const print = toFingerprint(rows.map((row) => row.body));
    differing += stations.filter((station) => station.prints[kind] !== print).length;
  }
  return differing;
}

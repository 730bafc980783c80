import { asId, type BinId, type LotId, type SkuId } from '#shared/base/ids.ts';
import type { RecordKind, RecordWrite } from '#shared/model/records.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';

type Row = { readonly id: string };
const files = import.meta.glob<readonly unknown[]>('#resources/demoSite/*.json', { eager: true, import: 'default' });

/** Rows of one file of the demo site. */
function rowsOf<T = Row>(name: string): readonly T[] {
  const found = Object.entries(files).find(([path]) => path.endsWith(`/${name}.json`));
  if (found === undefined) throw new Error(`the demo site has no ${name}.json`);
  return found[1] as readonly T[];
}

const dayMs = 86_400_000;
const dayText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
const writesOf = (kind: RecordKind, rows: readonly { readonly id: string }[]): RecordWrite[] =>
  rows.map((row) => ({ kind, id: row.id, row }) as unknown as RecordWrite);

/** The demo site as a station holds it; readable in a browser too, where there is no file system. */
export function demoWrites(nowMs: number): RecordWrite[] {
  const courierStates = ['atSite', 'atSite', 'returning', 'outbound', 'offShift'];
  return [
    ...writesOf('site', rowsOf('site')),
    ...writesOf('zone', rowsOf('zones')),
    ...writesOf('bin', rowsOf('bins')),
    ...writesOf('shelfPlace', rowsOf('shelfPlaces')),
    ...writesOf('sku', rowsOf('skus')),
    ...writesOf(
      'lot',
      rowsOf<Row & { expiresInDays: number | null; receivedDaysAgo: number }>('lots').map(({ expiresInDays, receivedDaysAgo, ...lot }) => ({
        ...lot,
        expiresOn: expiresInDays === null ? null : dayText(nowMs + expiresInDays * dayMs),
        receivedAtMs: nowMs - receivedDaysAgo * dayMs,
        status: 'released',
      })),
    ),
    ...writesOf(
      'stock',
      rowsOf<{ skuId: SkuId; binId: BinId; lotId: LotId | null }>('stock').map((row) => ({
        id: stockIdOf(row.skuId, row.binId, row.lotId, 'available'),
        ...row,
        status: 'available',
        allocated: 0,
      })),
    ),
    ...writesOf(
      'operator',
      rowsOf<Row & { validForDays: number }>('operators').map(({ validForDays, ...operator }) => ({
        ...operator,
        validUntilMs: nowMs + validForDays * dayMs,
      })),
    ),
    ...writesOf(
      'courier',
      rowsOf('couriers').map((courier, index) => ({
        ...courier,
        status: courierStates[index % 5],
        position: null,
        tripId: null,
        deliveredToday: 3 + index,
      })),
    ),
    ...writesOf(
      'station',
      ['拣货台 1', '拣货台 2', '打包台 1', '交接台'].map((name, index) => ({
        id: asId(`station-${index + 1}`),
        code: `S${index + 1}`,
        name,
        publicKey: 'none',
        enrolledAtMs: nowMs - 30 * dayMs,
        lastSeenAtMs: nowMs - [2, 9, 4, 400][index]! * 1000,
        isRevoked: false,
      })),
    ),
  ];
}

import bins from '#resources/demoSite/bins.json' with { type: 'json' };
import couriers from '#resources/demoSite/couriers.json' with { type: 'json' };
import lots from '#resources/demoSite/lots.json' with { type: 'json' };
import operators from '#resources/demoSite/operators.json' with { type: 'json' };
import shelfPlaces from '#resources/demoSite/shelfPlaces.json' with { type: 'json' };
import site from '#resources/demoSite/site.json' with { type: 'json' };
import skus from '#resources/demoSite/skus.json' with { type: 'json' };
import stock from '#resources/demoSite/stock.json' with { type: 'json' };
import zones from '#resources/demoSite/zones.json' with { type: 'json' };
import { asId, type BinId, type LotId, type SkuId } from '#shared/base/ids.ts';
import type { RecordKind, RecordWrite } from '#shared/model/records.ts';
import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';

const dayMs = 86_400_000;
const dayText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
const writesOf = (kind: RecordKind, rows: readonly { readonly id: string }[]): RecordWrite[] =>
  rows.map((row) => ({ kind, id: row.id, row }) as unknown as RecordWrite);

/** The demo site as a station holds it; readable in a browser too, where there is no file system. */
export function demoWrites(nowMs: number): RecordWrite[] {
  const courierStates = ['atSite', 'atSite', 'returning', 'outbound', 'offShift'];
  return [
    ...writesOf('site', site),
    ...writesOf('zone', zones),
    ...writesOf('bin', bins),
    ...writesOf('shelfPlace', shelfPlaces),
    ...writesOf('sku', skus),
    ...writesOf(
      'lot',
      lots.map(({ expiresInDays, receivedDaysAgo, ...lot }) => ({
        ...lot,
        expiresOn: expiresInDays === null ? null : dayText(nowMs + expiresInDays * dayMs),
        receivedAtMs: nowMs - receivedDaysAgo * dayMs,
        status: 'released',
      })),
    ),
    ...writesOf(
      'stock',
      stock.map((row) => ({
        id: stockIdOf(row.skuId as SkuId, row.binId as BinId, row.lotId as LotId | null, 'available'),
        ...row,
        status: 'available',
        allocated: 0,
      })),
    ),
    ...writesOf(
      'operator',
      operators.map(({ validForDays, ...operator }) => ({ ...operator, validUntilMs: nowMs + validForDays * dayMs })),
    ),
    ...writesOf(
      'courier',
      couriers.map((courier, index) => ({
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

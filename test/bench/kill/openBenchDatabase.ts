import pg from 'pg';
import { startPostgres } from '#test/support/startPostgres.ts';
import { createTestSite, type TestSkuName, testSkuIds } from '#test/support/testSite.ts';

/** A real PostgreSQL with one empty database, and a way for the bench to look into it. */
export type BenchDatabase = {
  readonly url: string;
  /** One statement on the platform's database. */
  query<Row>(statement: string): Promise<Row[]>;
  close(): Promise<void>;
};

/** Starts the server. Rejects when there is no PostgreSQL on this machine. */
export async function openBenchDatabase(name: string): Promise<BenchDatabase> {
  const server = await startPostgres();
  try {
    const url = await server.createDatabase(name);
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    // A server that is stopped may speak before it has read that the connection was closed.
    pool.on('error', () => undefined);
    return {
      url,
      query: async <Row>(statement: string) => (await pool.query(statement)).rows as Row[],
      async close() {
        await pool.end();
        await server.stop();
      },
    };
  } catch (fault) {
    await server.stop();
    throw fault;
  }
}

/** A customer's order, as a channel sends it. */
export function toBenchOrder(channelOrderId: string, units: Partial<Record<TestSkuName, number>>) {
  const { location } = createTestSite().site;
  return {
    channel: 'app',
    channelOrderId,
    recipient: { name: '王小明', phone: '13812345678', address: '人民路 1 号 2 室', area: '人民路' },
    destination: { lat: location.lat + 0.005, lng: location.lng, distanceMetres: 600 },
    lines: Object.entries(units).map(([sku, orderedQuantity], index) => {
      return { lineNo: index + 1, skuId: testSkuIds[sku as TestSkuName], orderedQuantity };
    }),
  };
}

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { drizzle as drizzlePool } from 'drizzle-orm/node-postgres';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import type { Database } from './database.ts';
import { runMigrations } from './runMigrations.ts';

/** Connections one platform process holds at most. */
export const maxConnections = 12;
/** Longest wait for another node's lock on a site, and for a connection of the pool: then the caller is told to come again. */
export const lockTimeoutMs = 5_000;
/** Longest statement. The longest there are read a snapshot of a large site. */
export const statementTimeoutMs = 60_000;

/** Where records are kept: a PostgreSQL server, a folder of PGlite, or memory (tests). */
export type DatabasePlace = { readonly databaseUrl: string } | { readonly folder: string } | { readonly memory: true };
export type OpenDatabase = { readonly db: Database; readonly isEmbedded: boolean; close(): Promise<void> };
type Notice = (message: string) => void;

/** Opens the database and brings its schema up to date. `notice` gets sentences worth logging. Throws when it cannot be reached. */
export async function openDatabase(place: DatabasePlace, notice: Notice): Promise<OpenDatabase> {
  const opened =
    'databaseUrl' in place
      ? await openPool(place.databaseUrl, notice)
      : await openEmbedded('folder' in place ? place.folder : null, notice);
  try {
    const ran = await runMigrations(opened.db);
    if (ran.length > 0) notice(`database schema: ran ${ran.join(', ')}`);
    return opened;
  } catch (fault) {
    await opened.close();
    throw fault;
  }
}

async function openPool(databaseUrl: string, notice: Notice): Promise<OpenDatabase> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    lock_timeout: lockTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    application_name: 'halfhour',
  });
  pool.on('error', (fault) => notice(`database connection lost: ${fault.message}`));
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await pool.end();
  };
  return { db: drizzlePool(pool) as unknown as Database, isEmbedded: false, close };
}

async function openEmbedded(folder: string | null, notice: Notice): Promise<OpenDatabase> {
  notice('database: PGlite, for demonstration and tests only; give DATABASE_URL for real work');
  if (folder !== null) await mkdir(folder, { recursive: true });
  const { PGlite } = await import('@electric-sql/pglite');
  const isNew = folder === null || !existsSync(join(folder, 'PG_VERSION'));
  const client = await PGlite.create({
    ...(folder === null ? {} : { dataDir: folder }),
    ...(isNew ? { loadDataDir: await freshDataDir() } : {}),
  });
  const close = async () => {
    if (!client.closed) await client.close();
  };
  return { db: drizzlePglite(client) as unknown as Database, isEmbedded: true, close };
}

/** A database that was initialised when the package was built: three times as fast as initialising one here. */
async function freshDataDir(): Promise<Blob> {
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs');
  return dataDir();
}

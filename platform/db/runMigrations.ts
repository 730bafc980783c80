import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { type Database, queryRows } from './database.ts';

const folder = new URL('./migrations/', import.meta.url);
/** Advisory lock key of migrations: two nodes that start together take turns. */
const migrationLock = 481_505_030;

/**
 * Brings the database to the newest schema: files of ./migrations in name order, each once, in one transaction under an advisory lock.
 * Gives the names that were run. Throws when a file already run has disappeared: the program is older than its database.
 */
export async function runMigrations(db: Database): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${migrationLock}::int)`);
    await tx.execute(sql`create table if not exists schema_migrations (name text primary key, run_at timestamptz not null default now())`);
    const rows = await queryRows<{ name: string }>(tx, sql`select name from schema_migrations`);
    const ran = new Set(rows.map((row) => row.name));
    const unknown = [...ran].filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`The database is newer than this program: it has ${unknown.join(', ')}.`);
    const missing = names.filter((name) => !ran.has(name));
    for (const name of missing) {
      for (const statement of splitStatements(await readFile(new URL(name, folder), 'utf8'))) await tx.execute(sql.raw(statement));
      await tx.execute(sql`insert into schema_migrations (name) values (${name})`);
    }
    return missing;
  });
}

/** Statements of a migration file: they end with a semicolon at the end of a line. */
export function splitStatements(text: string): string[] {
  return text
    .split(/;[ \t]*(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

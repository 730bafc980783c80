import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Database, queryRows } from './database.ts';

/** A random 32-byte secret by name, made at first use and the same on every node of the platform. */
export async function readSecret(db: Database, name: string): Promise<Buffer> {
  const made = randomBytes(32).toString('base64url');
  await db.execute(sql`insert into secrets (name, secret) values (${name}, ${made}) on conflict (name) do nothing`);
  const [row] = await queryRows<{ secret: string }>(db, sql`select secret from secrets where name = ${name}`);
  return Buffer.from(row?.secret ?? made, 'base64url');
}

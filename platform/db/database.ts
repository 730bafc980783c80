import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Drizzle over PostgreSQL or PGlite; also what a transaction gives. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** Rows of a hand-written statement. Columns of type bigint may come as text or number: take them through Number(). */
export async function queryRows<Row>(db: Database, statement: SQL): Promise<Row[]> {
  const answer = (await db.execute(statement)) as unknown as { rows: Row[] };
  return answer.rows;
}

const troublesome = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** JSON text that PostgreSQL's jsonb takes: NUL and lone surrogates become U+FFFD, everything else stays as it is. `text` is the content's JSON where it is at hand. */
export function toJsonText(content: unknown, text = JSON.stringify(content)): string {
  // Escapes are rare, and finding none is much faster than the pattern.
  if (!text.includes('\\u') || !troublesome.test(text)) return text;
  return JSON.stringify(content, (_key, part: unknown) => (typeof part === 'string' ? toStorableText(part) : part));
}

/** The text with NUL and lone surrogates replaced by U+FFFD. */
export function toStorableText(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\0/g, '\uFFFD');
}

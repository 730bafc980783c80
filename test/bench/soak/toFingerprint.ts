import { createHash } from 'node:crypto';
import { canonicalJson } from '#platform/db/canonicalJson.ts';

/** A short name for a set of records: the same for the same rows in any order. */
export function toFingerprint(rows: Iterable<{ readonly id: string }>): string {
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  return createHash('sha256').update(canonicalJson(sorted)).digest('hex').slice(0, 16);
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What was done and found so far, over all slices of a run; counts that add up. */
const killRecord = z.object({
  slices: count,
  kills: count,
  pageKills: count,
  hostKills: count,
  platformKills: count,
  /** Where the kills hit: before the sound of the scan under way, or between a sound and the platform having its command. */
  beforeBeep: count,
  beforePlatform: count,
  /** Kills that hit nothing because all was done already; not counted as kills. */
  idleKills: count,
  /** Kills after the last look at the books: a slice that broke off leaves them, and they are not counted on. */
  unchecked: count.default(0),
  itemScans: count,
  beeped: count,
  lost: count,
  doubled: count,
  wrongBooks: count,
  heardAgain: count,
  seconds: count,
});
export type KillRecord = z.infer<typeof killRecord>;

/** A record of nothing. */
export function emptyKillRecord(): KillRecord {
  return killRecord.parse(Object.fromEntries(Object.keys(killRecord.shape).map((name) => [name, 0])));
}

/** The sums of two records. */
export function addKillRecords(one: KillRecord, other: KillRecord): KillRecord {
  const names = Object.keys(killRecord.shape) as (keyof KillRecord)[];
  return killRecord.parse(Object.fromEntries(names.map((name) => [name, one[name] + other[name]])));
}

/** What earlier slices left in the file, without kills after which the books were not looked at; a record of nothing when there is none. */
export function readKillRecord(file: string | undefined): KillRecord {
  if (file === undefined || !existsSync(file)) return emptyKillRecord();
  const record = killRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { ...record, kills: record.kills - record.unchecked, unchecked: 0 };
}

/** Keeps the record for the next slice. */
export function writeKillRecord(file: string | undefined, record: KillRecord): void {
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
}

import { parseArgs } from 'node:util';
import { createPrng } from '#shared/base/prng.ts';
import { addKillRecords, type KillRecord, readKillRecord, writeKillRecord } from '#test/bench/kill/killRecord.ts';
import { KillShift } from '#test/bench/kill/killShift.ts';
import { openKillFloor } from '#test/bench/kill/openKillFloor.ts';

type Row = Record<string, string | number>;

/** Seconds between two lines that say how far it is. */
const tellEveryMs = 20_000;

/**
 * Ends Chromium, the station's host and the platform with `kill -9` at random moments while goods are scanned over a serial line, starts
 * them again and goes on. Then every command that was heard is looked for in the platform's log; every scan may stand there once, and
 * ledger, bin, tote and order lines hold what the commands of the log make, each added up by itself.
 * `--kills N` (default 300), `--seed N` (default 1). In slices: `--minutes N` ends a slice early, `--resume FILE` adds it to those before (the file is kept after each kill).
 */
export async function run(given: { arguments: readonly string[] }): Promise<{ metrics: Record<string, number>; rows: Row[] }> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...given.arguments], options: { kills: text, seed: text, minutes: text, resume: text } });
  const past = readKillRecord(values.resume);
  const wanted = Number(values.kills ?? 300) - past.kills;
  const keep = (slice: KillRecord) => writeKillRecord(values.resume, addKillRecords(past, slice));
  const seed = Number(values.seed ?? 1) * 1_000 + past.slices;
  const record = wanted > 0 ? addKillRecords(past, await runSlice(wanted, seed, values.minutes, keep)) : past;
  writeKillRecord(values.resume, record);
  return { metrics: record, rows: Object.entries(record).map(([metric, figure]) => ({ metric, figure })) };
}

/** `keep` is told after each kill what was done so far. */
async function runSlice(
  wanted: number,
  seed: number,
  minutes: string | undefined,
  keep: (record: KillRecord) => void,
): Promise<KillRecord> {
  const beginMs = performance.now();
  const untilMs = beginMs + Number(minutes ?? Infinity) * 60_000;
  const floor = await openKillFloor();
  try {
    const shift = new KillShift(floor, createPrng(seed));
    await shift.begin();
    let toldMs = performance.now();
    while (shift.record.kills < wanted && performance.now() < untilMs) {
      await shift.untilNextKill();
      keep({ ...shift.record, slices: 1, seconds: Math.round((performance.now() - beginMs) / 1000) });
      if (performance.now() - toldMs > tellEveryMs) toldMs = tell(shift, wanted, beginMs);
    }
    await shift.finish((performance.now() - beginMs) / 1000);
    return shift.record;
  } finally {
    await floor.close();
  }
}

function tell({ record, findings }: KillShift, wanted: number, beginMs: number): number {
  const seconds = Math.round((performance.now() - beginMs) / 1000);
  const { kills, idleKills, beeped } = record;
  console.error(`${kills} of ${wanted} kills (${idleKills} hit nothing), ${beeped} heard, ${findings.length} findings, ${seconds} s`);
  return performance.now();
}

import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createPrng, type Prng } from '#shared/base/prng.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { type KillFloor, openKillFloor } from '#test/bench/kill/openKillFloor.ts';
import type { Beep } from '#test/bench/kill/openBeepLog.ts';
import { testBinCode, testGtins } from '#test/support/testSite.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const victims = ['page', 'host', 'platform'] as const;
type Victim = (typeof victims)[number];
type Row = Record<string, string | number>;

/** One order for this many scans; then the next. */
const unitsPerOrder = 100;
/** Scans between two kills, at most; then one more that is under way when the kill comes. */
const maxCalmScans = 4;
/** The kill comes this long after the scan's bytes at the latest: reading, deciding, committing, sounding, journal and push lie within. */
const maxKillDelayMs = 160;
/** Longer than the window in which the same code again is a hardware bounce. */
const sameCodeAgainMs = 200;
const recoverTimeoutMs = 60_000;
/** How long a scan under way at a kill may still be answered after everything is up again. */
const lateBeepMs = 400;

/**
 * Ends Chromium, the station's host and the platform with `kill -9` at random moments while goods are scanned over a serial line, starts
 * them again and goes on. Then every command that was heard is looked for in the platform's log, and every scan may stand there once.
 * `--kills N` (default 300), `--seed N` (default 1), `--minutes N`: stop early and count what was done.
 */
export async function run(given: { arguments: readonly string[] }): Promise<{ metrics: Record<string, number>; rows: Row[] }> {
  const options = { kills: { type: 'string' }, seed: { type: 'string' }, minutes: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...given.arguments], options });
  const wanted = Number(values.kills ?? 300);
  const untilMs = performance.now() + Number(values.minutes ?? Infinity) * 60_000;
  const floor = await openKillFloor();
  try {
    const shift = new Shift(floor, createPrng(Number(values.seed ?? 1)));
    await shift.begin();
    const startMs = performance.now();
    while (shift.kills < wanted && performance.now() < untilMs) await shift.untilNextKill();
    return await shift.report((performance.now() - startMs) / 1000);
  } finally {
    await floor.close();
  }
}

class Shift {
  kills = 0;
  private readonly floor: KillFloor;
  private readonly prng: Prng;
  private readonly killsOf: Record<Victim, number> = { page: 0, host: 0, platform: 0 };
  private itemScans = 0;
  private orderNo = 0;
  private daySequence = 0;
  private pickedKnown = 0;
  private doubled = 0;
  private repeats = 0;

  constructor(floor: KillFloor, prng: Prng) {
    this.floor = floor;
    this.prng = prng;
  }

  async begin(): Promise<void> {
    await this.floor.page.until((page) => page.store.phase === 'ready');
    await this.scanHeard(toSiteCode('badge', '1001'));
    await this.nextOrder();
  }

  /** Calm scans, one scan with a kill, recovery, books. */
  async untilNextKill(): Promise<void> {
    const before = this.itemScans;
    for (let left = Math.floor(this.prng.next() * (maxCalmScans + 1)); left > 0; left -= 1) await this.scanItem();
    const victim = victims[Math.floor(this.prng.next() * victims.length)] ?? 'page';
    this.itemScans += 1;
    await this.floor.station.scan(testGtins.water);
    await delay(this.prng.next() * maxKillDelayMs);
    await this.kill(victim);
    if (victim === 'platform') {
      // Work goes on while the platform is away.
      await delay(sameCodeAgainMs);
      for (let left = 2; left > 0; left -= 1) await this.scanItem();
    }
    await this.recover(victim);
    await this.checkBooks(this.itemScans - before);
  }

  private async kill(victim: Victim): Promise<void> {
    this.kills += 1;
    this.killsOf[victim] += 1;
    if (victim === 'page') await this.floor.page.kill();
    else if (victim === 'host') await this.floor.station.kill();
    else await this.floor.platform.kill();
  }

  private async recover(victim: Victim): Promise<void> {
    const { page, station, platform } = this.floor;
    if (victim === 'page') await page.open();
    if (victim === 'host') await station.restart();
    if (victim === 'platform') await platform.start();
    await page.until((state) => state.store.phase === 'ready' && state.lines.host === 'up', recoverTimeoutMs);
    await delay(lateBeepMs);
    if (victim === 'page') await this.reopenWork();
  }

  /** A person back at a station that was switched off: badge, order, bin. */
  private async reopenWork(): Promise<void> {
    await this.scanHeard(toSiteCode('badge', '1001'));
    await this.scanHeard(toSiteCode('order', String(this.daySequence)));
    await this.scanHeard(toSiteCode('bin', testBinCode('water')));
  }

  private async nextOrder(): Promise<void> {
    this.orderNo += 1;
    this.daySequence = await this.floor.placeOrder(unitsPerOrder);
    await waitUntil('the order at the station', async () => (await this.countOnPlatform("kind = 'releaseOrder'")) === this.orderNo);
    await this.floor.page.until((page) => page.store.pending === 0, recoverTimeoutMs);
    await delay(1_500);
    await this.scanHeard(toSiteCode('order', String(this.daySequence)));
    await this.scanHeard(toSiteCode('tote', `T${String(this.orderNo).padStart(3, '0')}`));
    await this.scanHeard(toSiteCode('bin', testBinCode('water')));
  }

  private async scanItem(): Promise<void> {
    this.itemScans += 1;
    const beep = await this.scanHeard(testGtins.water);
    if (beep.commandIds.length === 0) {
      const confirm = toSiteCode('commandSheet', 'CONFIRM');
      await this.scanHeard(confirm);
    }
  }

  /** Pulls the trigger and waits for the sound, as a person does. */
  private async scanHeard(code: string): Promise<Beep> {
    const { beeps } = this.floor.beepLog;
    const known = beeps.length;
    await delay(sameCodeAgainMs);
    await this.floor.station.scan(code);
    return waitUntil(`the sound for ${code}`, () => beeps[known] ?? null, { timeoutMs: 20_000, everyMs: 5 });
  }

  /** Of the scans since the last look each may be one command on the platform, not more. */
  private async checkBooks(scansSince: number): Promise<void> {
    await this.floor.page.until((page) => page.store.pending === 0, recoverTimeoutMs);
    const picked = await this.countOnPlatform("kind = 'pickLine'");
    this.doubled += Math.max(0, picked - this.pickedKnown - scansSince);
    this.pickedKnown = picked;
    if (picked >= this.orderNo * unitsPerOrder) await this.nextOrder();
  }

  private async countOnPlatform(condition: string): Promise<number> {
    const [row] = await this.floor.query<{ n: string }>(`select count(*) as n from command_log where ${condition}`);
    return Number(row?.n ?? 0);
  }

  async report(seconds: number): Promise<{ metrics: Record<string, number>; rows: Row[] }> {
    const logged = await this.floor.query<{ command_id: string }>('select command_id from command_log');
    const known = new Set(logged.map((row) => row.command_id));
    const heard = this.floor.beepLog.beeps.flatMap((beep) => beep.commandIds);
    const lost = new Set(heard.filter((id) => !known.has(id)));
    const wrongBooks = await this.countWrongBooks();
    this.repeats = heard.length - new Set(heard).size;
    const metrics = {
      kills: this.kills,
      beeped: new Set(heard).size,
      lost: lost.size,
      doubled: this.doubled + wrongBooks,
      pageKills: this.killsOf.page,
      hostKills: this.killsOf.host,
      platformKills: this.killsOf.platform,
      itemScans: this.itemScans,
      picksOnPlatform: this.pickedKnown,
      heardAgain: this.repeats,
      seconds: Math.round(seconds),
    };
    return { metrics, rows: Object.entries(metrics).map(([metric, figure]) => ({ metric, figure })) };
  }

  /** Units by which ledger, bin and orders disagree with the commands of the log. */
  private async countWrongBooks(): Promise<number> {
    const [row] = await this.floor.query<Record<string, string>>(`select
      (select count(*) from command_log where kind = 'pickLine' and outcome <> 'refused') as picks,
      (select coalesce(sum(quantity), 0) from stock_move where from_place ->> 'kind' = 'bin' and to_place ->> 'kind' = 'tote') as moved,
      (select coalesce(sum((body ->> 'quantity')::int), 0) from records where kind = 'stock' and body ->> 'skuId' = 'sku-water') as left_in_bin,
      (select coalesce(sum((line ->> 'pickedQuantity')::int), 0) from records, jsonb_array_elements(body -> 'lines') as line where kind = 'order') as counted`);
    const [picks, moved, leftInBin, counted] = [row?.['picks'], row?.['moved'], row?.['left_in_bin'], row?.['counted']].map(Number) as [
      number,
      number,
      number,
      number,
    ];
    return Math.abs(moved - picks) + Math.abs(20_000 - leftInBin - picks) + Math.abs(counted - picks);
  }
}

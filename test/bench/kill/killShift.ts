import { setTimeout as delay } from 'node:timers/promises';
import type { Prng } from '#shared/base/prng.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { testBinCode, testGtins } from '#test/support/testSite.ts';
import { waitUntil } from '#test/support/waitUntil.ts';
import { checkKillBooks } from './checkKillBooks.ts';
import { emptyKillRecord, type KillRecord } from './killRecord.ts';
import type { Beep } from './openBeepLog.ts';
import { type KillFloor, unitsPerBin } from './openKillFloor.ts';

const victims = ['page', 'host', 'platform'] as const;
type Victim = (typeof victims)[number];

/** One order for this many units; then the next. */
const unitsPerOrder = 40;
/** Scans between two kills, at most; then one more that is under way when the kill comes. */
const maxCalmScans = 2;
/** Longer than the window in which the same code again is a hardware bounce. */
const sameCodeAgainMs = 160;
const recoverTimeoutMs = 60_000;
/** Kills between two looks at the books. */
const killsPerCheck = 10;
/** Scans that answer what the page says before a person begins anew with badge, order and bin; and how often that. */
const answersPerItem = 4;
const freshStarts = 3;

/** The same station killed over and over while goods are scanned over a serial line. */
export class KillShift {
  readonly record: KillRecord = emptyKillRecord();
  /** What was found wrong, as sentences. */
  readonly findings: string[] = [];
  private readonly floor: KillFloor;
  private readonly prng: Prng;
  private orderNo = 0;
  private toteNo = 0;
  private order: { readonly orderId: string; readonly daySequence: number } | null = null;
  private lastItemAtMs = 0;
  /** Resolves when the platform is there again. */
  private platformUp: Promise<void> = Promise.resolve();

  constructor(floor: KillFloor, prng: Prng) {
    this.floor = floor;
    this.prng = prng;
  }

  async begin(): Promise<void> {
    await this.floor.page.until((page) => page.store.phase === 'ready');
    await this.scanHeard(toSiteCode('badge', '1001'));
    await this.nextOrder();
  }

  /** Calm scans, one scan with a kill, recovery. Every so often the books. */
  async untilNextKill(): Promise<void> {
    for (let left = Math.floor(this.prng.next() * (maxCalmScans + 1)); left > 0; left -= 1) await this.scanItem();
    const victim = victims[Math.floor(this.prng.next() * victims.length)] ?? 'page';
    const { beeps } = this.floor.beepLog;
    const known = beeps.length;
    await this.paceItems();
    await this.sendItem();
    await this.killMoment(() => beeps.length > known);
    await this.end(victim);
    await this.classify(victim, beeps.slice(known));
    await this.recover(victim);
    if (this.record.kills % killsPerCheck === 0) await this.checkBooks();
  }

  /** After everything is up and quiet: the books once more. */
  async finish(seconds: number): Promise<void> {
    await this.checkBooks();
    Object.assign(this.record, { slices: 1, seconds: Math.round(seconds) });
  }

  /** Reading, deciding, commit and journal; or push, answer and pull; or right after the sound. */
  private async killMoment(hasBeeped: () => boolean): Promise<void> {
    const share = this.prng.next();
    const withinMs = this.prng.next();
    if (share < 0.5) return delay(withinMs * 45);
    if (share < 0.7) return delay(40 + withinMs * 160);
    const untilMs = performance.now() + 300;
    while (!hasBeeped() && performance.now() < untilMs) await delay(1);
    await delay(withinMs * 40);
  }

  private async end(victim: Victim): Promise<void> {
    if (victim === 'page') await this.floor.page.kill();
    else if (victim === 'host') await this.floor.station.kill();
    else await this.floor.platform.kill();
  }

  /** A kill counts when the scan had not sounded yet, or what had sounded was not on the platform yet. */
  private async classify(victim: Victim, heard: readonly Beep[]): Promise<void> {
    const ids = this.floor.beepLog.beeps.slice(-10).flatMap((beep) => beep.commandIds);
    const isUnderWay = heard.length === 0;
    const isUnsent = !isUnderWay && (await this.countLogged(ids)) < new Set(ids).size;
    if (!isUnderWay && !isUnsent) {
      this.record.idleKills += 1;
      return;
    }
    this.record.kills += 1;
    this.record.unchecked += 1;
    this.record[`${victim}Kills`] += 1;
    this.record[isUnderWay ? 'beforeBeep' : 'beforePlatform'] += 1;
  }

  private async recover(victim: Victim): Promise<void> {
    const { page, station, platform } = this.floor;
    if (victim === 'page') await page.open();
    if (victim === 'host') await station.restart();
    if (victim === 'platform') {
      // Work goes on while the platform is away.
      this.platformUp = platform.start();
      for (let left = 2; left > 0; left -= 1) await this.scanItem();
      await this.platformUp;
    }
    await page.until((state) => state.store.phase === 'ready' && state.lines.host === 'up', recoverTimeoutMs);
    await waitUntil('the scans that waited', async () => (await this.floor.scansWaiting()) === 0, {
      timeoutMs: recoverTimeoutMs,
      everyMs: 20,
    });
    if (victim === 'page') await this.reopenWork();
  }

  /** A person back at a station that was switched off: badge, order, bin. */
  private async reopenWork(): Promise<void> {
    await this.scanHeard(toSiteCode('commandSheet', 'CONFIRM'));
    await this.scanHeard(toSiteCode('badge', '1001'));
    // The last unit was taken: that order's code would open its packing.
    if (await this.isOrderOver()) return this.nextOrder();
    await this.scanHeard(toSiteCode('order', String(this.order?.daySequence)));
    await this.scanHeard(toSiteCode('bin', testBinCode('water')));
  }

  private async nextOrder(): Promise<void> {
    await this.platformUp;
    if (this.orderNo > 0) await this.checkBooks();
    this.orderNo += 1;
    const order = await this.floor.placeOrder(unitsPerOrder);
    this.order = order;
    await waitUntil('the order at the station', () => this.floor.page.stageOf(order.orderId).then((stage) => stage === 'released'), {
      timeoutMs: recoverTimeoutMs,
    });
    await this.scanHeard(toSiteCode('order', String(order.daySequence)));
    await this.scanTote();
    await this.scanHeard(toSiteCode('bin', testBinCode('water')));
  }

  /** One that nobody has used yet. */
  private scanTote(): Promise<Beep> {
    this.toteNo += 1;
    return this.scanHeard(toSiteCode('tote', `T${String(this.toteNo).padStart(3, '0')}`));
  }

  /** One unit, as a person makes sure of it: does what the page asks for until it is taken, and begins anew where that does not help. */
  private async scanItem(): Promise<void> {
    for (let starts = 0; ; starts += 1) {
      for (let answers = 0; answers < answersPerItem; answers += 1) {
        await this.paceItems();
        const known = this.floor.beepLog.beeps.length;
        await this.sendItem();
        const beep = await this.heardAfter(known, testGtins.water);
        if (beep.commandIds.length > 0) return;
        await this.doAsSaid();
      }
      if (starts === freshStarts) throw new Error(`no unit is taken any more: ${JSON.stringify(await this.floor.page.said())}`);
      await this.reopenWork();
    }
  }

  /** Answers what the page said when it did not take the unit. */
  private async doAsSaid(): Promise<void> {
    const said = await this.floor.page.said();
    if (said?.isHeld === true) await this.scanHeard(toSiteCode('commandSheet', 'CONFIRM'));
    else if (said?.key === 'pick.expectedTote') await this.scanTote();
    else if (said?.key === 'pick.scanBinFirst') await this.scanHeard(toSiteCode('bin', testBinCode('water')));
    else if (said?.key === 'signIn.title') await this.scanHeard(toSiteCode('badge', '1001'));
    else if (said?.key === 'pick.taskDone') await this.scanHeard(toSiteCode('commandSheet', 'HOME'));
    if (await this.isOrderOver()) await this.nextOrder();
  }

  private async isOrderOver(): Promise<boolean> {
    const stage = this.order === null ? null : await this.floor.page.stageOf(this.order.orderId);
    return stage !== null && stage !== 'released' && stage !== 'picking';
  }

  private async sendItem(): Promise<void> {
    this.record.itemScans += 1;
    await this.floor.station.scan(testGtins.water);
    this.lastItemAtMs = performance.now();
  }

  private paceItems(): Promise<void> {
    return delay(Math.max(0, this.lastItemAtMs + sameCodeAgainMs - performance.now()));
  }

  /** Pulls the trigger and waits for the sound, as a person does. */
  private async scanHeard(code: string): Promise<Beep> {
    const known = this.floor.beepLog.beeps.length;
    await this.floor.station.scan(code);
    return this.heardAfter(known, code);
  }

  private heardAfter(known: number, code: string): Promise<Beep> {
    const { beeps } = this.floor.beepLog;
    return waitUntil(`the sound for ${code}`, () => beeps[known] ?? null, { timeoutMs: 20_000, everyMs: 5 });
  }

  private async countLogged(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const list = ids.map((id) => `'${id}'`).join();
    const [row] = await this.floor.query<{ n: string }>(`select count(*) as n from command_log where command_id in (${list})`);
    return Number(row?.n ?? 0);
  }

  /** When nothing is pending, everything heard is on the platform once, and the books are the sum of it. */
  private async checkBooks(): Promise<void> {
    const { page, beepLog } = this.floor;
    await page.until((state) => state.store.pending === 0, recoverTimeoutMs);
    const heard = beepLog.beeps.flatMap((beep) => beep.commandIds);
    const { lost, doubled, wrong, units } = await checkKillBooks(this.floor.query, heard, unitsPerBin);
    const surplus = Math.max(0, units - this.record.itemScans);
    // The worst that was ever seen: what a later look finds mended was wrong all the same.
    const worst = (name: 'lost' | 'doubled' | 'wrongBooks', count: number) => Math.max(this.record[name], count);
    const counts = {
      beeped: new Set(heard).size,
      lost: worst('lost', lost.length),
      doubled: worst('doubled', doubled.length + surplus),
      wrongBooks: worst('wrongBooks', wrong.length),
    };
    Object.assign(this.record, counts, { unchecked: 0, heardAgain: heard.length - new Set(heard).size });
    const now = [...lost.map((id) => `lost ${id}`), ...doubled.map((name) => `doubled ${name}`), ...wrong];
    if (surplus > 0) now.push(`${units} units of ${this.record.itemScans} scans`);
    this.tell(now.filter((finding) => !this.findings.includes(finding)));
  }

  /** As it comes: a run that breaks off has said what it found. */
  private tell(findings: readonly string[]): void {
    for (const finding of findings) console.error(finding);
    this.findings.push(...findings);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { createNewId } from '#shared/base/ids.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { PickingState } from '#shared/features/picking/pickingState.ts';
import { describePicking } from '#shared/features/picking/describePicking.ts';
import { settlePicking, startPicking, stepPicking } from '#shared/features/picking/stepPicking.ts';
import { resolveScan } from '#shared/features/scan/resolveScan.ts';
import type { Scan } from '#shared/model/device/device.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import type { SoakStation } from './openSoakStation.ts';

/** Longer than the window in which the same code again is a hardware bounce. */
const sameCodeAgainMs = 175;
/** A station that fell behind its pace catches up by this much at most. */
const maxBehindMs = 1_000;
/** A scan that the host has not delivered by then is pulled again, and counted. */
const scanTimeoutMs = 30_000;
const maxTriggers = 3;

export type PaceOptions = {
  readonly badgeCode: string;
  readonly seed: number;
  readonly seconds: number;
  readonly scansPerSecond: number;
  readonly shares: number;
};

/** What one person's scanning gave. */
export type PacedWork = {
  scans: number;
  bounces: number;
  /** Scans the host had not delivered in time. */
  undelivered: number;
  readonly beeped: string[];
  readonly latenciesMs: number[];
  readonly refused: string[];
};

/**
 * One person picks: claims the station's own tasks one after the other and scans totes, bins and every single item at the pace wanted. Each
 * scan is bytes on the scanner's line, comes through the host, is resolved, stepped through the picking workflow and committed.
 */
export async function scanAtPace(station: SoakStation, options: PaceOptions): Promise<PacedWork> {
  const work: PacedWork = { scans: 0, bounces: 0, undelivered: 0, beeped: [], latenciesMs: [], refused: [] };
  const picker = new PacedPicker(station, options, work);
  await picker.commit([{ kind: 'signIn', payload: { method: 'badge' } }], 'sign-in');
  const everyMs = 1000 / options.scansPerSecond;
  const startMs = performance.now();
  const endMs = startMs + options.seconds * 1000;
  let dueMs = startMs + (everyMs * station.shareNo) / options.shares;
  while (dueMs < endMs) {
    const code = await picker.nextCode();
    if (code === null) break;
    await delay(Math.max(0, dueMs - performance.now(), picker.lastScanMs + sameCodeAgainMs - performance.now()));
    await picker.scan(code);
    dueMs = Math.max(dueMs + everyMs, performance.now() - maxBehindMs);
  }
  return work;
}

class PacedPicker {
  lastScanMs = 0;
  private readonly station: SoakStation;
  private readonly options: PaceOptions;
  private readonly work: PacedWork;
  private readonly newId: ReturnType<typeof createNewId>;
  private state: PickingState | null = null;

  constructor(station: SoakStation, options: PaceOptions, work: PacedWork) {
    this.station = station;
    this.options = options;
    this.work = work;
    this.newId = createNewId({ nowMs: () => Date.now() }, createPrng(options.seed));
  }

  /** What the prompt asks to be scanned next; null when no task of the station's share is left. */
  async nextCode(): Promise<string | null> {
    for (;;) {
      if (this.state === null && !(await this.claimNext())) return null;
      const prompt = describePicking(this.state as PickingState, this.tools());
      if (prompt.held !== null) return toSiteCode('commandSheet', 'CONFIRM');
      if (prompt.phase === 'tote') return toSiteCode('tote', `T${String(prompt.task?.id ?? '').slice(-8)}`.toUpperCase());
      if (prompt.phase === 'put') return toSiteCode('tote', prompt.expectedTote ?? '');
      if (prompt.phase === 'bin' && prompt.current?.bin !== undefined) return toSiteCode('bin', prompt.current.bin.code);
      const gtin = prompt.phase === 'item' ? prompt.current?.sku?.barcodes[0]?.gtin : undefined;
      if (gtin !== undefined) return gtin;
      if (prompt.phase !== 'done') throw new Error(`${this.station.name}: the prompt cannot be followed: ${prompt.phase}`);
      this.state = null;
    }
  }

  /** Pulls the trigger and waits until the sound would come. */
  async scan(code: string): Promise<void> {
    const { seat } = this.station;
    const startMs = performance.now();
    this.lastScanMs = startMs;
    const scan = await this.trigger(code);
    this.work.scans += 1;
    if (scan.isBounce) this.work.bounces += 1;
    else await this.take(scan, startMs);
    await seat.client.devices.acknowledgeScans({ scanNo: scan.scanNo });
  }

  private async trigger(code: string): Promise<Scan> {
    for (let triggers = 1; triggers <= maxTriggers; triggers += 1) {
      this.station.sendScan(code);
      const scan = await this.station.seat.nextScan(scanTimeoutMs);
      if (scan !== null) return scan;
      this.work.undelivered += 1;
    }
    throw new Error(`${this.station.name}: the host delivered no scan after ${maxTriggers} triggers`);
  }

  private async take(scan: Scan, startMs: number): Promise<void> {
    const tools = this.tools();
    const thing = resolveScan(scan.text, scan.aim, tools);
    const step = stepPicking(this.state as PickingState, { kind: 'scan', text: scan.text, thing }, tools);
    const commands = await this.commit(step.drafts, `scan:${scan.deviceId}:${scan.scanNo}:${scan.atMs}`);
    if (commands === null) return;
    if (commands.length > 0) this.work.latenciesMs.push(performance.now() - startMs);
    this.state = settlePicking(step.state, commands, this.tools());
  }

  async commit(drafts: readonly CommandDraft[], triggerId: string): Promise<readonly Command[] | null> {
    if (drafts.length === 0) return [];
    const { store } = this.station.seat;
    const operatorId = store.find.operatorByBadge(this.options.badgeCode) ?? null;
    const outcome = await store.commit(drafts, { operatorId, triggerId });
    if (!outcome.ok) {
      this.work.refused.push(outcome.error.code);
      return null;
    }
    for (const command of outcome.value) this.work.beeped.push(command.id);
    return outcome.value;
  }

  private async claimNext(): Promise<boolean> {
    const { store } = this.station.seat;
    for (const task of store.find.openTasks()) {
      const order = store.view.get('order', task.orderIds[0] ?? '');
      const isOwn = order !== undefined && order.daySequence % this.options.shares === this.station.shareNo;
      if (!isOwn || task.kind !== 'pick' || task.status !== 'open') continue;
      const claimed = await this.commit([{ kind: 'claimTask', payload: { taskId: task.id, isTakeover: false } }], `claim:${task.id}`);
      const mine = claimed === null ? undefined : store.view.get('task', task.id);
      if (mine === undefined) continue;
      this.state = startPicking(mine);
      return true;
    }
    return false;
  }

  private tools() {
    const { store } = this.station.seat;
    const [site] = store.all('site');
    if (site === undefined) throw new Error('the site is not loaded');
    return { view: store.view, find: store.find, newId: this.newId, nowMs: Date.now(), site };
  }
}

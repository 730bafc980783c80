import type { Prng } from '#shared/base/prng.ts';
import { sorterVersion, type SorterMessage } from '#shared/wire/sorter/sorterMessages.ts';

/** Belt timing: a command must be there before the parcel comes to the first switch; chutes follow each other; a round takes longer. */
export const decisionPointMs = 1_500;
export const firstChuteMs = 3_000;
export const chuteStepMs = 500;
export const roundMs = 25_000;
/** A result that is not acknowledged is said again after this. */
export const resultAgainMs = 1_000;

export type SimulatedSorterOptions = {
  readonly chutes: readonly {
    readonly chuteId: string;
    readonly use: 'trip' | 'overflow' | 'reject' | 'recirculation';
    readonly holds: number;
  }[];
  readonly noReadShare: number;
  readonly misSortShare: number;
  readonly prng: Prng;
  readonly send: (
    topic: 'scan' | 'sortAck' | 'sortResult' | 'state',
    message: SorterMessage<'scan' | 'sortAck' | 'sortResult' | 'state'>,
  ) => void;
};

type Item = {
  readonly code: string;
  scanId: string;
  scannedAtMs: number;
  readonly codes: string[];
  chuteId: string | null;
  commandId: string | null;
  arrivesAtMs: number;
};

/** A loop sorter as its controller behaves: scans, takes commands in time, diverts, fills chutes, says results until they are acknowledged. */
export class SimulatedSorter {
  /** Where each parcel physically ended, by its code; twice would be a bug of the simulator. */
  readonly ended = new Map<string, string>();
  readonly jams = new Set<string>();
  private readonly items = new Map<string, Item>();
  private readonly unacknowledged = new Map<string, { readonly message: SorterMessage<'sortResult'>; saidAtMs: number }>();
  private readonly fill = new Map<string, number>();
  private counters = { headers: 0, scans: 0 };
  private statesAtMs = -Infinity;
  private nowMs = 0;

  constructor(private readonly options: SimulatedSorterOptions) {}

  get onBelt(): number {
    return this.items.size;
  }

  get waitingResults(): number {
    return this.unacknowledged.size;
  }

  /** A parcel is put on the belt and passes the scanner. */
  induct(code: string, nowMs: number): void {
    this.scan(code, nowMs);
  }

  /** A person empties a chute. */
  empty(chuteId: string): void {
    this.fill.set(chuteId, 0);
    this.statesAtMs = -Infinity;
  }

  command(command: SorterMessage<'sortCommand'>, nowMs: number): void {
    const item = this.items.get(command.scanId);
    const isKnown = this.options.chutes.some(({ chuteId }) => chuteId === command.chuteId);
    const isLate = item !== undefined && nowMs > Math.min(Date.parse(command.expiresAt), item.scannedAtMs + decisionPointMs);
    const reason = item === undefined ? 'unknownScan' : !isKnown ? 'unknownChute' : isLate && item.commandId === null ? 'tooLate' : 'taken';
    if (item !== undefined && reason === 'taken' && item.commandId === null) {
      item.commandId = command.commandId;
      const strays = this.options.prng.next() < this.options.misSortShare;
      item.chuteId = strays ? this.options.chutes[0]!.chuteId : command.chuteId;
      const position = this.options.chutes.findIndex(({ chuteId }) => chuteId === item.chuteId);
      item.arrivesAtMs =
        item.scannedAtMs + (this.useOf(item.chuteId) === 'recirculation' ? roundMs : firstChuteMs + position * chuteStepMs);
    }
    this.options.send('sortAck', { ...this.header(nowMs), commandId: command.commandId, isTaken: reason === 'taken', reason });
  }

  acknowledge({ scanId }: SorterMessage<'resultAck'>): void {
    this.unacknowledged.delete(scanId);
  }

  advance(nowMs: number): void {
    this.nowMs = nowMs;
    for (const item of this.items.values()) if (item.arrivesAtMs <= nowMs) this.arrive(item);
    for (const result of this.unacknowledged.values())
      if (nowMs - result.saidAtMs >= resultAgainMs) {
        result.saidAtMs = nowMs;
        this.options.send('sortResult', result.message);
      }
    if (nowMs - this.statesAtMs < 2_000) return;
    this.statesAtMs = nowMs;
    const chutes = this.options.chutes.map(({ chuteId }) => ({
      chuteId,
      status: this.statusOf(chuteId),
      items: this.fill.get(chuteId) ?? 0,
    }));
    this.options.send('state', { ...this.header(nowMs), isRunning: true, chutes });
  }

  private scan(code: string, nowMs: number): void {
    const scanId = `s${(this.counters.scans += 1)}`;
    const codes = this.options.prng.next() < this.options.noReadShare ? [] : [code];
    this.items.set(scanId, { code, scanId, scannedAtMs: nowMs, codes, chuteId: null, commandId: null, arrivesAtMs: nowMs + roundMs });
    this.options.send('scan', { ...this.header(nowMs), scanId, inductionId: 'i1', codes });
  }

  /** At its chute, or round again where nobody said anything or the chute does not take it. */
  private arrive(item: Item): void {
    this.items.delete(item.scanId);
    const { chuteId } = item;
    const use = chuteId === null ? 'recirculation' : this.useOf(chuteId);
    const isTaken = chuteId !== null && use !== 'recirculation' && this.statusOf(chuteId) === 'open';
    const outcome = !isTaken ? 'recirculated' : use === 'reject' ? 'rejected' : 'diverted';
    const message: SorterMessage<'sortResult'> = {
      ...this.header(this.nowMs),
      scanId: item.scanId,
      commandId: item.commandId,
      codes: item.codes,
      outcome,
      chuteId: isTaken ? chuteId : null,
    };
    this.unacknowledged.set(item.scanId, { message, saidAtMs: this.nowMs });
    this.options.send('sortResult', message);
    if (!isTaken) return this.scan(item.code, this.nowMs);
    this.ended.set(item.code, chuteId);
    this.fill.set(chuteId, (this.fill.get(chuteId) ?? 0) + 1);
    if (this.statusOf(chuteId) !== 'open') this.statesAtMs = -Infinity;
    return undefined;
  }

  private statusOf(chuteId: string): 'open' | 'full' | 'jam' {
    if (this.jams.has(chuteId)) return 'jam';
    const holds = this.options.chutes.find((chute) => chute.chuteId === chuteId)?.holds ?? 0;
    return (this.fill.get(chuteId) ?? 0) >= holds ? 'full' : 'open';
  }

  private useOf(chuteId: string) {
    return this.options.chutes.find((chute) => chute.chuteId === chuteId)?.use ?? 'reject';
  }

  private header(nowMs: number) {
    return { headerId: (this.counters.headers += 1), timestamp: new Date(nowMs).toISOString(), version: sorterVersion };
  }
}

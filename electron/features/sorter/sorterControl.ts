import { sorterVersion, type SorterMessage, type SorterTopic } from '#shared/wire/sorter/sorterMessages.ts';
import {
  decideByHand,
  decideChute,
  type Chute,
  type ChuteStatus,
  type SortDecision,
  type SortEntry,
  type SortTable,
} from '#shared/features/sorter/decideChute.ts';

/** A command that is not acknowledged is sent again after this, until it expires; then the sorter does what it does by default. */
export const commandLifeMs = 1_500;
export const resendAfterMs = 300;
/** A parcel of which nothing was heard for so long after its scan is looked for by a person. */
export const missingAfterMs = 120_000;
/** Most parcels remembered; the oldest settled go first. */
export const maxRemembered = 50_000;

/** One pass of one parcel by the scanner. */
export type SortPass = {
  readonly scanId: string;
  readonly codes: readonly string[];
  readonly decision: SortDecision;
  readonly commandId: string;
  readonly atMs: number;
  sentAtMs: number;
  isTaken: boolean;
  result: SorterMessage<'sortResult'>['outcome'] | null;
  chuteId: string | null;
};

/** What a person has to look at, with the parcel if it is known. */
export type SortCard = {
  readonly kind: 'noRead' | 'unknown' | 'orderEnded' | 'misSort' | 'lost' | 'chuteFull' | 'jam' | 'tooManyRounds' | 'offline';
  readonly subject: string;
  readonly chuteId: string | null;
  readonly sinceMs: number;
};

/** A pass that is over. `commandedChuteId`: what the sorter had confirmed; null where it was told nothing. */
export type SettledPass = {
  readonly scanId: string;
  readonly codes: readonly string[];
  readonly outcome: SorterMessage<'sortResult'>['outcome'];
  readonly chuteId: string | null;
  readonly commandedChuteId: string | null;
  readonly atMs: number;
};

export type SorterPort = {
  send(topic: 'sortCommand' | 'resultAck', message: SorterMessage<'sortCommand'> | SorterMessage<'resultAck'>): void;
  /** Keeps a settled pass durably before its result is acknowledged. */
  keep(pass: SettledPass): void;
};

/** Whether a parcel lies in another chute than the one the sorter had confirmed. */
export function isMisSort(pass: Pick<SettledPass, 'outcome' | 'chuteId' | 'commandedChuteId'>): boolean {
  return pass.outcome === 'diverted' && pass.commandedChuteId !== null && pass.chuteId !== pass.commandedChuteId;
}

/** One sorter as its station drives it. No clock, no sockets: told messages and the time, it answers within the call. */
export class SorterControl {
  connection: SorterMessage<'connection'>['connectionState'] | null = null;
  /** By hand: the belt is told nothing, the wall is. */
  isManual = false;
  readonly passes = new Map<string, SortPass>();
  /** Since the station was opened. */
  readonly counts = { scans: 0, noReads: 0, diverted: 0, rejected: 0, misSorts: 0 };
  private statuses: ReadonlyMap<string, ChuteStatus> = new Map();
  private items: ReadonlyMap<string, number> = new Map();
  private entries: ReadonlyMap<string, SortEntry> = new Map();
  private chuteByTrip: ReadonlyMap<string, string> = new Map();
  private readonly settled: Map<string, string>;
  private readonly rounds = new Map<string, number>();
  private readonly cards = new Map<string, SortCard>();
  private counters = { headers: 0 };
  private heardAtMs = -Infinity;

  constructor(
    private readonly chutes: readonly Chute[],
    private readonly port: SorterPort,
    settledBefore: readonly { readonly scanId: string; readonly outcome: string }[] = [],
  ) {
    this.settled = new Map(settledBefore.slice(-maxRemembered).map(({ scanId, outcome }) => [scanId, outcome]));
  }

  /** What the store has ready: parcels by every code a scanner may read, and the plan of chutes. */
  prepare(entries: ReadonlyMap<string, SortEntry>, chuteByTrip: ReadonlyMap<string, string>): void {
    this.entries = entries;
    this.chuteByTrip = chuteByTrip;
  }

  /** The chutes of the trips as the station in charge has given them. */
  setPlan(chuteByTrip: ReadonlyMap<string, string>): void {
    this.chuteByTrip = chuteByTrip;
  }

  hear<T extends SorterTopic>(topic: T, message: SorterMessage<T>, nowMs: number): void {
    this.heardAtMs = nowMs;
    if (topic === 'scan') this.hearScan(message as SorterMessage<'scan'>, nowMs);
    else if (topic === 'sortResult') this.hearResult(message as SorterMessage<'sortResult'>, nowMs);
    else if (topic === 'sortAck') this.hearAck(message as SorterMessage<'sortAck'>);
    else if (topic === 'state') this.hearState(message as SorterMessage<'state'>, nowMs);
    else if (topic === 'connection') this.connection = (message as SorterMessage<'connection'>).connectionState;
  }

  /** Says again what was not acknowledged; notices what is missing. */
  tick(nowMs: number): void {
    for (const pass of this.passes.values()) {
      if (pass.result !== null) continue;
      const ageMs = nowMs - pass.atMs;
      if (!pass.isTaken && !this.isManual && ageMs < commandLifeMs && nowMs - pass.sentAtMs >= resendAfterMs) this.command(pass, nowMs);
      if (ageMs > missingAfterMs) this.putCard('lost', pass.decision.parcelCode ?? pass.scanId, pass.decision.chuteId, nowMs);
    }
  }

  /** The manual wall: where a parcel scanned by hand goes. The same table, no belt. */
  placeByHand(code: string): SortDecision {
    return decideByHand(code, this.table());
  }

  /** The person takes over, or the machine again; one step, what is on the belt goes to the reject chute by the sorter's default. */
  setManual(isManual: boolean): void {
    this.isManual = isManual;
  }

  openCards(nowMs: number): SortCard[] {
    const isAway = this.connection !== 'ONLINE' || nowMs - this.heardAtMs > 30_000;
    const away: SortCard[] = isAway ? [{ kind: 'offline', subject: '', chuteId: null, sinceMs: this.heardAtMs }] : [];
    return [...away, ...this.cards.values()];
  }

  /** A person has dealt with a card. */
  closeCard(kind: SortCard['kind'], subject: string): void {
    this.cards.delete(`${kind}/${subject}`);
  }

  chuteStatus(chuteId: string): ChuteStatus {
    return this.statuses.get(chuteId) ?? 'open';
  }

  /** How many parcels lie in a chute, as the sorter counts them. */
  itemsIn(chuteId: string): number {
    return this.items.get(chuteId) ?? 0;
  }

  /** The trips and their chutes that hold now. */
  plan(): ReadonlyMap<string, string> {
    return this.chuteByTrip;
  }

  private hearScan(scan: SorterMessage<'scan'>, nowMs: number): void {
    if (this.settled.has(scan.scanId)) return;
    const known = this.passes.get(scan.scanId);
    if (known !== undefined) return this.isManual ? undefined : this.command(known, nowMs);
    const key = scan.codes.join(' ');
    const rounds = this.rounds.get(key) ?? 0;
    const decision = decideChute(scan.codes, rounds, this.table());
    const pass: SortPass = {
      scanId: scan.scanId,
      codes: scan.codes,
      decision,
      commandId: `c-${scan.scanId}`,
      atMs: nowMs,
      sentAtMs: -Infinity,
      isTaken: false,
      result: null,
      chuteId: null,
    };
    this.passes.set(scan.scanId, pass);
    this.counts.scans += 1;
    if (scan.codes.length === 0) this.counts.noReads += 1;
    if (!this.isManual) this.command(pass, nowMs);
    if (decision.reason === 'recirculate') this.rounds.set(key, rounds + 1);
    const { reason, parcelCode, chuteId } = decision;
    if (reason === 'noRead' || reason === 'unknown' || reason === 'orderEnded' || reason === 'tooManyRounds')
      this.putCard(reason, parcelCode ?? (key || scan.scanId), chuteId, nowMs);
    this.forgetOldest();
    return undefined;
  }

  private command(pass: SortPass, nowMs: number): void {
    pass.sentAtMs = nowMs;
    this.port.send('sortCommand', {
      ...this.header(nowMs),
      commandId: pass.commandId,
      scanId: pass.scanId,
      chuteId: pass.decision.chuteId,
      reason: pass.decision.reason,
      expiresAt: new Date(pass.atMs + commandLifeMs).toISOString(),
    });
  }

  private hearAck({ commandId }: SorterMessage<'sortAck'>): void {
    const pass = this.passes.get(commandId.slice(2));
    if (pass) pass.isTaken = true;
  }

  /** Settles a pass once; what is heard again is only acknowledged again. A result of a scan that was never heard (the host was away) counts all the same. */
  private hearResult(result: SorterMessage<'sortResult'>, nowMs: number): void {
    const { scanId, codes, outcome, chuteId } = result;
    if (!this.settled.has(scanId)) {
      this.settled.set(scanId, outcome);
      const pass = this.passes.get(scanId);
      const commandedChuteId = pass?.isTaken === true ? pass.decision.chuteId : null;
      this.port.keep({ scanId, codes, outcome, chuteId, commandedChuteId, atMs: nowMs });
      if (outcome === 'diverted' || outcome === 'rejected') this.counts[outcome] += 1;
      if (isMisSort({ outcome, chuteId, commandedChuteId })) this.counts.misSorts += 1;
      if (pass !== undefined) {
        pass.result = outcome;
        pass.chuteId = chuteId;
        const subject = pass.decision.parcelCode ?? scanId;
        if (isMisSort({ outcome, chuteId, commandedChuteId })) this.putCard('misSort', subject, chuteId, nowMs);
      }
      if (outcome === 'lost') this.putCard('lost', codes[0] ?? scanId, chuteId, nowMs);
      if (outcome !== 'recirculated') this.rounds.delete(codes.join(' '));
    }
    this.port.send('resultAck', { ...this.header(nowMs), scanId });
  }

  private hearState({ chutes }: SorterMessage<'state'>, nowMs: number): void {
    this.statuses = new Map(chutes.map(({ chuteId, status }) => [chuteId, status]));
    this.items = new Map(chutes.map(({ chuteId, items }) => [chuteId, items]));
    for (const { chuteId, status } of chutes) {
      if (status === 'full') this.putCard('chuteFull', chuteId, chuteId, nowMs);
      else this.closeCard('chuteFull', chuteId);
      if (status === 'jam') this.putCard('jam', chuteId, chuteId, nowMs);
      else this.closeCard('jam', chuteId);
    }
  }

  private table(): SortTable {
    return { chutes: this.chutes, statuses: this.statuses, entries: this.entries, chuteByTrip: this.chuteByTrip };
  }

  private putCard(kind: SortCard['kind'], subject: string, chuteId: string | null, sinceMs: number): void {
    const key = `${kind}/${subject}`;
    if (!this.cards.has(key) && this.cards.size < 500) this.cards.set(key, { kind, subject, chuteId, sinceMs });
  }

  private forgetOldest(): void {
    if (this.passes.size <= maxRemembered) return;
    for (const pass of this.passes.values()) if (pass.result !== null) return void this.passes.delete(pass.scanId);
  }

  private header(nowMs: number) {
    return { headerId: (this.counters.headers += 1), timestamp: new Date(nowMs).toISOString(), version: sorterVersion };
  }
}

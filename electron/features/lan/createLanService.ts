import { createEventStream, type EventStream } from '#shared/base/createEventStream.ts';
import type { OutboxId, SiteId, StationId } from '#shared/base/ids.ts';
import type { Log } from '#shared/base/log.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';
import type { LanEvent } from '#shared/features/lan/lanContract.ts';
import type { Command } from '#shared/model/command/command.ts';
import { maxCommandsPerLanMessage, type LanAsk } from '#shared/wire/lan/lanMessages.ts';
import { createRecentCommands } from './createRecentCommands.ts';
import type { LanLine, LanLineOptions } from './createLanLine.ts';
import { openLanLine } from './openLanLine.ts';

/** What was heard lately, for screens that come back. */
export const maxKeptEvents = 1_000;

/** The other stations, for the screens of this one; answers their requests also while no screen is open. */
export type LanService = {
  publish(commands: readonly Command[]): boolean;
  ask(known: LanAsk['known']): boolean;
  follow(afterNo: number | null, signal: StopSignal | undefined): AsyncIterableIterator<LanEvent>;
  state(): { readonly isUp: boolean; readonly malformed: number; readonly unsent: number };
  /** Looks whether the station is enrolled by now and where its broker is. */
  look(): void;
  close(): Promise<void>;
};

export type LanServiceOptions = {
  readonly station: () => { readonly stationId: StationId; readonly siteId: SiteId } | null;
  readonly mqttUrl: () => string | null;
  readonly journal: { read(outboxId: string | null): Promise<readonly Command[]> };
  readonly hostRunId: string;
  readonly nowMs: () => number;
  readonly log: Log;
  readonly reconnectEveryMs?: number | undefined;
  /** How the broker is reached; over MQTT unless told otherwise. */
  readonly openLine?: (options: LanLineOptions) => LanLine;
};

/** Commands of one outbox of this station; `firstKeptSeq` null when they are new. */
type OfOutbox = { readonly outboxId: OutboxId; readonly commands: readonly Command[]; readonly firstKeptSeq: number | null };

/** Not connected until `look` finds a broker. */
export function createLanService(options: LanServiceOptions): LanService {
  return new BrokerLan(options);
}

class BrokerLan implements LanService {
  readonly #options: LanServiceOptions;
  readonly #recent;
  readonly #readers = new Set<EventStream<LanEvent>>();
  readonly #answering = new Set<string>();
  #events: LanEvent[] = [];
  /** Numbers go on above those of an earlier run of the host. */
  #nextNo: number;
  #line: LanLine | null = null;
  #lineClosing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: LanServiceOptions) {
    this.#options = options;
    this.#recent = createRecentCommands(options.journal);
    this.#nextNo = options.nowMs() * 100;
  }

  state = () => ({ isUp: this.#line?.isUp() ?? false, malformed: this.#line?.malformed() ?? 0, unsent: this.#line?.unsent() ?? 0 });

  /** Asks the other stations, and answers for the other screens of this one: a second browser, or one before its store was wiped. */
  ask(known: LanAsk['known']): boolean {
    const stationId = this.#options.station()?.stationId;
    if (stationId !== undefined) void this.#answer({ stationId, known }, stationId, (missing) => this.#tellHere(stationId, missing));
    return this.#line?.ask(known) ?? false;
  }

  publish(commands: readonly Command[]): boolean {
    const stationId = this.#options.station()?.stationId;
    const own = commands.filter((command) => command.stationId === stationId);
    this.#recent.remember(own);
    let areAllSent = this.#line !== null;
    for (const outboxId of new Set(own.map((command) => command.outboxId))) {
      const ofOutbox = own.filter((command) => command.outboxId === outboxId);
      // One screen alone has nobody to be told; one that comes back asks.
      if (stationId !== undefined && this.#readers.size > 1)
        this.#tellHere(stationId, { outboxId, commands: ofOutbox, firstKeptSeq: null });
      areAllSent = (this.#line?.tell({ outboxId, commands: ofOutbox, firstKeptSeq: null }, null) ?? false) && areAllSent;
    }
    return areAllSent;
  }

  follow(afterNo: number | null, signal: StopSignal | undefined): AsyncIterableIterator<LanEvent> {
    const reader = createEventStream<LanEvent>({
      maxQueued: maxKeptEvents * 2,
      whenFull: 'cut',
      onClose: () => this.#readers.delete(reader),
    });
    this.#readers.add(reader);
    if (this.#isClosed || signal?.aborted) reader.end();
    signal?.addEventListener('abort', () => reader.end(), { once: true });
    if (afterNo !== null) for (const event of this.#events) if (event.no > afterNo) reader.push(event);
    if (this.#line?.isUp()) reader.push({ kind: 'reachable', no: this.#nextNo - 1 });
    return reader;
  }

  look(): void {
    const mqttUrl = this.#options.mqttUrl();
    const station = this.#options.station();
    if (this.#isClosed || mqttUrl === null || station === null || this.#line?.mqttUrl === mqttUrl) return;
    if (this.#line) this.#lineClosing = this.#line.close();
    this.#line = (this.#options.openLine ?? openLanLine)({
      ...station,
      mqttUrl,
      clientId: `halfhour-lan-${station.stationId}-${this.#options.hostRunId.slice(-8)}`,
      log: this.#options.log,
      reconnectEveryMs: this.#options.reconnectEveryMs,
      onUp: () => this.#tell({ kind: 'reachable', no: this.#takeNo() }),
      onCommands: (heard) => this.#tell({ kind: 'commands', no: this.#takeNo(), heard }),
      onAsk: (ask) =>
        void this.#answer(ask, station.stationId, ({ outboxId, commands, firstKeptSeq }) =>
          this.#line?.tell({ outboxId, commands: [...commands], firstKeptSeq }, ask.stationId),
        ),
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const reader of this.#readers) reader.end();
    await this.#line?.close();
    await this.#lineClosing;
  }

  #takeNo(): number {
    this.#nextNo += 1;
    return this.#nextNo - 1;
  }

  #tell(event: LanEvent): void {
    this.#events.push(event);
    if (this.#events.length > maxKeptEvents * 2) this.#events = this.#events.slice(-maxKeptEvents);
    for (const reader of this.#readers) reader.push(event);
  }

  /** The screens of this station hear each other too: the one it came from knows its own. */
  #tellHere(stationId: StationId, { outboxId, commands, firstKeptSeq }: OfOutbox): void {
    for (let from = 0; from < commands.length; from += maxCommandsPerLanMessage) {
      const part = commands.slice(from, from + maxCommandsPerLanMessage);
      this.#tell({ kind: 'commands', no: this.#takeNo(), heard: { v: 1, stationId, outboxId, commands: part, firstKeptSeq } });
    }
  }

  /** One answer to a station at a time; what it lacks after that it asks for again. */
  async #answer(ask: Pick<LanAsk, 'stationId' | 'known'>, stationId: StationId, tell: (missing: OfOutbox) => void): Promise<void> {
    if (this.#answering.has(ask.stationId)) return;
    this.#answering.add(ask.stationId);
    try {
      for (const missing of await this.#recent.missing(stationId, ask.known)) tell(missing);
    } finally {
      this.#answering.delete(ask.stationId);
    }
  }
}

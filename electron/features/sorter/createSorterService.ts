import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import { createEventStream, type EventStream } from '#shared/base/createEventStream.ts';
import type { Log } from '#shared/base/log.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';
import {
  maxToldPlacements,
  sorterSetting,
  type Placement,
  type SorterSetting,
  type SorterView,
  type SortTableInput,
} from '#shared/features/sorter/sorterContract.ts';
import { openSorter, type OpenSorter } from './openSorter.ts';
import type { SettledPass } from './sorterControl.ts';

/** Least time between two views told to a screen: more is not seen. */
const viewEveryMs = 200;
/** Passes shown on the board. */
const shownPasses = 20;

/** The site's sorter for the screens of this station, or nothing where the station has no `sorter.json`. */
export type SorterService = {
  opened(): OpenSorter | null;
  follow(signal: StopSignal | undefined): AsyncIterableIterator<SorterView | null>;
  placements(signal: StopSignal | undefined): AsyncIterableIterator<Placement>;
  prepare(table: SortTableInput): void;
  setManual(isManual: boolean): boolean;
  /** Looks whether the station is enrolled by now; `mqttUrl` is where its broker is, as far as that is known. */
  look(mqttUrl: string | null): void;
  close(): Promise<void>;
};

export type SorterServiceOptions = {
  readonly dataFolder: string;
  /** The setting, where it is not read from the data folder's `sorter.json`. */
  readonly sorter?: unknown;
  readonly station: () => { readonly stationId: string; readonly siteId: string } | null;
  readonly clock: Clock;
  readonly log: Log;
};

/** Reads the setting; the sorter is told nothing before `look` finds a broker. A setting with faults is logged and left out. */
export async function createSorterService(options: SorterServiceOptions): Promise<SorterService> {
  return new HostSorter(options, await readSetting(options));
}

class HostSorter implements SorterService {
  readonly #options: SorterServiceOptions;
  readonly #setting: SorterSetting | null;
  readonly #viewers = new Set<EventStream<SorterView | null>>();
  readonly #bookkeepers = new Set<EventStream<Placement>>();
  readonly #told: Placement[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  #opening: Promise<void> | null = null;
  #sorter: OpenSorter | null = null;
  #table: SortTableInput | null = null;
  #hasNews = true;
  #toldAtMs = 0;

  constructor(options: SorterServiceOptions, setting: SorterSetting | null) {
    this.#options = options;
    this.#setting = setting;
    this.#timer = setInterval(() => this.#tell(), viewEveryMs);
    this.#timer.unref();
  }

  opened = () => this.#sorter;

  follow(signal: StopSignal | undefined): AsyncIterableIterator<SorterView | null> {
    const reader = createEventStream<SorterView | null>({
      ...{ maxQueued: 2, whenFull: 'keepNewest' as const },
      onClose: () => this.#viewers.delete(reader),
    });
    this.#viewers.add(reader);
    endWith(signal, reader);
    reader.push(this.#view());
    return reader;
  }

  placements(signal: StopSignal | undefined): AsyncIterableIterator<Placement> {
    const reader = createEventStream<Placement>({
      ...{ maxQueued: 2 * maxToldPlacements, whenFull: 'cut' as const },
      onClose: () => this.#bookkeepers.delete(reader),
    });
    this.#bookkeepers.add(reader);
    endWith(signal, reader);
    for (const placed of this.#told) reader.push(placed);
    return reader;
  }

  prepare(table: SortTableInput): void {
    this.#table = table;
    this.#sorter?.prepare(table);
    this.#hasNews = true;
  }

  setManual(isManual: boolean): boolean {
    this.#sorter?.setManual(isManual);
    this.#hasNews = true;
    return this.#sorter?.isConnected() ?? false;
  }

  look(mqttUrl: string | null): void {
    const { station, dataFolder, clock, log } = this.#options;
    const enrolled = station();
    if (this.#setting === null || this.#opening !== null || mqttUrl === null || enrolled === null) return;
    this.#opening = openSorter({
      ...{ mqttUrl, ...enrolled, ...this.#setting, clock, log },
      filePath: join(dataFolder, 'sorterResults.jsonl'),
      onChange: () => (this.#hasNews = true),
      onSettled: (pass) => this.#settle(pass),
    }).then(
      (sorter) => {
        this.#sorter = sorter;
        for (const pass of sorter.settledBefore.slice(-maxToldPlacements)) this.#settle(pass);
        if (this.#table !== null) sorter.prepare(this.#table);
      },
      (error: unknown) => log.error('sorter.notOpened', { error: String(error) }),
    );
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const reader of [...this.#viewers, ...this.#bookkeepers]) reader.end();
    await this.#opening;
    await this.#sorter?.close();
  }

  #settle(pass: SettledPass): void {
    const placed: Placement = { ...pass, codes: [...pass.codes] };
    this.#hasNews = true;
    this.#told.push(placed);
    if (this.#told.length > maxToldPlacements) this.#told.shift();
    for (const reader of this.#bookkeepers) reader.push(placed);
  }

  #tell(): void {
    const nowMs = this.#options.clock.nowMs();
    if (this.#viewers.size === 0 || (!this.#hasNews && nowMs - this.#toldAtMs < 1000)) return;
    this.#hasNews = false;
    this.#toldAtMs = nowMs;
    const view = this.#view();
    for (const reader of this.#viewers) reader.push(view);
  }

  #view(): SorterView | null {
    if (this.#setting === null) return null;
    const atMs = this.#options.clock.nowMs();
    const sorter = this.#sorter;
    const control = sorter?.control;
    const tripOf = new Map([...(control?.plan() ?? [])].map(([tripId, chuteId]) => [chuteId, tripId]));
    const passes = [...(control?.passes.values() ?? [])].slice(-shownPasses).toReversed();
    return {
      atMs,
      isConnected: sorter?.isConnected() ?? false,
      isInCharge: sorter?.isInCharge() ?? false,
      isManual: control?.isManual ?? false,
      chutes: this.#setting.chutes.map(({ chuteId, use, holds }) => ({
        ...{ chuteId, use, holds: holds ?? null, tripId: tripOf.get(chuteId) ?? null },
        status: control?.chuteStatus(chuteId) ?? 'open',
        items: control?.itemsIn(chuteId) ?? 0,
      })),
      passes: passes.map(({ scanId, decision, result, chuteId, atMs: scannedAtMs }) => ({
        ...{ scanId, parcelCode: decision.parcelCode, reason: decision.reason, outcome: result, atMs: scannedAtMs },
        chuteId: chuteId ?? decision.chuteId,
      })),
      cards: (control?.openCards(atMs) ?? []).slice(0, 60).map((card) => ({ ...card, sinceMs: Math.max(0, card.sinceMs) })),
      counts: control?.counts ?? { scans: 0, noReads: 0, diverted: 0, rejected: 0, misSorts: 0 },
    };
  }
}

function endWith(signal: StopSignal | undefined, reader: { end(): void }): void {
  signal?.addEventListener('abort', () => reader.end(), { once: true });
  if (signal?.aborted) reader.end();
}

async function readSetting({ sorter, dataFolder, log }: SorterServiceOptions): Promise<SorterSetting | null> {
  let raw = sorter;
  if (raw === undefined) {
    const text = await readFile(join(dataFolder, 'sorter.json'), 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      raw = JSON.parse(text);
    } catch {
      raw = null;
    }
  }
  const parsed = sorterSetting.safeParse(raw);
  if (parsed.success) return parsed.data;
  log.error('sorter.settingRefused', { faults: parsed.error.issues.slice(0, 5).map(({ message }) => message) });
  return null;
}

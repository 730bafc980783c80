import type { Log } from '#shared/base/log.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { clockJumpMs, createClockOffset } from './createClockOffset.ts';
import { createNewsFeed, type NewsFeed } from './createNewsFeed.ts';
import { createPlatformClient, type PlatformCaller, type PlatformClient } from './createPlatformClient.ts';
import { openBrokerLine, type BrokerLine } from './openBrokerLine.ts';

/** Time between looks at the platform while it answers, and while it does not. */
export const lookWhileUpMs = 30_000;
export const lookWhileDownMs = 2_000;

export type LineState = { readonly status: 'up' | 'down'; readonly sinceMs: number; readonly fault: string | null };

/** The station's lines to the outside: platform (WAN) and site broker (LAN), the news they bring, and the clock they agree on. */
export type PlatformLine = {
  readonly client: PlatformClient;
  readonly news: NewsFeed;
  wan(): LineState;
  lan(): LineState;
  clockOffsetMs(): number;
  /** The site's broker, once it is known. */
  brokerUrl(): string | null;
  /** Looks at the platform now (after enrolment, on wake). Never rejects. */
  lookNow(): Promise<void>;
  onChange(use: () => void): () => void;
  close(): Promise<void>;
};

export type PlatformLineOptions = {
  readonly platformUrl: string;
  /** Overrules the broker that the platform names. */
  readonly mqttUrl?: string | undefined;
  readonly caller: () => (PlatformCaller & { readonly mqttUrl: string | null }) | null;
  readonly hostRunId: string;
  readonly nowMs: () => number;
  readonly log: Log;
  readonly lookWhileUpMs?: number | undefined;
  readonly lookWhileDownMs?: number | undefined;
  readonly timeouts?: { readonly smallMs: number; readonly syncMs: number; readonly snapshotMs: number } | undefined;
};

/** Starts watching at once; close it to stop. */
export function createPlatformLine(options: PlatformLineOptions): PlatformLine {
  return new WatchedPlatformLine(options);
}

class WatchedPlatformLine implements PlatformLine {
  readonly client: PlatformClient;
  readonly news = createNewsFeed();
  readonly #options: PlatformLineOptions;
  readonly #clockOffset = createClockOffset();
  readonly #watchers = new Set<() => void>();
  #wan: LineState;
  #lan: LineState;
  #broker: BrokerLine | null = null;
  #brokerClosing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #look: Promise<void> | null = null;
  #isClosed = false;
  /** This machine's clock minus its time since start, which nobody sets. */
  #clockDifferenceMs = 0;

  constructor(options: PlatformLineOptions) {
    this.#options = options;
    this.#wan = { status: 'down', sinceMs: options.nowMs(), fault: 'connecting' };
    this.#lan = { status: 'down', sinceMs: options.nowMs(), fault: 'notConfigured' };
    this.client = createPlatformClient({
      platformUrl: options.platformUrl,
      caller: options.caller,
      nowMs: options.nowMs,
      clockOffset: this.#clockOffset,
      onOutcome: (fault) => this.#hear(fault),
      ...(options.timeouts ? { timeouts: options.timeouts } : {}),
    });
    void this.lookNow();
  }

  wan = () => this.#wan;
  lan = () => this.#lan;
  brokerUrl = () => this.#broker?.mqttUrl ?? null;
  clockOffsetMs = () => this.#clockOffset.offsetMs();

  onChange(use: () => void): () => void {
    this.#watchers.add(use);
    return () => this.#watchers.delete(use);
  }

  lookNow(): Promise<void> {
    this.#look ??= this.#lookOnce().finally(() => {
      this.#look = null;
      this.#planNextLook();
    });
    return this.#look;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.news.close();
    await this.#broker?.close();
    await this.#brokerClosing;
    this.#watchers.clear();
  }

  /** The cheap end-to-end question: with an enrolment the newest sequence, without one the clock. */
  async #lookOnce(): Promise<void> {
    const wasDown = this.#wan.status === 'down';
    try {
      if (this.#options.caller()) {
        const headSeq = await this.client.headSeq(this.news.headSeq() ?? 0);
        if (!this.#isClosed) this.news.announce(headSeq, wasDown);
        if (wasDown || this.#hasClockJumped()) await this.client.probe();
      } else await this.client.probe();
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error;
      if (isPlatformThere(error)) this.#become({ status: 'up', fault: error.kind });
      else this.#become({ status: 'down', fault: error.kind });
    }
    this.#keepBroker();
  }

  /** Whether this machine's clock was set, or the machine slept, since the last look: then the clocks are compared anew. */
  #hasClockJumped(): boolean {
    const differenceMs = this.#options.nowMs() - performance.now();
    const hasJumped = Math.abs(differenceMs - this.#clockDifferenceMs) > clockJumpMs;
    this.#clockDifferenceMs = differenceMs;
    return hasJumped;
  }

  /** Outcome of any request: one that fails for want of a connection means down; a slow or strange one is checked at once. */
  #hear(fault: LinkFault | null): void {
    if (fault === null) this.#become({ status: 'up', fault: null });
    else if (isPlatformThere(fault)) this.#become({ status: 'up', fault: fault.kind });
    else if (fault.kind === 'offline') this.#become({ status: 'down', fault: fault.kind });
    else if (!this.#look && !this.#isClosed) void this.lookNow();
  }

  #become(next: { readonly status: 'up' | 'down'; readonly fault: string | null }): void {
    const before = this.#wan;
    if (before.status === next.status && before.fault === next.fault) return;
    this.#wan = { ...next, sinceMs: before.status === next.status ? before.sinceMs : this.#options.nowMs() };
    if (before.status !== next.status) {
      this.#options.log.info(next.status === 'up' ? 'wan.up' : 'wan.down', { fault: next.fault });
      if (!this.#look) this.#planNextLook(next.status === 'up' ? 0 : undefined);
    }
    this.#tell();
  }

  #planNextLook(inMs?: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isClosed) return;
    const usual =
      this.#wan.status === 'up' ? (this.#options.lookWhileUpMs ?? lookWhileUpMs) : (this.#options.lookWhileDownMs ?? lookWhileDownMs);
    this.#timer = setTimeout(() => void this.lookNow(), inMs ?? usual);
    this.#timer.unref();
  }

  #keepBroker(): void {
    const caller = this.#options.caller();
    const mqttUrl = this.#options.mqttUrl ?? this.client.mqttUrl() ?? caller?.mqttUrl ?? null;
    if (this.#isClosed || !caller || mqttUrl === null || this.#broker?.mqttUrl === mqttUrl) return;
    if (this.#broker) this.#brokerClosing = this.#broker.close();
    this.#broker = openBrokerLine({
      mqttUrl,
      siteId: caller.siteId,
      clientId: `halfhour-${caller.stationId}-${this.#options.hostRunId.slice(-8)}`,
      log: this.#options.log,
      onNews: (headSeq) => this.news.announce(headSeq),
      onChange: () => this.#hearBroker(),
    });
    this.#hearBroker();
  }

  #hearBroker(): void {
    const broker = this.#broker;
    if (!broker || this.#isClosed) return;
    const status = broker.isUp() ? 'up' : 'down';
    const hasTurned = this.#lan.status !== status;
    const sinceMs = hasTurned ? this.#options.nowMs() : this.#lan.sinceMs;
    this.#lan = { status, sinceMs, fault: broker.fault() };
    this.#tell();
    // A broker that goes or comes is the first sign of the network going or coming.
    if (hasTurned) void this.lookNow();
  }

  #tell(): void {
    for (const use of this.#watchers) use();
  }
}

/** Whether the platform itself answered, only not what was hoped for. */
function isPlatformThere(fault: LinkFault): boolean {
  return fault.kind === 'unauthorized' || fault.kind === 'versionTooOld';
}

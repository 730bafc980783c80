import { z } from 'zod';
import { idSchema, type SiteId, type StationId } from '#shared/base/ids.ts';
import { code, count, epochMs } from '#shared/model/common.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import { type LabourReport, labourReport } from '#shared/wire/platform/labourReport.ts';
import {
  changesResponse,
  pushResponse,
  relayResponse,
  snapshotManifest,
  snapshotPage,
  type ChangesResponse,
  type PushRequest,
  type PushResponse,
  type RelayRequest,
  type RelayResponse,
  type SnapshotManifest,
  type SnapshotPage,
} from '#shared/wire/platform/syncMessages.ts';
import type { ClockOffset } from './createClockOffset.ts';
import { askPlatform, problemCodeOf, readAnswer, type PlatformAnswer, type PlatformRequest } from './platformHttp.ts';

/** Time allowed for small questions, for a push or a page of changes, and for snapshot pages. */
export const smallTimeoutMs = 6_000;
export const syncTimeoutMs = 20_000;
export const snapshotTimeoutMs = 60_000;
/** A token is renewed when it has less than this left. */
export const renewTokenBeforeMs = 60_000;

const enrolAnswer = z.object({
  stationId: idSchema<'station'>(),
  stationCode: code,
  siteId: idSchema<'site'>(),
  mqttUrl: z.string().max(500).nullable(),
});
export type EnrolAnswer = z.infer<typeof enrolAnswer>;
const tokenAnswer = z.object({
  token: z.string().min(1).max(4096),
  expiresInMs: count,
  nowMs: epochMs,
  mqttUrl: z.string().max(500).nullable(),
});
const clockAnswer = z.object({ nowMs: epochMs });

/** Who calls: read at each call, since a station may enrol while it runs. */
export type PlatformCaller = { readonly stationId: StationId; readonly siteId: SiteId; sign(text: string): string };

/** The code was not accepted; any other trouble is a LinkFault. */
export class EnrolRefusal extends Error {
  override readonly name = 'EnrolRefusal';
}

/** The platform's HTTP interface as a station uses it. Every call may throw LinkFault. */
export type PlatformClient = {
  push(request: PushRequest): Promise<PushResponse>;
  /** Null from a platform that does not know the question. */
  relay(request: RelayRequest): Promise<RelayResponse | null>;
  changes(afterSeq: number, limit: number): Promise<ChangesResponse>;
  /** The site's newest sequence; gives up as soon as a small question may. */
  headSeq(afterSeq: number): Promise<number>;
  /** Figures of work between two moments of the platform's clock, for the operator who asks. */
  labour(question: { readonly fromMs: number; readonly toMs: number; readonly askedBy: string }): Promise<LabourReport>;
  snapshot(): Promise<SnapshotManifest>;
  snapshotPage(hash: string): Promise<SnapshotPage>;
  /** Throws EnrolRefusal where the code is unknown, used or expired. */
  enrol(request: { readonly oneTimeCode: string; readonly stationName: string; readonly publicKey: string }): Promise<EnrolAnswer>;
  /** A cheap question that shows whether the platform is there; open to all. */
  probe(): Promise<void>;
  /** Broker the platform named with the last token. */
  mqttUrl(): string | null;
};

/**
 * Makes a client for `platformUrl` (scheme, host and port; `/v1` is added).
 * `onOutcome` hears of every request: null when the platform answered as a platform does, else the fault.
 */
export function createPlatformClient(options: {
  readonly platformUrl: string;
  readonly caller: () => PlatformCaller | null;
  readonly nowMs: () => number;
  readonly clockOffset: ClockOffset;
  readonly onOutcome: (fault: LinkFault | null) => void;
  readonly timeouts?: { readonly smallMs: number; readonly syncMs: number; readonly snapshotMs: number };
}): PlatformClient {
  return new HttpPlatformClient(options);
}

type SiteRequest = Omit<PlatformRequest, 'bearer' | 'isRepeatable'>;
type Options = Parameters<typeof createPlatformClient>[0];

class HttpPlatformClient implements PlatformClient {
  readonly #options: Options;
  readonly #baseUrl: string;
  readonly #timeouts: NonNullable<Options['timeouts']>;
  #token: { readonly text: string; readonly stationId: StationId; readonly validUntilMs: number } | null = null;
  #tokenRequest: Promise<string> | null = null;
  #mqttUrl: string | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#baseUrl = `${options.platformUrl.replace(/\/+$/, '')}/v1`;
    this.#timeouts = options.timeouts ?? { smallMs: smallTimeoutMs, syncMs: syncTimeoutMs, snapshotMs: snapshotTimeoutMs };
  }

  push(request: PushRequest): Promise<PushResponse> {
    return this.#askSite('push', pushResponse, { method: 'POST', path: '/commands', body: request, timeoutMs: this.#timeouts.syncMs });
  }

  relay(request: RelayRequest): Promise<RelayResponse | null> {
    const asked = { method: 'POST', path: '/relay', body: request, timeoutMs: this.#timeouts.syncMs } as const;
    return this.#watched(async () => {
      const answer = await this.#callSite('relay', asked);
      return answer.status === 404 ? null : readAnswer(answer, relayResponse, 'relay');
    });
  }

  changes(afterSeq: number, limit: number): Promise<ChangesResponse> {
    return this.#askSite('changes', changesResponse, {
      method: 'GET',
      path: `/changes?after=${afterSeq}&limit=${limit}`,
      timeoutMs: this.#timeouts.syncMs,
    });
  }

  async headSeq(afterSeq: number): Promise<number> {
    const path = `/changes?after=${afterSeq}&limit=1`;
    return (await this.#askSite('head', changesResponse, { method: 'GET', path, timeoutMs: this.#timeouts.smallMs })).headSeq;
  }

  labour({ fromMs, toMs, askedBy }: Parameters<PlatformClient['labour']>[0]): Promise<LabourReport> {
    const path = `/labour?fromMs=${fromMs}&toMs=${toMs}&askedBy=${encodeURIComponent(askedBy)}`;
    return this.#askSite('labour', labourReport, { method: 'GET', path, timeoutMs: this.#timeouts.syncMs });
  }

  snapshot(): Promise<SnapshotManifest> {
    return this.#askSite('snapshot', snapshotManifest, { method: 'GET', path: '/snapshot', timeoutMs: this.#timeouts.snapshotMs });
  }

  snapshotPage(hash: string): Promise<SnapshotPage> {
    return this.#askSite('snapshot page', snapshotPage, {
      method: 'GET',
      path: `/snapshot/pages/${encodeURIComponent(hash)}`,
      timeoutMs: this.#timeouts.snapshotMs,
    });
  }

  async enrol(request: { readonly oneTimeCode: string; readonly stationName: string; readonly publicKey: string }): Promise<EnrolAnswer> {
    return this.#watched(async () => {
      const answer = await this.#send({
        method: 'POST',
        path: '/stations/enrol',
        body: request,
        timeoutMs: this.#timeouts.smallMs,
        isRepeatable: false,
      });
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 426 && answer.status !== 429)
        throw new EnrolRefusal(problemCodeOf(answer));
      return readAnswer(answer, enrolAnswer, 'enrol');
    });
  }

  async probe(): Promise<void> {
    await this.#watched(() => this.#readClock());
  }

  mqttUrl(): string | null {
    return this.#mqttUrl;
  }

  #askSite<T>(what: string, schema: z.ZodType<T>, asked: SiteRequest): Promise<T> {
    return this.#watched(async () => readAnswer(await this.#callSite(what, asked), schema, what));
  }

  /** A call below `/sites/{siteId}` with a token; once more with a new token when the first was not accepted. */
  async #callSite(what: string, asked: SiteRequest): Promise<PlatformAnswer> {
    const caller = this.#options.caller();
    if (!caller) throw new LinkFault('unauthorized', `${what}: this station is not enrolled`);
    // Commands carry ids: all site calls may be made twice.
    const request = { ...asked, isRepeatable: true, path: `/sites/${encodeURIComponent(caller.siteId)}${asked.path}` };
    const bearer = await this.#currentToken(caller);
    const answer = await this.#send({ ...request, bearer });
    if (answer.status !== 401) return answer;
    if (this.#token?.text === bearer) this.#token = null;
    return this.#send({ ...request, bearer: await this.#currentToken(caller) });
  }

  async #watched<T>(ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask();
      this.#options.onOutcome(null);
      return answer;
    } catch (error) {
      if (error instanceof LinkFault) this.#options.onOutcome(error);
      else if (error instanceof EnrolRefusal) this.#options.onOutcome(null);
      throw error;
    }
  }

  async #send(request: PlatformRequest): Promise<PlatformAnswer> {
    const answer = await askPlatform(this.#baseUrl, request, this.#options.nowMs);
    this.#options.clockOffset.learn(answer);
    return answer;
  }

  async #readClock(): Promise<void> {
    const answer = await this.#send({ method: 'GET', path: '/clock', timeoutMs: this.#timeouts.smallMs, isRepeatable: true });
    this.#options.clockOffset.learn({ ...answer, platformNowMs: readAnswer(answer, clockAnswer, 'clock').nowMs });
  }

  #currentToken(caller: PlatformCaller): Promise<string> {
    const known = this.#token;
    if (known && known.stationId === caller.stationId && known.validUntilMs - this.#options.nowMs() > renewTokenBeforeMs)
      return Promise.resolve(known.text);
    this.#tokenRequest ??= this.#newToken(caller).finally(() => {
      this.#tokenRequest = null;
    });
    return this.#tokenRequest;
  }

  async #newToken(caller: PlatformCaller): Promise<string> {
    let answer = await this.#askToken(caller);
    if (answer.status === 401) {
      // Perhaps only because this machine's clock is wrong: learn the platform's and sign again.
      await this.#readClock();
      answer = await this.#askToken(caller);
    }
    const token = readAnswer(answer, tokenAnswer, 'token');
    this.#options.clockOffset.learn({ ...answer, platformNowMs: token.nowMs });
    // A token that lives less than the margin is used all the same; the retry after 401 covers the rest.
    const lifeMs = Math.max(token.expiresInMs, renewTokenBeforeMs * 2);
    this.#token = { text: token.token, stationId: caller.stationId, validUntilMs: this.#options.nowMs() + lifeMs };
    this.#mqttUrl = token.mqttUrl;
    return token.token;
  }

  #askToken(caller: PlatformCaller): Promise<PlatformAnswer> {
    const atMs = this.#options.nowMs() + this.#options.clockOffset.offsetMs();
    return this.#send({
      method: 'POST',
      path: `/stations/${encodeURIComponent(caller.stationId)}/token`,
      body: { atMs, signature: caller.sign(`${caller.stationId}.${atMs}`) },
      timeoutMs: this.#timeouts.smallMs,
      isRepeatable: true,
    });
  }
}

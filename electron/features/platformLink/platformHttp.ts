import type { z } from 'zod';
import { LinkFault } from '#shared/ports/platformLink.ts';

/** Largest answer taken from the platform, bytes: a snapshot page fits many times. */
export const maxAnswerBytes = 64 * 1024 * 1024;
/** The platform's clock where an answer carries it: UTC epoch milliseconds. */
export const platformNowHeader = 'x-halfhour-now-ms';

/** What is asked; `path` below the base URL. */
export type PlatformRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly bearer?: string;
  readonly timeoutMs: number;
  /** Asking twice does no harm: asked once more when a kept connection turns out to be closed. */
  readonly isRepeatable: boolean;
};

/** An answer with its HTTP status; `json` is undefined where the body was no JSON. Clock marks are milliseconds of the platform and of here. */
export type PlatformAnswer = {
  readonly status: number;
  readonly json: unknown;
  readonly platformNowMs: number | null;
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
};

/** Sends one request. Throws LinkFault `offline` (no connection, cut off in between) or `timeout`; answers of any status are returned. */
export async function askPlatform(baseUrl: string, request: PlatformRequest, nowMs: () => number): Promise<PlatformAnswer> {
  const sentAtMs = nowMs();
  try {
    const response = await send(baseUrl, request);
    const receivedAtMs = nowMs();
    const text = await readLimited(response);
    return { status: response.status, json: parseJson(text), platformNowMs: platformNowOf(response.headers), sentAtMs, receivedAtMs };
  } catch (error) {
    if (error instanceof LinkFault) throw error;
    const name = error instanceof Error ? error.name : '';
    if (name === 'TimeoutError' || name === 'AbortError')
      throw new LinkFault('timeout', `${request.method} ${request.path}: no answer in ${request.timeoutMs} ms`);
    throw new LinkFault('offline', `${request.method} ${request.path}: ${causeOf(error)}`);
  }
}

/** Turns an answer into the value of a schema, or throws the LinkFault that its status or its shape stands for. */
export function readAnswer<T>(answer: PlatformAnswer, schema: z.ZodType<T>, what: string): T {
  if (answer.status === 401 || answer.status === 403) throw new LinkFault('unauthorized', `${what}: ${problemOf(answer)}`);
  if (answer.status === 426) throw new LinkFault('versionTooOld', `${what}: ${problemOf(answer)}`);
  if (answer.status === 429 || (answer.status >= 502 && answer.status <= 504))
    throw new LinkFault('offline', `${what}: ${problemOf(answer)}`);
  if (answer.status < 200 || answer.status > 299) throw new LinkFault('badAnswer', `${what}: ${problemOf(answer)}`);
  const parsed = schema.safeParse(answer.json);
  if (!parsed.success)
    throw new LinkFault('badAnswer', `${what}: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`);
  return parsed.data;
}

/** The problem's code (RFC 9457) where there is one, else the status. */
export function problemCodeOf(answer: PlatformAnswer): string {
  const json = answer.json;
  return typeof json === 'object' && json !== null && 'code' in json && typeof json.code === 'string' ? json.code : `HTTP_${answer.status}`;
}

function problemOf(answer: PlatformAnswer): string {
  return `${answer.status} ${problemCodeOf(answer)}`;
}

async function send(baseUrl: string, request: PlatformRequest): Promise<Response> {
  const init: RequestInit = {
    method: request.method,
    signal: AbortSignal.timeout(request.timeoutMs),
    redirect: 'error',
    headers: {
      accept: 'application/json',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.bearer === undefined ? {} : { authorization: `Bearer ${request.bearer}` }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  };
  try {
    return await fetch(`${baseUrl}${request.path}`, init);
  } catch (error) {
    if (!request.isRepeatable || !isClosedConnection(error)) throw error;
    return fetch(`${baseUrl}${request.path}`, init);
  }
}

function isClosedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

async function readLimited(response: Response): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) throw new LinkFault('badAnswer', `an answer of more than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function platformNowOf(headers: Headers): number | null {
  const text = headers.get(platformNowHeader);
  return text !== null && /^\d{12,15}$/.test(text) ? Number(text) : null;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : error.message;
}

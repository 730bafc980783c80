import { ORPCError } from '@orpc/client';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { type Problem, problemMediaType } from '#shared/wire/platform/problem.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import type { Access } from '#platform/features/access/createAccess.ts';
import { type CarrierEventTakers, answerCarrierEvent } from './answerCarrierEvent.ts';
import { type PushTakers, answerPush } from './answerPush.ts';
import { createCourierPages } from './createCourierPages.ts';
import { createDocsPages } from './createDocsPages.ts';
import type { Metrics } from './createMetrics.ts';
import type { RequestContext } from './routes/guard.ts';
import { toProblem } from './toProblem.ts';

/** Largest bodies taken, in bytes. */
export const bodyLimits = { general: 1024 * 1024, push: 4 * 1024 * 1024, import: 8 * 1024 * 1024 } as const;

export type AppPorts = {
  /** The implemented contract. */
  readonly router: ConstructorParameters<typeof OpenAPIHandler<RequestContext>>[0];
  readonly access: Access;
  readonly metrics: Metrics;
  readonly version: string;
  /** Folder of the built pages, for the courier's. */
  readonly pagesFolder: string;
  readonly takers: PushTakers;
  readonly carriers: CarrierEventTakers;
  /** What keeps the platform from serving, or null. */
  findUnreadiness(): Promise<string | null>;
  onFault(fault: unknown, request: { readonly method: string; readonly path: string }): void;
};

type Vars = { Variables: { route: string } };

/** The HTTP application: the interface below /v1, its description, health and metrics. */
export function createApp(ports: AppPorts): Hono<Vars> {
  const app = new Hono<Vars>();
  app.use(async (c, next) => {
    const startMs = performance.now();
    c.set('route', 'unmatched');
    await next();
    ports.metrics.request(c.req.method, c.get('route'), c.res.status, (performance.now() - startMs) / 1000);
  });
  const pack = compress();
  // The answer to a push is short and waited for.
  app.use((c, next) => (isPush(c.req.path) ? next() : pack(c, next)));
  app.use('/v1/*', limitBody(ports));
  app.post('/v1/carriers/:carrier/events', (c) => {
    c.set('route', '/v1/carriers/:id/events');
    return answerCarrierEvent(c, c.req.param('carrier'), ports.carriers);
  });
  app.all('/v1/*', (c) => answer(ports, createHandler(ports), c));
  app.get('/healthz', (c) => {
    c.set('route', '/healthz');
    return c.json({ status: 'ok' });
  });
  app.get('/readyz', async (c) => {
    c.set('route', '/readyz');
    const reason = await ports.findUnreadiness();
    if (reason !== null) throw new RequestProblem(503, 'NOT_READY', reason);
    return c.json({ status: 'ready' });
  });
  app.get('/metrics', async (c) => {
    c.set('route', '/metrics');
    return c.body(await ports.metrics.registry.metrics(), 200, { 'content-type': ports.metrics.registry.contentType });
  });
  app.route('/', createDocsPages(ports.version));
  app.route('/', createCourierPages(ports.pagesFolder));
  app.notFound((c) => reply(ports, c, toProblem(new RequestProblem(404, 'NOT_FOUND', 'There is nothing at this address.'), c.req.path)));
  app.onError((fault, c) => {
    const problem = toProblem(fault, c.req.path);
    if (problem.status >= 500) ports.onFault(fault, { method: c.req.method, path: c.req.path });
    return reply(ports, c, problem);
  });
  return app;
}

const handlers = new WeakMap<AppPorts, OpenAPIHandler<RequestContext>>();

/** Errors leave the handler as problem details without `instance`, which only the request knows. */
function createHandler(ports: AppPorts): OpenAPIHandler<RequestContext> {
  const known = handlers.get(ports);
  if (known !== undefined) return known;
  const made = new OpenAPIHandler<RequestContext>(ports.router, {
    customErrorResponseBodyEncoder: (error) => toProblem(error, ''),
    clientInterceptors: [
      async (options) => {
        try {
          return await options.next();
        } catch (fault) {
          const told = toOrpcError(fault);
          if (!(told instanceof ORPCError) || told.status >= 500)
            ports.onFault(fault, { method: options.procedure['~orpc'].route.method ?? 'POST', path: options.path.join('.') });
          throw told;
        }
      },
    ],
  });
  handlers.set(ports, made);
  return made;
}

/** Our own refusals carry their status to the handler, which sets it on the answer. */
function toOrpcError(fault: unknown): unknown {
  if (fault instanceof ORPCError) return fault;
  const { status, code, detail } = toProblem(fault, '');
  return status === 500 ? fault : new ORPCError(code, { status, message: detail, cause: fault });
}

async function answer(ports: AppPorts, handler: OpenAPIHandler<RequestContext>, c: Context<Vars>): Promise<Response> {
  const caller = await ports.access.identify(c.req.header('authorization'));
  const pushed = await answerPush(c, caller, ports.takers);
  c.set('route', toRouteName(c.req.path));
  if ('response' in pushed) return pushed.response;
  const { matched, response } = await handler.handle(await toReadableRequest(c, pushed.bodyText), { prefix: '/v1', context: { caller } });
  if (!matched) {
    c.set('route', 'unmatched');
    throw new RequestProblem(404, 'NOT_FOUND', 'There is no such operation.');
  }
  if (response.status < 400) return response;
  const problem = (await response.json()) as Problem;
  return reply(ports, c, { ...problem, instance: c.req.path });
}

/** CSV is handed on as text: the interface's library would make a file of it. A body that was read already is handed on as it was. */
async function toReadableRequest(c: Context<Vars>, bodyText: string | null): Promise<Request> {
  if (bodyText !== null) return new Request(c.req.url, { method: c.req.method, headers: c.req.raw.headers, body: bodyText });
  if (c.req.header('content-type')?.startsWith('text/csv') !== true) return c.req.raw;
  const headers = new Headers(c.req.raw.headers);
  headers.set('content-type', 'text/plain');
  return new Request(c.req.url, { method: c.req.method, headers, body: await c.req.text() });
}

function isPush(requestPath: string): boolean {
  return requestPath.endsWith('/commands') || requestPath.endsWith('/relay');
}

function limitBody(ports: AppPorts) {
  const limitTo = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: async (c) => {
        await drain(c.req.raw.body);
        const problem = new RequestProblem(413, 'TOO_LARGE', `The body may have at most ${maxSize} bytes.`, {
          params: { maxBytes: maxSize },
        });
        return reply(ports, c, toProblem(problem, c.req.path));
      },
    });
  const general = limitTo(bodyLimits.general);
  const push = limitTo(bodyLimits.push);
  const imports = limitTo(bodyLimits.import);
  return (c: Context, next: () => Promise<void>) => {
    if (c.req.path.includes('/import/')) return imports(c, next);
    return isPush(c.req.path) ? push(c, next) : general(c, next);
  };
}

/** Most bytes of a body that is too large taken in, so that its sender gets to read the answer instead of a broken connection. */
const maxDrainedBytes = 64 * 1024 * 1024;

async function drain(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (body === null || body.locked) return;
  let drained = 0;
  for await (const chunk of body) {
    drained += chunk.byteLength;
    if (drained > maxDrainedBytes) return;
  }
}

const countedStatuses = new Set([400, 401, 403, 404, 413, 415, 426, 429]);

function reply(ports: AppPorts, c: Context, problem: Problem): Response {
  if (countedStatuses.has(problem.status)) ports.metrics.malformed(problem.code);
  const authenticate = problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return c.body(JSON.stringify(problem), problem.status as 400, { 'content-type': problemMediaType, ...authenticate });
}

const words = new Set([
  'v1',
  'clock',
  'sites',
  'epoch',
  'enrolment-codes',
  'stations',
  'revoke',
  'keys',
  'import',
  'enrol',
  'token',
  'commands',
  'relay',
  'changes',
  'snapshot',
  'pages',
  'news',
  'orders',
  'accept',
  'cancel',
  'couriers',
  'position',
  'shift',
  'trip',
  'recipient',
  'deliveries',
  'take',
  'pickups',
  'failures',
  'sign-in-codes',
  'courier-sign-in',
  'promise',
]);

/** The path with ids taken out, so that metrics stay few. */
function toRouteName(requestPath: string): string {
  return requestPath
    .split('/')
    .map((part) => (part === '' || words.has(part) ? part : ':id'))
    .join('/');
}

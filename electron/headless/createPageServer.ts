import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isAllowedHost } from '#electron/bridge/checkUpgrade.ts';
import { contentSecurityPolicy } from '#electron/bridge/contentSecurityPolicy.ts';
import { readStaticFile } from '#electron/bridge/readStaticFile.ts';

export type PageServerOptions = {
  /** Folder of the built page. */
  readonly rendererFolder: string;
  readonly allowedHosts: readonly string[];
  /** Fields of /healthz: nothing secret, nothing personal. */
  readonly health: () => Readonly<Record<string, unknown>>;
  /** What a wallboard shows, or null; nothing secret, nothing personal. */
  readonly wallboard: () => Readonly<Record<string, unknown>> | null;
};

/** HTTP server of the built page and of /healthz. It does not listen yet. */
export function createPageServer(options: PageServerOptions): Server {
  const server = createServer((request, response) => {
    answer(options, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 20_000;
  server.maxRequestsPerSocket = 1000;
  return server;
}

async function answer(options: PageServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const host = request.headers.host ?? '';
  setSafetyHeaders(response, host);
  if (!isAllowedHost(host, options.allowedHosts)) return sendText(response, 403, 'This host name is not served here.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return sendText(response, 405, 'Only GET and HEAD.');
  }
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === '/healthz') {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(options.health()));
    return;
  }
  if (path === '/wallboard.json') {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(options.wallboard()));
    return;
  }
  const file = await readStaticFile(options.rendererFolder, path);
  if (!file) return sendText(response, 404, path === '/' ? 'The page is not built: run "npm run build".' : 'Not found.');
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.length, 'cache-control': file.cacheControl });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

function setSafetyHeaders(response: ServerResponse, host: string): void {
  const safeHost = /^[A-Za-z0-9.:[\]-]{1,200}$/.test(host) ? host : null;
  response.setHeader('content-security-policy', contentSecurityPolicy(safeHost ? [`ws://${safeHost}`, `wss://${safeHost}`] : []));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(self), microphone=(), geolocation=(), serial=(), hid=(), usb=()');
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}

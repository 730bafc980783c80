import { createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the fake answers instead of the right thing, for one path's part or for all. */
export type Misbehaviour = (request: IncomingMessage, response: ServerResponse, body: string) => boolean;

/** A small real HTTP server with the station's part of the platform API; can be made to misbehave and to go away. */
export type FakePlatform = {
  readonly url: string;
  headSeq: number;
  /** Platform clock minus this machine's. */
  offsetMs: number;
  misbehave: Misbehaviour | null;
  /** Tokens given out so far become worthless. */
  forgetTokens(): void;
  readonly asked: string[];
  readonly pushed: unknown[];
  stop(): Promise<void>;
  /** Listens again at the same port. */
  start(): Promise<void>;
};

const siteId = 'site-1';
const stationId = 'station-1';

export async function startFakePlatform(options: { readonly mqttUrl?: string | null } = {}): Promise<FakePlatform> {
  const codes = new Set(['CODE-1', 'CODE-2']);
  let publicKey = '';
  let tokens = new Set<string>();
  let tokenNo = 0;
  const sockets = new Set<Socket>();
  const platform = { headSeq: 7, offsetMs: 0, misbehave: null as Misbehaviour | null, asked: [] as string[], pushed: [] as unknown[] };
  const nowMs = () => Date.now() + platform.offsetMs;

  const send = (response: ServerResponse, status: number, json: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(json));
  };
  const problem = (response: ServerResponse, status: number, code: string) =>
    send(response, status, { type: 'about:blank', title: code, status, detail: code, instance: '/', code, errors: [] });

  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    platform.asked.push(`${request.method} ${path}`);
    if (platform.misbehave?.(request, response, body)) return;
    if (path === '/v1/clock') return send(response, 200, { nowMs: nowMs() });
    if (path === '/v1/stations/enrol') {
      const asked = JSON.parse(body) as { oneTimeCode: string; publicKey: string };
      if (!codes.delete(asked.oneTimeCode)) return problem(response, 404, 'INVALID_CODE');
      publicKey = asked.publicKey;
      return send(response, 200, { stationId, stationCode: 'S1', siteId, mqttUrl: options.mqttUrl ?? null });
    }
    if (path === `/v1/stations/${stationId}/token`) {
      const asked = JSON.parse(body) as { atMs: number; signature: string };
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
      const isGood = verify(null, Buffer.from(`${stationId}.${asked.atMs}`), key, Buffer.from(asked.signature, 'base64url'));
      if (!isGood || Math.abs(asked.atMs - nowMs()) > 300_000) return problem(response, 401, 'BAD_SIGNATURE');
      const token = `token-${(tokenNo += 1)}`;
      tokens.add(token);
      return send(response, 200, { token, expiresInMs: 600_000, siteId, nowMs: nowMs(), mqttUrl: options.mqttUrl ?? null });
    }
    if (!tokens.has((request.headers.authorization ?? '').replace('Bearer ', ''))) return problem(response, 401, 'UNAUTHORIZED');
    if (path === `/v1/sites/${siteId}/changes`) {
      return send(response, 200, { epoch: 'e1', rows: [], cursor: platform.headSeq, headSeq: platform.headSeq, hasMore: false });
    }
    if (path === `/v1/sites/${siteId}/commands`) {
      platform.pushed.push(JSON.parse(body));
      return send(response, 200, { status: 'taken', epoch: 'e1', headSeq: platform.headSeq, results: [] });
    }
    if (path === `/v1/sites/${siteId}/snapshot`) return send(response, 200, { epoch: 'e1', siteSeq: platform.headSeq, pages: [] });
    return problem(response, 404, 'NOT_FOUND');
  };

  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => answer(request, response, body));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const listen = (port: number) =>
    new Promise<number>((resolve) => server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
  const port = await listen(0);
  return Object.assign(platform, {
    url: `http://127.0.0.1:${port}`,
    forgetTokens: () => {
      tokens = new Set();
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    start: async () => {
      await listen(port);
    },
  });
}

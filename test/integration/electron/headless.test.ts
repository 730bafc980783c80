import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { maxBridgeConnections, maxMalformedPerConnection } from '#electron/bridge/createBridge.ts';
import { maxMessageBytes } from '#electron/bridge/webSocketChannel.ts';
import { startHeadless, type Headless } from '#electron/headless/startHeadless.ts';
import { FolderInUseFault } from '#electron/host/lockFolder.ts';
import { silentLog } from '#shared/base/log.ts';
import { createFakeHub, type FakeHub } from '#test/support/host/createFakeHub.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

let folder: TempFolder;
let hub: FakeHub;
let station: Headless;

const start = (port = 0, dataFolder = `${folder.path}/data`): Promise<Headless> =>
  startHeadless({
    port,
    rendererFolder: `${folder.path}/page`,
    hostOptions: {
      dataFolder,
      platformUrl: 'http://127.0.0.1:9',
      devices: [],
      clock: { nowMs: () => Date.now() },
      log: silentLog,
      openHub: () => hub,
    },
  });

beforeEach(async () => {
  folder = tempFolder();
  mkdirSync(`${folder.path}/page/assets`, { recursive: true });
  writeFileSync(`${folder.path}/page/index.html`, '<!doctype html><title>page</title>');
  writeFileSync(`${folder.path}/page/assets/main-Ab3dE9_x.js`, 'export {};');
  writeFileSync(`${folder.path}/page/assets/reader-Zz12345x.wasm`, 'wasm');
  writeFileSync(`${folder.path}/secret.txt`, 'secret');
  hub = createFakeHub({ nowMs: () => Date.now(), maxQueued: 100 });
  station = await start();
});

afterEach(async () => {
  await station.close();
  folder.remove();
});

type Answer = { readonly status: number; readonly headers: Record<string, string | string[] | undefined>; readonly text: string };

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<Answer>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: station.port, path, headers, method }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on('error', reject);
    asked.end();
  });

/** The status of an upgrade: 101 when it was taken. */
const upgrade = (options: { origin?: string; protocols?: string[]; path?: string; host?: string }) =>
  new Promise<number>((resolve) => {
    const socket = new WebSocket(
      `ws://127.0.0.1:${station.port}${options.path ?? '/bridge'}`,
      options.protocols ?? ['halfhour', station.pairingToken],
      {
        headers: { ...(options.origin ? { origin: options.origin } : {}), ...(options.host ? { host: options.host } : {}) },
      },
    );
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => {});
  });

const openSocket = async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${station.port}/bridge`, ['halfhour', station.pairingToken]);
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('open', resolve));
  return socket;
};

describe('page server', () => {
  it('[HL1] serves the page, also at its inner paths, never cached; hashed files are kept for ever', async () => {
    const answers = await Promise.all([get('/'), get('/picking/7'), get('/assets/main-Ab3dE9_x.js'), get('/assets/reader-Zz12345x.wasm')]);
    expect(answers.map(({ status, headers }) => [status, headers['content-type'], headers['cache-control']])).toEqual([
      [200, 'text/html; charset=utf-8', 'no-cache'],
      [200, 'text/html; charset=utf-8', 'no-cache'],
      [200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
      [200, 'application/wasm', 'public, max-age=31536000, immutable'],
    ]);
  });

  it('[HL2] every answer carries the strict content security policy', async () => {
    const { headers } = await get('/');
    expect(headers['content-security-policy']).toBe(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
        `font-src 'self' data:; media-src 'self' data: blob:; connect-src 'self' ws://127.0.0.1:${station.port} wss://127.0.0.1:${station.port}; ` +
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'",
    );
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/%00.js',
    '/%zz.js',
    '/missing.js',
  ])('[HL3] %s gives nothing', async (path) => {
    const answer = await get(path);
    expect([answer.status === 404 || answer.text.includes('<title>page'), answer.text.includes('secret')]).toEqual([true, false]);
  });

  it('[HL4] another host name, another method are refused', async () => {
    expect([
      (await get('/', { host: 'evil.example' })).status,
      (await get('/', {}, 'POST')).status,
      (await get('/', {}, 'HEAD')).text,
    ]).toEqual([403, 405, '']);
  });

  it('[HL5] /healthz tells the state of the lines', async () => {
    const health = JSON.parse((await get('/healthz')).text) as Record<string, unknown>;
    expect(health).toMatchObject({ status: 'ok', isEnrolled: false, wan: 'down', lan: 'down', scansWaiting: 0 });
  });
});

describe('bridge upgrade', () => {
  it('[HL6] the own page with the token is let in', async () => {
    expect([await upgrade({ origin: `http://127.0.0.1:${station.port}` }), await upgrade({})]).toEqual([101, 101]);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['a name rebound to this machine', { host: 'evil.example', origin: 'http://evil.example' }, 403],
    ['no token', { protocols: ['halfhour'] }, 401],
    ['a wrong token', { protocols: ['halfhour', 'x'.repeat(40)] }, 401],
    ['another subprotocol', { protocols: ['mqtt'] }, 400],
    ['another path', { path: '/other' }, 404],
  ])('[HL6] %s is refused and counted', async (_what, options, status) => {
    expect([await upgrade(options), station.upgradesRefused(), station.host.bridgeCounters().connections]).toEqual([status, 1, 0]);
  });

  it('[HL7] the pairing token stays over restarts and only its owner reads it', async () => {
    const before = station.pairingToken;
    await station.close();
    station = await start();
    const path = `${folder.path}/data/pairing-token`;
    expect([station.pairingToken, readFileSync(path, 'utf8').trim(), (statSync(path).mode & 0o777).toString(8)]).toEqual([
      before,
      before,
      '600',
    ]);
  });
});

describe('bridge limits', () => {
  it('[BR8] malformed messages are counted and dropped, and the line goes on', async () => {
    const socket = await openSocket();
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"i":{}}',
      '{"i":1}',
      '{"i":1,"p":{}}',
      '{"i":1,"p":{"u":5}}',
      '{"i":1,"p":{"u":"/x","h":"no"}}',
      '{"i":1,"t":9,"p":{}}',
    ])
      socket.send(text);
    socket.send(Buffer.from([1, 2, 3]));
    const answered = new Promise<string>((resolve) => socket.once('message', (bytes: Buffer) => resolve(bytes.toString())));
    socket.send(JSON.stringify({ i: '1', p: { u: '/devices/acknowledgeScans', b: { json: { scanNo: 0 } } } }));
    expect(JSON.parse(await answered)).toMatchObject({ i: '1', p: { b: { json: { waiting: 0 } } } });
    expect(station.host.bridgeCounters()).toMatchObject({ malformed: 12, messagesIn: 13, connectionsCut: 0 });
    socket.terminate();
  });

  it('[BR8] who sends nothing but malformed messages is cut off', async () => {
    const socket = await openSocket();
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    for (let sent = 0; sent < maxMalformedPerConnection; sent += 1) socket.send('{');
    expect([await closed, station.host.bridgeCounters().connectionsCut]).toEqual([1008, 1]);
  });

  it('[BR9] an oversize message ends its line, not the host', async () => {
    const socket = await openSocket();
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send('x'.repeat(maxMessageBytes + 1));
    expect(await closed).toBe(1009);
    await waitUntil('the line to be gone', () => station.host.bridgeCounters().open === 0);
    expect(await upgrade({})).toBe(101);
  });

  it('[BR9] bytes that are no WebSocket frame end their line, not the host', async () => {
    const raw = connect(station.port, '127.0.0.1');
    raw.on('error', () => {});
    raw.write(
      `GET /bridge HTTP/1.1\r\nHost: 127.0.0.1:${station.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: halfhour, ${station.pairingToken}\r\n\r\n`,
    );
    await new Promise((resolve) => raw.once('data', resolve));
    raw.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]));
    await new Promise((resolve) => raw.once('close', resolve));
    expect(station.host.bridgeCounters().open).toBe(0);
  });

  it('[BR10] more clients than the limit are refused', async () => {
    const sockets = await Promise.all(Array.from({ length: maxBridgeConnections }, openSocket));
    const closed = new Promise<number>((resolve) => {
      const extra = new WebSocket(`ws://127.0.0.1:${station.port}/bridge`, ['halfhour', station.pairingToken]);
      extra.on('close', resolve);
    });
    expect([await closed, station.host.bridgeCounters().connectionsRefused]).toEqual([1008, 1]);
    for (const socket of sockets) socket.terminate();
  });

  it('[BR11] a reader that takes nothing is cut off from its stream and gets everything when it comes back', async () => {
    const socket = await openSocket();
    socket.pause();
    socket.send(JSON.stringify({ i: '1', p: { u: '/devices/scans', b: {} } }));
    await waitUntil('the stream to be open', () => hub.readers() === 1);
    let scans = 0;
    const long = 'x'.repeat(4000);
    await waitUntil('the stream to be cut', () => {
      for (let burst = 0; burst < 200; burst += 1) hub.scan(`${(scans += 1)}-${long}`);
      return hub.readers() === 0;
    });
    expect(station.host.state().scansWaiting).toBe(scans);
    socket.terminate();
    const back = station.host.client();
    const first = await (await back.devices.scans()).next();
    expect(first.done === false && first.value.scanNo).toBe(1);
  });
});

describe('start', () => {
  it('[HL8] a busy port gives way to the next free one, with a sentence', async () => {
    hub = createFakeHub({ nowMs: () => Date.now() });
    const second = await start(station.port, `${folder.path}/data2`);
    expect([second.port > station.port, second.portNote]).toEqual([
      true,
      `Port ${station.port} is busy; the station is at port ${second.port}.`,
    ]);
    await second.close();
  });

  it('[HL9] a data folder serves one host at a time', async () => {
    await expect(start()).rejects.toBeInstanceOf(FolderInUseFault);
  });
});

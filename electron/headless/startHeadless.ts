import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { bridgeSubprotocol, checkUpgrade } from '#electron/bridge/checkUpgrade.ts';
import { maxMessageBytes } from '#electron/bridge/webSocketChannel.ts';
import { createHost, type Host, type HostOptions } from '#electron/host/createHost.ts';
import { writeFileDurably } from '#electron/host/writeFileDurably.ts';
import { createPageServer } from './createPageServer.ts';
import { listenNear } from './listenNear.ts';

/** Port of the station's page unless told otherwise. */
export const defaultStationPort = 4130;

export type HeadlessOptions = {
  /** 0 takes any free port; a busy one gives way to the next free above. */
  readonly port: number;
  /** Address listened on; loopback unless told otherwise. */
  readonly host?: string;
  readonly rendererFolder: string;
  readonly hostOptions: HostOptions;
  /** Without one, the folder's own is used, made at the first start. */
  readonly pairingToken?: string;
};

/** A running station for browsers. */
export type Headless = {
  /** What to open: with the pairing token behind the hash, which is never sent over the net. */
  readonly url: string;
  readonly port: number;
  /** A sentence when another port than the wanted one was taken, else null. */
  readonly portNote: string | null;
  readonly pairingToken: string;
  readonly host: Host;
  upgradesRefused(): number;
  close(): Promise<void>;
};

/** Starts the host and serves the page and the bridge. Rejects when the data folder is in use or no port is free. */
export async function startHeadless(options: HeadlessOptions): Promise<Headless> {
  const address = options.host ?? '127.0.0.1';
  const allowedHosts = address === '0.0.0.0' || address === '::' ? ['*'] : ['127.0.0.1', 'localhost', '[::1]', address.toLowerCase()];
  const host = await createHost(options.hostOptions);
  try {
    const pairingToken = options.pairingToken ?? (await readPairingToken(options.hostOptions.dataFolder));
    const server = createPageServer({
      rendererFolder: options.rendererFolder,
      allowedHosts,
      health: () => healthOf(host),
      wallboard: () => host.wallboard(),
    });
    const bridge = serveBridge(server, host, { pairingToken, allowedHosts }, options.hostOptions);
    const port = await listenNear(server, address, options.port);
    const shownHost = allowedHosts[0] === '*' ? '127.0.0.1' : address;
    return {
      url: `http://${shownHost}:${port}/#pair=${pairingToken}`,
      port,
      portNote: options.port !== 0 && port !== options.port ? `Port ${options.port} is busy; the station is at port ${port}.` : null,
      pairingToken,
      host,
      upgradesRefused: bridge.refused,
      close: async () => {
        await host.close();
        bridge.close();
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        });
      },
    };
  } catch (error) {
    await host.close();
    throw error;
  }
}

function serveBridge(server: Server, host: Host, rules: Parameters<typeof checkUpgrade>[1], { log }: Pick<HostOptions, 'log'>) {
  let refused = 0;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: () => bridgeSubprotocol,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = checkUpgrade(request, rules);
    if (refusal) {
      refused += 1;
      log.warn('bridge.upgradeRefused', { reason: refusal.reason, refused });
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => host.attachSocket(webSocket));
  });
  return {
    refused: () => refused,
    close() {
      for (const webSocket of sockets.clients) webSocket.terminate();
      sockets.close();
    },
  };
}

function healthOf(host: Host): Readonly<Record<string, unknown>> {
  const state = host.state();
  return {
    status: 'ok',
    hostRunId: host.hostRunId,
    isEnrolled: host.stationId() !== null,
    wan: state.wan.status,
    lan: state.lan.status,
    scansWaiting: state.scansWaiting,
    bridge: host.bridgeCounters(),
  };
}

/** The folder's pairing token: kept, so that a page paired once stays paired over restarts. */
async function readPairingToken(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'pairing-token');
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (/^[0-9a-f]{32,64}$/.test(kept.trim())) return kept.trim();
  const token = randomBytes(20).toString('hex');
  await writeFileDurably(path, `${token}\n`);
  return token;
}

import { Command } from 'commander';
import type { AnyMessagePort } from '#electron/bridge/messagePortChannel.ts';
import { createHost, type Host, type HostOptions } from './createHost.ts';
import { createLog } from './createLog.ts';
import { toHostMessage, type ToHostMessage, type ToMainMessage } from './mainMessages.ts';
import type { SecretBox } from './openIdentity.ts';
import { addStationOptions, toHostOptions, type StationArguments } from './stationArguments.ts';

/** The line to Electron's main process, as `process.parentPort` is in a utility process. */
export type ParentPort = {
  postMessage(message: unknown): void;
  on(kind: 'message', use: (event: { readonly data: unknown; readonly ports: readonly unknown[] }) => void): unknown;
};

/** Ports handed over before the host is open; the windows of one application are few. */
export const maxWaitingPorts = 8;

/**
 * Runs the host for Electron's main process: starts on `start`, serves every port that comes, ends on `stop`.
 * `end` ends the process; `openHost` is createHost unless a test says otherwise.
 */
export function serveMainProcess(
  parent: ParentPort,
  end: (exitCode: number) => void,
  openHost: (options: HostOptions) => Promise<Host> = createHost,
): void {
  const keychain = createKeychain(parent);
  let host: Promise<Host> | null = null;
  const waitingPorts: AnyMessagePort[] = [];
  const start = async (message: Extract<ToHostMessage, { kind: 'start' }>): Promise<Host> => {
    const opened = await openHost({ ...readOptions(message), ...(message.hasKeychain ? { secretBox: keychain.box } : {}) });
    for (const port of waitingPorts.splice(0)) opened.attachPort(port);
    tell(parent, { kind: 'started' });
    return opened;
  };
  parent.on('message', (event) => {
    const parsed = toHostMessage.safeParse(event.data);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind === 'secret') keychain.answer(message.requestNo, message.text);
    else if (message.kind === 'port') {
      const port = event.ports[0] as AnyMessagePort | undefined;
      if (!port) return;
      if (waitingPorts.length >= maxWaitingPorts) port.close();
      else if (!host) waitingPorts.push(port);
      else void host.then((opened) => opened.attachPort(port));
    } else if (message.kind === 'start') {
      if (host) return;
      host = start(message);
      host.catch((error: unknown) => {
        tell(parent, { kind: 'failed', sentence: error instanceof Error ? error.message : String(error) });
        end(1);
      });
    } else if (host) {
      void host.then((opened) => opened.close()).finally(() => end(0));
    } else end(0);
  });
}

function readOptions(message: Extract<ToHostMessage, { kind: 'start' }>): HostOptions {
  const program = addStationOptions(new Command(), message.dataFolder).allowUnknownOption().allowExcessArguments().exitOverride();
  program.parse(message.argv, { from: 'user' });
  const given = program.opts<StationArguments>();
  return toHostOptions(given, createLog(given.log));
}

/** The keychain of the main process, asked by messages. */
function createKeychain(parent: ParentPort): { readonly box: SecretBox; answer(requestNo: number, text: string | null): void } {
  const asked = new Map<number, { resolve(text: string): void; reject(error: Error): void }>();
  let lastRequestNo = 0;
  const ask = (task: 'seal' | 'unseal', text: string) =>
    new Promise<string>((resolve, reject) => {
      lastRequestNo += 1;
      asked.set(lastRequestNo, { resolve, reject });
      tell(parent, { kind: 'secret', requestNo: lastRequestNo, task, text });
    });
  return {
    box: { seal: (text) => ask('seal', text), unseal: (sealed) => ask('unseal', sealed) },
    answer(requestNo, text) {
      const waiting = asked.get(requestNo);
      asked.delete(requestNo);
      if (text === null) waiting?.reject(new Error('The keychain of this computer does not open the station key.'));
      else waiting?.resolve(text);
    },
  };
}

function tell(parent: ParentPort, message: ToMainMessage): void {
  parent.postMessage(message);
}

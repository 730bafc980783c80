import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { AnyMessagePort } from '#electron/bridge/messagePortChannel.ts';
import type { Host, HostOptions } from '#electron/host/createHost.ts';
import type { ToMainMessage } from '#electron/host/mainMessages.ts';
import { maxWaitingPorts, serveMainProcess } from '#electron/host/serveMainProcess.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const start = {
  kind: 'start',
  argv: ['--platform', 'http://p:1', '--user-data-dir=/x', '--device', 'kind=scanner,path=/dev/x'],
  dataFolder: '/nowhere',
  hasKeychain: true,
};

function openLine(openHost?: (options: HostOptions) => Promise<Host>) {
  const events = new EventEmitter();
  const told: ToMainMessage[] = [];
  const attached: unknown[] = [];
  const ends: number[] = [];
  let closes = 0;
  const host = {
    attachPort: (port: unknown) => attached.push(port),
    close: () => {
      closes += 1;
      return Promise.resolve();
    },
  } as unknown as Host;
  let release = () => {};
  const opened = new Promise<void>((resolve) => (release = resolve));
  const asked: HostOptions[] = [];
  serveMainProcess(
    { postMessage: (message) => told.push(message as ToMainMessage), on: (kind, use) => events.on(kind, use) },
    (exitCode) => ends.push(exitCode),
    openHost ??
      (async (options) => {
        asked.push(options);
        await opened;
        return host;
      }),
  );
  const send = (data: unknown, ports: unknown[] = []) => events.emit('message', { data, ports });
  return { send, told, attached, ends, asked, release, closes: () => closes };
}

const aPort = (closed: string[] = []) => ({ close: () => closed.push('closed') }) as unknown as AnyMessagePort;

describe('host process of the desktop application', () => {
  it('[EM6] starts with the command line, whatever Chromium added to it', () => {
    const line = openLine();
    line.send(start);
    line.send(start);
    expect(line.asked).toMatchObject([
      { platformUrl: 'http://p:1', dataFolder: '/nowhere', devices: [{ kind: 'scanner', path: '/dev/x' }] },
    ]);
  });

  it('[EM6] ports that come early are served when the host is open, later ones at once', async () => {
    const line = openLine();
    line.send({ kind: 'port' }, [aPort()]);
    line.send(start);
    line.send({ kind: 'port' }, [aPort()]);
    line.send({ kind: 'port' });
    expect(line.attached).toHaveLength(0);
    line.release();
    await waitUntil('both ports', () => line.attached.length === 2);
    expect(line.told).toEqual([{ kind: 'started' }]);
  });

  it('[EM6] more early ports than the limit are closed', () => {
    const line = openLine();
    const closed: string[] = [];
    for (let no = 0; no < maxWaitingPorts + 2; no += 1) line.send({ kind: 'port' }, [aPort(closed)]);
    expect(closed).toHaveLength(2);
  });

  it('[EM6] a host that cannot open says why and ends', async () => {
    const line = openLine(() => Promise.reject(new Error('The folder is in use.')));
    line.send(start);
    await waitUntil('the end', () => line.ends.length > 0);
    expect([line.told, line.ends]).toEqual([[{ kind: 'failed', sentence: 'The folder is in use.' }], [1]]);
  });

  it('[EM6] stop closes the host before the process ends', async () => {
    const line = openLine();
    line.send(start);
    line.release();
    line.send({ kind: 'stop' });
    await waitUntil('the end', () => line.ends.length > 0);
    expect([line.closes(), line.ends]).toEqual([1, [0]]);
  });

  it('[EM7] the key is sealed by the main process; a keychain that fails is an error, not an open key', async () => {
    const line = openLine();
    line.send(start);
    const box = line.asked[0]?.secretBox;
    const sealed = box?.seal('key');
    const unsealed = Promise.resolve(box?.unseal('x'));
    line.send({ kind: 'secret', requestNo: 1, text: 'SEALED' });
    line.send({ kind: 'secret', requestNo: 2, text: null });
    expect([await sealed, line.told]).toEqual([
      'SEALED',
      [
        { kind: 'secret', requestNo: 1, task: 'seal', text: 'key' },
        { kind: 'secret', requestNo: 2, task: 'unseal', text: 'x' },
      ],
    ]);
    await expect(unsealed).rejects.toThrow('keychain');
  });

  it('[EM6] messages of an unknown shape are dropped', () => {
    const line = openLine();
    for (const message of [null, 'start', {}, { kind: 'start' }, { kind: 'explode' }]) line.send(message);
    expect([line.asked, line.ends]).toEqual([[], []]);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { freePort } from '#test/support/freePort.ts';
import type { TestFloor } from '#test/support/startTestFloor.ts';

/** The platform as a process of its own that can be killed and started again on the same ports and database. */
export type KillablePlatform = {
  readonly port: number;
  readonly brokerPort: number;
  readonly call: TestFloor['call'];
  start(): Promise<void>;
  kill(): Promise<void>;
};

const adminToken = 'a-token-for-the-kill-bench-only';

/** Chooses free ports and starts the platform on a PostgreSQL. `words` are further options; `onErrorLine` hears its log, which else is shown. */
export async function openKillablePlatform(
  databaseUrl: string,
  more: { readonly words?: readonly string[]; readonly onErrorLine?: (line: string) => void } = {},
): Promise<KillablePlatform> {
  const [port, brokerPort] = [await freePort(), await freePort()];
  let child: ChildProcess | null = null;
  const words = [
    'platform',
    '--json',
    '--log',
    'fatal',
    '--no-dispatch',
    '--port',
    String(port),
    '--broker-port',
    String(brokerPort),
    ...(more.words ?? []),
  ];
  const start = async () => {
    const started = spawn(process.execPath, ['bin/halfhour.mjs', ...words, '--database-url', databaseUrl], {
      stdio: ['ignore', 'pipe', more.onErrorLine === undefined ? 'inherit' : 'pipe'],
      env: { ...process.env, HALFHOUR_ADMIN_TOKEN: adminToken },
    });
    child = started;
    if (started.stderr !== null && more.onErrorLine !== undefined) createInterface({ input: started.stderr }).on('line', more.onErrorLine);
    await new Promise<void>((resolve, reject) => {
      started.once('exit', (code) => reject(new Error(`the platform ended with ${code}`)));
      createInterface({ input: started.stdout as NodeJS.ReadableStream }).once('line', () => resolve());
    });
  };
  await start();
  return {
    port,
    brokerPort,
    start,
    call: async (method, path, body) => {
      const response = await fetch(`http://127.0.0.1:${port}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json', connection: 'close' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return JSON.parse(text);
    },
    async kill() {
      const running = child;
      child = null;
      if (running === null || running.exitCode !== null || running.signalCode !== null) return;
      running.removeAllListeners('exit');
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await gone;
    },
  };
}

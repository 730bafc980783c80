import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { findProgram } from './findProgram.ts';
import { freePort } from './freePort.ts';
import { tempFolder } from './tempFolder.ts';
import { waitUntil } from './waitUntil.ts';

export type MosquittoServer = {
  /** `mqtt://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Ends the broker as a crash would; `restart` brings it back on the same port. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** Why Mosquitto cannot be started on this machine, or null when it can. */
export function mosquittoMissingReason(): string | null {
  return findProgram(['mosquitto']) === null ? 'mosquitto is not on this machine' : null;
}

/** Starts a real Mosquitto of its own on 127.0.0.1, without persistence, open to anyone on this machine. */
export async function startMosquitto(): Promise<MosquittoServer> {
  const program = findProgram(['mosquitto']);
  if (program === null) throw new Error('mosquitto is not on this machine');
  const folder = tempFolder('halfhour-mosquitto-');
  const port = await freePort();
  const configPath = path.join(folder.path, 'mosquitto.conf');
  writeFileSync(configPath, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n`);
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = spawn(program, ['-c', configPath], { stdio: 'ignore' });
    await waitUntil('mosquitto', () => canConnect(port));
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null) return;
    const exited = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill(signal);
    await exited;
  };
  await start();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM');
      await start();
    },
    stop: async () => {
      await end('SIGTERM');
      folder.remove();
    },
  };
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

import { spawn } from 'node:child_process';
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from './findProgram.ts';
import { tempFolder } from './tempFolder.ts';
import { waitUntil } from './waitUntil.ts';

export type PtyPair = {
  /** The end a test or simulator writes to. */
  readonly devicePath: string;
  /** The end the station opens as its serial port. */
  readonly hostPath: string;
  /** Pulls the cable: both ends vanish. Called by `close` too. */
  close(): Promise<void>;
};

/** Why PTY pairs cannot be made on this machine, or null when they can. */
export function ptyMissingReason(): string | null {
  return findProgram(['socat']) === null ? 'socat is not on this machine' : null;
}

/** Two pseudo terminals joined by socat: a serial cable without a serial port. */
export async function openPtyPair(): Promise<PtyPair> {
  const socat = findProgram(['socat']);
  if (socat === null) throw new Error('socat is not on this machine');
  const folder = tempFolder('halfhour-pty-');
  const devicePath = path.join(folder.path, 'device');
  const hostPath = path.join(folder.path, 'host');
  const child = spawn(socat, [`pty,raw,echo=0,link=${devicePath}`, `pty,raw,echo=0,link=${hostPath}`], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await waitUntil('the PTY pair', () => lstatSync(devicePath).isSymbolicLink() && lstatSync(hostPath).isSymbolicLink());
  return {
    devicePath,
    hostPath,
    close: async () => {
      child.kill('SIGTERM');
      await exited;
      folder.remove();
    },
  };
}

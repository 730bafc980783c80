import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two ends of a pseudo-terminal line, as a serial cable. */
export type PtyPair = {
  /** What the station opens. */
  readonly stationPath: string;
  /** What the device opens. */
  readonly devicePath: string;
  /** Writes bytes as the device would. */
  send(bytes: Uint8Array | string): Promise<void>;
  /** Pulls the cable out: both ends are gone at once. */
  unplug(): Promise<void>;
  /** Plugs it in again under the same names. */
  replug(): Promise<void>;
  close(): Promise<void>;
};

/** Why no pseudo-terminals can be made here, or null. */
export const ptyMissingReason: string | null =
  spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0 ? null : 'socat is not installed (apt-get install socat)';

const openTimeoutMs = 5_000;

/** Makes a pair with socat. */
export async function openPtyPair(): Promise<PtyPair> {
  const folder = mkdtempSync(join(tmpdir(), 'halfhour-pty-'));
  const stationPath = join(folder, 'station');
  const devicePath = join(folder, 'device');
  let cable: ChildProcess | null = null;
  let device: FileHandle | null = null;

  const plug = async (): Promise<void> => {
    cable = spawn('socat', [`pty,raw,echo=0,link=${stationPath}`, `pty,raw,echo=0,link=${devicePath}`], { stdio: 'ignore' });
    const deadline = performance.now() + openTimeoutMs;
    while (!(existsSync(stationPath) && existsSync(devicePath))) {
      if (performance.now() > deadline) throw new Error('socat made no pseudo-terminals');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    device = await open(devicePath, 'r+');
  };
  const unplug = async (): Promise<void> => {
    const process = cable;
    cable = null;
    // The names go first: they would lead to whoever gets the terminals' numbers next.
    rmSync(stationPath, { force: true });
    rmSync(devicePath, { force: true });
    if (process !== null && process.exitCode === null) {
      const gone = new Promise((resolve) => process.once('exit', resolve));
      process.kill('SIGKILL');
      await gone;
    }
    await device?.close().catch(() => undefined);
    device = null;
  };
  await plug();
  return {
    stationPath,
    devicePath,
    send: async (bytes) => {
      if (device === null) throw new Error('the cable is out');
      await device.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    },
    unplug,
    replug: plug,
    close: async () => {
      await unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

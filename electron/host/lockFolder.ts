import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const lockFile = z.object({ pid: z.number().int().positive(), startedAt: z.string().nullable() });

/** Another host works in this folder. */
export class FolderInUseFault extends Error {
  override readonly name = 'FolderInUseFault';
}

const heldHere = new Set<string>();

/**
 * Takes a data folder for this process alone; resolves with the release. Throws FolderInUseFault while its holder lives.
 * A lock left by a killed process is taken over: the holder is named by process id and, on Linux, its start time, since ids come again.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'host.lock');
  const mine = JSON.stringify({ pid: process.pid, startedAt: await startOf(process.pid) });
  if (heldHere.has(path)) throw new FolderInUseFault(`${folder} is in use by this process`);
  heldHere.add(path);
  try {
    await writeLock(path, mine, folder);
  } catch (error) {
    heldHere.delete(path);
    throw error;
  }
  return async () => {
    heldHere.delete(path);
    await rm(path, { force: true });
  };
}

async function writeLock(path: string, mine: string, folder: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readHolder(path);
    if (holder && (await isAlive(holder))) throw new FolderInUseFault(`${folder} is in use by process ${holder.pid}`);
    await rm(path, { force: true });
  }
  throw new FolderInUseFault(`${folder} is being taken by another process`);
}

async function readHolder(path: string): Promise<z.infer<typeof lockFile> | null> {
  try {
    const parsed = lockFile.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

async function isAlive(holder: z.infer<typeof lockFile>): Promise<boolean> {
  // Our own id, and not held here: left by an earlier process of the same number.
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return holder.startedAt === null || (await startOf(holder.pid)) === holder.startedAt;
}

/** Start time of a process in clock ticks since boot (proc(5), field 22), with the boot's id; null where there is no /proc. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${bootId.trim()}:${ticks ?? ''}`;
  } catch {
    return null;
  }
}

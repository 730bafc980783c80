import { constants } from 'node:fs';
import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The disk did not take something; nothing of what was refused will appear after a restart as if it had been taken. */
export class SpoolFault extends Error {
  override readonly name = 'SpoolFault';
}

export type AppendLog = {
  /** Resolves when the line is on the disk (fsync). Lines written at the same time share one fsync and keep their order. */
  append(line: string): Promise<void>;
  /** Puts these lines in the place of all others, atomically. Lines appended meanwhile come after them. */
  replace(lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** Most lines that wait for the disk at once; more are refused with SpoolFault. */
export const maxPendingLines = 20_000;

/**
 * Where the system writes through at once, a line is on the disk with one call instead of two: a scan waits for one change of thread less.
 * Linux only: macOS keeps what is written through in the disk's own cache, and Windows has no such flag here.
 */
const isWrittenThrough = process.platform === 'linux';
const appendFlags = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (isWrittenThrough ? constants.O_DSYNC : 0);

type Pending = { readonly line: string; readonly resolve: () => void; readonly reject: (fault: SpoolFault) => void };

/** Opens an append-only file of lines and answers what it holds; a last line torn by a power cut is dropped and cut off. */
export async function openAppendLog(path: string): Promise<{ readonly log: AppendLog; readonly lines: string[] }> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '';
    throw new SpoolFault(`cannot read ${path}: ${String(error)}`);
  });
  const wholeEnd = text.lastIndexOf('\n') + 1;
  let file = await open(path, appendFlags, 0o600);
  let goodLength = Buffer.byteLength(text.slice(0, wholeEnd));
  await file.truncate(goodLength);
  let batch: Pending[] | null = null;
  let work: Promise<void> = Promise.resolve();
  let isClosed = false;

  const flush = async (lines: readonly Pending[]): Promise<void> => {
    if (batch === lines) batch = null;
    const bytes = Buffer.from(lines.map((entry) => `${entry.line}\n`).join(''));
    try {
      await writeAll(file, bytes, isWrittenThrough);
      goodLength += bytes.length;
      for (const entry of lines) entry.resolve();
    } catch (error) {
      await file.truncate(goodLength).catch(() => undefined);
      for (const entry of lines) entry.reject(new SpoolFault(`cannot write ${path}: ${String(error)}`));
    }
  };
  const enqueue = (job: () => Promise<void>): Promise<void> => {
    work = work.then(job, job);
    return work;
  };
  const addToBatch = (entry: Pending): void => {
    if (batch !== null) return void batch.push(entry);
    const fresh = [entry];
    batch = fresh;
    void enqueue(() => flush(fresh));
  };
  const log: AppendLog = {
    append: (line) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new SpoolFault(`${path} is closed`));
        if ((batch?.length ?? 0) >= maxPendingLines) return reject(new SpoolFault(`${path}: too many lines wait for the disk`));
        addToBatch({ line, resolve, reject });
      }),
    replace: (lines) => {
      // What is appended from now on must not join a batch that is written before the file is replaced.
      batch = null;
      return enqueue(async () => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const fresh = await writeFresh(path, bytes);
        await file.close();
        file = fresh;
        goodLength = bytes.length;
      });
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await enqueue(() => file.close());
    },
  };
  return { log, lines: text.slice(0, wholeEnd).split('\n').slice(0, -1) };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, isDurableAtOnce: boolean): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, offset);
    offset += bytesWritten;
  }
  if (!isDurableAtOnce) await file.datasync();
}

/** Writes beside the old file and renames over it; answers the handle that goes on appending. */
async function writeFresh(path: string, bytes: Uint8Array): Promise<FileHandle> {
  const freshPath = `${path}.new`;
  const first = await open(freshPath, 'w', 0o600);
  try {
    await writeAll(first, bytes, false);
  } finally {
    await first.close();
  }
  const handle = await open(freshPath, appendFlags, 0o600);
  await rename(freshPath, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return handle;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

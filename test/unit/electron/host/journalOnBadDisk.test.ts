import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCommandJournal } from '#electron/host/openCommandJournal.ts';
import { silentLog } from '#shared/base/log.ts';
import { findProgram } from '#test/support/findProgram.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

let folder: TempFolder;
let worker: ChildProcess | null = null;

beforeEach(() => {
  folder = tempFolder();
});

afterEach(() => {
  worker?.kill('SIGKILL');
  worker = null;
  folder.remove();
});

/** A journal in a process of its own: `limit` blocks of 1,024 bytes is the most a file of it may hold; `uid` whose process it is. */
async function startWorker(options: { readonly limit?: number; readonly uid?: number }) {
  const words = [process.execPath, '--import', 'tsx', 'test/support/host/journalWorker.ts', folder.path];
  const { limit, uid } = options;
  // Ignored, the signal of the limit leaves an error of the write, as a full disk does.
  const shell = limit === undefined ? 'exec "$@"' : `trap '' XFSZ; ulimit -S -f ${limit}; exec "$@"`;
  const child = spawn('bash', ['-c', shell, 'bash', ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid }),
  });
  worker = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value as string) as Record<string, unknown>;
  await next();
  return {
    pid: child.pid ?? 0,
    append: (howMany: number) => {
      child.stdin.write(`${howMany}\n`);
      return next();
    },
  };
}

async function seqsAfterRestart(): Promise<number[]> {
  const journal = await openCommandJournal({ dataFolder: folder.path, log: silentLog });
  const commands = await journal.read('outbox-1');
  await journal.close();
  return commands.map(({ stationSeq }) => stationSeq);
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const hasLimits = process.platform === 'linux' && findProgram(['prlimit']) !== null;
const isRoot = process.getuid?.() === 0;

describe('command journal on a disk that does not take it', () => {
  it.runIf(hasLimits)('[HJ15] full: told, nothing kept is lost, and it takes again when there is room', async () => {
    const { append, pid } = await startWorker({ limit: 8 });
    expect(await append(10)).toEqual({ answer: 'taken', left: 10 });
    expect([await append(200), await append(200)]).toEqual(Array(2).fill({ answer: 'JournalDiskFault', left: 10 }));
    expect(await append(1)).toEqual({ answer: 'taken', left: 11 });
    execFileSync('prlimit', ['--pid', String(pid), '--fsize=unlimited:unlimited']);
    expect(await append(200)).toEqual({ answer: 'taken', left: 211 });
    worker?.kill('SIGKILL');
    expect(await seqsAfterRestart()).toEqual(upTo(211));
  });

  it.runIf(process.platform !== 'win32')('[HJ15] not permitted: the journal opens all the same, tells, and takes once it may', async () => {
    const path = join(folder.path, 'journal');
    mkdirSync(path);
    chmodSync(folder.path, 0o755);
    chmodSync(path, isRoot ? 0o755 : 0o555);
    const { append } = await startWorker(isRoot ? { uid: 65_534 } : {});
    expect(await append(3)).toEqual({ answer: 'JournalDiskFault', left: 0 });
    chmodSync(path, 0o777);
    expect(await append(3)).toEqual({ answer: 'taken', left: 3 });
  });

  it.runIf(process.platform !== 'win32')('[HJ14] killed while it appends: what was told as taken is there, in whole commits', async () => {
    const { append } = await startWorker({});
    await append(50);
    const last = append(5_000).catch(() => null);
    worker?.kill('SIGKILL');
    await last;
    const seqs = await seqsAfterRestart();
    expect([seqs.length >= 50, seqs]).toEqual([true, upTo(seqs.length)]);
  });
});

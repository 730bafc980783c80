import { mkdir, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '#shared/base/log.ts';
import type { Command } from '#shared/model/command/command.ts';
import { inCommits, JournalContent, parseEntry, toEntryLine, type JournalEntry } from './journalContent.ts';
import type { JournalSeal } from './journalSeal.ts';
import { scanJournal } from './journalLine.ts';
import { syncFolder } from './writeFileDurably.ts';

/** A segment that has grown to this is closed and a new one begun. */
export const maxSegmentBytes = 1024 * 1024;
/** A fully acknowledged open segment larger than this is replaced by an empty one. */
export const keptWhenPrunedBytes = 64 * 1024;
/** Most appends waiting for one fsync; more are refused. */
export const maxQueuedAppends = 1000;

/** Another window or browser has become the writer of this outbox: what the earlier one brings is not taken. */
export class JournalTakenFault extends Error {
  override readonly name = 'JournalTakenFault';
}

type Segment = { readonly path: string; bytes: number; lastSeq: number };
type Append = { readonly commands: readonly Command[]; readonly writerNo: number | undefined; done(): void; failed(error: unknown): void };
type Job = ({ readonly kind: 'append' } & Append) | { readonly kind: 'exclusive'; run(): Promise<void> };

/** The journal of one outbox: append-only segments in a folder. */
export type OutboxJournal = {
  /** A new writer's number, above all others, and what is kept. Lower numbers are refused with JournalTakenFault from now on, also after a restart. */
  open(): Promise<{ readonly writerNo: number; readonly commands: readonly Command[] }>;
  /**
   * Durable (fsync) when it resolves; concurrent appends share one fsync. Commands already there are skipped; another command under a
   * number takes its place. Rejects when the disk does not take it. Without `writerNo` nobody is refused.
   */
  append(commands: readonly Command[], writerNo?: number): Promise<void>;
  /** Commands not yet pruned, in order of their numbers. */
  read(): Promise<readonly Command[]>;
  /** Commands from this number on never happened; durable when it resolves, with how many are left. */
  withdraw(fromSeq: number, writerNo?: number): Promise<number>;
  /** Forgets commands through `throughSeq`; resolves with how many are left. */
  prune(throughSeq: number): Promise<number>;
  left(): number;
  damagedLines(): number;
  /** Fsyncs made for appends, to see that they are shared. */
  syncs(): number;
  close(): Promise<void>;
};

/** Opens the journal in `folder`, cutting off a torn last line. With a seal what people wrote lies sealed. */
export async function openOutboxJournal(folder: string, log: Log, seal: JournalSeal | null = null): Promise<OutboxJournal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(dirname(folder));
  const journal = new SegmentedJournal(folder, log, seal);
  await journal.load();
  return journal;
}

class SegmentedJournal implements OutboxJournal {
  readonly #folder: string;
  readonly #log: Log;
  readonly #seal: JournalSeal | null;
  #segments: Segment[] = [];
  #file: FileHandle | null = null;
  #nextSegmentNo = 1;
  #damagedLines = 0;
  #syncs = 0;
  /** What is kept, by number; the commands themselves are in the files. */
  readonly #index = new JournalContent<null>();
  readonly #jobs: Job[] = [];
  #isWorking = false;
  #isClosed = false;

  constructor(folder: string, log: Log, seal: JournalSeal | null) {
    this.#folder = folder;
    this.#log = log;
    this.#seal = seal;
  }

  async load(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => /^\d{8}\.log$/.test(name)).sort();
    for (const name of names) {
      const segment: Segment = { path: join(this.#folder, name), bytes: 0, lastSeq: 0 };
      for (const entry of await this.#readSegment(segment, true)) {
        this.#index.take(entry, () => null);
        for (const found of entry.commands ?? []) segment.lastSeq = Math.max(segment.lastSeq, found.stationSeq);
      }
      this.#segments.push(segment);
      this.#nextSegmentNo = Number.parseInt(name, 10) + 1;
    }
    const last = this.#segments.at(-1);
    if (!last) return;
    this.#file = await open(last.path, 'r+');
    await this.#file.truncate(last.bytes);
  }

  open(): Promise<{ readonly writerNo: number; readonly commands: readonly Command[] }> {
    return this.#exclusively(async () => {
      const writerNo = this.#index.writerNo + 1;
      await this.#put({ writerNo }, true);
      return { writerNo, commands: await this.#readAll() };
    });
  }

  append(commands: readonly Command[], writerNo?: number): Promise<void> {
    if (this.#jobs.length >= maxQueuedAppends) return Promise.reject(new Error(`more than ${maxQueuedAppends} journal appends waiting`));
    return new Promise((done, failed) => this.#addJob({ kind: 'append', commands, writerNo, done, failed }));
  }

  read(): Promise<readonly Command[]> {
    return this.#exclusively(() => this.#readAll());
  }

  withdraw(fromSeq: number, writerNo?: number): Promise<number> {
    return this.#exclusively(async () => {
      this.#refuseEarlier(writerNo);
      await this.#put({ withdrawnFrom: fromSeq }, true);
      return this.#index.count();
    });
  }

  prune(throughSeq: number): Promise<number> {
    return this.#exclusively(async () => {
      if (throughSeq <= this.#index.prunedThrough) return this.#index.count();
      const open = this.#segments.at(-1);
      if (open && open.lastSeq <= throughSeq && open.bytes > keptWhenPrunedBytes) {
        this.#index.take({ prunedThrough: throughSeq }, () => null);
        await this.#startSegment();
      }
      // Not synced: losing this line only means that acknowledged commands are offered again, and ids make that harmless.
      else await this.#put({ prunedThrough: throughSeq }, false);
      await this.#removeAcknowledgedSegments();
      return this.#index.count();
    });
  }

  left = () => this.#index.count();
  damagedLines = () => this.#damagedLines;
  syncs = () => this.#syncs;

  close(): Promise<void> {
    return this.#exclusively(async () => {
      this.#isClosed = true;
      await this.#file?.close();
      this.#file = null;
    });
  }

  async #readAll(): Promise<readonly Command[]> {
    const content = new JournalContent<Command>();
    for (const segment of this.#segments) {
      for (const entry of await this.#readSegment(segment, false)) content.take(entry, (found) => found);
    }
    content.take({ prunedThrough: this.#index.prunedThrough }, (found) => found);
    return content.inOrder();
  }

  #refuseEarlier(writerNo: number | undefined): void {
    const newest = this.#index.writerNo;
    if (writerNo !== undefined && writerNo < newest) throw new JournalTakenFault(`writer ${newest} has this outbox now, not ${writerNo}`);
  }

  #exclusively<T>(run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => this.#addJob({ kind: 'exclusive', run: () => run().then(resolve, reject) }));
  }

  #addJob(job: Job): void {
    this.#jobs.push(job);
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    // One turn of the event loop, so that appends made together share the first fsync too.
    await new Promise((resolve) => setImmediate(resolve));
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) {
      if (job.kind === 'exclusive') {
        await job.run();
        continue;
      }
      const group: Append[] = [job];
      while (this.#jobs[0]?.kind === 'append') group.push(this.#jobs.shift() as Append & Job);
      await this.#appendGroup(group);
    }
    this.#isWorking = false;
  }

  /** Writes what waits with one fsync; who is not the writer any more is turned away alone. */
  async #appendGroup(group: readonly Append[]): Promise<void> {
    const admitted: Append[] = [];
    for (const append of group) {
      try {
        this.#refuseEarlier(append.writerNo);
        admitted.push(append);
      } catch (error) {
        append.failed(error);
      }
    }
    try {
      if (this.#isClosed) throw new Error('the journal is closed');
      const fresh = new Map<string, Command>();
      for (const { commands } of admitted) for (const each of commands) if (this.#index.lacks(each)) fresh.set(each.id, each);
      if (fresh.size > 0)
        await this.#putAll(
          inCommits([...fresh.values()]).map((commands) => ({ commands })),
          true,
        );
      for (const append of admitted) append.done();
    } catch (error) {
      for (const append of admitted) append.failed(error);
    }
  }

  #put(entry: JournalEntry, isSynced: boolean): Promise<void> {
    return this.#putAll([entry], isSynced);
  }

  /** Puts entries at the end of the file; they count when the disk has them. */
  async #putAll(entries: readonly JournalEntry[], isSynced: boolean): Promise<void> {
    if (this.#isClosed) throw new Error('the journal is closed');
    const last = this.#segments.at(-1);
    const segment = last && last.bytes < maxSegmentBytes && this.#file ? last : await this.#startSegment();
    const bytes = Buffer.concat(entries.map((entry) => toEntryLine(entry, this.#seal)));
    await this.#write(segment, bytes);
    if (isSynced) await this.#sync(segment, bytes.length);
    for (const entry of entries) {
      this.#index.take(entry, () => null);
      for (const { stationSeq } of entry.commands ?? []) segment.lastSeq = Math.max(segment.lastSeq, stationSeq);
    }
  }

  /** Writes at the end of the good bytes; what a failed write left behind is cut off, or else overwritten by the next. */
  async #write(segment: Segment, bytes: Buffer): Promise<void> {
    const file = this.#file;
    if (!file) throw new Error('the journal is closed');
    let written = 0;
    try {
      while (written < bytes.length) {
        const step = await file.write(bytes, written, bytes.length - written, segment.bytes + written);
        written += step.bytesWritten;
      }
    } catch (error) {
      await file.truncate(segment.bytes).catch(() => {});
      throw error;
    }
    segment.bytes += bytes.length;
  }

  async #sync(segment: Segment, addedBytes: number): Promise<void> {
    try {
      await this.#file?.datasync();
      this.#syncs += 1;
    } catch (error) {
      // After a failed fsync the page cache cannot be trusted: go on in a new file, and do not count these lines.
      segment.bytes -= addedBytes;
      await this.#file?.truncate(segment.bytes).catch(() => {});
      await this.#file?.close().catch(() => {});
      this.#file = null;
      throw error;
    }
  }

  async #startSegment(): Promise<Segment> {
    const segment: Segment = { path: join(this.#folder, `${String(this.#nextSegmentNo).padStart(8, '0')}.log`), bytes: 0, lastSeq: 0 };
    const file = await open(segment.path, 'wx', 0o600);
    this.#nextSegmentNo += 1;
    await this.#file?.close().catch(() => {});
    this.#file = file;
    this.#segments.push(segment);
    const { prunedThrough, writerNo } = this.#index;
    await this.#write(segment, toEntryLine({ prunedThrough, writerNo }, null));
    await file.datasync();
    await syncFolder(this.#folder);
    return segment;
  }

  async #removeAcknowledgedSegments(): Promise<void> {
    const open = this.#segments.at(-1);
    const gone = this.#segments.filter((segment) => segment !== open && segment.lastSeq <= this.#index.prunedThrough);
    if (gone.length === 0) return;
    for (const segment of gone) await rm(segment.path, { force: true });
    this.#segments = this.#segments.filter((segment) => !gone.includes(segment));
    await syncFolder(this.#folder);
  }

  async #readSegment(segment: Segment, isFirstRead: boolean): Promise<readonly JournalEntry[]> {
    const bytes = await readFile(segment.path);
    const found = scanJournal(isFirstRead ? bytes : bytes.subarray(0, segment.bytes));
    const entries = found.texts.map((text) => parseEntry(text, this.#seal));
    if (isFirstRead) {
      segment.bytes = found.goodBytes;
      const damaged = entries.filter(({ isDamaged }) => isDamaged).length;
      this.#countDamage(segment, found.damagedLines + damaged, bytes.length - found.goodBytes);
    }
    return entries.map(({ entry }) => entry);
  }

  #countDamage(segment: Segment, lines: number, tornBytes: number): void {
    this.#damagedLines += lines;
    if (lines > 0 || tornBytes > 0) this.#log.warn('journal.damaged', { path: segment.path, lines, tornBytes });
  }
}

import { mkdir, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Log } from '#shared/base/log.ts';
import { command, type Command } from '#shared/model/command/command.ts';
import { scanJournal, toJournalLine } from './journalLine.ts';
import { syncFolder } from './writeFileDurably.ts';

/** A segment that has grown to this is closed and a new one begun. */
export const maxSegmentBytes = 1024 * 1024;
/** A fully acknowledged open segment larger than this is replaced by an empty one. */
export const keptWhenPrunedBytes = 64 * 1024;
/** Most appends waiting for one fsync; more are refused. */
export const maxQueuedAppends = 1000;

/** A line holds a command, or says through which number the platform has acknowledged. */
const journalEntry = z.union([z.object({ command: z.unknown() }), z.object({ prunedThrough: z.number().int().nonnegative() })]);

type Segment = { readonly path: string; bytes: number; lastSeq: number };
type Job =
  | { readonly kind: 'append'; readonly commands: readonly Command[]; done(): void; failed(error: unknown): void }
  | { readonly kind: 'exclusive'; run(): Promise<void> };

/** The journal of one outbox: append-only segments in a folder. */
export type OutboxJournal = {
  /** Durable (fsync) when it resolves; concurrent appends share one fsync. Commands already there are skipped. Rejects when the disk does not take it. */
  append(commands: readonly Command[]): Promise<void>;
  /** Commands not yet pruned, in order of their numbers. */
  read(): Promise<readonly Command[]>;
  /** Forgets commands through `throughSeq`; resolves with how many are left. */
  prune(throughSeq: number): Promise<number>;
  left(): number;
  damagedLines(): number;
  /** Fsyncs made for appends, to see that they are shared. */
  syncs(): number;
  close(): Promise<void>;
};

/** Opens the journal in `folder`, cutting off a torn last line. */
export async function openOutboxJournal(folder: string, log: Log): Promise<OutboxJournal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(dirname(folder));
  const journal = new SegmentedJournal(folder, log);
  await journal.load();
  return journal;
}

class SegmentedJournal implements OutboxJournal {
  readonly #folder: string;
  readonly #log: Log;
  #segments: Segment[] = [];
  #file: FileHandle | null = null;
  #nextSegmentNo = 1;
  #prunedThrough = 0;
  #damagedLines = 0;
  #syncs = 0;
  /** Number of every command not pruned, by id. */
  readonly #seqById = new Map<string, number>();
  readonly #jobs: Job[] = [];
  #isWorking = false;
  #isClosed = false;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  async load(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => /^\d{8}\.log$/.test(name)).sort();
    for (const name of names) {
      const segment: Segment = { path: join(this.#folder, name), bytes: 0, lastSeq: 0 };
      for (const found of await this.#readSegment(segment)) {
        segment.lastSeq = Math.max(segment.lastSeq, found.stationSeq);
        this.#seqById.set(found.id, found.stationSeq);
      }
      this.#segments.push(segment);
      this.#nextSegmentNo = Number.parseInt(name, 10) + 1;
    }
    this.#forgetPruned();
    const last = this.#segments.at(-1);
    if (!last) return;
    this.#file = await open(last.path, 'r+');
    await this.#file.truncate(last.bytes);
  }

  append(commands: readonly Command[]): Promise<void> {
    if (this.#jobs.length >= maxQueuedAppends) return Promise.reject(new Error(`more than ${maxQueuedAppends} journal appends waiting`));
    return new Promise((done, failed) => this.#addJob({ kind: 'append', commands, done, failed }));
  }

  read(): Promise<readonly Command[]> {
    return this.#exclusively(async () => {
      const commands = new Map<string, Command>();
      for (const segment of this.#segments) {
        for (const found of await this.#readSegment({ ...segment }, { isFirstRead: false })) {
          if (found.stationSeq > this.#prunedThrough) commands.set(found.id, found);
        }
      }
      return [...commands.values()].sort((a, b) => a.stationSeq - b.stationSeq);
    });
  }

  prune(throughSeq: number): Promise<number> {
    return this.#exclusively(async () => {
      if (throughSeq <= this.#prunedThrough) return this.#seqById.size;
      this.#prunedThrough = throughSeq;
      this.#forgetPruned();
      const open = this.#segments.at(-1);
      if (open && open.lastSeq <= throughSeq && open.bytes > keptWhenPrunedBytes) await this.#startSegment();
      // Not synced: losing this line only means that acknowledged commands are offered again, and ids make that harmless.
      else if (open) await this.#write(open, toJournalLine(JSON.stringify({ prunedThrough: throughSeq })));
      await this.#removeAcknowledgedSegments();
      return this.#seqById.size;
    });
  }

  left(): number {
    return this.#seqById.size;
  }

  damagedLines(): number {
    return this.#damagedLines;
  }

  syncs(): number {
    return this.#syncs;
  }

  close(): Promise<void> {
    return this.#exclusively(async () => {
      this.#isClosed = true;
      await this.#file?.close();
      this.#file = null;
    });
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
      const group = [job];
      while (this.#jobs[0]?.kind === 'append') group.push(this.#jobs.shift() as typeof job);
      try {
        await this.#appendGroup(group.flatMap((append) => append.commands));
        for (const append of group) append.done();
      } catch (error) {
        for (const append of group) append.failed(error);
      }
    }
    this.#isWorking = false;
  }

  async #appendGroup(commands: readonly Command[]): Promise<void> {
    if (this.#isClosed) throw new Error('the journal is closed');
    const fresh = new Map<string, Command>();
    for (const each of commands) {
      if (each.stationSeq > this.#prunedThrough && !this.#seqById.has(each.id)) fresh.set(each.id, each);
    }
    if (fresh.size === 0) return;
    const last = this.#segments.at(-1);
    const segment = last && last.bytes < maxSegmentBytes && this.#file ? last : await this.#startSegment();
    const lines = [...fresh.values()].map((each) => toJournalLine(JSON.stringify({ command: each })));
    const bytes = Buffer.concat(lines);
    await this.#write(segment, bytes);
    await this.#sync(segment, bytes.length);
    for (const each of fresh.values()) {
      this.#seqById.set(each.id, each.stationSeq);
      segment.lastSeq = Math.max(segment.lastSeq, each.stationSeq);
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
    await this.#write(segment, toJournalLine(JSON.stringify({ prunedThrough: this.#prunedThrough })));
    await file.datasync();
    await syncFolder(this.#folder);
    return segment;
  }

  async #removeAcknowledgedSegments(): Promise<void> {
    const open = this.#segments.at(-1);
    const gone = this.#segments.filter((segment) => segment !== open && segment.lastSeq <= this.#prunedThrough);
    if (gone.length === 0) return;
    for (const segment of gone) await rm(segment.path, { force: true });
    this.#segments = this.#segments.filter((segment) => !gone.includes(segment));
    await syncFolder(this.#folder);
  }

  #forgetPruned(): void {
    for (const [id, seq] of this.#seqById) if (seq <= this.#prunedThrough) this.#seqById.delete(id);
  }

  async #readSegment(segment: Segment, options = { isFirstRead: true }): Promise<readonly Command[]> {
    const bytes = await readFile(segment.path);
    const found = scanJournal(options.isFirstRead ? bytes : bytes.subarray(0, segment.bytes));
    if (options.isFirstRead) {
      segment.bytes = found.goodBytes;
      this.#countDamage(segment, found.damagedLines, bytes.length - found.goodBytes);
    }
    const commands: Command[] = [];
    for (const text of found.texts) {
      const entry = journalEntry.safeParse(JSON.parse(text));
      if (!entry.success) continue;
      if ('prunedThrough' in entry.data) {
        this.#prunedThrough = Math.max(this.#prunedThrough, entry.data.prunedThrough);
        continue;
      }
      const parsed = command.safeParse(entry.data.command);
      if (parsed.success) commands.push(parsed.data);
      else if (options.isFirstRead) this.#countDamage(segment, 1, 0);
    }
    return commands;
  }

  #countDamage(segment: Segment, lines: number, tornBytes: number): void {
    this.#damagedLines += lines;
    if (lines > 0 || tornBytes > 0) this.#log.warn('journal.damaged', { path: segment.path, lines, tornBytes });
  }
}

import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '#shared/base/clock.ts';
import { labelFields } from '#shared/features/devices/labelFields.ts';
import { printJob, type PrintJob } from '#shared/model/device/device.ts';
import { openAppendLog } from './openAppendLog.ts';

/** A job with what is needed to make its bytes again. */
const spooledJob = z.object({
  job: printJob,
  fields: labelFields,
  /** How many labels the printer had counted before this one; null or absent where that proves nothing (any more). */
  countBefore: z.number().int().nullable().optional(),
  /** The printer has been asked about this unknown job. */
  isAsked: z.boolean().optional(),
});
export type SpooledJob = z.infer<typeof spooledJob>;

/** Most jobs that are not settled; more are refused. */
export const maxOpenPrintJobs = 500;
/** Settled jobs remembered, so that the same id again is the same job and a preview can be shown. */
export const maxSettledPrintJobs = 500;
const maxDeadLines = 1_000;

/** What may change about a job. */
export type JobChange = Partial<
  Pick<PrintJob, 'status' | 'fault' | 'printerId' | 'isReprint'> & Pick<SpooledJob, 'countBefore' | 'isAsked'>
>;

/** Label jobs on disk. Every change is durable before it is told. */
export type PrintSpool = {
  /** A new job; durable when it resolves. The same id twice answers the first. Null when full. Rejects with SpoolFault. */
  add(entry: SpooledJob): Promise<PrintJob | null>;
  /** Changes a job; durable when it resolves. */
  change(jobId: string, change: JobChange): Promise<PrintJob>;
  get(jobId: string): SpooledJob | null;
  /** Jobs waiting to be printed, oldest first. */
  queued(): SpooledJob[];
  /** Unknown jobs of a printer that it has not been asked about yet. */
  unknownAt(printerId: string): SpooledJob[];
  /** Jobs that are settled, newest first. */
  settled(): PrintJob[];
  /** Every job that is not settled (confirmed, or failed and told off), oldest first. */
  open(): PrintJob[];
  onChange(use: (job: PrintJob) => void): () => void;
  close(): Promise<void>;
};

/** Whether nothing more will happen to a job by itself or by a person. */
export function isSettled(job: PrintJob): boolean {
  return job.status === 'confirmed' || (job.status === 'failed' && job.fault === 'print.cancelled');
}

/** Opens the spool in `folder`. A job that was being sent when the station stopped is unknown: it may be on paper. */
export async function openPrintSpool(folder: string, clock: Clock): Promise<PrintSpool> {
  const { log, lines } = await openAppendLog(join(folder, 'print.jsonl'));
  const jobs = new Map<string, SpooledJob>();
  const listeners = new Set<(job: PrintJob) => void>();
  let deadLines = lines.length;
  for (const line of lines) readLine(line, jobs);

  const forgetOld = (): void => {
    const settled = [...jobs.values()].filter((entry) => isSettled(entry.job));
    for (const entry of settled.slice(0, Math.max(0, settled.length - maxSettledPrintJobs))) jobs.delete(entry.job.jobId);
  };
  const fold = async (): Promise<void> => {
    deadLines = 0;
    forgetOld();
    await log.replace([...jobs.values()].map((entry) => JSON.stringify(entry)));
  };
  const put = async (entry: SpooledJob): Promise<PrintJob> => {
    // In memory first: a second call with the same id meets it; undone where the disk refuses.
    const before = jobs.get(entry.job.jobId);
    jobs.set(entry.job.jobId, entry);
    try {
      await log.append(JSON.stringify(entry));
    } catch (error) {
      if (before === undefined) jobs.delete(entry.job.jobId);
      else jobs.set(entry.job.jobId, before);
      throw error;
    }
    deadLines += before === undefined ? 0 : 1;
    if (deadLines > maxDeadLines) fold().catch(() => (deadLines = 0));
    for (const use of listeners) use(entry.job);
    return entry.job;
  };
  const change: PrintSpool['change'] = async (jobId, changed) => {
    const entry = jobs.get(jobId);
    if (entry === undefined) throw new RangeError(`no print job ${jobId}`);
    const { countBefore = entry.countBefore, isAsked = entry.isAsked, ...ofJob } = changed;
    const isAskedNow = ofJob.status === 'sending' ? false : isAsked;
    return await put({ ...entry, countBefore, isAsked: isAskedNow, job: { ...entry.job, ...ofJob, updatedAtMs: clock.nowMs() } });
  };
  for (const { job } of jobs.values()) {
    if (job.status === 'sending' || job.status === 'sent') await change(job.jobId, { status: 'unknown', fault: 'print.interrupted' });
  }
  await fold();

  return {
    add: async (entry) => {
      const known = jobs.get(entry.job.jobId);
      if (known !== undefined) return known.job;
      const openCount = [...jobs.values()].filter((one) => !isSettled(one.job)).length;
      return openCount >= maxOpenPrintJobs ? null : await put(entry);
    },
    change,
    get: (jobId) => jobs.get(jobId) ?? null,
    queued: () => [...jobs.values()].filter((entry) => entry.job.status === 'queued'),
    unknownAt: (printerId) =>
      [...jobs.values()].filter(({ job, isAsked }) => job.status === 'unknown' && job.printerId === printerId && isAsked !== true),
    settled: () =>
      [...jobs.values()]
        .map((entry) => entry.job)
        .filter(isSettled)
        .reverse(),
    open: () => [...jobs.values()].map((entry) => entry.job).filter((job) => !isSettled(job)),
    onChange: (use) => {
      listeners.add(use);
      return () => listeners.delete(use);
    },
    close: () => log.close(),
  };
}

function readLine(line: string, jobs: Map<string, SpooledJob>): void {
  try {
    const read = spooledJob.safeParse(JSON.parse(line));
    if (read.success) jobs.set(read.data.job.jobId, read.data);
  } catch {
    // A line that is no JSON was never acknowledged.
  }
}

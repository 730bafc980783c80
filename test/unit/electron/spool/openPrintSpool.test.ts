import { afterEach, describe, expect, test } from 'vitest';
import { maxOpenPrintJobs, openPrintSpool, type SpooledJob } from '#electron/spool/openPrintSpool.ts';
import { tempFolder, type TempFolder } from '#test/support/tempFolder.ts';

const clock = { nowMs: () => 5_000 };
const entry = (jobId: string): SpooledJob => ({
  job: {
    jobId,
    template: 'bag',
    subject: 's',
    parcelId: null,
    printerId: null,
    status: 'queued',
    fault: null,
    isReprint: false,
    createdAtMs: 1,
    updatedAtMs: 1,
  },
  fields: { code: 'X' },
});

const folders: TempFolder[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});
function newFolder(): string {
  const folder = tempFolder();
  folders.push(folder);
  return folder.path;
}

describe('print spool', () => {
  test('[SP4] a job being sent when the station stopped is unknown; a queued one is still queued', async () => {
    const folder = newFolder();
    const first = await openPrintSpool(folder, clock);
    for (const jobId of ['a', 'b', 'c', 'd']) await first.add(entry(jobId));
    await first.change('a', { status: 'sending', printerId: 'p' });
    await first.change('b', { status: 'sent', printerId: 'p' });
    await first.change('c', { status: 'confirmed', printerId: 'p' });
    await first.close();
    const second = await openPrintSpool(folder, clock);
    expect([
      second.open().map((job) => [job.jobId, job.status, job.fault]),
      second.queued().map((one) => one.job.jobId),
      second.get('c')?.job.status,
    ]).toEqual([
      [
        ['a', 'unknown', 'print.interrupted'],
        ['b', 'unknown', 'print.interrupted'],
        ['d', 'queued', null],
      ],
      ['d'],
      'confirmed',
    ]);
    await second.close();
  });

  test('[SP5] the same id twice is one job', async () => {
    const spool = await openPrintSpool(newFolder(), clock);
    await Promise.all([spool.add(entry('a')), spool.add(entry('a'))]);
    await spool.change('a', { status: 'confirmed' });
    expect([(await spool.add(entry('a')))?.status, spool.queued()]).toEqual(['confirmed', []]);
    await spool.close();
  });

  test('[SP2] a full queue takes no more', async () => {
    const spool = await openPrintSpool(newFolder(), clock);
    await Promise.all(Array.from({ length: maxOpenPrintJobs }, (_, index) => spool.add(entry(`j${index}`))));
    expect([await spool.add(entry('one more')), spool.open().length]).toEqual([null, maxOpenPrintJobs]);
    await spool.close();
  });
});

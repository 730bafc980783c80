import type { PrintJob } from '#shared/model/device/device.ts';

/** Most that is counted on a label; two digits have room. */
const maxReprintNo = 99;

/** Number of a reprint as the fields of its job carry it; 1 where they do not say. */
export function reprintNoOf(fields: Readonly<Record<string, string>>): number {
  const number = Number(fields['reprintNo']);
  return Number.isInteger(number) && number >= 1 ? Math.min(maxReprintNo, number) : 1;
}

/** The number the next reprint of a label gets: one more than its job's own, and than the reprints of the same thing that are still known. */
export function nextReprintNo(
  job: Pick<PrintJob, 'template' | 'subject' | 'parcelId' | 'isReprint'>,
  fields: Readonly<Record<string, string>>,
  known: readonly PrintJob[],
): number {
  const { template, subject, parcelId } = job;
  const others = known.filter((one) => one.isReprint && one.template === template && one.subject === subject && one.parcelId === parcelId);
  const before = Math.max(job.isReprint ? reprintNoOf(fields) : 0, others.length);
  return Math.min(maxReprintNo, before + 1);
}

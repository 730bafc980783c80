import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { printJob, scan, weightReading } from '#shared/model/device/device.ts';
import { deviceSetupContract, printRefused } from './deviceSetupContract.ts';
import { labelFields } from './labelFields.ts';
import { printCause } from './printAudit.ts';

/** Most scans kept for a screen that is away; the oldest is never dropped, the scanner is refused instead (a light). */
export const maxSpooledScans = 10_000;

/** Devices as the screens use them. */
export const devicesContract = {
  /** Scans not yet acknowledged, then new ones, in order. Resumes: a reader that comes back gets what it had not acknowledged. */
  scans: oc.output(eventIterator(scan)),
  /** Everything up to and including `scanNo` has been taken durably. */
  acknowledgeScans: oc.input(z.object({ scanNo: z.number().int().nonnegative() })).output(z.object({ waiting: z.number().int() })),
  weights: oc.output(eventIterator(weightReading)),
  zeroScale: oc.input(z.object({ deviceId: z.string() })).output(z.object({ isDone: z.boolean() })),
  /** Queues a label; durable when answered; never waits for paper. The same jobId twice is one job. */
  print: oc
    .errors(printRefused)
    .input(
      z.object({
        jobId: z.string().min(1).max(80),
        template: z.string().min(1).max(40),
        subject: z.string().max(120),
        parcelId: z.string().max(80).nullable(),
        fields: labelFields,
        isReprint: z.boolean(),
        /** The one printer that may print it; absent: any that fits. */
        onlyPrinterId: z.string().max(80).optional(),
        /** Who lets a label be printed again, and why; then it gets the next number and is noted down. */
        cause: printCause.optional(),
      }),
    )
    .output(printJob),
  /** Every print job that is not settled, then every change. */
  printJobs: oc.output(eventIterator(printJob)),
  /** The bytes a job sent, as a PNG data URL rendered from them: what the printer got. */
  printPreview: oc.input(z.object({ jobId: z.string() })).output(z.object({ pngDataUrl: z.string().nullable() })),
  /** A person says what became of an unknown job; `cause` is noted down. `printed` confirms it; `notPrinted` queues it again, marked as reprint. */
  settlePrintJob: oc
    .errors(printRefused)
    .input(z.object({ jobId: z.string(), outcome: z.enum(['printed', 'notPrinted', 'cancel']), cause: printCause.optional() }))
    .output(printJob),
  testDevice: oc.input(z.object({ deviceId: z.string() })).output(z.object({ isDone: z.boolean(), message: z.string() })),
  /** Keyboard-wedge scans caught by the page, so that they go through the same spool and numbering. */
  submitWedgeScan: oc
    .errors(printRefused)
    .input(z.object({ text: z.string().min(1).max(4096) }))
    .output(z.object({ scanNo: z.number().int() })),
  setup: deviceSetupContract,
};

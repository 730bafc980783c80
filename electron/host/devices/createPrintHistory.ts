import { err, ok, type Result } from '#shared/base/result.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import type { PrintOrder, PrintRefusal } from '#shared/ports/deviceHub.ts';
import type { DeviceSetup, PrintDecision } from '#shared/ports/deviceSetup.ts';
import type { PrintAudit } from '#electron/spool/openPrintAudit.ts';
import type { PrintSpool } from '#electron/spool/openPrintSpool.ts';
import { nextReprintNo, reprintNoOf } from './nextReprintNo.ts';

const maxAuditShown = 200;
const maxSettledShown = 100;

type HistoryPorts = {
  readonly spool: PrintSpool;
  readonly audit: PrintAudit;
  print(order: PrintOrder): Promise<Result<PrintJob, PrintRefusal>>;
  nowMs(): number;
};

type PrintHistory = Pick<DeviceSetup, 'settledJobs' | 'reprint' | 'printAgain' | 'noteDecision' | 'decisions'>;

/** What became of print jobs and who decided about them. Every reprint goes through here, so that it is numbered and noted down. */
export function createPrintHistory(ports: HistoryPorts): PrintHistory {
  const { spool, audit } = ports;
  const printAgain = async (order: PrintOrder, reprintNo: number, decision: PrintDecision): Promise<Result<PrintJob, PrintRefusal>> => {
    const { jobId, subject } = order;
    // Asked again because the answer got lost: one job, one note.
    const known = spool.get(jobId);
    if (known !== null) return ok(known.job);
    const isNoted = audit.newest(maxAuditShown).some((entry) => entry.jobId === jobId && entry.act === 'reprint');
    if (!isNoted) await audit.note({ ...decision, atMs: ports.nowMs(), jobId, subject, act: 'reprint' });
    return await ports.print({ ...order, isReprint: true, fields: { ...order.fields, reprintNo: String(reprintNo) } });
  };
  const knownJobs = (): PrintJob[] => [...spool.settled(), ...spool.open()];
  return {
    settledJobs: () => spool.settled().slice(0, maxSettledShown),
    reprint: async (jobId, newJobId, decision) => {
      const entry = spool.get(jobId);
      if (entry === null) return err({ code: 'print.unknownJob' });
      const { template, subject, parcelId, onlyPrinterId } = entry.job;
      const order = { jobId: newJobId, template, subject, parcelId, fields: entry.fields, isReprint: true, onlyPrinterId };
      return await printAgain(order, nextReprintNo(entry.job, entry.fields, knownJobs()), decision);
    },
    printAgain: (order, decision) => {
      // The caller may know of labels that other stations printed; this one of those in its spool.
      const ownNo = nextReprintNo({ ...order, isReprint: false }, order.fields, knownJobs());
      return printAgain(order, Math.max(ownNo, reprintNoOf(order.fields)), decision);
    },
    noteDecision: async (jobId, act, decision) => {
      const subject = spool.get(jobId)?.job.subject ?? '';
      await audit.note({ ...decision, atMs: ports.nowMs(), jobId, subject, act });
    },
    decisions: () => audit.newest(maxAuditShown),
  };
}

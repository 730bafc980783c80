import { join } from 'node:path';
import { z } from 'zod';
import { maxSpooledScans } from '#shared/features/devices/devicesContract.ts';
import { scan, type Scan } from '#shared/model/device/device.ts';
import { openAppendLog } from './openAppendLog.ts';

/** Scans nobody has taken yet, on disk. */
export type ScanSpool = {
  /**
   * Numbers a scan and keeps it; resolves when it is durable, in the order of the calls. Null when `maxSpooledScans` wait: nothing
   * was taken. Rejects with SpoolFault when the disk refuses; the number is then never used.
   */
  keep(read: Omit<Scan, 'scanNo'>): Promise<Scan | null>;
  /** Forgets everything up to and including `scanNo`; answers how many still wait. Numbers not given out yet are ignored. */
  acknowledge(scanNo: number): number;
  /** Durable and not acknowledged, oldest first. */
  waiting(): Scan[];
  waitingCount(): number;
  isFull(): boolean;
  /** Tells every scan at the moment it has become durable, in order; with `waiting` read at the same moment none is missed or told twice. */
  onKept(use: (scan: Scan) => void): () => void;
  /** Writes what is left to write and gives the file back. */
  close(): Promise<void>;
};

const entry = z.union([
  z.object({ scan }),
  z.object({ acknowledged: z.number().int().nonnegative() }),
  /** The next number to give out, first line of a folded file. */
  z.object({ nextScanNo: z.number().int().positive() }),
]);

/** Lines in the file that no longer matter before it is folded. */
const maxDeadLines = 2_000;

/** Opens the spool in `folder`. Lines that cannot be read are passed over. */
export async function openScanSpool(
  folder: string,
  limits: { readonly maxWaiting: number } = { maxWaiting: maxSpooledScans },
): Promise<ScanSpool> {
  const { log, lines } = await openAppendLog(join(folder, 'scans.jsonl'));
  const { kept, nextScanNo: firstScanNo } = replay(lines);
  const listeners = new Set<(scan: Scan) => void>();
  let nextScanNo = firstScanNo;
  let unwritten = 0;
  let deadLines = lines.length;
  const fold = async (): Promise<void> => {
    deadLines = 0;
    const fresh = [JSON.stringify({ nextScanNo }), ...[...kept.values()].map((one) => JSON.stringify({ scan: one }))];
    await log.replace(fresh);
  };
  const foldIfDue = (): void => {
    // A scan between numbering and disk would be lost by a fold now or written twice; the next acknowledgement folds.
    if (deadLines > maxDeadLines && unwritten === 0) fold().catch(() => (deadLines = 0));
  };
  if (deadLines > maxDeadLines) await fold();

  return {
    keep: async (read) => {
      if (kept.size + unwritten >= limits.maxWaiting) return null;
      const numbered: Scan = { ...read, scanNo: nextScanNo };
      nextScanNo += 1;
      unwritten += 1;
      try {
        await log.append(JSON.stringify({ scan: numbered }));
        kept.set(numbered.scanNo, numbered);
        for (const use of listeners) use(numbered);
        return numbered;
      } finally {
        unwritten -= 1;
      }
    },
    acknowledge: (scanNo) => {
      const before = kept.size;
      dropUpTo(kept, scanNo);
      if (kept.size !== before) {
        deadLines += before - kept.size + 1;
        // Lost acknowledgements only mean that a scan is offered again; the reader knows its number.
        log.append(JSON.stringify({ acknowledged: Math.min(scanNo, nextScanNo - 1) })).catch(() => undefined);
        foldIfDue();
      }
      return kept.size + unwritten;
    },
    waiting: () => [...kept.values()],
    waitingCount: () => kept.size + unwritten,
    isFull: () => kept.size + unwritten >= limits.maxWaiting,
    onKept: (use) => {
      listeners.add(use);
      return () => listeners.delete(use);
    },
    close: () => log.close(),
  };
}

/** What the lines of the file leave: scans not acknowledged, and the next number. */
function replay(lines: readonly string[]): { readonly kept: Map<number, Scan>; readonly nextScanNo: number } {
  const kept = new Map<number, Scan>();
  let nextScanNo = 1;
  for (const line of lines) {
    const read = parseEntry(line);
    if (read === null) continue;
    if ('scan' in read) {
      kept.set(read.scan.scanNo, read.scan);
      nextScanNo = Math.max(nextScanNo, read.scan.scanNo + 1);
    } else if ('acknowledged' in read) {
      dropUpTo(kept, read.acknowledged);
      nextScanNo = Math.max(nextScanNo, read.acknowledged + 1);
    } else nextScanNo = Math.max(nextScanNo, read.nextScanNo);
  }
  return { kept, nextScanNo };
}

/** Numbers grow in the order of the map. */
function dropUpTo(kept: Map<number, Scan>, scanNo: number): void {
  for (const keptNo of kept.keys()) {
    if (keptNo > scanNo) return;
    kept.delete(keptNo);
  }
}

function parseEntry(line: string): z.infer<typeof entry> | null {
  try {
    const read = entry.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

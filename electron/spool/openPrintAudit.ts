import { join } from 'node:path';
import { printAuditEntry, type PrintAuditEntry } from '#shared/features/devices/printAudit.ts';
import { openAppendLog } from './openAppendLog.ts';

/** Most entries kept; the oldest go when the station starts. */
export const maxPrintAuditEntries = 5_000;

/** Who had what printed again, settled or cancelled, and why; append-only. */
export type PrintAudit = {
  /** Durable when it resolves. Rejects with SpoolFault. */
  note(entry: PrintAuditEntry): Promise<void>;
  /** The newest entries, newest first. */
  newest(most: number): PrintAuditEntry[];
  close(): Promise<void>;
};

/** Opens `print-audit.jsonl` in `folder`; lines that cannot be read are passed over. */
export async function openPrintAudit(folder: string): Promise<PrintAudit> {
  const { log, lines } = await openAppendLog(join(folder, 'print-audit.jsonl'));
  const entries = lines.flatMap((line) => readEntry(line) ?? []).slice(-maxPrintAuditEntries);
  if (lines.length > maxPrintAuditEntries) await log.replace(entries.map((entry) => JSON.stringify(entry)));
  return {
    note: async (entry) => {
      await log.append(JSON.stringify(entry));
      entries.push(entry);
    },
    newest: (most) => entries.slice(-most).reverse(),
    close: () => log.close(),
  };
}

function readEntry(line: string): PrintAuditEntry | null {
  try {
    return printAuditEntry.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

import { createHash } from 'node:crypto';
import type { Command } from '#shared/model/command/command.ts';
import type { HostCalls } from '#test/browser/store/openStorePage.ts';

/** A host with a journal in memory, and a platform that has the given rows and takes nothing. */
export function playHost(pages: ReadonlyArray<{ readonly kind: string; readonly rows: readonly unknown[] }> = []) {
  const journal = new Map<string, Command>();
  const texts = new Map(
    pages.map(({ kind, rows }) => {
      const rowsJson = JSON.stringify(rows);
      return [createHash('sha256').update(rowsJson).digest('hex'), { kind, rows: rows.length, rowsJson }];
    }),
  );
  const kept = (outboxId: string | null) =>
    [...journal.values()]
      .filter((command) => outboxId === null || command.outboxId === outboxId)
      .sort((a, b) => a.stationSeq - b.stationSeq);
  const answers: Readonly<Record<string, (input: never) => unknown>> = {
    changes: () => ({ epoch: 'e', rows: [], cursor: 1, headSeq: 1, hasMore: false }),
    snapshot: () => ({
      epoch: 'e',
      siteSeq: 1,
      pages: [...texts].map(([hash, { kind, rows, rowsJson }]) => ({ kind, hash, rows, bytes: rowsJson.length })),
    }),
    snapshotPage: ({ hash }: { hash: string }) => ({ hash, rowsJson: texts.get(hash)?.rowsJson }),
    openJournal: ({ outboxId }: { outboxId: string }) => ({ writerNo: 1, commands: kept(outboxId) }),
    appendJournal({ commands }: { commands: Command[] }) {
      for (const command of commands) journal.set(`${command.outboxId} ${command.stationSeq}`, command);
      return { journalled: commands.length };
    },
    readJournal: ({ outboxId }: { outboxId: string | null }) => ({ commands: kept(outboxId) }),
    withdrawJournal({ outboxId, fromSeq }: { outboxId: string; fromSeq: number }) {
      for (const [key, command] of journal) if (command.outboxId === outboxId && command.stationSeq >= fromSeq) journal.delete(key);
      return { left: journal.size };
    },
    pruneJournal: () => ({ left: journal.size }),
  };
  const host: HostCalls = (name, input) => answers[name]?.(input as never);
  return { host, journalled: () => journal.size };
}

import { isDeepStrictEqual } from 'node:util';
import type { RecordKind } from '#shared/model/records.ts';
import { recordKinds } from '#shared/model/records.ts';
import { type Violation, checkInvariants } from '#shared/rules/invariants/checkInvariants.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { type PlatformBooks, toBooks } from './readBooks.ts';

/** A station as the check looks at it. */
export type CheckedStation = {
  readonly name: string;
  readonly store: Pick<StationStore, 'all' | 'pendingCommands' | 'status'>;
  committed(): readonly string[];
};

/** What must hold at the end. */
export type DemoVerdict = {
  readonly violations: readonly Violation[];
  /** Commands that beeped at a station and are not exactly once in the platform's log. */
  readonly lost: number;
  readonly doubled: number;
  readonly pending: number;
  /** Records in which a station differs from the platform, as `station kind id`; the first of them. */
  readonly differences: readonly string[];
  readonly differenceCount: number;
  readonly refusedClaims: number;
  readonly isHealthy: boolean;
};

const maxNamedDifferences = 10;

/** Compares books, ledger and log with the rules and with every station. Stations must have synced before. */
export function checkDemo(books: PlatformBooks, stations: readonly CheckedStation[]): DemoVerdict {
  const violations = checkInvariants(toBooks(books));
  const timesLogged = new Map<string, number>();
  for (const { commandId } of books.commands) timesLogged.set(commandId, (timesLogged.get(commandId) ?? 0) + 1);
  const beeped = stations.flatMap((station) => station.committed());
  const lost = beeped.filter((commandId) => !timesLogged.has(commandId)).length;
  const doubled = [...timesLogged.values()].filter((times) => times > 1).length;
  const pending = stations.reduce((sum, station) => sum + station.store.pendingCommands().length, 0);
  const differences = stations.flatMap((station) => recordKinds.flatMap((kind) => compareKind(books, station, kind)));
  return {
    violations,
    lost,
    doubled,
    pending,
    differences: differences.slice(0, maxNamedDifferences),
    differenceCount: differences.length,
    refusedClaims: books.commands.filter((command) => command.outcome === 'refused').length,
    isHealthy: violations.length === 0 && lost === 0 && doubled === 0 && pending === 0 && differences.length === 0,
  };
}

function compareKind(books: PlatformBooks, station: CheckedStation, kind: RecordKind): string[] {
  const there = new Map<string, unknown>((books.records[kind] ?? []).map((row) => [row.id, row]));
  const differences: string[] = [];
  for (const row of station.store.all(kind)) {
    if (!isDeepStrictEqual(there.get(row.id), row)) differences.push(`${station.name} ${kind} ${row.id}`);
    there.delete(row.id);
  }
  for (const id of there.keys()) differences.push(`${station.name} ${kind} ${id} (missing)`);
  return differences;
}

import { isClaim, type Command } from '#shared/model/command/command.ts';
import { recordKinds, type AnyRecord, type RecordKind } from '#shared/model/records.ts';
import { checkInvariants, type Books } from '#shared/rules/invariants/checkInvariants.ts';
import type { MemoryDisk } from '#shared/sync/createMemoryStorage.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { SimulatedCentral } from './simulatedCentral.ts';
import type { SimulatedStation } from './simulatedStation.ts';

/** Something that must never be, found in a simulation. */
export type Violation = { readonly rule: string; readonly detail: string };
type Rows = (kind: RecordKind) => Iterable<AnyRecord>;

/** What must hold at any moment, and is quick to see. */
export function checkMoment(central: SimulatedCentral, stations: readonly SimulatedStation[]): Violation[] {
  const violations: Violation[] = central.ruleFaults.map((detail) => ({ rule: 'rulesDecideEverything', detail }));
  for (const station of stations) {
    const store = station.store();
    if (store === null) continue;
    const status = store.status();
    const pending = store.pendingCommands();
    const name = station.stationId;
    if (status.pending !== pending.length)
      violations.push({ rule: 'pendingIsShown', detail: `${name} shows ${status.pending}, has ${pending.length}` });
    if (status.epoch === central.platform.epoch() && status.cursor > central.platform.headSeq())
      violations.push({ rule: 'cursorIsBehindHead', detail: `${name} is at ${status.cursor}` });
    if (status.linkFault === 'clone' || status.linkFault === 'gap')
      violations.push({ rule: 'noFalseAlarm', detail: `${name} says ${status.linkFault}` });
    const shownForeign = status.foreign.reduce((sum, { pending: count }) => sum + count, 0);
    const foreign = store.foreignCommands();
    if (shownForeign !== foreign.length)
      violations.push({ rule: 'foreignIsShown', detail: `${name} shows ${shownForeign} of others, has ${foreign.length}` });
    const own = new Set(pending.map((command) => command.outboxId));
    if (foreign.some((command) => own.has(command.outboxId))) violations.push({ rule: 'foreignIsForeign', detail: name });
    const isOrdered = pending.every((command, index) => index === 0 || command.stationSeq > pending[index - 1]!.stationSeq);
    if (!isOrdered) violations.push({ rule: 'pendingIsOrdered', detail: name });
    for (const triggerId of station.disk.repeatedTriggers)
      violations.push({ rule: 'oneCommitPerTrigger', detail: `${name} recorded ${triggerId} twice` });
  }
  return violations;
}

/** The books of the platform: stock equals its ledger, no line finished twice, nothing forbidden left, commands once. */
export function checkBooks(central: SimulatedCentral): Violation[] {
  const { platform, openingStock } = central;
  const books: Books = {
    records: Object.fromEntries(recordKinds.map((kind) => [kind, [...platform.rows(kind).values()]])) as Books['records'],
    moves: platform.moves(),
    openingStock,
    commandResults: platform.log().map(({ command, result }) => ({
      commandId: command.id,
      isFact: !isClaim(command.kind),
      outcome: result.outcome,
    })),
  };
  return checkInvariants(books).map(({ rule, subject, detail }) => ({ rule, detail: `${subject}: ${detail}` }));
}

/** What must hold once everything is healed and quiet. */
export function checkHealed(central: SimulatedCentral, stations: readonly SimulatedStation[]): Violation[] {
  const violations = [...checkMoment(central, stations), ...checkBooks(central)];
  const times = new Map<string, number>();
  const logged = new Map<string, Command>();
  for (const { command } of central.platform.log()) {
    times.set(command.id, (times.get(command.id) ?? 0) + 1);
    logged.set(command.id, command);
  }
  for (const station of stations) {
    const name = station.stationId;
    for (const [id, { command }] of station.beeped) {
      if (times.get(id) !== 1)
        violations.push({ rule: 'beepedIsLoggedOnce', detail: `${name}: ${id} is logged ${times.get(id) ?? 0} times` });
      else if (!isSame(logged.get(id), command)) violations.push({ rule: 'loggedAsRecorded', detail: `${name}: ${command.kind} ${id}` });
    }
    const store = station.store();
    if (store === null) {
      violations.push({ rule: 'stationComesBack', detail: name });
      continue;
    }
    const { pending, linkFault, storageFault, malformedRows } = store.status();
    const rest = {
      pending,
      foreign: store.foreignCommands().length,
      linkFault,
      storageFault,
      malformedRows,
      malformedHeard: station.lanHost?.malformed(),
    };
    if (Object.values(rest).some((left) => left !== 0 && left !== null && left !== undefined))
      violations.push({ rule: 'nothingIsPending', detail: `${name}: ${JSON.stringify(rest)}` });
    violations.push(...compare(`${name} shows`, (kind) => store.all(kind), central));
    violations.push(...compare(`${name} has on disk`, rowsOnDisk(station.disk.content), central));
    violations.push(...checkRefused(station, store, central));
  }
  return violations;
}

/** Each refused claim of a device whose memory is whole was told to a person there, and nothing that the platform took is told as refused. */
function checkRefused(station: SimulatedStation, store: StationStore, central: SimulatedCentral): Violation[] {
  if (!station.isMemoryWhole) return [];
  const told = new Set<string>(store.status().refused.map((claim) => claim.command.id));
  if (told.size >= 200) return [];
  const violations: Violation[] = [];
  for (const { command, result } of central.platform.log()) {
    if (command.stationId !== station.stationId || (result.outcome === 'refused') === told.has(command.id)) continue;
    const rule = result.outcome === 'refused' ? 'refusedIsTold' : 'toldIsRefused';
    violations.push({ rule, detail: `${station.stationId}: ${command.kind} ${command.id}` });
  }
  return violations;
}

function rowsOnDisk(content: MemoryDisk): Rows {
  const kept = new Map<RecordKind, Map<string, AnyRecord>>(recordKinds.map((kind) => [kind, new Map()]));
  for (const page of content.pages.values()) {
    for (const row of JSON.parse(page.rowsJson) as AnyRecord[]) kept.get(page.kind)?.set(row.id, row);
  }
  for (const { kind, id, row } of content.rows.values()) {
    if (row === null) kept.get(kind)?.delete(id);
    else kept.get(kind)?.set(id, row);
  }
  return (kind) => kept.get(kind)?.values() ?? [];
}

function compare(who: string, rows: Rows, central: SimulatedCentral): Violation[] {
  const violations: Violation[] = [];
  for (const kind of recordKinds) {
    const there = new Map<string, AnyRecord>(central.platform.rows(kind) as ReadonlyMap<string, AnyRecord>);
    for (const row of rows(kind)) {
      if (!isSame(row, there.get(row.id))) violations.push({ rule: 'storeEqualsPlatform', detail: `${who} another ${kind} ${row.id}` });
      there.delete(row.id);
    }
    for (const id of there.keys()) violations.push({ rule: 'storeEqualsPlatform', detail: `${who} no ${kind} ${id}` });
  }
  return violations;
}

/** Same content, whatever the order of fields; a field that is undefined is no field. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key in left) if (!isSame(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

import type { OperatorId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import { createSpans, type LabourStage, type StageSpans } from './orderSpans.ts';

/** Raised when a definition below changes: figures of different versions are never compared. */
export const labourVersion = 1;
/** The pause after which work on one task is no longer counted as going on, milliseconds: somebody went away. */
export const longestPauseMs = 10 * 60_000;

/** A command of the site's log with what became of it. */
export type LabourEvent = { readonly command: Command; readonly outcome: 'applied' | 'discrepancy' | 'refused' };

/** Figures of one person; definitions in SPEC.md. */
export type MeasuredOperator = {
  readonly operatorId: OperatorId;
  readonly linesPicked: number;
  readonly pickMs: number;
  readonly linesPerHour: number | null;
  readonly accuracy: number | null;
  readonly ordersPacked: number;
  readonly packMs: number;
  readonly ordersPerHour: number | null;
};

export type MeasuredLabour = {
  readonly operators: readonly MeasuredOperator[];
  readonly stages: readonly { readonly stage: LabourStage; readonly orders: number; readonly p50Ms: number; readonly p90Ms: number }[];
};

type Tally = { lines: Map<string, boolean>; pickMs: number; packed: Set<string>; packMs: number };
/** Work begun and not ended: who, since when it counts, and when it was last seen. */
type Running = { readonly operatorId: OperatorId; sinceMs: number };

/** Measures people and stages from a stretch of the site's log, in the log's order. Refused commands never happened. */
export function measureLabour(events: readonly LabourEvent[]): MeasuredLabour {
  const people = new Map<OperatorId, Tally>();
  const clocks = { pick: new Map<string, Running>(), pack: new Map<string, Running>() };
  const picks = new Map<string, { readonly operatorId: OperatorId; readonly line: string }>();
  const spans = createSpans();
  for (const { command, outcome } of events) {
    if (outcome === 'refused') continue;
    spans.take(command);
    const { operatorId } = command;
    if (operatorId === null) continue;
    const tally = tallyOf(people, operatorId);
    takePickTime(command, operatorId, clocks.pick, people);
    takePackTime(command, operatorId, clocks.pack, people);
    if (command.kind === 'pickLine') {
      const line = `${command.payload.taskId} ${command.payload.stepNo}`;
      picks.set(command.id, { operatorId, line });
      // A line once doubted stays so, however often it is scanned.
      tally.lines.set(line, (tally.lines.get(line) ?? true) && outcome === 'applied');
    }
    if (command.kind === 'undoPick') {
      const undone = picks.get(command.payload.commandId);
      if (undone !== undefined) tallyOf(people, undone.operatorId).lines.set(undone.line, false);
    }
    if (command.kind === 'closeParcels') tally.packed.add(command.payload.orderId);
  }
  const operators = [...people].map(([operatorId, tally]) => toOperator(operatorId, tally)).filter(hasWorked);
  return { operators: operators.toSorted((one, other) => other.linesPicked - one.linesPicked), stages: toStages(spans.spans()) };
}

function tallyOf(people: Map<OperatorId, Tally>, operatorId: OperatorId): Tally {
  const known = people.get(operatorId) ?? { lines: new Map<string, boolean>(), pickMs: 0, packed: new Set<string>(), packMs: 0 };
  people.set(operatorId, known);
  return known;
}

/** Time on a task counts from claim to finish or release, between two commands of it at most a pause. */
function takePickTime(command: Command, operatorId: OperatorId, running: Map<string, Running>, people: Map<OperatorId, Tally>): void {
  if (!('taskId' in command.payload)) return;
  const { taskId } = command.payload;
  if (command.kind === 'claimTask') {
    running.set(taskId, { operatorId, sinceMs: command.atMs });
    return;
  }
  const clock = running.get(taskId);
  if (clock === undefined || clock.operatorId !== operatorId) return;
  tallyOf(people, operatorId).pickMs += counted(clock, command.atMs);
  clock.sinceMs = command.atMs;
  if (command.kind === 'finishPicking' || command.kind === 'releaseTask') running.delete(taskId);
}

const packKinds: ReadonlySet<Command['kind']> = new Set([
  'openParcel',
  'packItem',
  'undoPack',
  'acceptWeight',
  'closeParcels',
  'voidParcel',
]);

function takePackTime(command: Command, operatorId: OperatorId, running: Map<string, Running>, people: Map<OperatorId, Tally>): void {
  if (command.kind === 'startPacking') {
    running.set(command.payload.orderId, { operatorId, sinceMs: command.atMs });
    return;
  }
  if (!packKinds.has(command.kind) || !('orderId' in command.payload)) return;
  const { orderId } = command.payload as { readonly orderId: string };
  const clock = running.get(orderId);
  if (clock === undefined || clock.operatorId !== operatorId) return;
  tallyOf(people, operatorId).packMs += counted(clock, command.atMs);
  clock.sinceMs = command.atMs;
  if (command.kind === 'closeParcels') running.delete(orderId);
}

function counted(clock: Running, atMs: number): number {
  return Math.min(longestPauseMs, Math.max(0, atMs - clock.sinceMs));
}

function toOperator(operatorId: OperatorId, tally: Tally): MeasuredOperator {
  const linesPicked = tally.lines.size;
  const good = [...tally.lines.values()].filter(Boolean).length;
  return {
    operatorId,
    linesPicked,
    pickMs: tally.pickMs,
    linesPerHour: perHour(linesPicked, tally.pickMs),
    accuracy: linesPicked === 0 ? null : good / linesPicked,
    ordersPacked: tally.packed.size,
    packMs: tally.packMs,
    ordersPerHour: perHour(tally.packed.size, tally.packMs),
  };
}

function perHour(done: number, lastsMs: number): number | null {
  return lastsMs === 0 ? null : (done * 3_600_000) / lastsMs;
}

function hasWorked({ linesPicked, ordersPacked, pickMs, packMs }: MeasuredOperator): boolean {
  return linesPicked + ordersPacked + pickMs + packMs > 0;
}

function toStages(spans: StageSpans): MeasuredLabour['stages'] {
  return [...spans].map(([stage, lasting]) => {
    const sorted = lasting.toSorted((one, other) => one - other);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0;
    return { stage, orders: sorted.length, p50Ms: at(0.5), p90Ms: at(0.9) };
  });
}

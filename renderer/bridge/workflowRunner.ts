import type { OperatorId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { Scan } from '#shared/model/device/device.ts';
import type { Message, ScannedThing, SoundName, WorkflowEffect, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { createObservable, type Observable } from './observable.ts';
import type { ScanMoment } from './scanTimeline.ts';

/** A screen's workflow while it is open. */
export type ActiveWorkflow = {
  readonly name: string;
  step(input: WorkflowInput): WorkflowStep<unknown>;
  /** The state after the drafts became durable. `isReplay`: they had been durable before, so start from the records. */
  settle(state: unknown, commands: readonly Command[], isReplay: boolean): void;
  /** The message of a stop that holds the scanner, or null. */
  held(): Message | null;
};

/** What came last and what was said about it. `inputNo` grows by one for every input. */
export type Heard = {
  readonly inputNo: number;
  readonly sound: SoundName;
  readonly message: Message | null;
  readonly scannedText: string | null;
  readonly isHeld: boolean;
};

export type RunnerState = {
  readonly last: Heard | null;
  /** The newest first, at most `maxHeard`. */
  readonly heard: readonly Heard[];
  /** A stop raised outside a workflow (refusal, full disk), with its own hold. */
  readonly hold: Message | null;
  /** Scans that came while the scanner was held; not applied, but shown. */
  readonly heldScans: number;
};

export type RunnerPorts = {
  readonly store: StationStore;
  resolve(text: string, aim: string | null): ScannedThing;
  play(sound: SoundName): void;
  acknowledge(scanNo: number): void;
  operatorId(): OperatorId | null;
  perform(effect: WorkflowEffect): void;
  /** A step for inputs that mean the same on every screen (badge, order, tote on an idle screen), or null. */
  everywhere(input: WorkflowInput, active: ActiveWorkflow | null): WorkflowStep<null> | null;
  mark(moment: ScanMoment, scanNo: number): void;
  afterPaint(use: () => void): void;
  newTriggerId(): string;
  nowMs(): number;
};

/** Takes inputs strictly one after the other: resolve, step, commit, sound, paint, acknowledge. */
export type WorkflowRunner = {
  readonly state: Observable<RunnerState>;
  submitScan(scan: Scan): void;
  submit(input: WorkflowInput): void;
  /** Makes a workflow the receiver; returns the way back. */
  activate(workflow: ActiveWorkflow): () => void;
  active(): ActiveWorkflow | null;
  /** Resolves when every input so far has been worked off. */
  idle(): Promise<void>;
};

/** Most results kept to look back at. */
const maxHeard = 20;
const bugMessage: Message = { key: 'fault.bug', params: {} };

type Entry = { readonly scan: Scan | null; readonly input: WorkflowInput | null };

export function createWorkflowRunner(ports: RunnerPorts): WorkflowRunner {
  const state = createObservable<RunnerState>({ last: null, heard: [], hold: null, heldScans: 0 });
  const startedAtMs = ports.nowMs();
  let workflow: ActiveWorkflow | null = null;
  let tail: Promise<void> = Promise.resolve();
  let inputNo = 0;
  let lastScan = { scanNo: 0, atMs: 0 };

  const hear = (sound: SoundName, message: Message | null, entry: Entry, isHeld: boolean): void => {
    inputNo += 1;
    const scanNo = entry.scan?.scanNo ?? 0;
    ports.play(sound);
    ports.mark('sound', scanNo);
    const heard: Heard = { inputNo, sound, message, scannedText: entry.scan?.text ?? null, isHeld };
    const before = state.get();
    const isWeight = entry.input?.kind === 'weight';
    state.set({ ...before, last: sound === 'tick' && message === null && !isHeld ? before.last : heard, heard: isWeight ? before.heard : [heard, ...before.heard].slice(0, maxHeard) });
    ports.afterPaint(() => ports.mark('painted', scanNo));
  };
  const setHold = (hold: Message | null) => state.set({ ...state.get(), hold, heldScans: 0 });

  const commit = async (step: WorkflowStep<unknown>, entry: Entry): Promise<readonly Command[] | null> => {
    if (step.drafts.length === 0) return [];
    const triggerId = entry.scan === null ? ports.newTriggerId() : `scan:${entry.scan.deviceId}:${entry.scan.scanNo}:${entry.scan.atMs}`;
    try {
      const result = await ports.store.commit(step.drafts, { operatorId: ports.operatorId(), triggerId });
      if (result.ok) return result.value;
      hear('stop', { key: `refusal.${result.error.code}`, params: result.error.params }, entry, false);
      setHold({ key: `refusal.${result.error.code}`, params: result.error.params });
    } catch (fault) {
      const message: Message = { key: `fault.storage.${faultKindOf(fault)}`, params: {} };
      hear('stop', message, entry, false);
      setHold(message);
    }
    return null;
  };

  const take = async (entry: Entry): Promise<void> => {
    const scanNo = entry.scan?.scanNo ?? 0;
    if (entry.scan?.isBounce === true) return hear('tick', null, entry, false);
    const input = entry.input ?? toScanInput(entry.scan, ports);
    if (input === null) return;
    const receiver = workflow;
    const heldBy = state.get().hold ?? receiver?.held() ?? null;
    if (heldBy !== null && !isConfirm(input)) {
      if (input.kind === 'weight') return;
      if (input.kind === 'scan') state.set({ ...state.get(), heldScans: state.get().heldScans + 1 });
      return hear('stop', heldBy, entry, true);
    }
    if (state.get().hold !== null) {
      setHold(null);
      return hear('ok', null, entry, false);
    }
    const common = ports.everywhere(input, receiver);
    const step = common ?? receiver?.step(input) ?? null;
    if (step === null) {
      if (input.kind === 'scan') hear('warning', { key: 'scan.notUsedHere', params: { scanned: input.text } }, entry, false);
      return;
    }
    const commands = await commit(step, entry);
    if (commands === null) return;
    if (commands.length > 0) ports.mark('committed', scanNo);
    const isReplay = entry.scan !== null && commands.some((command) => command.atMs < startedAtMs);
    if (common === null) receiver?.settle(step.state, commands, isReplay);
    if (heldBy !== null) state.set({ ...state.get(), heldScans: 0 });
    const isSilent = input.kind === 'weight' && step.feedback.sound === 'tick' && step.drafts.length === 0;
    if (!isSilent) hear(step.feedback.sound, step.feedback.message, entry, false);
    if (!isReplay) for (const effect of step.effects) ports.perform(effect);
  };

  const enqueue = (entry: Entry): void => {
    tail = tail
      .then(() => take(entry))
      .finally(() => {
        if (entry.scan !== null) ports.acknowledge(entry.scan.scanNo);
      });
    tail = tail.catch((bug: unknown) => {
      // A bug in a step must not stop the line of inputs: it is reported and shown, the next input goes on.
      hear('stop', bugMessage, entry, false);
      setHold(bugMessage);
      reportError(bug);
    });
  };

  return {
    state,
    submitScan(scan) {
      // Sent again after a reconnect. A host whose spool was wiped counts from 1 again: its scans are younger, and taken.
      if (scan.scanNo <= lastScan.scanNo && scan.atMs <= lastScan.atMs) return ports.acknowledge(scan.scanNo);
      lastScan = scan;
      ports.mark('scan', scan.scanNo);
      enqueue({ scan, input: null });
    },
    submit: (input) => enqueue({ scan: null, input }),
    activate(next) {
      workflow = next;
      return () => {
        if (workflow === next) workflow = null;
      };
    },
    active: () => workflow,
    idle: () => tail,
  };
}

function toScanInput(scan: Scan | null, ports: RunnerPorts): WorkflowInput | null {
  return scan === null ? null : { kind: 'scan', text: scan.text, thing: ports.resolve(scan.text, scan.aim) };
}

function isConfirm(input: WorkflowInput): boolean {
  if (input.kind === 'act') return input.action === 'confirm';
  return input.kind === 'scan' && input.thing.kind === 'commandSheet' && input.thing.action === 'confirm';
}

function faultKindOf(fault: unknown): string {
  return fault instanceof Error && fault.name === 'StorageFault' && 'kind' in fault ? String(fault.kind) : 'unknown';
}

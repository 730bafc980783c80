import type { OperatorId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { Scan } from '#shared/model/device/device.ts';
import type { Message, ScannedThing, SoundName, WorkflowEffect, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { ActiveWorkflow, CommonStep } from './activeWorkflow.ts';
import { answerOf, isConfirm, isUseful, type Choosing } from './answerOf.ts';
import { createScaleGate } from './createScaleGate.ts';
import { createNumberedThings } from './numberedThings.ts';
import { createObservable, type Observable } from './observable.ts';
import type { ScanMoment } from './scanTimeline.ts';

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
  /** A scan that means several things, or a question of a screen, waiting for a person to say which. */
  readonly choosing: Choosing | null;
};

export type RunnerPorts = {
  readonly store: Pick<StationStore, 'commit'>;
  resolve(text: string, aim: string | null): ScannedThing;
  play(sound: SoundName): void;
  acknowledge(scanNo: number): void;
  operatorId(): OperatorId | null;
  /** Carries an effect out; for `go`, resolves when the screen is there to take the next input. */
  perform(effect: WorkflowEffect): Promise<void>;
  everywhere(input: WorkflowInput, active: ActiveWorkflow | null): CommonStep | null;
  mark(moment: ScanMoment, scanNo: number, commandIds?: readonly string[]): void;
  afterPaint(use: () => void): void;
  newTriggerId(): string;
  nowMs(): number;
  /** A clock that never jumps, for the window in which the same press again is a bounce; milliseconds. */
  steadyMs(): number;
  /** The last scan that was heard here before this runner was made: one sent again is not heard twice. */
  readonly heardScan?: HeardScan | undefined;
};

/** A scan by its number, and when it was; a host whose spool was wiped counts from 1 again. */
export type HeardScan = { readonly scanNo: number; readonly atMs: number };

/** The same key, button or job again within this is one press: a bouncing key or a double tap with gloves on. Milliseconds. */
export const pressBounceMs = 150;
/** Most results kept to look back at. */
export const maxHeard = 20;
const bugMessage: Message = { key: 'fault.bug', params: {} };

type Entry = { readonly scan: Scan | null; readonly input: WorkflowInput | null; readonly job: (() => CommonStep | null) | null };

/**
 * Takes inputs strictly one after the other: resolve, step, commit, sound, paint, acknowledge.
 * Nothing sounds accepted before it is durable; a scan is acknowledged to the host only after all of this.
 */
export class WorkflowRunner {
  readonly state: Observable<RunnerState>;
  /** What the screen in front has numbered. */
  readonly numbers = createNumberedThings();
  /** What the screen in front asks for now, for voice and screen readers. */
  readonly prompt = createObservable<Message | null>(null);
  private readonly stateCell = createObservable<RunnerState>({ last: null, heard: [], hold: null, heldScans: 0, choosing: null });
  private readonly ports: RunnerPorts;
  private readonly scale = createScaleGate();
  private readonly startedAtMs: number;
  private workflow: ActiveWorkflow | null = null;
  private tail: Promise<void> = Promise.resolve();
  private inputNo = 0;
  private lastScan: HeardScan = { scanNo: 0, atMs: 0 };
  private lastPress = { name: '', atMs: 0 };

  constructor(ports: RunnerPorts) {
    this.ports = ports;
    this.state = this.stateCell;
    this.startedAtMs = ports.nowMs();
    this.lastScan = ports.heardScan ?? this.lastScan;
  }

  /** A scan of the host, also one sent again after a reconnect. */
  submitScan(scan: Scan): void {
    // A host whose spool was wiped counts from 1 again: its scans are younger, and taken.
    if (scan.scanNo <= this.lastScan.scanNo && scan.atMs <= this.lastScan.atMs) return this.ports.acknowledge(scan.scanNo);
    this.lastScan = scan;
    this.ports.mark('scan', scan.scanNo);
    this.enqueue({ scan, input: null, job: null });
  }

  /** A key, a button or a weight. */
  submit(input: WorkflowInput): void {
    if (input.kind === 'act' && this.isBounce(`act ${input.action} ${input.argument ?? ''}`)) return;
    this.enqueue({ scan: null, input, job: null });
  }

  /** A step made when its turn comes (claiming a task, signing out). A press has a name, by which a second one at once is known as its bounce. */
  submitJob(job: () => CommonStep | null, name: string | null = null): void {
    if (name !== null && this.isBounce(`job ${name}`)) return;
    this.enqueue({ scan: null, input: null, job });
  }

  /** Makes a workflow the receiver; returns the way back. */
  activate(workflow: ActiveWorkflow): () => void {
    this.workflow = workflow;
    return () => {
      if (this.workflow === workflow) this.workflow = null;
    };
  }

  active(): ActiveWorkflow | null {
    return this.workflow;
  }

  /** The last scan that was heard. */
  heardScan(): HeardScan {
    return this.lastScan;
  }

  /** Resolves when every input so far has been worked off. */
  idle(): Promise<void> {
    return this.tail;
  }

  private isBounce(name: string): boolean {
    const atMs = this.ports.steadyMs();
    const isAgain = name === this.lastPress.name && atMs - this.lastPress.atMs < pressBounceMs;
    this.lastPress = { name, atMs };
    return isAgain;
  }

  private enqueue(entry: Entry): void {
    this.tail = this.tail
      .then(() => this.take(entry))
      .catch((bug: unknown) => {
        // A bug in a step must not stop the line of inputs: it is reported and shown, the next input goes on.
        this.hear('stop', bugMessage, entry, false);
        this.setHold(bugMessage);
        reportError(bug);
      })
      .finally(() => {
        if (entry.scan !== null) this.ports.acknowledge(entry.scan.scanNo);
      });
  }

  private async take(entry: Entry): Promise<void> {
    if (entry.scan?.isBounce === true) return this.hear('tick', null, entry, false);
    if (entry.job !== null) return this.takeCommon(entry.job(), entry, null);
    const came = entry.input ?? this.toInput(entry.scan);
    if (came?.kind === 'weight') this.scale.follow(came.reading);
    if (came === null || this.isHeldBack(came, entry)) return;
    const receiver = this.workflow;
    const input = this.settleMeaning(came, receiver, entry);
    if (input === null) return;
    const common = receiver?.held() == null ? this.ports.everywhere(input, receiver) : null;
    if (common !== null) return this.takeCommon(common, entry, input);
    return this.takeBy(receiver, input, entry);
  }

  /** While a stop holds the scanner only CONFIRM gets through. True when the input is used up. */
  private isHeldBack(input: WorkflowInput, entry: Entry): boolean {
    const { hold, heldScans } = this.stateCell.get();
    const heldBy = hold ?? this.workflow?.held() ?? null;
    if (heldBy === null) return false;
    if (!isConfirm(input)) {
      if (input.kind === 'weight') return true;
      if (input.kind === 'scan') this.stateCell.set({ ...this.stateCell.get(), heldScans: heldScans + 1 });
      this.hear('stop', heldBy, entry, true);
      return true;
    }
    this.setHold(null);
    if (hold === null) return false;
    this.hear('ok', null, entry, false);
    return true;
  }

  /** The input with one meaning; null where it was used up by asking for it. */
  private settleMeaning(input: WorkflowInput, receiver: ActiveWorkflow | null, entry: Entry): WorkflowInput | null {
    const { choosing } = this.stateCell.get();
    if (input.kind === 'weight') return input;
    if (choosing !== null) {
      const answer = answerOf(input, choosing);
      if (answer === 'other' || answer.isOver) this.setChoosing(null);
      if (answer !== 'other') {
        if (answer.message !== null) this.hear('warning', answer.message, entry, false);
        if (answer.no === null) return null;
        const thing = choosing.kind === 'meaning' ? choosing.choices[answer.no - 1] : undefined;
        if (choosing.kind === 'question') choosing.answered(answer.no);
        return choosing.kind === 'meaning' && thing !== undefined ? { kind: 'scan', text: choosing.text, thing } : null;
      }
    }
    if (input.kind !== 'scan' || input.thing.kind !== 'ambiguous') return input;
    const { choices } = input.thing;
    // Often only one of the meanings is of use to the work in hand.
    const useful = receiver === null ? [] : choices.filter((thing) => isUseful(receiver.step({ ...input, thing })));
    const [only, ...others] = useful;
    if (only !== undefined && others.length === 0) return { ...input, thing: only };
    this.setChoosing({ kind: 'meaning', text: input.text, choices: useful.length > 1 ? useful : choices });
    this.hear('warning', { key: 'scanning.choose', params: {} }, entry, false);
    return null;
  }

  /** Asks the person in front of the screen; a scan of something else withdraws the question. */
  ask(title: Message, choices: readonly Message[], answered: (no: number) => void): void {
    this.setChoosing({ kind: 'question', title, choices, answered });
  }

  private setChoosing(choosing: Choosing | null): void {
    this.stateCell.set({ ...this.stateCell.get(), choosing });
  }

  private async takeCommon(common: CommonStep | null, entry: Entry, input: WorkflowInput | null): Promise<void> {
    if (common === null) return;
    const commands = await this.commit(common.step, entry, common.asOperatorId);
    if (commands === null) return;
    common.settled?.();
    if (!common.isHandedOn) this.hear(common.step.feedback.sound, common.step.feedback.message, entry, false);
    for (const effect of common.step.effects) await this.ports.perform(effect);
    if (common.isHandedOn && input !== null) await this.takeBy(this.workflow, input, entry);
  }

  private async takeBy(receiver: ActiveWorkflow | null, input: WorkflowInput, entry: Entry): Promise<void> {
    const step = receiver?.step(input) ?? null;
    if (step === null || receiver === null) {
      if (input.kind === 'scan') this.hear('warning', { key: 'scan.notUsedHere', params: {} }, entry, false);
      return;
    }
    if (input.kind === 'weight' && step.drafts.length > 0) {
      const refusal = this.scale.refusalOf(input.reading);
      if (refusal?.isNew === true) this.hear('warning', { key: refusal.key, params: {} }, entry, false);
      if (refusal !== null) return;
    }
    const commands = await this.commit(step, entry, null);
    if (commands === null) return;
    if (input.kind === 'weight' && commands.length > 0) this.scale.close(input.reading.deviceId);
    const isReplay = entry.scan !== null && commands.some((command) => command.atMs < this.startedAtMs);
    receiver.settle(step.state, commands, isReplay);
    const isSilent = input.kind === 'weight' && step.drafts.length === 0 && step.feedback.sound === 'tick';
    if (!isSilent) this.hear(step.feedback.sound, step.feedback.message, entry, false);
    if (isReplay) return;
    for (const effect of step.effects) await this.ports.perform(effect);
  }

  /** Null when nothing was recorded; the operator has been told then. */
  private async commit(step: WorkflowStep<unknown>, entry: Entry, asOperatorId: OperatorId | null): Promise<readonly Command[] | null> {
    if (step.drafts.length === 0) return [];
    const { scan } = entry;
    const triggerId = scan === null ? this.ports.newTriggerId() : `scan:${scan.deviceId}:${scan.scanNo}:${scan.atMs}`;
    const refused = (message: Message): null => {
      this.hear('stop', message, entry, false);
      this.setHold(message);
      return null;
    };
    try {
      const result = await this.ports.store.commit(step.drafts, { operatorId: asOperatorId ?? this.ports.operatorId(), triggerId });
      if (!result.ok) return refused({ key: `refusal.${result.error.code}`, params: result.error.params });
      const commandIds = result.value.map((command) => command.id);
      this.ports.mark('committed', scan?.scanNo ?? 0, commandIds);
      return result.value;
    } catch (fault) {
      if (!(fault instanceof Error) || fault.name !== 'StorageFault') throw fault;
      return refused({ key: `fault.storage.${'kind' in fault ? String(fault.kind) : 'unknown'}`, params: {} });
    }
  }

  private hear(sound: SoundName, message: Message | null, entry: Entry, isHeld: boolean): void {
    const scanNo = entry.scan?.scanNo ?? 0;
    this.ports.play(sound);
    this.ports.mark('sound', scanNo);
    this.inputNo += 1;
    const heard: Heard = { inputNo: this.inputNo, sound, message, scannedText: entry.scan?.text ?? null, isHeld };
    const before = this.stateCell.get();
    const isWorthShowing = message !== null || sound !== 'tick';
    this.stateCell.set({
      ...before,
      last: isWorthShowing ? heard : before.last,
      heard: entry.scan === null ? before.heard : [heard, ...before.heard].slice(0, maxHeard),
    });
    this.ports.afterPaint(() => this.ports.mark('painted', scanNo));
  }

  private setHold(hold: Message | null): void {
    this.stateCell.set({ ...this.stateCell.get(), hold, heldScans: 0 });
  }

  private toInput(scan: Scan | null): WorkflowInput | null {
    return scan === null ? null : { kind: 'scan', text: scan.text, thing: this.ports.resolve(scan.text, scan.aim) };
  }
}

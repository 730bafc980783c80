import type { OperatorId } from '#shared/base/ids.ts';
import { createNewId } from '#shared/base/ids.ts';
import { type Prng, nextInt } from '#shared/base/prng.ts';
import { resolveScan } from '#shared/features/scan/resolveScan.ts';
import type { Command, CommandDraft } from '#shared/model/command/command.ts';
import type { Scan } from '#shared/model/device/device.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { Message, WorkflowEffect, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import type { WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';
import type { WorldClock } from '#platform/world/clock/createWorldClock.ts';
import type { TroubleCounter } from '#platform/world/createTroubleCounter.ts';
import type { Seat } from './openSeat.ts';

/** Aiming, pulling the trigger and looking at the screen, world milliseconds. */
export const scanTakesMs = 2000;
/** A scan that does not come back within this real time is made again. */
const scanTimeoutRealMs = 4000;
const maxTriggers = 5;

export type Tools = WorkflowTools<RecordView, StoreLookups>;

/** A workflow with its state, as a screen holds it. */
export type Job<S> = {
  state: S;
  step(state: S, input: WorkflowInput, tools: Tools): WorkflowStep<S>;
  settle(state: S, commands: readonly Command[], tools: Tools): S;
};

export type HandPorts = {
  readonly seat: Seat;
  readonly sendScan: (code: string) => void;
  readonly clock: WorldClock;
  readonly prng: Prng;
  readonly operatorId: OperatorId;
  readonly site: Site;
  readonly trouble: TroubleCounter;
  readonly signal: AbortSignal;
};

/** The hand with the scanner: what it triggers comes back through the host, is worked off and acknowledged. */
export type ScanHand = {
  /** Triggers the scanner at a code and lets the job take what the host then delivers. What was said is null for a good scan. */
  scan<S>(job: Job<S>, code: string): Promise<{ readonly warning: Message | null; readonly effects: readonly WorkflowEffect[] }>;
  /** Commits drafts that need no scan (claiming, signing in). False when a rule refused them. */
  commit(drafts: readonly CommandDraft[]): Promise<boolean>;
  tools(): Tools;
  scans(): number;
  /** Ids of every command that was durable here: what has beeped. */
  committed(): readonly string[];
};

/** Builds the hand of one picker. */
export function createScanHand(ports: HandPorts): ScanHand {
  const { seat } = ports;
  const newId = createNewId(ports.clock, ports.prng);
  let scanned = 0;
  const committed: string[] = [];
  const tools = (): Tools => ({ view: seat.store.view, find: seat.store.find, newId, nowMs: ports.clock.nowMs(), site: ports.site });

  /** The same trigger rule as the screens: a scan is one commit, however often it is delivered. */
  const commitFor = async (drafts: readonly CommandDraft[], triggerId: string): Promise<readonly Command[] | null> => {
    if (drafts.length === 0) return [];
    const outcome = await seat.store.commit(drafts, { operatorId: ports.operatorId, triggerId });
    if (outcome.ok) {
      for (const command of outcome.value) committed.push(command.id);
      return outcome.value;
    }
    ports.trouble.count(`refused.${outcome.error.code}`);
    return null;
  };

  const takeScan = async <S>(job: Job<S>, scan: Scan): Promise<WorkflowStep<S> | null> => {
    const thing = resolveScan(scan.text, scan.aim, { ...tools(), find: seat.store.find });
    const step = job.step(job.state, { kind: 'scan', text: scan.text, thing }, tools());
    const commands = await commitFor(step.drafts, `scan:${scan.deviceId}:${scan.scanNo}:${scan.atMs}`);
    if (commands !== null) job.state = job.settle(step.state, commands, tools());
    return commands === null ? null : step;
  };

  return {
    tools,
    scans: () => scanned,
    committed: () => committed,
    async commit(drafts) {
      return (await commitFor(drafts, `hand:${newId()}`)) !== null;
    },
    async scan(job, code) {
      await ports.clock.sleep(scanTakesMs + nextInt(ports.prng, -400, 400), ports.signal);
      const scan = await trigger(ports, code);
      scanned += 1;
      const step = scan.isBounce ? null : await takeScan(job, scan);
      await seat.client.devices.acknowledgeScans({ scanNo: scan.scanNo });
      if (step === null) return { warning: { key: scan.isBounce ? 'scan.bounce' : 'refused', params: {} }, effects: [] };
      const isWarning = step.feedback.sound === 'warning' || step.feedback.sound === 'stop';
      return { warning: isWarning ? (step.feedback.message ?? { key: 'warning', params: {} }) : null, effects: step.effects };
    },
  };
}

/** Pulls the trigger until the host delivers something. */
async function trigger(ports: HandPorts, code: string): Promise<Scan> {
  for (let triggers = 1; triggers <= maxTriggers; triggers += 1) {
    ports.sendScan(code);
    const scan = await ports.seat.nextScan(scanTimeoutRealMs);
    if (scan !== null) return scan;
    ports.trouble.count('scanNotDelivered', { code });
  }
  throw new Error(`the host delivered no scan after ${maxTriggers} triggers`);
}

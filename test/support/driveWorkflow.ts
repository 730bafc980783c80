import type { Clock } from '#shared/base/clock.ts';
import { resolveScan } from '#shared/features/scan/resolveScan.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { SheetAction, SoundName, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import type { WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';
import type { TestStore } from '#test/support/createTestStore.ts';

type Tools = WorkflowTools<RecordView, StoreLookups>;

/** What a person perceives of one input. */
export type Perceived = {
  readonly sound: SoundName;
  readonly key: string | null;
  readonly params: Readonly<Record<string, string | number>>;
  readonly commands: readonly string[];
};

/** A workflow under the hands of a test: each input is committed as the screen does it. */
export type DrivenWorkflow<S> = {
  state(): S;
  scan(text: string): Promise<Perceived>;
  act(action: SheetAction, argument?: string): Promise<Perceived>;
  weigh(grams: number): Promise<Perceived>;
  /** Effects asked for by the last input. */
  effects(): WorkflowStep<S>['effects'];
};

/** What a workflow is driven against: a test store, or a seat at a real host. */
export type DrivenPlace = Pick<TestStore, 'tools' | 'commit'> & { readonly clock: Clock };

/** Drives a workflow against a store. */
export function driveWorkflow<S>(
  test: DrivenPlace,
  start: S,
  step: (state: S, input: WorkflowInput, tools: Tools) => WorkflowStep<S>,
  settle: (state: S, commands: readonly Command[], tools: Tools) => S,
): DrivenWorkflow<S> {
  let state = start;
  let effects: WorkflowStep<S>['effects'] = [];
  const feed = async (input: WorkflowInput): Promise<Perceived> => {
    const result = step(state, input, test.tools());
    const commands = result.drafts.length === 0 ? [] : await test.commit(...result.drafts);
    state = settle(result.state, commands, test.tools());
    effects = result.effects;
    const { sound, message } = result.feedback;
    return { sound, key: message?.key ?? null, params: message?.params ?? {}, commands: commands.map((command) => command.kind) };
  };
  return {
    state: () => state,
    effects: () => effects,
    scan: (text) => feed({ kind: 'scan', text, thing: resolveScan(text, null, test.tools()) }),
    act: (action, argument) => feed({ kind: 'act', action, argument: argument ?? null }),
    weigh: (grams) => feed({ kind: 'weight', reading: { deviceId: 'scale', grams, status: 'stable', atMs: test.clock.nowMs() } }),
  };
}

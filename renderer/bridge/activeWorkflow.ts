import type { OperatorId } from '#shared/base/ids.ts';
import type { WorkWanted } from '#shared/features/link/linkAtWork.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { Message, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';

/** A screen's workflow while it is open. */
export type ActiveWorkflow = {
  readonly name: string;
  /** Null: not for this screen. */
  step(input: WorkflowInput): WorkflowStep<unknown> | null;
  /** The state after the drafts became durable. `isReplay`: they had been durable before, so start from the records. */
  settle(state: unknown, commands: readonly Command[], isReplay: boolean): void;
  /** The message of a stop that holds the scanner, or null. */
  held(): Message | null;
  /** Work is in hand: scans belong to this screen. Else a scan may open another screen. */
  isBusy(): boolean;
  /** The items somebody may hold now, for a barcode nobody knows. */
  wanted?(): WorkWanted;
};

/** A step that means the same on every screen. */
export type CommonStep = {
  readonly step: WorkflowStep<null>;
  /** Once the screen it goes to is open, the same input is given to that screen. */
  readonly isHandedOn: boolean;
  /** Commits in this operator's name (signing in). */
  readonly asOperatorId: OperatorId | null;
  /** After the commit is durable. */
  readonly settled: (() => void) | null;
};

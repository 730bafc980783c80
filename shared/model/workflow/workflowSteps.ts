import type { NewId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { Message, SoundName, WorkflowEffect, WorkflowStep } from './workflow.ts';

/** What a workflow may use besides its state and the input. */
export type WorkflowTools<View, Find> = {
  readonly view: View;
  readonly find: Find;
  readonly newId: NewId;
  readonly nowMs: number;
  readonly site: Site;
};

/** Parts of a step that are not the usual ones. */
export type StepParts = {
  readonly drafts?: readonly CommandDraft[];
  readonly effects?: readonly WorkflowEffect[];
  readonly message?: Message | null;
};

/** A step with its sound; nothing recorded and nothing said unless given. */
export function stepWith<S>(state: S, sound: SoundName, parts: StepParts = {}): WorkflowStep<S> {
  return {
    state,
    drafts: parts.drafts ?? [],
    effects: parts.effects ?? [],
    feedback: { sound, message: parts.message ?? null },
  };
}

/** A message key with its parameters. */
export function messageOf(key: string, params: Message['params'] = {}): Message {
  return { key, params };
}

import type { Message, ScannedThing, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';

/** What an answer made of the question which thing was meant. */
export type ChoiceAnswer = { readonly input: WorkflowInput | null; readonly isOver: boolean; readonly message: Message | null };

/** The answer in an input (a number by key, touch or command sheet; UNDO or NO to cancel), or `other` where it is something else. */
export function answerOf(
  input: WorkflowInput,
  asked: { readonly text: string; readonly choices: readonly ScannedThing[] },
): ChoiceAnswer | 'other' {
  const said = saidBy(input);
  if (said === null) return 'other';
  if (said.action === 'undo' || said.action === 'no') {
    return { input: null, isOver: true, message: { key: 'scanning.chosenNone', params: {} } };
  }
  if (said.action !== 'choice') return 'other';
  const thing = asked.choices[Number(said.argument) - 1];
  if (thing !== undefined) return { input: { kind: 'scan', text: asked.text, thing }, isOver: true, message: null };
  const params = { no: said.argument ?? '', count: asked.choices.length };
  return { input: null, isOver: false, message: { key: 'scanning.noSuchChoice', params } };
}

/** Whether a step does something with its input, rather than turning it away. */
export function isUseful(step: WorkflowStep<unknown> | null): boolean {
  return step !== null && step.feedback.sound !== 'stop' && step.feedback.sound !== 'warning';
}

function saidBy(input: WorkflowInput): { readonly action: string; readonly argument: string | null } | null {
  if (input.kind === 'act') return input;
  return input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing : null;
}

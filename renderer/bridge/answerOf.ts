import type { Message, ScannedThing, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';

/** Something with numbers that waits for a person; the first is number 1. */
export type Choosing =
  /** What a code may mean. */
  | { readonly kind: 'meaning'; readonly text: string; readonly choices: readonly ScannedThing[] }
  /** What a screen wants to know; `answered` gets the number when its turn comes. */
  | { readonly kind: 'question'; readonly title: Message; readonly choices: readonly Message[]; answered(no: number): void };

/** What an input said to a question: the number chosen (null: none yet, or cancelled), whether the question is over, what to say. */
export type ChoiceAnswer = { readonly no: number | null; readonly isOver: boolean; readonly message: Message | null };

/** The answer in an input (a number by key, touch or command sheet; UNDO or NO to cancel), or `other` where it is something else. */
export function answerOf(input: WorkflowInput, asked: { readonly choices: readonly unknown[] }): ChoiceAnswer | 'other' {
  const said = saidBy(input);
  if (said === null) return 'other';
  if (said.action === 'undo' || said.action === 'no')
    return { no: null, isOver: true, message: { key: 'scanning.chosenNone', params: {} } };
  if (said.action !== 'choice') return 'other';
  const no = Number(said.argument);
  if (Number.isInteger(no) && no >= 1 && no <= asked.choices.length) return { no, isOver: true, message: null };
  const params = { no: said.argument ?? '', count: asked.choices.length };
  return { no: null, isOver: false, message: { key: 'scanning.noSuchChoice', params } };
}

/** Whether a step does something with its input, rather than turning it away. */
export function isUseful(step: WorkflowStep<unknown> | null): boolean {
  return step !== null && step.feedback.sound !== 'stop' && step.feedback.sound !== 'warning';
}

/** CONFIRM, which alone gets through a stop. */
export function isConfirm(input: WorkflowInput): boolean {
  return saidBy(input)?.action === 'confirm';
}

function saidBy(input: WorkflowInput): { readonly action: string; readonly argument: string | null } | null {
  if (input.kind === 'act') return input;
  return input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing : null;
}

import type { Task } from '#shared/model/task/task.ts';
import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { withLine } from '#shared/rules/order/withLine.ts';
import { putTask } from '#shared/rules/task/putTask.ts';
import { addSubstituteLine } from './addSubstituteLine.ts';
import { cancelWhenNothingIsLeft, closeShort, shortSubjectOf } from './shortStep.ts';

/** How long a customer has to answer about a substitute, milliseconds. No answer is a no. */
export const substituteAnswerMs = 3 * 60_000;

/**
 * The picker offers other goods for what a step lacks. A customer who takes anything alike gets them at once, one who wants to be asked
 * is asked and the task waits; where nobody wants a substitute it is a short.
 */
export const proposeSubstitute: CommandRule<'proposeSubstitute'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const subject = shortSubjectOf(change, payload, 'proposeSubstitute');
  if (subject === null) return change.toResult();
  const { order, task } = closeShort(change, subject, payload.reason, []);
  const { lineNo } = subject.line;
  const isWanted = order.substitution !== 'never' && view.get('sku', payload.skuId) !== undefined && subject.line.substitute === undefined;
  if (!isWanted) {
    const params = { daySequence: order.daySequence, lineNo };
    change.disagree({ kind: 'stageMismatch', key: 'discrepancy.substituteNotWanted', params, orderId: order.id, skuId: payload.skuId });
    cancelWhenNothingIsLeft(change, order);
    return change.toResult();
  }
  const { skuId, quantity } = payload;
  const isAsked = order.substitution === 'ask';
  const answerByMs = context.atMs + (isAsked ? substituteAnswerMs : 0);
  const substitute = { skuId, quantity, status: isAsked ? 'asked' : 'accepted', askedAtMs: context.atMs, answerByMs } as const;
  const offered = withLine(order, lineNo, { substitute });
  change.put('order', offered);
  change.tell('substituteProposed', { orderId: order.id, lineNo, skuId, quantity, answerByMs });
  if (isAsked) putTask(change, withQuestion(task, { orderId: order.id, lineNo, answerByMs }));
  else if (!addSubstituteLine(change, offered, lineNo)) cancelWhenNothingIsLeft(change, change.get('order', order.id) ?? offered);
  return change.toResult();
};

function withQuestion(task: Task, question: NonNullable<Task['questions']>[number]): Task {
  return { ...task, questions: [...(task.questions ?? []), question] };
}

import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { withLine } from '#shared/rules/order/withLine.ts';
import { tasksOf } from '#shared/rules/task/tasksOfOrder.ts';
import { addSubstituteLine } from './addSubstituteLine.ts';
import { cancelWhenNothingIsLeft } from './shortStep.ts';

/** The customer's answer to an offered substitute, or the end of the time for one. The first answer counts. */
export const answerSubstitute: CommandRule<'answerSubstitute'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const { orderId, lineNo } = payload;
  const order = view.get('order', orderId);
  if (order === undefined) return refuse('UNKNOWN_ORDER', { orderId });
  const substitute = order.lines.find((line) => line.lineNo === lineNo)?.substitute;
  if (substitute === undefined) return refuse('STAGE_DOES_NOT_ALLOW', { orderId, lineNo, stage: order.stage });
  if (order.stage === 'cancelled') return refuse('ORDER_CANCELLED', { orderId, daySequence: order.daySequence });
  if (substitute.status !== 'asked') return refuse('ALREADY_DONE', { orderId, lineNo, status: substitute.status });
  if (payload.by === 'deadline' && context.atMs < substitute.answerByMs)
    return refuse('TOO_EARLY', { orderId, notBeforeMs: substitute.answerByMs });
  for (const task of tasksOf(change, order)) {
    const questions = task.questions?.filter((question) => question.orderId !== orderId || question.lineNo !== lineNo);
    if (questions !== undefined) change.put('task', { ...task, questions });
  }
  const isTaken = payload.answer === 'accepted' && payload.by === 'customer' && addSubstituteLine(change, order, lineNo);
  if (!isTaken) {
    const declined = withLine(order, lineNo, { substitute: { ...substitute, status: 'declined' } });
    change.put('order', declined);
    change.tell('substituteDeclined', { orderId, lineNo, by: payload.by });
    cancelWhenNothingIsLeft(change, declined);
  }
  return change.toResult();
};

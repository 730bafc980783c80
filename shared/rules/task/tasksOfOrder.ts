import type { TaskId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { RecordView } from '#shared/rules/decision.ts';

type OrderTasks = Pick<Order, 'taskId' | 'partTaskIds'>;

/** The pick tasks of an order: one, or one for each zone it is picked in. Empty before it is released. */
export function taskIdsOf(order: OrderTasks): TaskId[] {
  return order.taskId === null ? [] : [order.taskId, ...(order.partTaskIds ?? [])];
}

/** The same tasks as far as they are known. */
export function tasksOf(view: Pick<RecordView, 'get'>, order: OrderTasks): Task[] {
  return taskIdsOf(order).flatMap((id) => view.get('task', id) ?? []);
}

/** An order whose goods in task `from` are picked in task `into` from now on. */
export function withTaskReplaced(order: Order, from: TaskId | null, into: TaskId): Order {
  const [first = into, ...parts] = [...new Set(taskIdsOf(order).map((id) => (id === from ? into : id)))];
  const { partTaskIds: _before, ...alone } = order;
  return parts.length === 0 ? { ...alone, taskId: first } : { ...alone, taskId: first, partTaskIds: parts };
}

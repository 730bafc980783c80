import { type CommandId, type StationId, asId } from '#shared/base/ids.ts';
import type { Result } from '#shared/base/result.ts';
import type { CommandKind, PayloadOf } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { PickingPolicy } from '#shared/model/site/pickingPolicy.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { PickStep, Task } from '#shared/model/task/task.ts';
import type { RouteView } from '#shared/planning/pickRoute/planTaskRoute.ts';
import type { CommandContext, CommandRule, Decision, RecordView, Refusal } from '#shared/rules/decision.ts';
import { pickDueAtMs } from '#shared/rules/order/pickDueAtMs.ts';
import { zonePartsOf } from '#shared/rules/task/zoneParts.ts';

/** An order of the day, when it could be picked, and what its picks were. */
export type ReplayOrder = { readonly order: Order; readonly releasedAtMs: number; readonly steps: readonly PickStep[] };

/** The replay's own records: live rules write here and nowhere else. */
export type ReplayBooks = {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly orders: ReadonlyMap<string, Order>;
  readonly view: RouteView;
  release(replayed: ReplayOrder, atMs: number): void;
  put(task: Task): void;
  /** Runs a rule of the floor against these records. */
  decide<K extends CommandKind>(rule: CommandRule<K>, payload: PayloadOf<K>, atMs: number): Result<Decision, Refusal>;
};

/** Empty books of a site under a policy. */
export function createReplayBooks(site: Site, policy: PickingPolicy, view: RouteView): ReplayBooks {
  const tasks = new Map<string, Task>();
  const orders = new Map<string, Order>();
  let commands = 0;
  const records: RecordView = {
    get: ((kind: string, id: string) => {
      if (kind === 'task') return tasks.get(id);
      if (kind === 'order') return orders.get(id);
      return kind === 'bin' || kind === 'sku' ? view.get(kind as 'bin', id) : undefined;
    }) as RecordView['get'],
    stockOfSku: () => [],
    site: () => ({ ...site, pickingPolicy: policy }),
    orderByChannelId: () => undefined,
  };
  return {
    tasks,
    orders,
    view,
    release({ order, steps }, atMs) {
      const taskId = asId<'task'>(`replay-${order.id}`);
      const task: Task = {
        id: taskId,
        kind: 'pick',
        status: 'open',
        orderIds: [order.id],
        createdAtMs: atMs,
        dueAtMs: pickDueAtMs(order, site),
        priority: 0,
        temperatures: order.temperatures,
        holder: null,
        toteByOrder: {},
        steps: steps.map((step, index) => toOpenStep(step, order, index + 1)),
      };
      const [, ...parts] = zonePartsOf(task, policy, records).map((part) => {
        tasks.set(part.id, part);
        return part.id;
      });
      const { partTaskIds: _before, ...whole } = order;
      const waiting: Order = { ...whole, stage: 'released', taskId, tripId: null, timeline: [{ stage: 'released', atMs }] };
      orders.set(order.id, parts.length === 0 ? waiting : { ...waiting, partTaskIds: parts });
    },
    put: (task) => void tasks.set(task.id, task),
    decide(rule, payload, atMs) {
      const context: CommandContext = {
        commandId: asId<'command'>(`replay-${(commands += 1)}`) satisfies CommandId,
        stationId: asId<'station'>('replay') satisfies StationId,
        operatorId: null,
        atMs,
      };
      const result = rule(records, payload, context);
      if (!result.ok) return result;
      for (const write of result.value.writes) {
        if (write.kind === 'task' && write.row !== null) tasks.set(write.id, write.row);
        if (write.kind === 'order' && write.row !== null) orders.set(write.id, write.row);
      }
      return result;
    },
  };
}

function toOpenStep(step: PickStep, order: Order, stepNo: number): PickStep {
  const { lineNo, skuId, binId, lotId, quantity } = step;
  return { stepNo, orderId: order.id, lineNo, skuId, binId, lotId, quantity, pickedQuantity: 0, status: 'open', shortReason: null };
}

import type { Command } from '#shared/model/command/command.ts';

/** Where an order's time goes, in its way. */
export const labourStageNames = ['waiting', 'picking', 'toPacking', 'packing', 'shelf', 'courier'] as const;
export type LabourStage = (typeof labourStageNames)[number];
/** How long orders were in each stage, milliseconds. */
export type StageSpans = ReadonlyMap<LabourStage, readonly number[]>;

type Moments = { placed?: number; bound?: number; picked?: number; packing?: number; packed?: number; handed?: number; delivered?: number };
const ends: Readonly<Record<LabourStage, readonly [keyof Moments, keyof Moments]>> = {
  waiting: ['placed', 'bound'],
  picking: ['bound', 'picked'],
  toPacking: ['picked', 'packing'],
  packing: ['packing', 'packed'],
  shelf: ['packed', 'handed'],
  courier: ['handed', 'delivered'],
};

/** Follows orders through the log. A stage counts once both its ends are in the log; of repeats the first beginning and the last end. */
export function createSpans(): { take(command: Command): void; spans(): StageSpans } {
  const orders = new Map<string, Moments>();
  const ordersOfTask = new Map<string, Set<string>>();
  const at = (orderId: string, moment: keyof Moments, atMs: number, isFirst: boolean) => {
    const moments = orders.get(orderId) ?? {};
    orders.set(orderId, moments);
    if (!isFirst || moments[moment] === undefined) moments[moment] = atMs;
  };
  return {
    take(command) {
      const { atMs } = command;
      switch (command.kind) {
        case 'placeOrder':
          return at(command.payload.orderId, 'placed', atMs, true);
        case 'bindTote': {
          const { taskId, orderId } = command.payload;
          ordersOfTask.set(taskId, (ordersOfTask.get(taskId) ?? new Set()).add(orderId));
          return at(orderId, 'bound', atMs, true);
        }
        case 'finishPicking':
          for (const orderId of ordersOfTask.get(command.payload.taskId) ?? []) at(orderId, 'picked', atMs, false);
          return;
        case 'startPacking':
          return at(command.payload.orderId, 'packing', atMs, true);
        case 'closeParcels':
          return at(command.payload.orderId, 'packed', atMs, false);
        case 'handOver':
        case 'collectOrder':
          return at(command.payload.orderId, 'handed', atMs, false);
        case 'confirmDelivery':
          return at(command.payload.orderId, 'delivered', atMs, false);
        default:
      }
    },
    spans: () =>
      new Map(
        labourStageNames.map((stage) => {
          const [from, to] = ends[stage];
          return [stage, [...orders.values()].flatMap((moments) => lasting(moments[from], moments[to]))] as const;
        }),
      ),
  };
}

function lasting(fromMs: number | undefined, toMs: number | undefined): number[] {
  return fromMs === undefined || toMs === undefined ? [] : [Math.max(0, toMs - fromMs)];
}

import type { OrderId, TaskId } from '#shared/base/ids.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { PickingPolicy, WaveKey } from '#shared/model/site/pickingPolicy.ts';
import type { Site } from '#shared/model/site/site.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { RouteView } from '#shared/planning/pickRoute/planTaskRoute.ts';
import { pickDueAtMs } from '#shared/rules/order/pickDueAtMs.ts';
import type { WalkStop } from './createGraphTours.ts';

/** Live pick tasks of one site with what is known of their orders. */
export type WaveSnapshot = {
  readonly nowMs: number;
  readonly site: Site;
  readonly policy: PickingPolicy;
  readonly tasks: readonly Task[];
  readonly orders: ReadonlyMap<string, Order>;
  readonly view: RouteView;
};

/** A task as a load on a trolley. */
export type WaveUnit = {
  readonly id: TaskId;
  readonly task: Task;
  readonly orderIds: readonly OrderId[];
  readonly orders: number;
  readonly lines: number;
  readonly weightGrams: number;
  readonly volumeMl: number;
  /** When its goods are due, of orders that are not late yet; late ones have nothing to lose by company. */
  readonly dueAtMs: number;
  readonly wave: string;
  readonly stops: readonly WalkStop[];
};

/** What a task's open steps take of a trolley, when they are due, and what they must share with others. */
export function toWaveUnit(snapshot: WaveSnapshot, task: Task): WaveUnit {
  const { view, site, orders, nowMs } = snapshot;
  const open = task.steps.filter((step) => step.status === 'open');
  let weightGrams = 0;
  let volumeMl = 0;
  const stops: WalkStop[] = [];
  for (const step of task.steps) {
    const sku = view.get('sku', step.skuId);
    const bin = view.get('bin', step.binId);
    if (bin !== undefined && step.status === 'open') stops.push({ at: bin.at, temperature: sku?.temperature ?? 'ambient' });
    if (sku === undefined || step.status === 'short') continue;
    const { length, width, height } = sku.sizeMm;
    weightGrams += sku.unit === 'gram' ? step.quantity : sku.weightGrams * step.quantity;
    volumeMl += Math.ceil((length * width * height * (sku.unit === 'gram' ? 1 : step.quantity)) / 1000);
  }
  const dues = task.orderIds.flatMap((id) => {
    const order = orders.get(id);
    return order === undefined ? [] : [pickDueAtMs(order, site)];
  });
  return {
    id: task.id,
    task,
    orderIds: task.orderIds,
    orders: task.orderIds.length,
    lines: open.length,
    weightGrams,
    volumeMl,
    dueAtMs: Math.min(Infinity, ...dues.filter((dueAtMs) => dueAtMs >= nowMs)),
    wave: apartKeys(snapshot.policy)
      .map((key) => `${key}=${waveValue(snapshot, task, key)}`)
      .join(' '),
    stops,
  };
}

/** Parts of different zones never share a trolley: they are made to be walked side by side. */
function apartKeys({ apart, splitByZoneFromLines }: PickingPolicy): WaveKey[] {
  return (splitByZoneFromLines ?? null) === null ? apart : [...new Set<WaveKey>([...apart, 'zone'])];
}

/** Whether a unit stays within the trolley, alone or together with another. */
export function fitsTrolley({ trolley }: PickingPolicy, ...units: readonly WaveUnit[]): boolean {
  const sum = (of: (unit: WaveUnit) => number) => units.reduce((total, unit) => total + of(unit), 0);
  return (
    sum((unit) => unit.orders) <= trolley.orders &&
    sum((unit) => unit.lines) <= trolley.lines &&
    sum((unit) => unit.weightGrams) <= trolley.weightGrams &&
    sum((unit) => unit.volumeMl) <= trolley.volumeMl
  );
}

function waveValue({ orders, view, site }: WaveSnapshot, task: Task, key: WaveKey): string {
  const first = orders.get(task.orderIds[0] ?? '');
  switch (key) {
    case 'channel':
      return first?.groupLot == null ? (first?.channel ?? '') : `groupBuy ${first.groupLot.leader} ${first.groupLot.pickupPoint}`;
    case 'temperature':
      return task.temperatures.some((temperature) => temperature !== 'ambient') ? 'cold' : 'ambient';
    case 'zone':
      return [...new Set(task.steps.flatMap((step) => view.get('bin', step.binId)?.zoneId ?? []))].toSorted().join('+');
    case 'courierRun':
      return first === undefined ? '' : String(sectorOf(first.destination, site.location));
  }
}

/** One of eight directions from the site: orders of one direction leave with one courier. */
export function sectorOf(to: { readonly lat: number; readonly lng: number }, from: { readonly lat: number; readonly lng: number }): number {
  const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
  return Math.floor(((Math.atan2(to.lat - from.lat, east) + 2 * Math.PI) % (2 * Math.PI)) / (Math.PI / 4)) % 8;
}

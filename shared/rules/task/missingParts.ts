import type { Order } from '#shared/model/order/order.ts';
import type { Zone } from '#shared/model/site/site.ts';
import type { Task } from '#shared/model/task/task.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import { missingPartsOf, zoneOf } from './zoneParts.ts';

/** A part of an order that is not at packing yet: where it is picked, by whom, and how much is left. */
export type MissingPart = {
  readonly task: Task;
  readonly zone: Zone | undefined;
  readonly openSteps: number;
  readonly pickerName: string | null;
};

/** The parts an order waits for at packing. Empty for an order that is picked in one walk, or whose parts are all there. */
export function missingPartsAt(view: Pick<RecordView, 'get'>, order: Order): MissingPart[] {
  if (order.partTaskIds === undefined || (order.stage !== 'picking' && order.stage !== 'released')) return [];
  return missingPartsOf(view, order).map((task) => {
    const own = task.steps.filter((step) => step.orderId === order.id);
    const step = own.find(({ status }) => status === 'open') ?? own[0];
    return {
      task,
      zone: step === undefined ? undefined : view.get('zone', zoneOf(view, step)),
      openSteps: own.filter(({ status }) => status === 'open').length,
      pickerName: task.holder === null ? null : (view.get('operator', task.holder.operatorId)?.name ?? null),
    };
  });
}

/** Names of the zones some parts are picked in, for a sentence in both languages. */
export function zoneParams(parts: readonly MissingPart[]): { zonesZh: string; zonesEn: string } {
  const zones = parts.flatMap(({ zone }) => zone ?? []);
  return { zonesZh: zones.map(({ name }) => name.zh).join('、'), zonesEn: zones.map(({ name }) => name.en).join(', ') };
}

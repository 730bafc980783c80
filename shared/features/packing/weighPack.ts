import type { WeightReading } from '#shared/model/device/device.ts';
import type { Order } from '#shared/model/order/order.ts';
import type { RecordOf } from '#shared/model/records.ts';
import type { WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { type ExpectedWeight, expectedWeightOf, likelyWrongOf } from '#shared/rules/packing/expectedWeight.ts';
import { closeDrafts } from './packItem.ts';
import type { PackingState, PackingTools } from './packingState.ts';

type Step = WorkflowStep<PackingState>;

/** Why a supervisor may let a pack of another weight go; the number key is the place in this list. */
export const weightReasons = ['catalogueWrong', 'packagingDiffers', 'checkedByHand', 'scaleDoubtful'] as const;
/** Readings nearer to a refused one than this are the same pack, grams. */
const samePackGrams = 3;

/** The bags of an order that are on the table. */
export function openBagsOf(orderId: Order['id'], tools: Pick<PackingTools, 'find'>): readonly RecordOf<'parcel'>[] {
  return tools.find.parcelsOfOrder(orderId).filter((parcel) => parcel.status === 'open');
}

/** What the bags on the table should weigh together. */
export function expectedOf(order: Order, tools: Pick<PackingTools, 'view' | 'find'>): ExpectedWeight {
  const bags = openBagsOf(order.id, tools);
  return expectedWeightOf(
    tools.view,
    bags.flatMap((bag) => bag.contents),
    bags,
  );
}

/** A reading of the bench scale: remembered while items are scanned, judged when all are in. In its band it closes and prints, out of it nothing leaves. */
export function stepPackWeight(state: PackingState, reading: WeightReading, tools: PackingTools): Step {
  const order = state.orderId === null ? undefined : tools.view.get('order', state.orderId);
  if (order === undefined || reading.status !== 'stable' || reading.grams <= 0) return stepWith(state, 'tick');
  const { grams } = reading;
  if (state.phase !== 'weigh') return stepWith({ ...state, scaleGrams: grams }, 'tick');
  if (state.refusedGrams !== null && Math.abs(grams - state.refusedGrams) < samePackGrams) return stepWith(state, 'tick');
  const expected = expectedOf(order, tools);
  const offGrams = grams - expected.grams;
  if (Math.abs(offGrams) <= expected.toleranceGrams) return closeDrafts(state, order, [], tools, grams);
  const contents = openBagsOf(order.id, tools).flatMap((bag) => bag.contents);
  const likely = likelyWrongOf(tools.view, contents, offGrams);
  const key = likely === null ? 'pack.weightOff' : offGrams < 0 ? 'pack.weightMissing' : 'pack.weightExtra';
  const message = messageOf(key, {
    scanned: `${grams} g`,
    expected: `${expected.grams} ± ${expected.toleranceGrams} g`,
    off: Math.abs(offGrams),
    skuZh: likely?.name.zh ?? '',
    skuEn: likely?.name.en ?? '',
  });
  return stepWith({ ...state, scaleGrams: grams, refusedGrams: grams, held: message }, 'stop', { message });
}

/** A supervisor's reason for a weight that was refused: the pack is closed with it. The rules ask for the right to do so. */
export function acceptWeightBy(state: PackingState, argument: string | null, tools: PackingTools): Step {
  const order = state.orderId === null ? undefined : tools.view.get('order', state.orderId);
  const reason = weightReasons[Number(argument) - 1];
  if (order === undefined || state.phase !== 'weigh' || state.refusedGrams === null || reason === undefined) return stepWith(state, 'tick');
  const weightGrams = state.refusedGrams;
  const expectedGrams = expectedOf(order, tools).grams;
  return closeDrafts(
    state,
    order,
    [{ kind: 'acceptWeight', payload: { orderId: order.id, weightGrams, expectedGrams, reason } }],
    tools,
    weightGrams,
  );
}

import type { OrderId, ParcelId } from '#shared/base/ids.ts';
import type { CommandDraft, PayloadOf } from '#shared/model/command/command.ts';
import type { Order } from '#shared/model/order/order.ts';
import { type Parcel, bagType, maxIcePacksOfParcel } from '#shared/model/parcel/parcel.ts';
import type { RecordOf } from '#shared/model/records.ts';
import type { Message, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { type PlannedBag, planBags } from '#shared/planning/cartonization/planBags.ts';
import { parcelCodeOf } from '#shared/rules/packing/parcelNames.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import type { PackingState, PackingTools } from './packingState.ts';

type Finding = Pick<PackingTools, 'view' | 'find'>;

/** How fast a loaded courier gets on in town, metres in a second. */
const rideMetresPerSecond = 4;

/** What the number keys change about the bag in hand, in the order of the keys. */
export const bagChoices = [...bagType.options, 'takesAll', 'reused', 'lessIce', 'moreIce'] as const;
export type BagChoice = (typeof bagChoices)[number];

/** Where the next goods of a line go: the parcel, the draft that opens it where it is not there yet, and what to say where it is another one. */
export type TargetBag = { readonly parcelId: ParcelId; readonly drafts: readonly CommandDraft[]; readonly message: Message | null };

/** The bags of an order as suggested: which goods go where. The ride is as long as the site allows, longer where the door is far. */
export function bagPlanOf(view: PackingTools['view'], order: Order): readonly PlannedBag[] {
  const { handover, ride } = siteRulesOf(view).stageBudgetsMs;
  const rideMs = handover + Math.max(ride, (1000 * order.destination.distanceMetres) / rideMetresPerSecond);
  return planBags(view, order, rideMs);
}

/** The bag of the suggestion that takes the next unit of a line; null where a bag takes everything, or the line was packed as suggested. */
export function plannedBagOf(order: Order, lineNo: number, tools: Finding): PlannedBag | null {
  const parcels = liveParcelsOf(order.id, tools);
  if (parcels.some((parcel) => parcel.planNo === undefined)) return null;
  const packedIn = (planNo: number) =>
    parcels
      .filter((parcel) => parcel.planNo === planNo)
      .flatMap((parcel) => parcel.contents)
      .reduce((sum, entry) => (entry.lineNo === lineNo ? sum + entry.quantity : sum), 0);
  return (
    bagPlanOf(tools.view, order).find(({ planNo, goods }) =>
      goods.some((part) => part.lineNo === lineNo && part.quantity > packedIn(planNo)),
    ) ?? null
  );
}

/** The bag for the next goods of a line: the one suggested, opened where it is not there yet, else the bag in hand. */
export function targetBag(order: Order, lineNo: number, inHand: ParcelId, tools: PackingTools): TargetBag {
  const planned = plannedBagOf(order, lineNo, tools);
  const there = planned === null ? undefined : openOfPlan(order.id, planned.planNo, tools);
  if (planned === null || there?.id === inHand) return { parcelId: inHand, drafts: [], message: null };
  if (there !== undefined) return { parcelId: there.id, drafts: [], message: intoBag(there.bagNo, there.bagType) };
  const { parcelId, draft, bagNo } = openingOf(order, planned, tools);
  return { parcelId, drafts: [draft], message: intoBag(bagNo, planned.bagType) };
}

/** The draft that opens a bag of the suggestion, with its number. */
export function openingOf(
  order: Order,
  bag: Pick<PlannedBag, 'bagType' | 'icePacks'> & { readonly planNo?: number | undefined },
  tools: PackingTools,
): { readonly parcelId: ParcelId; readonly draft: CommandDraft; readonly bagNo: number } {
  const parcelId = tools.newId<'parcel'>();
  const bagNo = tools.find.parcelsOfOrder(order.id).length + 1;
  const payload: PayloadOf<'openParcel'> = {
    ...{ orderId: order.id, parcelId, parcelCode: parcelCodeOf(order.daySequence, bagNo, parcelId) },
    ...{ bagType: bag.bagType, icePacks: bag.icePacks },
    ...(bag.planNo === undefined ? {} : { planNo: bag.planNo }),
  };
  return { parcelId, draft: { kind: 'openParcel', payload }, bagNo };
}

/** A number key while items are scanned: the bag in hand is another one, used, with more or less ice, or takes everything that is left. */
export function chooseBag(state: PackingState, order: Order, argument: string | null, tools: PackingTools): WorkflowStep<PackingState> {
  const choice = bagChoices[Number(argument) - 1];
  const parcel = state.parcelId === null ? undefined : tools.view.get('parcel', state.parcelId);
  if (choice === undefined || parcel === undefined) return stepWith(state, 'tick');
  const payload = chosenBag(order, parcel, choice, tools);
  return stepWith(state, 'ok', {
    drafts: [{ kind: 'setBag', payload }],
    message: messageOf(choice === 'takesAll' && payload.planNo === null ? 'pack.takesAll' : 'pack.bagSet', { bag: parcel.bagNo }),
  });
}

function chosenBag(order: Order, parcel: Parcel, choice: BagChoice, tools: PackingTools): PayloadOf<'setBag'> {
  const now = {
    ...{ orderId: order.id, parcelId: parcel.id, bagType: parcel.bagType },
    ...{ icePacks: parcel.icePacks ?? 0, isReused: parcel.isReused ?? false, planNo: parcel.planNo ?? null },
  };
  switch (choice) {
    case 'takesAll':
      return parcel.planNo === undefined ? { ...now, planNo: 1 } : { ...now, ...allInOne(order, parcel, tools) };
    case 'reused':
      return { ...now, isReused: !now.isReused };
    case 'lessIce':
      return { ...now, icePacks: Math.max(0, now.icePacks - 1) };
    case 'moreIce':
      return { ...now, icePacks: Math.min(maxIcePacksOfParcel, now.icePacks + 1) };
    case 'small':
    case 'medium':
    case 'large':
    case 'insulated':
    case 'box':
      return { ...now, bagType: choice };
  }
}

/** One bag for everything has to keep cold what is cold. */
function allInOne(order: Order, parcel: Parcel, tools: Finding) {
  const cold = bagPlanOf(tools.view, order).filter(({ temperature }) => temperature !== 'ambient');
  const icePacks = Math.max(parcel.icePacks ?? 0, ...cold.map((bag) => bag.icePacks));
  return { planNo: null, icePacks, bagType: cold.length > 0 ? ('insulated' as const) : parcel.bagType };
}

function liveParcelsOf(orderId: OrderId, tools: Pick<PackingTools, 'find'>): readonly RecordOf<'parcel'>[] {
  return tools.find.parcelsOfOrder(orderId).filter((parcel) => parcel.status !== 'voided');
}

/** The newest open bag that stands for one of the suggestion. */
export function openOfPlan(orderId: OrderId, planNo: number, tools: Pick<PackingTools, 'find'>): RecordOf<'parcel'> | undefined {
  return liveParcelsOf(orderId, tools).findLast((parcel) => parcel.status === 'open' && parcel.planNo === planNo);
}

function intoBag(bagNo: number, kind: Parcel['bagType']): Message {
  return messageOf(`pack.into.${kind}`, { bag: bagNo });
}

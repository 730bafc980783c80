import type { ParcelId } from '#shared/base/ids.ts';
import type { Message, SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith, type WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import { thingName } from '#shared/model/workflow/thingName.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';
import { parseSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { decideByHand, type Chute, type SortReason } from './decideChute.ts';
import { toEntry } from './toSortTable.ts';

export type SortWallTools = WorkflowTools<RecordView, StoreLookups>;

/** The chutes and whose they are, as the station in charge has planned them. */
export type WallPlan = { readonly chutes: readonly Chute[]; readonly chuteByTrip: ReadonlyMap<string, string> };

/** The person at the wall: with a bag in hand that belongs into a chute, or without. */
export type SortWallState = {
  readonly parcelId: ParcelId | null;
  readonly chuteId: string | null;
  readonly reason: SortReason | null;
  readonly held: Message | null;
};
type Step = WorkflowStep<SortWallState>;

/** No bag in hand. */
export function startSortWall(): SortWallState {
  return { parcelId: null, chuteId: null, reason: null, held: null };
}

/** One input at the wall. Commit `drafts`, or keep the state where there are none, then play the sound. */
export function stepSortWall(state: SortWallState, input: WorkflowInput, tools: SortWallTools, plan: WallPlan): Step {
  const action = actionOf(input);
  if (state.held !== null)
    return action === 'confirm' ? stepWith({ ...state, held: null }, 'ok') : stepWith(state, 'stop', { message: state.held });
  if (action !== null) return stepAction(state, action, tools);
  if (input.kind !== 'scan') return stepWith(state, 'tick');
  const { thing, text } = input;
  if (thing.kind === 'parcel') return takeBag(state, thing.parcelId, tools, plan);
  const chuteId = chuteOf(text, plan);
  if (chuteId !== null) return putInto(state, chuteId, tools);
  if (thing.kind === 'unknown') return stepWith(state, 'warning', { message: messageOf(thing.reason, { scanned: text }) });
  const key = state.parcelId === null ? 'sorter.wall.expectedBag' : 'sorter.wall.expectedChute';
  return stepWith(state, 'warning', { message: messageOf(key, { scanned: text, ...thingName(thing, tools) }) });
}

function takeBag(state: SortWallState, parcelId: ParcelId, tools: SortWallTools, plan: WallPlan): Step {
  const parcel = tools.view.get('parcel', parcelId);
  const order = parcel === undefined ? undefined : tools.view.get('order', parcel.orderId);
  if (parcel === undefined || order === undefined) return stepWith(state, 'warning', { message: messageOf('scan.unknownParcel') });
  if (parcel.status === 'handedOver' || parcel.status === 'delivered')
    return hold(state, messageOf('hand.alreadyLeft', { order: order.daySequence }));
  if (parcel.status === 'open' || parcel.status === 'voided') return hold(state, messageOf('hand.notPacked', { order: order.daySequence }));
  const entry = toEntry(parcel, tools);
  const { chuteId, reason } = decideByHand(parcel.code, { ...plan, entries: new Map([[parcel.code, entry]]) });
  const isInstead = state.parcelId !== null && state.parcelId !== parcelId;
  return stepWith({ parcelId, chuteId, reason, held: null }, isInstead ? 'warning' : 'ok', {
    message: messageOf(isInstead ? 'sorter.wall.instead' : 'sorter.wall.putInto', {
      order: order.daySequence,
      bag: parcel.bagNo,
      chute: chuteId,
    }),
  });
}

function putInto(state: SortWallState, scanned: string, tools: SortWallTools): Step {
  const parcel = state.parcelId === null ? undefined : tools.view.get('parcel', state.parcelId);
  const order = parcel === undefined ? undefined : tools.view.get('order', parcel.orderId);
  if (parcel === undefined || order === undefined || state.chuteId === null)
    return stepWith(state, 'warning', { message: messageOf('sorter.wall.bagFirst', { scanned }) });
  if (scanned !== state.chuteId) return hold(state, messageOf('sorter.wall.wrongChute', { scanned, expected: state.chuteId }));
  return stepWith(startSortWall(), 'lineDone', {
    drafts: [{ kind: 'shelveParcel', payload: { orderId: order.id, parcelId: parcel.id, shelfCode: scanned } }],
    message: messageOf('sorter.wall.placed', { order: order.daySequence, bag: parcel.bagNo, chute: scanned }),
  });
}

/** The chute a code names: its place's printed code, or its name alone. */
function chuteOf(text: string, { chutes }: WallPlan): string | null {
  const printed = parseSiteCode(text);
  const named = printed.ok && printed.value.kind === 'shelfPlace' ? printed.value.body : text.trim();
  return chutes.find(({ chuteId }) => chuteId === named)?.chuteId ?? null;
}

function stepAction(state: SortWallState, action: SheetAction, tools: SortWallTools): Step {
  if (action === 'undo' || action === 'no' || action === 'skip') return stepWith(startSortWall(), 'ok');
  if (action === 'home') return stepWith(startSortWall(), 'ok', { effects: [{ kind: 'go', screen: 'queue', subjectId: null }] });
  if (action !== 'help') return stepWith(state, 'tick');
  return stepWith(state, 'ok', {
    drafts: [{ kind: 'raiseAlert', payload: { alertId: tools.newId<'alert'>(), kind: 'help', orderId: null, reason: 'sorter' } }],
    message: messageOf('common.helpCalled'),
  });
}

function actionOf(input: WorkflowInput): SheetAction | null {
  if (input.kind === 'act') return input.action;
  return input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing.action : null;
}

function hold(state: SortWallState, message: Message): Step {
  return stepWith({ ...state, held: message }, 'stop', { message });
}

import type { Operator } from '#shared/model/operator/operator.ts';
import type { ScannedThing, SheetAction, WorkflowInput, WorkflowStep } from '#shared/model/workflow/workflow.ts';
import { messageOf, stepWith } from '#shared/model/workflow/workflowSteps.ts';
import { openByScan } from '#shared/features/scan/openByScan.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';
import { plain, takeBestTask } from '#renderer/bridge/takeWork.ts';
import type { ActiveWorkflow, CommonStep } from '#renderer/bridge/activeWorkflow.ts';
import { offerLink } from './offerLink.ts';

/** Screens whose workflow wants the scan that opened it. */
const handedOnScreens: ReadonlySet<string> = new Set(['packing', 'handover']);

/**
 * What an input means on every screen: a badge changes the operator and keeps the work in hand; while no work is in hand
 * a scan opens the screen where that thing's next work is. Null: the screen in front decides.
 */
export function routeEverywhere(
  input: WorkflowInput,
  active: ActiveWorkflow | null,
  station: Station,
  setOperator: (operator: Operator) => void,
): CommonStep | null {
  if (input.kind === 'weight') return active === null ? plain(stepWith(null, 'tick')) : null;
  if (input.kind === 'scan' && input.thing.kind === 'badge') return signInByBadge(input.thing.operatorId, station, setOperator);
  if (actionOf(input) === 'training')
    return plain(stepWith(null, 'ok', { effects: [{ kind: 'go', screen: 'training', subjectId: null }] }));
  if (station.operator.get() === null) return plain(stepWith(null, 'warning', { message: messageOf('signIn.title') }));
  const action = actionOf(input);
  if (action === 'choice' && active === null && station.runner.numbers.pick(numberOf(input))) return plain(stepWith(null, 'ok'));
  if (action !== null) return active !== null && (active.isBusy() || action !== 'next') ? null : stepCommonAction(action, station);
  if (input.kind !== 'scan') return null;
  const linking = offerLink(input.thing, input.text, active, station);
  if (linking !== null) return linking;
  if (active?.isBusy() === true) return null;
  const opening = openByScan(input.thing, station.store.view);
  // The code of a device is heard by the screen of devices; elsewhere it is only named.
  if (isDeviceCode(input.thing)) return active === null ? plain(stepWith(null, 'tick', { message: messageOf('scan.isDevice') })) : null;
  if ('message' in opening)
    return active === null ? plain(stepWith(null, 'warning', { message: withScanned(opening.message, input.text) })) : null;
  const { effect } = opening;
  // A picking screen that is not busy has finished its task: the next order's code opens that one's.
  if (effect.kind !== 'go' || (effect.screen === active?.name && effect.screen !== 'picking')) return null;
  return { ...plain(stepWith(null, 'ok', { effects: [effect] })), isHandedOn: handedOnScreens.has(effect.screen) };
}

function actionOf(input: WorkflowInput): SheetAction | null {
  if (input.kind === 'act') return input.action;
  return input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing.action : null;
}

function isDeviceCode(thing: ScannedThing): boolean {
  return thing.kind === 'unknown' && thing.reason === 'scan.isDevice';
}

function numberOf(input: WorkflowInput): number {
  const argument =
    input.kind === 'act' ? input.argument : input.kind === 'scan' && input.thing.kind === 'commandSheet' ? input.thing.argument : null;
  return Number(argument);
}

function stepCommonAction(action: SheetAction, station: Station): CommonStep {
  if (action === 'next') return takeBestTask(station);
  if (action === 'home') return plain(stepWith(null, 'ok', { effects: [{ kind: 'go', screen: 'queue', subjectId: null }] }));
  if (action === 'help') {
    const payload = { alertId: station.newId<'alert'>(), kind: 'help' as const, orderId: null, reason: 'station' };
    return plain(stepWith(null, 'ok', { drafts: [{ kind: 'raiseAlert', payload }], message: messageOf('common.helpCalled') }));
  }
  return plain(stepWith(null, 'tick'));
}

function signInByBadge(operatorId: Operator['id'], station: Station, setOperator: (operator: Operator) => void): CommonStep {
  const operator = station.store.view.get('operator', operatorId);
  if (operator === undefined) return plain(stepWith(null, 'warning', { message: messageOf('scan.unknownBadge') }));
  if (operator.validUntilMs < station.nowMs()) {
    return plain(stepWith(null, 'warning', { message: messageOf('signIn.expired', { name: operator.name }) }));
  }
  const step: WorkflowStep<null> = stepWith(null, 'ok', {
    drafts: [{ kind: 'signIn', payload: { method: 'badge' } }],
    message: messageOf('common.signedIn', { name: operator.name }),
  });
  return { step, isHandedOn: false, asOperatorId: operator.id, settled: () => setOperator(operator) };
}

function withScanned(message: { readonly key: string; readonly params: Readonly<Record<string, string | number>> }, scanned: string) {
  return { key: message.key, params: { scanned, ...message.params } };
}

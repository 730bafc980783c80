import { type Command, type CommandKind, isClaim } from '#shared/model/command/command.ts';
import { placeOrder } from './order/placeOrder.ts';
import { acceptOrder } from './order/acceptOrder.ts';
import { releaseOrder } from './order/releaseOrder.ts';
import { editOrder } from './order/editOrder.ts';
import { cancelOrder } from './order/cancelOrder.ts';
import { receiveStock } from './stock/receiveStock.ts';
import { adjustStock } from './stock/adjustStock.ts';
import { linkBarcode } from './barcode/linkBarcode.ts';
import { unlinkBarcode } from './barcode/unlinkBarcode.ts';
import { arrangeTask } from './task/arrangeTask.ts';
import { joinTask } from './task/joinTask.ts';
import { pullOrder } from './task/pullOrder.ts';
import { setPickingPolicy } from './task/setPickingPolicy.ts';
import { claimTask } from './picking/claimTask.ts';
import { releaseTask } from './picking/releaseTask.ts';
import { bindTote } from './picking/bindTote.ts';
import { pickLine } from './picking/pickLine.ts';
import { undoPick } from './picking/undoPick.ts';
import { shortLine } from './picking/shortLine.ts';
import { proposeSubstitute } from './picking/proposeSubstitute.ts';
import { answerSubstitute } from './picking/answerSubstitute.ts';
import { checkZero } from './picking/checkZero.ts';
import { skipStep } from './picking/skipStep.ts';
import { finishPicking } from './picking/finishPicking.ts';
import { returnStep } from './picking/returnStep.ts';
import { startPacking } from './packing/startPacking.ts';
import { openParcel } from './packing/openParcel.ts';
import { setBag } from './packing/setBag.ts';
import { packItem } from './packing/packItem.ts';
import { undoPack } from './packing/undoPack.ts';
import { closeParcels } from './packing/closeParcels.ts';
import { acceptWeight } from './packing/acceptWeight.ts';
import { reopenPacking } from './packing/reopenPacking.ts';
import { voidParcel } from './packing/voidParcel.ts';
import { recordLabel } from './packing/recordLabel.ts';
import { shelveParcel } from './handover/shelveParcel.ts';
import { collectOrder } from './handover/collectOrder.ts';
import { handOver } from './handover/handOver.ts';
import { planTrip } from './delivery/planTrip.ts';
import { cancelTrip } from './delivery/cancelTrip.ts';
import { failDelivery } from './delivery/failDelivery.ts';
import { forbidCourier } from './delivery/forbidCourier.ts';
import { holdOrder } from './delivery/holdOrder.ts';
import { pinOrder } from './delivery/pinOrder.ts';
import { reassignTrip } from './delivery/reassignTrip.ts';
import { takeTrip } from './delivery/takeTrip.ts';
import { confirmDelivery } from './delivery/confirmDelivery.ts';
import { returnOrder } from './handover/returnOrder.ts';
import { reportCourier } from './delivery/reportCourier.ts';
import { signIn } from './people/signIn.ts';
import { signOut } from './people/signOut.ts';
import { raiseAlert } from './people/raiseAlert.ts';
import { settleAlert } from './people/settleAlert.ts';
import { resolveDiscrepancy } from './discrepancy/resolveDiscrepancy.ts';
import { refuse } from './changes/changeSet.ts';
import type { CommandContext, CommandRule, DecideCommand, RecordView } from './decision.ts';
import { isPermitted } from './permissions/isPermitted.ts';

/** The rule of every kind of command. */
export const commandRules: { readonly [K in CommandKind]: CommandRule<K> } = {
  placeOrder,
  acceptOrder,
  releaseOrder,
  editOrder,
  cancelOrder,
  receiveStock,
  adjustStock,
  linkBarcode,
  unlinkBarcode,
  joinTask,
  pullOrder,
  arrangeTask,
  setPickingPolicy,
  claimTask,
  releaseTask,
  bindTote,
  pickLine,
  undoPick,
  shortLine,
  proposeSubstitute,
  answerSubstitute,
  checkZero,
  skipStep,
  finishPicking,
  returnStep,
  startPacking,
  openParcel,
  setBag,
  packItem,
  undoPack,
  closeParcels,
  acceptWeight,
  reopenPacking,
  voidParcel,
  recordLabel,
  shelveParcel,
  collectOrder,
  handOver,
  planTrip,
  cancelTrip,
  reassignTrip,
  pinOrder,
  forbidCourier,
  holdOrder,
  takeTrip,
  confirmDelivery,
  failDelivery,
  returnOrder,
  reportCourier,
  signIn,
  signOut,
  raiseAlert,
  settleAlert,
  resolveDiscrepancy,
};

/**
 * Decides one command against the records of a view: what to write, which goods moved, what to say; or why a claim is refused.
 * Facts are never refused. The same view and command always give the same decision, on every replica.
 */
export const decideCommand: DecideCommand = (view, command) => {
  const context: CommandContext = {
    commandId: command.id,
    stationId: command.stationId,
    operatorId: command.operatorId,
    atMs: command.atMs,
  };
  if (isClaim(command.kind) && !mayClaim(view, command)) return refuse('NOT_PERMITTED', { command: command.kind });
  const rule = commandRules[command.kind] as CommandRule<CommandKind>;
  return rule(view, command.payload as never, context);
};

/**
 * Whether the operator's roles allow the claim. Facts are not asked: what happened has happened. Commands without an operator come
 * from the platform itself; an operator nobody has on file cannot have signed in by these records, and is judged by the station's key.
 */
function mayClaim(view: RecordView, command: Command): boolean {
  const operator = command.operatorId === null ? undefined : view.get('operator', command.operatorId);
  return operator === undefined || isPermitted(operator.roles, command.kind);
}

import { type CommandKind, commandKinds } from '#shared/model/command/command.ts';
import type { Role } from '#shared/model/operator/operator.ts';

const session: readonly CommandKind[] = ['signIn', 'signOut', 'raiseAlert'];
const picking: readonly CommandKind[] = [
  'claimTask',
  'releaseTask',
  'arrangeTask',
  'bindTote',
  'pickLine',
  'undoPick',
  'shortLine',
  'proposeSubstitute',
  'answerSubstitute',
  'checkZero',
  'skipStep',
  'finishPicking',
  'returnStep',
];
const packing: readonly CommandKind[] = [
  'startPacking',
  'openParcel',
  'setBag',
  'packItem',
  'undoPack',
  'closeParcels',
  'recordLabel',
  'reopenPacking',
  'voidParcel',
];
const handover: readonly CommandKind[] = ['shelveParcel', 'handOver', 'collectOrder', 'returnOrder', 'returnStep'];
const receiving: readonly CommandKind[] = ['receiveStock', 'adjustStock', 'returnStep', 'claimTask', 'releaseTask'];
const supervising: readonly CommandKind[] = [
  'acceptOrder',
  'releaseOrder',
  'editOrder',
  'cancelOrder',
  'joinTask',
  'pullOrder',
  'setPickingPolicy',
  'linkBarcode',
  'unlinkBarcode',
  'planTrip',
  'cancelTrip',
  'reassignTrip',
  'pinOrder',
  'forbidCourier',
  'holdOrder',
  'takeTrip',
  'failDelivery',
  'confirmDelivery',
  'reportCourier',
  'settleAlert',
  'acceptWeight',
  'resolveDiscrepancy',
];

/** The one table of who may send which command. A wallboard only shows. */
export const permissions: Readonly<Record<Role, ReadonlySet<CommandKind>>> = {
  picker: new Set([...session, ...picking]),
  packer: new Set([...session, ...packing, ...handover]),
  receiver: new Set([...session, ...receiving]),
  storeStaff: new Set([...session, ...picking, ...packing, ...handover, ...receiving]),
  supervisor: new Set([...session, ...picking, ...packing, ...handover, ...receiving, ...supervising]),
  admin: new Set(commandKinds),
  wallboard: new Set(),
};

/** Whether one of the roles may send commands of this kind. */
export function isPermitted(roles: readonly Role[], commandKind: CommandKind): boolean {
  return roles.some((role) => permissions[role].has(commandKind));
}

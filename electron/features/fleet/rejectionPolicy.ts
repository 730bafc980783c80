import type { RejectionName } from '#shared/wire/vda5050/robotMessages.ts';

/**
 * What is done about an order that was not taken. `startAnew`: give up the order and begin a new one from where the robot says it is. `cancelFirst`: end what it has, then
 * anew. `holdStill`: a person must look, nothing more is sent until someone releases the robot. `wait`: it will come back by itself. `ignore`: what was wanted is so already.
 */
export type RejectionPolicy = 'startAnew' | 'cancelFirst' | 'holdStill' | 'wait' | 'ignore';

export const rejectionPolicy: Readonly<Record<RejectionName, RejectionPolicy>> = {
  validationFailure: 'holdStill',
  unsupportedParameter: 'holdStill',
  invalidOrderAction: 'holdStill',
  orderError: 'holdStill',
  unknownMapId: 'holdStill',
  outdatedOrderUpdate: 'cancelFirst',
  sameOrderUpdateId: 'cancelFirst',
  orderUpdateError: 'cancelFirst',
  otherOrderActive: 'cancelFirst',
  startNodeOutOfRange: 'startAnew',
  noRouteToTarget: 'startAnew',
  orderUpdateFollowingCancel: 'startAnew',
  robotNotAvailable: 'wait',
  noOrderToCancel: 'ignore',
  invalidInstantAction: 'ignore',
};

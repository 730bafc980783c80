import type { TripWeights } from './tripProblem.ts';

/**
 * What a site starts with: waiting counts by the minute, a broken promise like half an hour of it, and the longer the worse; a
 * courier who stands far from where orders come from is sent before one who stands well. Measured on public days: see docs.
 */
export const dispatchWeights: TripWeights = {
  readyToDoor: 1,
  late: 30,
  lateMinute: 0.3,
  courierMinute: 0,
  farCourier: 0.1,
  unassigned: 400,
};

import type { RobotFactsheet } from '#shared/wire/vda5050/robotMessages.ts';
import type { RobotBody } from './robotBody.ts';

/** What a simulated robot does on the nodes of an order. */
export const nodeActions = ['pick', 'drop', 'startCharging', 'stopCharging', 'wait'];

/** What a simulated robot does at once when it is told. */
export const instantActions = [
  'cancelOrder',
  'stateRequest',
  'factsheetRequest',
  'startPause',
  'stopPause',
  'startCharging',
  'stopCharging',
  'initPosition',
];

/** The factsheet of a simulated robot. */
export function toFactsheet(body: RobotBody): RobotFactsheet {
  return {
    seriesName: 'HH-100',
    maxSpeedMmPerS: body.maxSpeedMmPerS,
    maxAccelerationMmPerS2: body.accelerationMmPerS2,
    maxLoadGrams: 30_000,
    widthMm: 500,
    lengthMm: 600,
    minOrderIntervalMs: 0,
    minStateIntervalMs: 100,
    actionTypes: [...new Set([...nodeActions, ...instantActions])],
  };
}

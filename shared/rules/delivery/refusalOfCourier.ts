import type { Result } from '#shared/base/result.ts';
import type { Courier } from '#shared/model/delivery/delivery.ts';
import { refuse } from '#shared/rules/changes/changeSet.ts';
import type { Refusal } from '#shared/rules/decision.ts';

/** Why a courier cannot take a ride of so many orders now, or null. */
export function refusalOfCourier(courier: Courier, orders: number): Result<never, Refusal> | null {
  if (courier.status === 'offShift') return refuse('COURIER_OFF_SHIFT', { courier: courier.name });
  if (courier.tripId !== null || courier.status === 'outbound') return refuse('COURIER_BUSY', { courier: courier.name });
  if (orders > courier.capacityOrders) return refuse('TRIP_TOO_LARGE', { courier: courier.name, orders, capacity: courier.capacityOrders });
  return null;
}

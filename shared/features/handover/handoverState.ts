import type { CourierId, OrderId, ParcelId } from '#shared/base/ids.ts';
import type { Message } from '#shared/model/workflow/workflow.ts';
import type { WorkflowTools } from '#shared/model/workflow/workflowSteps.ts';
import type { RecordView } from '#shared/rules/decision.ts';
import type { StoreLookups } from '#shared/sync/stationStore.ts';

export type HandoverTools = WorkflowTools<RecordView, StoreLookups>;

/**
 * Where the person at the handover shelf stands: putting bags on it, giving them to a courier or customer, or taking back (`back`) what
 * was not delivered, and bringing its goods to their bins (`putBack`).
 */
export type HandoverState = {
  readonly phase: 'idle' | 'shelf' | 'bags' | 'pickup' | 'age' | 'back' | 'putBack';
  /** The bag in hand, in phase `shelf`. */
  readonly parcelId: ParcelId | null;
  /** The order its customer came for, in phases `pickup` and `age`; the one that came back, in `back` and `putBack`. */
  readonly orderId: OrderId | null;
  /** The courier at the counter, in phase `bags`. */
  readonly courierId: CourierId | null;
  /** Bags of the trip scanned so far whose order is not complete yet. */
  readonly scannedParcelIds: readonly ParcelId[];
  readonly repeatToConfirm: string | null;
  readonly held: Message | null;
};

/** Nobody at the counter and no bag in hand. */
export function startHandover(): HandoverState {
  return { phase: 'idle', parcelId: null, orderId: null, courierId: null, scannedParcelIds: [], repeatToConfirm: null, held: null };
}

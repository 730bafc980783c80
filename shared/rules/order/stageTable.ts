import type { OrderStage } from '#shared/model/order/order.ts';
import type { RefusalCode } from '#shared/rules/decision.ts';

/** What can be tried on an order: claims first, then facts. */
export const orderSteps = [
  'acceptOrder',
  'releaseOrder',
  'editOrder',
  'editLines',
  'cancelOrder',
  'startPacking',
  'reopenPacking',
  'planTrip',
  'claimTask',
  'bindTote',
  'pickLine',
  'shortLine',
  'finishPicking',
  'openParcel',
  'packItem',
  'closeParcels',
  'shelveParcel',
  'handOver',
  'collectOrder',
  'confirmDelivery',
] as const;
export type OrderStep = (typeof orderSteps)[number];

/**
 * What a step means in a stage.
 * go: the order moves to the step's target. stay: allowed, no move. A refusal code: the claim is not granted.
 * Facts only: skip: ahead of the books, believed, moves to the target; early: too far ahead to be believed of the whole order;
 * late: behind the books. These three open a discrepancy.
 */
export type StageVerdict = 'go' | 'stay' | 'skip' | 'early' | 'late' | RefusalCode;

/** Stages in the order an order passes them; the columns of the table. */
export const stageColumns = [
  'placed',
  'accepted',
  'released',
  'picking',
  'picked',
  'packing',
  'packed',
  'shelved',
  'handedOver',
  'delivered',
  'cancelled',
] as const satisfies readonly OrderStage[];

/** Where a step that goes or skips leads. */
export const stepTargets: Readonly<Record<OrderStep, OrderStage | null>> = {
  acceptOrder: 'accepted',
  releaseOrder: 'released',
  editOrder: null,
  editLines: null,
  cancelOrder: 'cancelled',
  startPacking: 'packing',
  reopenPacking: 'packing',
  planTrip: null,
  claimTask: 'picking',
  bindTote: 'picking',
  pickLine: 'picking',
  shortLine: 'picking',
  finishPicking: 'picked',
  openParcel: 'packing',
  packItem: 'packing',
  closeParcels: 'packed',
  shelveParcel: 'shelved',
  handOver: 'handedOver',
  collectOrder: 'delivered',
  confirmDelivery: 'delivered',
};

const NO = 'STAGE_DOES_NOT_ALLOW';
const DONE = 'ALREADY_DONE';
const LEFT = 'ORDER_ALREADY_LEFT';
const GONE = 'ORDER_CANCELLED';

/* oxfmt-ignore: a table reads by columns */
// prettier-ignore
const rows: Readonly<Record<OrderStep, readonly StageVerdict[]>> = {
  //                placed   accepted released picking picked  packing packed  shelved handedOver delivered cancelled
  acceptOrder:     ['go',    DONE,    DONE,    DONE,   DONE,   DONE,   DONE,   DONE,   LEFT,      LEFT,     GONE],
  releaseOrder:    [NO,      'go',    DONE,    DONE,   DONE,   DONE,   DONE,   DONE,   LEFT,      LEFT,     GONE],
  editOrder:       ['stay',  'stay',  'stay',  'stay', 'stay', 'stay', 'stay', 'stay', LEFT,      LEFT,     GONE],
  editLines:       ['stay',  'stay',  NO,      NO,     NO,     NO,     NO,     NO,     LEFT,      LEFT,     GONE],
  cancelOrder:     ['go',    'go',    'go',    'go',   'go',   'go',   'go',   'go',   LEFT,      LEFT,     DONE],
  startPacking:    [NO,      NO,      NO,      NO,     'go',   'stay', DONE,   DONE,   LEFT,      LEFT,     GONE],
  reopenPacking:   [NO,      NO,      NO,      NO,     NO,     DONE,   'go',    'go',    LEFT,      LEFT,     GONE],
  planTrip:        [NO,      'stay',  'stay',  'stay', 'stay', 'stay', 'stay', 'stay', LEFT,      LEFT,     GONE],
  claimTask:       ['early', 'early', 'go',    'stay', 'late', 'late', 'late', 'late', 'late',    'late',   'late'],
  bindTote:        ['early', 'early', 'skip',  'stay', 'stay', 'stay', 'late', 'late', 'late',    'late',   'late'],
  pickLine:        ['early', 'early', 'skip',  'stay', 'late', 'late', 'late', 'late', 'late',    'late',   'late'],
  shortLine:       ['early', 'early', 'skip',  'stay', 'late', 'late', 'late', 'late', 'late',    'late',   'late'],
  finishPicking:   ['early', 'early', 'skip',  'go',   'late', 'late', 'late', 'late', 'late',    'late',   'late'],
  openParcel:      ['early', 'early', 'early', 'early','skip', 'stay', 'late', 'late', 'late',    'late',   'late'],
  packItem:        ['early', 'early', 'early', 'early','skip', 'stay', 'late', 'late', 'late',    'late',   'late'],
  closeParcels:    ['early', 'early', 'early', 'early','skip', 'go',   'late', 'late', 'late',    'late',   'late'],
  shelveParcel:    ['early', 'early', 'early', 'early','skip', 'skip', 'go',   'stay', 'late',    'late',   'late'],
  handOver:        ['early', 'early', 'early', 'early','skip', 'skip', 'go',   'go',   'stay',    'late',   'late'],
  collectOrder:    ['early', 'early', 'early', 'early','skip', 'skip', 'go',   'go',   'late',    'late',   'late'],
  confirmDelivery: ['early', 'early', 'early', 'early','early','skip', 'skip', 'skip', 'go',      'late',   'late'],
};

/** The verdict for a step in a stage. */
export function stageVerdict(step: OrderStep, stage: OrderStage): StageVerdict {
  return rows[step][stageColumns.indexOf(stage)] ?? NO;
}

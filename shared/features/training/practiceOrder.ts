import type { NewId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import { practiceSkus } from './practiceSite.ts';

/** What practice orders ask for, one after the other: SKUs by their place in the practice site, and units or grams. */
const wishes: readonly (readonly (readonly [sku: number, quantity: number])[])[] = [
  [
    [0, 1],
    [1, 2],
  ],
  [
    [2, 1],
    [4, 2],
    [6, 500],
  ],
  [
    [3, 3],
    [5, 1],
  ],
];

/** Places, accepts and releases the practice order of a number, from 1. Nobody ordered it and nobody pays. */
export function practiceOrder(no: number, newId: NewId, nowMs: number): readonly CommandDraft[] {
  const skus = practiceSkus();
  const orderId = newId<'order'>();
  const lines = wishes[(no - 1) % wishes.length]!.map(([sku, orderedQuantity], index) => ({
    lineNo: index + 1,
    skuId: skus[sku]!.id,
    orderedQuantity,
    priceFen: 690,
  }));
  const draft = {
    channel: 'app',
    channelOrderId: `practice-${no}`,
    memberTier: 'standard',
    placedAtMs: nowMs,
    promiseAtMs: nowMs + 30 * 60_000,
    payment: 'paid',
    customs: 'notNeeded',
    groupLot: null,
    substitution: 'never',
    note: '',
    recipient: { nameMasked: '练习', phoneMasked: '', area: '练习' },
    destination: { lat: 31.2304, lng: 121.4737, distanceMetres: 800 },
    lines,
  } as const;
  return [
    { kind: 'placeOrder', payload: { orderId, daySequence: no, draft } },
    { kind: 'acceptOrder', payload: { orderId } },
    { kind: 'releaseOrder', payload: { orderId, taskId: newId<'task'>() } },
  ];
}

import { stockIdOf } from '#shared/model/stock/stockIdOf.ts';
import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import { moveGoods } from '#shared/rules/changes/moveGoods.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** Somebody counted: the books follow, the difference goes to or comes from outside. Fewer than promised to orders is a discrepancy. */
export const adjustStock: CommandRule<'adjustStock'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const sku = view.get('sku', payload.skuId);
  const isLotKnown = payload.lotId === null || view.get('lot', payload.lotId)?.skuId === payload.skuId;
  if (sku === undefined || view.get('bin', payload.binId) === undefined || !isLotKnown) {
    const params = { command: 'adjustStock', sku: payload.skuId, bin: payload.binId, quantity: payload.countedQuantity };
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownSkuOrBin', params });
    return change.toResult();
  }
  const row = view.get('stock', stockIdOf(sku.id, payload.binId, payload.lotId, payload.status));
  const difference = payload.countedQuantity - (row?.quantity ?? 0);
  const bin = { kind: 'bin', binId: payload.binId, status: payload.status } as const;
  const outside = { kind: 'outside', reason: 'adjusted' } as const;
  if (difference !== 0) {
    moveGoods(change, {
      skuId: sku.id,
      lotId: payload.lotId,
      quantity: Math.abs(difference),
      line: null,
      from: difference > 0 ? outside : bin,
      to: difference > 0 ? bin : outside,
    });
  }
  const allocated = row?.allocated ?? 0;
  if (payload.countedQuantity < allocated) {
    const params = { counted: payload.countedQuantity, allocated };
    change.disagree({ kind: 'stockShort', key: 'discrepancy.fewerThanPromised', params, skuId: sku.id });
  }
  change.tell('stockCounted', { skuId: sku.id, binId: payload.binId, difference, reason: payload.reason });
  return change.toResult();
};

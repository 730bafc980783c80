import { createChangeSet } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { stockRowsOf } from '#shared/rules/order/allocateLine.ts';

/** Somebody looked into a bin the books say is empty of a SKU (or wrongly not empty). What does not agree is to be counted. */
export const checkZero: CommandRule<'checkZero'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const { skuId, binId, isEmpty } = payload;
  if (view.get('sku', skuId) === undefined || view.get('bin', binId) === undefined) {
    const params = { command: 'checkZero', sku: skuId, bin: binId, quantity: 0 };
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownSkuOrBin', params });
    return change.toResult();
  }
  const booked = stockRowsOf(change, skuId).reduce((sum, row) => sum + (row.binId === binId ? row.quantity : 0), 0);
  const isBookedEmpty = booked <= 0;
  if (isBookedEmpty !== isEmpty) {
    const key = isEmpty ? 'discrepancy.binEmpty' : 'discrepancy.binNotEmpty';
    change.disagree({ kind: 'stockShort', key, params: { bin: binId, booked }, skuId });
  }
  change.tell('binChecked', { skuId, binId, isEmpty: isEmpty ? 1 : 0, booked });
  return change.toResult();
};

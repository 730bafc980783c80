import type { StockStatus } from '#shared/model/stock/stock.ts';
import type { PayloadOf } from '#shared/model/command/command.ts';
import { type ChangeSet, createChangeSet } from '#shared/rules/changes/changeSet.ts';
import { moveGoods } from '#shared/rules/changes/moveGoods.ts';
import type { CommandRule } from '#shared/rules/decision.ts';
import { siteRulesOf } from '#shared/rules/siteRulesOf.ts';
import { isLotForbidden } from '#shared/rules/stock/lotMayLeave.ts';

/** Goods came from outside into a bin. A lot that may not leave is received all the same, as expired or held stock. */
export const receiveStock: CommandRule<'receiveStock'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const sku = view.get('sku', payload.skuId);
  if (sku === undefined || view.get('bin', payload.binId) === undefined) {
    const params = { command: 'receiveStock', sku: payload.skuId, bin: payload.binId, quantity: payload.quantity };
    change.disagree({ kind: 'unknownSubject', key: 'discrepancy.unknownSkuOrBin', params });
    return change.toResult();
  }
  const status = keepLot(change, payload);
  moveGoods(change, {
    skuId: sku.id,
    lotId: payload.lot?.id ?? null,
    quantity: payload.quantity,
    line: null,
    from: { kind: 'outside', reason: 'received' },
    to: { kind: 'bin', binId: payload.binId, status },
  });
  change.tell('stockReceived', { skuId: sku.id, binId: payload.binId, quantity: payload.quantity, status });
  return change.toResult();
};

/** Makes the lot where it is new; answers the status its stock gets. */
function keepLot(change: ChangeSet, { lot: received, skuId }: PayloadOf<'receiveStock'>): StockStatus {
  if (received === null) return 'available';
  const known = change.get('lot', received.id);
  if (known !== undefined && (known.skuId !== skuId || known.expiresOn !== received.expiresOn)) {
    const params = { lot: received.code, booked: known.expiresOn ?? '-', received: received.expiresOn ?? '-' };
    change.disagree({ kind: 'stageMismatch', key: 'discrepancy.lotDiffers', params, skuId });
  }
  const lot = known ?? { ...received, skuId, receivedAtMs: change.context.atMs, status: 'released' as const };
  if (known === undefined) change.put('lot', lot);
  if (!isLotForbidden(lot, siteRulesOf(change.view), change.context.atMs)) return 'available';
  change.disagree({ kind: 'forbiddenLot', key: 'discrepancy.forbiddenLotReceived', params: { lot: lot.code }, skuId });
  return lot.status === 'released' ? 'expired' : 'hold';
}

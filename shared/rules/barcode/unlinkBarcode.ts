import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/** A wrong link is taken back. The record stays, with who linked it and who took it back; the code can be linked anew. */
export const unlinkBarcode: CommandRule<'unlinkBarcode'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const known = view.get('barcodeLink', payload.gtin);
  if (known === undefined || known.withdrawn !== null || known.skuId !== payload.skuId) {
    return refuse('BARCODE_NOT_LINKED', { gtin: payload.gtin });
  }
  const { operatorId, stationId, atMs } = context;
  change.put('barcodeLink', { ...known, withdrawn: { operatorId, stationId, atMs } });
  change.tell('barcodeUnlinked', { gtin: payload.gtin, skuId: payload.skuId });
  return change.toResult();
};

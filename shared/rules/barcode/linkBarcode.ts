import { createChangeSet, refuse } from '#shared/rules/changes/changeSet.ts';
import type { CommandRule } from '#shared/rules/decision.ts';

/**
 * Somebody said to which SKU a barcode belongs that the catalogue does not know. A code that is linked to another SKU stays with it
 * until that link is taken back, whichever station was first.
 */
export const linkBarcode: CommandRule<'linkBarcode'> = (view, payload, context) => {
  const change = createChangeSet(view, context);
  const sku = view.get('sku', payload.skuId);
  if (sku === undefined) return refuse('UNKNOWN_SKU', { sku: payload.skuId });
  if (sku.unit !== 'each') return refuse('SKU_IS_WEIGHED', { skuZh: sku.name.zh, skuEn: sku.name.en });
  if (sku.barcodes.some((barcode) => barcode.gtin.padStart(14, '0') === payload.gtin))
    return refuse('ALREADY_DONE', { gtin: payload.gtin });
  const known = view.get('barcodeLink', payload.gtin);
  if (known !== undefined && known.withdrawn === null) {
    if (known.skuId === payload.skuId && known.packUnits === payload.packUnits) return refuse('ALREADY_DONE', { gtin: payload.gtin });
    const holder = view.get('sku', known.skuId)?.name;
    return refuse('BARCODE_TAKEN', { gtin: payload.gtin, skuZh: holder?.zh ?? known.skuId, skuEn: holder?.en ?? known.skuId });
  }
  const { operatorId, stationId, atMs } = context;
  change.put('barcodeLink', {
    id: payload.gtin,
    skuId: payload.skuId,
    packUnits: payload.packUnits,
    linked: { operatorId, stationId, atMs },
    withdrawn: null,
  });
  change.tell('barcodeLinked', { gtin: payload.gtin, skuId: payload.skuId, packUnits: payload.packUnits });
  return change.toResult();
};

/** Papers some channels want beside the bag's label. The manifest is of a leader's whole lot. */
export const orderDocuments = ['deliveryNote', 'customsSheet', 'groupManifest'] as const;
export type OrderDocument = (typeof orderDocuments)[number];

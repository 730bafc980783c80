import type { RecordKind } from '#shared/model/records.ts';
import type { ImportLookup, StoredRow } from './importTypes.ts';

type Body = Record<string, unknown>;
/** A lookup that also takes the rows of the file as they are accepted. */
export type GrowingLookup = ImportLookup & { put(kind: RecordKind, body: Body, codeField: 'code' | 'badgeCode'): void };

/** Indexes stored rows by id, code and barcode. */
export function createImportLookup(stored: ReadonlyArray<StoredRow & { readonly kind: RecordKind }>): GrowingLookup {
  const byId = new Map<string, Body>();
  const byCode = new Map<string, Body>();
  const skuOfBarcode = new Map<string, string>();
  const put = (kind: RecordKind, body: Body, codeField: 'code' | 'badgeCode') => {
    const old = byId.get(`${kind}/${String(body['id'])}`);
    if (old !== undefined) {
      byCode.delete(`${kind}/${String(old[codeField])}`);
      for (const gtin of gtinsOf(kind, old)) skuOfBarcode.delete(gtin);
    }
    byId.set(`${kind}/${String(body['id'])}`, body);
    byCode.set(`${kind}/${String(body[codeField])}`, body);
    for (const gtin of gtinsOf(kind, body)) skuOfBarcode.set(gtin, String(body['code']));
  };
  for (const { kind, body } of stored) put(kind, body, kind === 'operator' ? 'badgeCode' : 'code');
  return {
    byId: (kind, id) => byId.get(`${kind}/${id}`),
    byCode: (kind, code) => byCode.get(`${kind}/${code}`),
    skuOfBarcode: (gtin) => skuOfBarcode.get(gtin),
    put,
  };
}

function gtinsOf(kind: RecordKind, body: Body): string[] {
  return kind === 'sku' ? (body['barcodes'] as Array<{ gtin: string }>).map((barcode) => barcode.gtin) : [];
}

import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { courier } from '#shared/model/delivery/delivery.ts';
import { operator } from '#shared/model/operator/operator.ts';
import type { RecordKind } from '#shared/model/records.ts';
import { bin, shelfPlace, zone } from '#shared/model/site/site.ts';
import { type Sku, sku } from '#shared/model/sku/sku.ts';
import { tote } from '#shared/model/tote/tote.ts';
import type { ImportKind } from '#shared/wire/platform/platformMessages.ts';
import { hasGtinCheckDigit } from './gtin.ts';
import type { ImportLookup, RecordImporter, RowOutcome } from './importTypes.ts';
import { hashPin, isPinOf } from './pinHash.ts';

const withoutId = { id: true } as const;
const asSchema = (schema: z.ZodType) => schema as z.ZodType<Record<string, unknown>>;
const asIs = (row: Record<string, unknown>): RowOutcome => ({ ok: true, row });
const isText = (content: unknown): content is string => typeof content === 'string';
const fault = (field: string, message: string) => ({ field, message });

/** The kinds that are records; stock goes through commands (importStock.ts). */
export const recordImporters: Readonly<Record<Exclude<ImportKind, 'stock'>, RecordImporter>> = {
  zones: plain('zone', zone.partial(withoutId)),
  shelfPlaces: plain('shelfPlace', shelfPlace.partial(withoutId)),
  bins: {
    recordKind: 'bin',
    codeField: 'code',
    needs: ['zone'],
    schema: asSchema(
      bin.extend({ id: idSchema<'bin'>().optional(), zoneId: idSchema<'zone'>().optional(), zoneCode: z.string().optional() }),
    ),
    toRecord({ zoneCode, ...row }, _known, lookup) {
      const zoneRow = isText(row['zoneId']) ? lookup.byId('zone', row['zoneId']) : lookup.byCode('zone', isText(zoneCode) ? zoneCode : '');
      if (zoneRow === undefined) return { ok: false, errors: [fault('zoneCode', `there is no zone ${String(row['zoneId'] ?? zoneCode)}`)] };
      return asIs({ ...row, zoneId: zoneRow['id'] });
    },
  },
  skus: {
    recordKind: 'sku',
    codeField: 'code',
    needs: [],
    schema: asSchema(sku.partial(withoutId)),
    toRecord: (row, _known, lookup) => checkSku(row, lookup),
  },
  operators: {
    recordKind: 'operator',
    codeField: 'badgeCode',
    needs: [],
    schema: asSchema(
      operator.partial({ id: true, pinHash: true }).extend({
        pin: z
          .string()
          .regex(/^\d{4,10}$/)
          .optional(),
      }),
    ),
    toRecord: (row, known) => withPin(row, known),
  },
  totes: {
    recordKind: 'tote',
    codeField: 'code',
    needs: [],
    schema: asSchema(tote.pick({ id: true, code: true }).partial(withoutId)),
    // What lies in a tote is work, not catalogue: an import never touches it.
    toRecord: (row, known) => asIs({ status: 'empty', orderId: null, contents: [], ...known, ...row }),
  },
  couriers: {
    recordKind: 'courier',
    codeField: 'code',
    needs: [],
    schema: asSchema(
      courier
        .pick({ id: true, code: true, name: true, capacityOrders: true, status: true })
        .partial({ id: true, capacityOrders: true, status: true }),
    ),
    toRecord({ status, ...row }, known) {
      const start = { status: status ?? 'offShift', capacityOrders: 4, position: null, tripId: null, deliveredToday: 0 };
      return asIs({ ...(known ?? start), ...row });
    },
  },
};

function plain(recordKind: RecordKind, schema: z.ZodType): RecordImporter {
  return { recordKind, codeField: 'code', needs: [], schema: asSchema(schema), toRecord: asIs };
}

function checkSku(row: Record<string, unknown>, lookup: ImportLookup): RowOutcome {
  const { barcodes, unit, plu } = row as unknown as Sku;
  const errors = barcodes.flatMap(({ gtin }, index) => {
    if (!hasGtinCheckDigit(gtin)) return [fault(`barcodes.${index}.gtin`, `${gtin} is not a GTIN: length or check digit is wrong`)];
    const owner = lookup.skuOfBarcode(gtin);
    return owner === undefined || owner === row['code'] ? [] : [fault(`barcodes.${index}.gtin`, `${gtin} already belongs to SKU ${owner}`)];
  });
  // Ids of stock rows are made of these, parted by bars.
  for (const field of ['id', 'code'])
    if (isText(row[field]) && row[field].includes('|')) errors.push(fault(field, 'must not contain a bar'));
  if (unit === 'each' && barcodes.length === 0 && plu === null)
    errors.push(fault('barcodes', 'goods sold by the unit need a barcode or a PLU'));
  return errors.length > 0 ? { ok: false, errors } : asIs(row);
}

/** A PIN is kept as its hash; a PIN that fits the stored hash changes nothing. */
async function withPin({ pin, ...row }: Record<string, unknown>, known: Record<string, unknown> | undefined): Promise<RowOutcome> {
  if (isText(row['pinHash'])) return asIs(row);
  const knownHash = known?.['pinHash'];
  if (!isText(pin)) {
    return isText(knownHash)
      ? asIs({ ...row, pinHash: knownHash })
      : { ok: false, errors: [fault('pin', 'a new operator needs a pin or a pinHash')] };
  }
  const isSame = isText(knownHash) && (await isPinOf(knownHash, pin));
  return asIs({ ...row, pinHash: isSame ? knownHash : await hashPin(pin) });
}

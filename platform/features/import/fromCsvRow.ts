import type { ImportKind } from '#shared/wire/platform/platformMessages.ts';

type Cells = Readonly<Record<string, string>>;

/** The columns of each kind's CSV file; those in `required` must be in the header. */
export const csvColumns: Readonly<Record<ImportKind, { readonly required: readonly string[]; readonly optional: readonly string[] }>> = {
  zones: { required: ['code', 'nameZh', 'nameEn', 'temperature', 'xMm', 'yMm', 'widthMm', 'depthMm'], optional: ['id'] },
  bins: { required: ['code', 'zoneCode', 'xMm', 'yMm', 'walkSequence'], optional: ['id', 'use', 'isBlocked'] },
  shelfPlaces: { required: ['code', 'temperature', 'xMm', 'yMm'], optional: ['id'] },
  skus: {
    required: ['code', 'nameZh', 'nameEn', 'unit', 'priceFen', 'temperature'],
    optional: [
      'id',
      'category',
      'barcodes',
      'plu',
      'shelfLifeDays',
      'minRemainingLifeDays',
      'isLotTracked',
      'lengthMm',
      'widthMm',
      'heightMm',
      'weightGrams',
      'weightToleranceGrams',
      'isFragile',
      'ageLimitYears',
      'picture',
    ],
  },
  operators: { required: ['badgeCode', 'name', 'roles', 'validUntilMs'], optional: ['id', 'pin', 'pinHash', 'language'] },
  totes: { required: ['code'], optional: ['id'] },
  couriers: { required: ['code', 'name'], optional: ['id', 'capacityOrders'] },
  stock: { required: ['skuCode', 'binCode', 'quantity'], optional: ['lotCode', 'expiresOn'] },
};

/** A CSV row in the shape of its JSON row. Cells that are no number or flag stay text, for the schema to complain about. */
export function fromCsvRow(kind: ImportKind, cells: Cells): Record<string, unknown> {
  const id = cells['id'] === undefined || cells['id'] === '' ? {} : { id: cells['id'] };
  return { ...id, ...shapes[kind](cells) };
}

const shapes: Readonly<Record<ImportKind, (cells: Cells) => Record<string, unknown>>> = {
  zones: (c) => ({
    code: c['code'],
    name: { zh: c['nameZh'], en: c['nameEn'] },
    temperature: c['temperature'],
    area: { xMm: num(c['xMm']), yMm: num(c['yMm']), widthMm: num(c['widthMm']), depthMm: num(c['depthMm']) },
  }),
  bins: (c) => ({
    code: c['code'],
    zoneCode: c['zoneCode'],
    use: orElse(c['use'], 'pickFace'),
    at: { xMm: num(c['xMm']), yMm: num(c['yMm']) },
    walkSequence: num(c['walkSequence']),
    isBlocked: flag(c['isBlocked']),
  }),
  shelfPlaces: (c) => ({ code: c['code'], temperature: c['temperature'], at: { xMm: num(c['xMm']), yMm: num(c['yMm']) } }),
  skus: (c) => ({
    code: c['code'],
    name: { zh: c['nameZh'], en: c['nameEn'] },
    category: orElse(c['category'], ''),
    barcodes: toBarcodes(c['barcodes']),
    plu: orNull(c['plu']),
    unit: c['unit'],
    priceFen: num(c['priceFen']),
    temperature: c['temperature'],
    shelfLifeDays: numOrNull(c['shelfLifeDays']),
    minRemainingLifeDays: numOr(c['minRemainingLifeDays'], 0),
    isLotTracked: flag(c['isLotTracked']),
    sizeMm: { length: numOr(c['lengthMm'], 0), width: numOr(c['widthMm'], 0), height: numOr(c['heightMm'], 0) },
    weightGrams: numOr(c['weightGrams'], 0),
    weightToleranceGrams: numOr(c['weightToleranceGrams'], 0),
    isFragile: flag(c['isFragile']),
    ageLimitYears: numOrNull(c['ageLimitYears']),
    picture: orElse(c['picture'], ''),
  }),
  operators: (c) => ({
    badgeCode: c['badgeCode'],
    name: c['name'],
    roles: words(c['roles']),
    language: orElse(c['language'], 'zh-CN'),
    validUntilMs: num(c['validUntilMs']),
    ...(orNull(c['pin']) === null ? {} : { pin: c['pin'] }),
    ...(orNull(c['pinHash']) === null ? {} : { pinHash: c['pinHash'] }),
  }),
  totes: (c) => ({ code: c['code'] }),
  couriers: (c) => ({
    code: c['code'],
    name: c['name'],
    ...(orNull(c['capacityOrders']) === null ? {} : { capacityOrders: num(c['capacityOrders']) }),
  }),
  stock: (c) => ({
    skuCode: c['skuCode'],
    binCode: c['binCode'],
    quantity: num(c['quantity']),
    lotCode: orNull(c['lotCode']),
    expiresOn: orNull(c['expiresOn']),
  }),
};

/** `6901234567892:1 6901234567908:6`: a GTIN and the units one scan of it means. */
function toBarcodes(cell: string | undefined): Array<{ gtin: string; packUnits: unknown }> {
  return words(cell).map((word) => {
    const [gtin = '', units] = word.split(':');
    return { gtin, packUnits: numOr(units, 1) };
  });
}

function words(cell: string | undefined): string[] {
  return (cell ?? '').split(/[\s|;]+/).filter((word) => word !== '');
}

function num(cell: string | undefined): unknown {
  return cell !== undefined && /^-?\d+(?:\.\d+)?$/.test(cell) ? Number(cell) : cell;
}

function numOr(cell: string | undefined, fallback: number): unknown {
  return cell === undefined || cell === '' ? fallback : num(cell);
}

function numOrNull(cell: string | undefined): unknown {
  return cell === undefined || cell === '' ? null : num(cell);
}

function flag(cell: string | undefined): unknown {
  if (cell === undefined || cell === '' || cell === '0' || cell.toLowerCase() === 'false') return false;
  return cell === '1' || cell.toLowerCase() === 'true' ? true : cell;
}

function orElse(cell: string | undefined, fallback: string): string {
  return cell === undefined || cell === '' ? fallback : cell;
}

function orNull(cell: string | undefined): string | null {
  return cell === undefined || cell === '' ? null : cell;
}

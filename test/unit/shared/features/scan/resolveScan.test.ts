import { describe, expect, it } from 'vitest';
import { resolveScan } from '#shared/features/scan/resolveScan.ts';
import { asId } from '#shared/base/ids.ts';
import type { RecordWrite } from '#shared/model/records.ts';
import { gtinCheckDigit, hasGtinCheckDigit, upcEToUpcA } from '#shared/wire/barcode/gtin.ts';
import { toSiteCode } from '#shared/wire/barcode/siteCode.ts';
import { createTestStore } from '#test/support/createTestStore.ts';
import { createTestSite, testBinCode, testGtins, testSkuIds } from '#test/support/testSite.ts';

async function scanner() {
  const store = await createTestStore();
  return (text: string, aim: string | null = null) => resolveScan(text, aim, store.tools());
}
const withCheckDigit = (digits: string): string => digits + gtinCheckDigit(digits);
const plainSku = { packUnits: 1, lotCode: null, expiresOn: null, measuredGrams: null, priceFen: null };

describe('resolveScan', () => {
  it('[SR1] site codes name their records, and a wrong check character is told', async () => {
    const scan = await scanner();
    const binCode = toSiteCode('bin', testBinCode('milk'));
    const wrong = binCode.slice(0, -1) + (binCode.endsWith('A') ? 'B' : 'A');
    expect([
      scan(binCode),
      scan(wrong),
      scan(toSiteCode('courier', '9001')),
      scan(toSiteCode('badge', '1001')),
      scan(toSiteCode('shelfPlace', 'H01')),
      scan(toSiteCode('bin', 'Z99')),
    ]).toEqual([
      { kind: 'bin', binId: `bin-${testBinCode('milk')}` },
      { kind: 'unknown', reason: 'scan.badCheckCharacter' },
      { kind: 'courier', courierId: 'courier-1' },
      { kind: 'badge', operatorId: 'operator-1' },
      { kind: 'shelfPlace', shelfCode: 'H01' },
      { kind: 'unknown', reason: 'scan.unknownBin' },
    ]);
  });

  it('[SR2] a GTIN finds its SKU in every length, with what its barcode says', async () => {
    const scan = await scanner();
    const milk = { kind: 'sku', skuId: testSkuIds.milk, ...plainSku };
    expect([scan(testGtins.milk), scan(`0${testGtins.milk}`, ']I1'), scan(`010${testGtins.milk}17271231` + '10L7', ']C1')]).toEqual([
      milk,
      milk,
      { ...milk, lotCode: 'L7', expiresOn: '2027-12-31' },
    ]);
  });

  it('[SR3] eight digits that are both an EAN-8 and a UPC-E of two SKUs keep both choices', async () => {
    const both = Array.from({ length: 10_000 }, (_, index) => `0${String(1_000_000 + index * 37)}`).find(
      (digits) => hasGtinCheckDigit(digits) && upcEToUpcA(digits) !== null,
    );
    const upcA = both === undefined ? null : upcEToUpcA(both);
    const model = createTestSite().skus[0];
    if (both === undefined || upcA === null || model === undefined) throw new Error('no such digits');
    const sku = (id: string, gtin: string): RecordWrite => ({
      kind: 'sku',
      id,
      row: { ...model, id: asId<'sku'>(id), code: id, barcodes: [{ gtin, packUnits: 1 }] },
    });
    const store = await createTestStore([sku('sku-short', both), sku('sku-long', upcA)]);
    expect(resolveScan(both, null, store.tools())).toEqual({
      kind: 'ambiguous',
      choices: [
        { kind: 'sku', skuId: 'sku-short', ...plainSku },
        { kind: 'sku', skuId: 'sku-long', ...plainSku },
      ],
    });
  });

  it('[SR4] a variable-measure code finds its SKU by PLU with its grams', async () => {
    const scan = await scanner();
    const code = withCheckDigit('212011400530');
    expect([scan(code), scan('20114')]).toEqual([
      { kind: 'sku', skuId: testSkuIds.apples, ...plainSku, measuredGrams: 530 },
      { kind: 'sku', skuId: testSkuIds.apples, ...plainSku },
    ]);
  });

  it('[SR10] a number of the scales that a fixed item has too is ambiguous', async () => {
    const model = createTestSite().skus[0];
    if (model === undefined) throw new Error('no SKU');
    const code = withCheckDigit('212011400530');
    const row = { ...model, id: asId<'sku'>('sku-fixed'), code: 'fixed', barcodes: [{ gtin: code, packUnits: 1 }] };
    const store = await createTestStore([{ kind: 'sku', id: 'sku-fixed', row }]);
    expect(resolveScan(code, null, store.tools())).toEqual({
      kind: 'ambiguous',
      choices: [
        { kind: 'sku', skuId: testSkuIds.apples, ...plainSku, measuredGrams: 530 },
        { kind: 'sku', skuId: 'sku-fixed', ...plainSku },
      ],
    });
  });

  it('[SR5] a tote nobody has used yet is a tote', async () => {
    const scan = await scanner();
    expect(scan(toSiteCode('tote', 'T001'))).toEqual({ kind: 'tote', toteId: 'tote-T001', toteCode: 'T001' });
  });

  it('[SR6] command sheets are actions with an argument, unknown ones say so', async () => {
    const scan = await scanner();
    expect([
      scan(toSiteCode('commandSheet', 'SHORT/notFound')),
      scan(toSiteCode('commandSheet', 'TOTEFULL')),
      scan(toSiteCode('commandSheet', 'FLY')),
    ]).toEqual([
      { kind: 'commandSheet', action: 'short', argument: 'notFound' },
      { kind: 'commandSheet', action: 'toteFull', argument: null },
      { kind: 'unknown', reason: 'scan.unknownCommand' },
    ]);
  });

  it('[SR7] whatever comes in, it answers', async () => {
    const scan = await scanner();
    const garbage = [
      '',
      ' ',
      '\u0000\u001d',
      '99999999999999999999',
      '01',
      ']C1',
      'http://',
      '(01)',
      '中文',
      'x'.repeat(4096),
      '6901234567890',
    ];
    expect(garbage.map((text) => scan(text).kind)).toEqual(garbage.map(() => 'unknown'));
  });

  it('[SR11] a linked barcode finds its item with its pack; where the catalogue gives it to another item a person chooses', async () => {
    const gtin = '06933333333337';
    const act = { operatorId: null, stationId: asId<'station'>('station-1'), atMs: 1 };
    const link = (withdrawn: typeof act | null): RecordWrite => ({
      kind: 'barcodeLink',
      id: gtin,
      row: { id: gtin, skuId: testSkuIds.water, packUnits: 6, linked: act, withdrawn },
    });
    const beer = createTestSite().skus.find((sku) => sku.id === testSkuIds.beer)!;
    const taken: RecordWrite = { kind: 'sku', id: beer.id, row: { ...beer, barcodes: [{ gtin: gtin.slice(1), packUnits: 1 }] } };
    const scanIn = async (...writes: RecordWrite[]) => resolveScan(gtin.slice(1), null, (await createTestStore(writes)).tools());
    const linked = { kind: 'sku', skuId: testSkuIds.water, ...plainSku, packUnits: 6, linkedGtin: gtin };
    const unknown = { kind: 'unknown', reason: 'scan.unknownGoods', gtin };
    expect([await scanIn(), await scanIn(link(null)), await scanIn(link(act)), await scanIn(link(null), taken)]).toEqual([
      unknown,
      linked,
      unknown,
      { kind: 'ambiguous', choices: [{ kind: 'sku', skuId: testSkuIds.beer, ...plainSku }, linked] },
    ]);
  });
});

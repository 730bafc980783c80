import { expect, test } from 'vitest';
import { asId } from '#shared/base/ids.ts';
import { role } from '#shared/model/operator/operator.ts';
import { isPermitted } from '#shared/rules/permissions/isPermitted.ts';
import { createRulesSite, ruleSku } from '#test/support/rulesSite.ts';

const gtin = '06901234567892';
const bread = asId<'sku'>('bread');
const link = (skuId: string, packUnits = 1, code = gtin) =>
  ({ kind: 'linkBarcode', payload: { gtin: code, skuId: asId<'sku'>(skuId), packUnits } }) as const;
const unlink = (skuId: string) => ({ kind: 'unlinkBarcode', payload: { gtin, skuId: asId<'sku'>(skuId) } }) as const;

test('[UB1] a link names the item, the pack, and who made it where and when', () => {
  const world = createRulesSite();
  world.must(link('bread', 6), { operatorId: 'op7', stationId: 'st3' });
  expect(world.get('barcodeLink', gtin)).toEqual({
    id: gtin,
    skuId: bread,
    packUnits: 6,
    linked: { operatorId: 'op7', stationId: 'st3', atMs: world.nowMs },
    withdrawn: null,
  });
});

test('[UB2] a linked code is refused to another item and to another pack, and the holder is named', () => {
  const world = createRulesSite();
  world.must(link('bread', 6));
  const taken = { ok: false, error: { code: 'BARCODE_TAKEN', params: { gtin, skuZh: 'bread', skuEn: 'bread' } } };
  const again = world.send(link('bread', 6));
  expect([world.send(link('water', 6)), world.send(link('bread', 1)), again.ok ? null : again.error.code]).toEqual([
    taken,
    taken,
    'ALREADY_DONE',
  ]);
  expect(world.get('barcodeLink', gtin).skuId).toBe('bread');
});

test('[UB3] an unknown item, weighed goods and a barcode the item has already are refused', () => {
  const world = createRulesSite((site) => site.put('sku', ruleSku('bread', { barcodes: [{ gtin: '6901234567892', packUnits: 1 }] })));
  const codes = [link('nothing'), link('apples'), link('bread')].map((draft) => {
    const result = world.send(draft);
    return result.ok ? 'granted' : result.error.code;
  });
  expect([codes, world.all('barcodeLink')]).toEqual([['UNKNOWN_SKU', 'SKU_IS_WEIGHED', 'ALREADY_DONE'], []]);
});

test('[UB4] a link is taken back by name of its item, is kept with who did it, and the code can be linked anew', () => {
  const world = createRulesSite();
  world.must(link('bread'));
  const other = world.send(unlink('water'));
  world.nowMs += 60_000;
  world.must(unlink('bread'), { operatorId: 'op8' });
  const withdrawn = world.get('barcodeLink', gtin);
  const twice = world.send(unlink('bread'));
  world.must(link('water', 12));
  expect([other, twice].map((result) => (result.ok ? null : result.error.code))).toEqual(['BARCODE_NOT_LINKED', 'BARCODE_NOT_LINKED']);
  expect([withdrawn.skuId, withdrawn.withdrawn]).toEqual([bread, { operatorId: 'op8', stationId: 'st1', atMs: world.nowMs }]);
  expect(world.get('barcodeLink', gtin)).toMatchObject({ skuId: 'water', packUnits: 12, withdrawn: null });
});

test.each(['linkBarcode', 'unlinkBarcode'] as const)('[UB5] %s is for supervisor and admin', (kind) => {
  expect(role.options.filter((name) => isPermitted([name], kind))).toEqual(['supervisor', 'admin']);
});

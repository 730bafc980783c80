import { expect, test } from 'vitest';
import { deviceCodeOf, deviceOfCode, testLabelFields } from '#shared/features/devices/testLabel.ts';
import { deviceSetting } from '#shared/model/device/deviceSetting.ts';

const printer = (deviceId: string) => {
  const setting = deviceSetting.parse({ kind: 'printer', via: 'tcp', deviceId, name: `printer ${deviceId}`, host: '10.0.0.9', port: 9100 });
  if (setting.kind !== 'printer') throw new Error('no printer');
  return setting;
};

test('[DV6] the code of a device stays the same, is short, and differs from that of every other', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) =>
    index % 2 === 0 ? `printer-${index}` : `0198f3a1-7c00-7000-8000-${String(index).padStart(12, '0')}`,
  );
  const codes = new Set(ids.map(deviceCodeOf));
  expect([codes.size, deviceCodeOf('printer-1'), [...codes].every((code) => /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code))]).toEqual([
    20_000,
    '5BZAG7F7',
    true,
  ]);
});

test('[DV6] the scanned code of a test label names its printer, however the scanner writes it; other codes name none', () => {
  const printers = [printer('p1'), printer('p2')];
  const code = testLabelFields(printer('p2')).code ?? '';
  const found = [code, code.toLowerCase(), 'DV-00000000-X', 'TT-0012-P', '6901234567892'].map(
    (text) => deviceOfCode(text, printers)?.deviceId ?? null,
  );
  expect([found, testLabelFields(printer('p2')).details]).toEqual([['p2', 'p2', null, null, null], 'ZPL · 203 dpi · 10.0.0.9:9100']);
});

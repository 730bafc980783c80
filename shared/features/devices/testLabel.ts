import type { PrinterSetting } from '#shared/model/device/deviceSetting.ts';
import { parseSiteCode, toSiteCode } from '#shared/wire/barcode/siteCode.ts';

/** Template of a printer's test label. */
export const testTemplateName = 'test';
/** Letters that cannot be mistaken for another on paper. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bodyLength = 8;

/** Body of a device's own code: eight characters that stay the same for its id (FNV-1a, 40 bits of two rounds). */
export function deviceCodeOf(deviceId: string): string {
  const bits = [fnv1a(deviceId, 0x811c9dc5), fnv1a(deviceId, 0x01000193)];
  return Array.from({ length: bodyLength }, (_, index) => {
    const word = bits[index % 2] ?? 0;
    return alphabet.charAt((word >>> (5 * Math.floor(index / 2))) & 31);
  }).join('');
}

/** Which of these devices a scanned code names, or null: the code on the test label of a printer. */
export function deviceOfCode<D extends { readonly deviceId: string }>(text: string, devices: readonly D[]): D | null {
  const read = parseSiteCode(text);
  if (!read.ok || read.value.kind !== 'device') return null;
  const { body } = read.value;
  return devices.find(({ deviceId }) => deviceCodeOf(deviceId) === body.toUpperCase()) ?? null;
}

/** What stands on a printer's test label beside its captions. */
export function testLabelFields(setting: PrinterSetting): Record<string, string> {
  const address = setting.via === 'serial' ? `${setting.path} ${setting.baudRate}` : `${setting.host}:${setting.port}`;
  return {
    code: toSiteCode('device', deviceCodeOf(setting.deviceId)),
    name: setting.name,
    details: `${setting.language.toUpperCase()} · ${setting.dpi} dpi · ${address}`.slice(0, 120),
  };
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

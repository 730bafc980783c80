import { expect, test } from 'vitest';
import { LineFault } from '#electron/drivers/line/byteLine.ts';
import { createHidPosFramer } from '#electron/drivers/scanner/createHidPosFramer.ts';
import { createScannerDriver, type ScannerRead } from '#electron/drivers/scanner/createScannerDriver.ts';
import { openHidLine, type HidHandle, type HidListing, type HidPort } from '#electron/drivers/scanner/openHidLine.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

/** Input reports as the manuals lay them out: 02, length, symbology identifier, data, 1 in the last byte where more follows. */
function reportsOf(text: string, aim = ']C1'): Uint8Array[] {
  const bytes = Buffer.from(text, 'latin1');
  const count = Math.max(1, Math.ceil(bytes.length / 58));
  return Array.from({ length: count }, (_, index) => {
    const data = bytes.subarray(index * 58, (index + 1) * 58);
    const report = Buffer.alloc(64);
    report.set([2, data.length, ...Buffer.from(aim, 'latin1')]);
    report.set(data, 5);
    report[63] = index === count - 1 ? 0 : 1;
    return report;
  });
}

const long = '0110614141000415' + '21' + 'S'.repeat(150);
test.each([
  ['one report', reportsOf('0110614141000415'), [{ text: '0110614141000415', aim: ']C1' }]],
  ['a code of several reports, separators and line ends kept', reportsOf(`${long}\u001d\r\n`), [{ text: `${long}\u001d\r\n`, aim: ']C1' }]],
  ['no symbology identifier', reportsOf('6901234567892', '\0\0\0'), [{ text: '6901234567892', aim: null }]],
  ['reports of another kind', [Buffer.alloc(64, 5), ...reportsOf('A')], [{ text: 'A', aim: ']C1' }]],
  [
    'two codes',
    [...reportsOf('A'), ...reportsOf('B', ']d2')],
    [
      { text: 'A', aim: ']C1' },
      { text: 'B', aim: ']d2' },
    ],
  ],
])('[SN9] reports of a HID POS scanner: %s', (_, reports, frames) => {
  const framer = createHidPosFramer();
  expect([reports.flatMap((report) => framer.push(report)), framer.malformedFrames()]).toEqual([frames, 0]);
});

test('[SN9] a length beyond the report, a short report and an endless code are malformed and lose nothing else', () => {
  const framer = createHidPosFramer();
  const tooLong = Buffer.from(reportsOf('A')[0] ?? []);
  tooLong[1] = 60;
  const endless = Buffer.from(reportsOf('Z'.repeat(58))[0] ?? []);
  endless[63] = 1;
  const reports = [tooLong, Buffer.from([2, 1, 93]), ...Array.from({ length: 71 }, () => endless), ...reportsOf('GOOD')];
  expect([reports.flatMap((report) => framer.push(report)).map(({ text }) => text), framer.malformedFrames()]).toEqual([['GOOD'], 3]);
});

/** A port with devices that can be plugged and unplugged. */
function createFakeHid() {
  let listed: HidListing[] = [];
  let report: (bytes: Uint8Array) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const port: HidPort = {
    list: () => Promise.resolve(listed),
    open: (path) => {
      const handle: HidHandle = { onReport: (use) => (report = use), onError: (use) => (fail = use), close: () => Promise.resolve() };
      return path === 'locked' ? Promise.reject(new Error('cannot open device')) : Promise.resolve(handle);
    },
  };
  return {
    port,
    plug: (...devices: HidListing[]) => (listed = devices),
    send: (text: string) => reportsOf(text).forEach((one) => report(one)),
    unplug: () => {
      listed = [];
      fail(new Error('could not read from HID device'));
    },
  };
}
const scanner = { path: '/dev/hidraw3', vendorId: 0x05e0, productId: 0x1300, usagePage: 0x8c, usage: 2 };
const keyboard = { path: '/dev/hidraw1', vendorId: 0x05e0, productId: 0x1200, usagePage: 1, usage: 6 };

test.each([
  ['auto', [keyboard, scanner], null],
  ['05E0:1300', [keyboard, scanner], null],
  ['/dev/hidraw3', [scanner], null],
  ['auto', [keyboard], 'device.notFound'],
  ['05e0:1200', [keyboard], 'device.notFound'],
  ['auto', [{ ...scanner, path: 'locked' }], 'device.noPermission'],
])('[SN9] a scanner in HID POS mode is found as %s', async (path, devices, fault) => {
  const hid = createFakeHid();
  hid.plug(...devices);
  const events = { onBytes: () => undefined, onClosed: () => undefined };
  const opened = await openHidLine(
    path,
    hid.port,
  )(events).then(
    () => null,
    (error: unknown) => (error instanceof LineFault ? error.key : 'other'),
  );
  expect(opened).toBe(fault);
});

test('[SN9] unplugged and plugged in again it reads on', async () => {
  const hid = createFakeHid();
  hid.plug(scanner);
  const reads: ScannerRead[] = [];
  const heard: string[] = [];
  const driver = createScannerDriver({
    setting: { prefix: '', suffix: '', idleGapMs: 100, bounceMs: 0 },
    open: openHidLine('auto', hid.port),
    framer: createHidPosFramer(),
    clock: { nowMs: () => 1 },
    report: { onReady: () => heard.push('ready'), onFault: (fault) => heard.push(fault), onMalformed: () => undefined },
    onRead: (read) => reads.push(read),
  });
  await waitUntil('the scanner', () => heard.at(-1) === 'ready');
  hid.send('BEFORE');
  hid.unplug();
  await waitUntil('the missing scanner', () => heard.at(-1) === 'device.notFound');
  hid.plug(scanner);
  await waitUntil('the scanner again', () => heard.at(-1) === 'ready');
  hid.send('AFTER');
  await driver.close();
  expect([reads.map(({ text }) => text), heard.slice(0, 3)]).toEqual([
    ['BEFORE', 'AFTER'],
    ['ready', 'device.disconnected', 'device.notFound'],
  ]);
});

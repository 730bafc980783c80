import { Duplex } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { openAddressBook } from '#electron/host/devices/openAddressBook.ts';
import { createPrintQueue } from '#electron/host/devices/createPrintQueue.ts';
import { createLabelMaker, type LabelMaker } from '#electron/host/devices/createLabelMaker.ts';
import { createStateBoard } from '#electron/host/devices/createStateBoard.ts';
import { openPrintSpool } from '#electron/spool/openPrintSpool.ts';
import { startLabelPrinter } from '#platform/world/devices/startLabelPrinter.ts';
import { silentLog } from '#shared/base/log.ts';
import { deviceSetting } from '#shared/model/device/deviceSetting.ts';
import { drawLabelsHere } from '#test/support/labels/drawLabelsHere.ts';
import { bagOrder, openDeviceHub } from '#test/support/openDeviceHub.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const clock = { nowMs: () => Date.now() };
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
function newFolder(): string {
  const folder = tempFolder();
  closers.push(() => folder.remove());
  return folder.path;
}
/** A line that can be made to hand over what no driver can read: any driver throws in its middle. */
const newPort = () => new Duplex({ objectMode: true, read: () => undefined, write: (_bytes, _encoding, done) => done() });

describe('drivers that throw', () => {
  test('[DV5] a scanner or scale driver that throws is at fault with a reason and opened anew; the host and the others go on', async () => {
    const ports = { gun: newPort(), other: newPort(), scale: newPort() };
    const hub = await openDeviceHub(
      newFolder(),
      [
        { kind: 'scanner', via: 'port', deviceId: 'gun', name: 'gun' },
        { kind: 'scanner', via: 'port', deviceId: 'other', name: 'other' },
        { kind: 'scale', via: 'port', deviceId: 'scale', name: 'scale', protocol: 'cas' },
      ],
      { ports },
    );
    closers.push(() => hub.close());
    const faults: string[] = [];
    hub.onState((state) => state.fault !== null && faults.push(`${state.deviceId} ${state.fault}`));
    const heard: string[] = [];
    void (async () => {
      for await (const scan of hub.scans(new AbortController().signal)) heard.push(`${scan.deviceId} ${scan.text}`);
    })();
    const isReady = (deviceId: string): boolean => hub.states().find((one) => one.deviceId === deviceId)?.status === 'ready';
    await waitUntil('both scanners', () => isReady('gun') && isReady('other'));
    ports.gun.push({ not: 'bytes' });
    ports.scale.push({ not: 'bytes' });
    await waitUntil('the faults', () => faults.includes('gun device.driverFault') && faults.includes('scale device.driverFault'));
    ports.other.push(Buffer.from('STILL\r'));
    await waitUntil('the other one', () => heard.includes('other STILL'));
    await waitUntil('the gun again', () => isReady('gun'));
    ports.gun.push(Buffer.from('BACK\r'));
    await waitUntil('the scale again', () => ports.scale.push(Buffer.from('00001.24\r\n')) && isReady('scale'));
    await waitUntil('the scan after it', () => heard.includes('gun BACK'));
  });

  test('[DV5] a printer driver that throws leaves the label waiting with a reason, and prints it once when it works again', async () => {
    const printer = await startLabelPrinter();
    closers.push(() => printer.close());
    const spool = await openPrintSpool(newFolder(), clock);
    const setting = deviceSetting.parse({ kind: 'printer', via: 'tcp', deviceId: 'p', name: 'p', host: '127.0.0.1', port: printer.port });
    if (setting.kind !== 'printer') throw new Error('no printer');
    const board = createStateBoard([setting], clock);
    const maker = createLabelMaker(drawLabelsHere());
    let throws = 0;
    const labels: LabelMaker = {
      ...maker,
      toBytes: (...given) => {
        throws += 1;
        if (throws <= 2) throw new TypeError('a bug in the driver');
        return maker.toBytes(...given);
      },
    };
    const faults: (string | null)[] = [];
    const addresses = await openAddressBook(null, { log: silentLog });
    board.onState((state) => faults.push(state.fault));
    const queue = createPrintQueue({ printers: [setting], spool, labels, board, log: silentLog, addresses });
    closers.push(
      () => spool.close(),
      () => queue.close(),
    );
    await queue.print(bagOrder('job-1'), clock.nowMs());
    await waitUntil('the label', () => spool.get('job-1')?.job.status === 'confirmed');
    expect([printer.printedCount(), throws, faults.includes('device.driverFault'), board.get('p')?.status]).toEqual([1, 3, true, 'ready']);
  });
});

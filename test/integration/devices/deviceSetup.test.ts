import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';
import { startLabelPrinter } from '#platform/world/devices/startLabelPrinter.ts';
import { startTcpLine, scanBytes, type TcpLine } from '#platform/world/devices/startTcpLine.ts';
import { bagOrder, openDeviceHub, printAndWait } from '#test/support/openDeviceHub.ts';
import { openPtyPair, ptyMissingReason } from '#test/support/openPtyPair.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { waitUntil } from '#test/support/waitUntil.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
function newFolder(): string {
  const folder = tempFolder();
  closers.push(() => folder.remove());
  return folder.path;
}
async function newLine(): Promise<TcpLine> {
  const line = await startTcpLine();
  closers.push(() => line.close());
  return line;
}
const onTcp = (deviceId: string, port: number) =>
  ({ kind: 'scanner', via: 'tcp', deviceId, name: deviceId, host: '127.0.0.1', port }) as const;
const isReady = (hub: DeviceHub, deviceId: string): boolean => hub.states().find((one) => one.deviceId === deviceId)?.status === 'ready';

/** Codes in the order they came, with the scanner they came from. */
function follow(hub: DeviceHub): string[] {
  const heard: string[] = [];
  void (async () => {
    for await (const scan of hub.scans(new AbortController().signal)) heard.push(`${scan.deviceId} ${scan.text}`);
  })();
  return heard;
}

describe('setting up devices', () => {
  test('[DV1] a device added on the screen works at once and after a restart; one taken away stays away', async () => {
    const [given, added, folder] = [await newLine(), await newLine(), newFolder()];
    const hub = await openDeviceHub(folder, [onTcp('given', given.port)]);
    const problems = [await hub.setup.save(onTcp('added', added.port)), await hub.setup.remove('given')];
    await waitUntil('the scanner', () => isReady(hub, 'added'));
    await hub.close();
    const again = await openDeviceHub(folder, [onTcp('given', given.port)]);
    closers.push(() => again.close());
    await waitUntil('the scanner again', () => isReady(again, 'added'));
    expect([problems, again.states().map((state) => state.deviceId)]).toEqual([[[], []], ['added']]);
  });

  test('[DV2] a wrong setting explains itself and changes nothing', async () => {
    const line = await newLine();
    const hub = await openDeviceHub(newFolder(), [onTcp('one', line.port)]);
    closers.push(() => hub.close());
    const problems = await hub.setup.save(onTcp('two', line.port));
    expect([problems, hub.setup.state().devices.length]).toEqual([
      [{ field: 'port', key: 'setting.lineTaken', params: { device: 'one' } }],
      1,
    ]);
  });

  test('[DV3] two scanners that were mixed up exchange their lines, and the export brings it all back', async () => {
    const [left, right] = [await newLine(), await newLine()];
    const hub = await openDeviceHub(newFolder(), [onTcp('left', left.port), onTcp('right', right.port)]);
    closers.push(() => hub.close());
    const heard = follow(hub);
    const exported = hub.setup.state().devices;
    await hub.setup.swap('left', 'right');
    await waitUntil('both', () => isReady(hub, 'left') && isReady(hub, 'right'));
    right.write(scanBytes('ABC'));
    await waitUntil('the first scan', () => heard.length === 1);
    await hub.setup.replaceAll(exported);
    await waitUntil('both again', () => isReady(hub, 'left') && isReady(hub, 'right'));
    right.write(scanBytes('DEF'));
    await waitUntil('the second scan', () => heard.length === 2);
    expect([heard, (await hub.setup.swap('left', 'nobody'))[0]?.key]).toEqual([['left ABC', 'right DEF'], 'setting.cannotSwap']);
  });

  test('[DV4] in training simulated devices take the place of the real ones, print, weigh and scan; afterwards the real ones are back', async () => {
    const line = await newLine();
    const hub = await openDeviceHub(newFolder(), [onTcp('real', line.port)]);
    closers.push(() => hub.close());
    const heard = follow(hub);
    await hub.setup.setTraining(true);
    await waitUntil('the three', () => hub.states().length === 3 && hub.states().every((state) => state.status === 'ready'));
    hub.setup.train({ kind: 'scan', code: 'TRAIN' });
    const job = await printAndWait(hub, bagOrder('job-1'));
    await waitUntil('the scan', () => heard.length === 1);
    await hub.setup.setTraining(false);
    await waitUntil('the real one', () => isReady(hub, 'real'));
    expect([heard, job.status, hub.states().map((state) => state.deviceId), hub.setup.train({ kind: 'weigh', grams: 5 })]).toEqual([
      ['training-scanner TRAIN'],
      'confirmed',
      ['real'],
      false,
    ]);
  });

  test('[PR15] a label printed again is noted down with who and why', async () => {
    const printer = await startLabelPrinter();
    closers.push(() => printer.close());
    const folder = newFolder();
    const setting = { kind: 'printer', via: 'tcp', deviceId: 'p', name: 'p', host: '127.0.0.1', port: printer.port } as const;
    const hub = await openDeviceHub(folder, [setting]);
    await printAndWait(hub, bagOrder('job-1'));
    await hub.setup.reprint('job-1', 'job-1-again', { operator: '林晓', reason: 'damaged' });
    await waitUntil('the second', () => printer.printedCount() === 2);
    await waitUntil('its proof', () => hub.setup.settledJobs().length === 2);
    await hub.close();
    const again = await openDeviceHub(folder, [setting]);
    closers.push(() => again.close());
    expect(again.setup.decisions()).toMatchObject([{ jobId: 'job-1-again', act: 'reprint', operator: '林晓', reason: 'damaged' }]);
    expect(again.setup.settledJobs().map((job) => [job.jobId, job.isReprint])).toEqual([
      ['job-1-again', true],
      ['job-1', false],
    ]);
  });

  test('[PR15] a label the packer prints again is numbered and noted once, however often it is asked for', async () => {
    const hub = await openDeviceHub(newFolder(), []);
    closers.push(() => hub.close());
    const cause = { operator: '林晓', reason: 'other' } as const;
    const again = (jobId: string) => ({ ...bagOrder(jobId), subject: '37-1', isReprint: true });
    const asked = [
      await hub.setup.printAgain(again('L2'), cause),
      await hub.setup.printAgain(again('L2'), cause),
      await hub.setup.printAgain(again('L3'), cause),
    ];
    expect(asked.map((one) => one.ok && [one.value.jobId, one.value.isReprint])).toEqual([
      ['L2', true],
      ['L2', true],
      ['L3', true],
    ]);
    expect(hub.setup.decisions()).toMatchObject([
      { jobId: 'L3', subject: '37-1', act: 'reprint', ...cause },
      { jobId: 'L2', subject: '37-1', act: 'reprint', ...cause },
    ]);
  });
});

describe('devices that break', () => {
  test.skipIf(ptyMissingReason !== null)(
    `[DV5] garbage by the megabyte, cut sockets and a cable pulled out stop neither the host nor the other devices ${ptyMissingReason ?? ''}`,
    async () => {
      const cable = await openPtyPair();
      closers.push(() => cable.close());
      const good = await newLine();
      const sockets = new Set<Socket>();
      const mad = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
        for (let piece = 0; piece < 32; piece += 1) socket.write(Buffer.alloc(65_536, piece * 7 + 1));
      });
      await new Promise<void>((resolve) => mad.listen(0, '127.0.0.1', resolve));
      closers.push(
        () => new Promise((resolve) => mad.close(resolve)),
        () => sockets.forEach((socket) => socket.destroy()),
      );
      const { port } = mad.address() as AddressInfo;
      const on = { via: 'tcp', host: '127.0.0.1', port } as const;
      const hub = await openDeviceHub(newFolder(), [
        { kind: 'scanner', deviceId: 'mad-scanner', name: 'mad-scanner', ...on },
        { kind: 'scale', deviceId: 'mad-scale', name: 'mad-scale', protocol: 'toledoContinuous', ...on },
        { kind: 'printer', deviceId: 'mad-printer', name: 'mad-printer', ...on },
        { kind: 'scanner', via: 'serial', deviceId: 'serial', name: 'serial', path: cable.stationPath },
        onTcp('good', good.port),
      ]);
      closers.push(() => hub.close());
      const heard = follow(hub);
      await waitUntil('good and serial', () => isReady(hub, 'good') && isReady(hub, 'serial'));
      await cable.unplug();
      for (let round = 0; round < 5; round += 1) {
        await waitUntil('connections', () => sockets.size > 0);
        for (const socket of sockets) socket.destroy();
        good.write(scanBytes(`GOOD${round}`));
        await waitUntil('the good scan', () => heard.includes(`good GOOD${round}`));
      }
      await cable.replug();
      const startedAt = performance.now();
      await waitUntil('the serial one', () => isReady(hub, 'serial'));
      const backMs = performance.now() - startedAt;
      await cable.send('BACK\r');
      await waitUntil('its scan', () => heard.includes('serial BACK'));
      expect([backMs < 3_000, (await hub.print(bagOrder('job-1'))).ok]).toEqual([true, true]);
    },
    60_000,
  );

  test('[DV6] a test label comes out of its own printer alone, also when that one has to be mended first', async () => {
    const [mine, other] = [await startLabelPrinter(), await startLabelPrinter()];
    closers.push(
      () => mine.close(),
      () => other.close(),
    );
    const onPort = (deviceId: string, port: number) =>
      ({ kind: 'printer', via: 'tcp', deviceId, name: deviceId, host: '127.0.0.1', port, isFallback: deviceId === 'mine' }) as const;
    const hub = await openDeviceHub(newFolder(), [onPort('mine', mine.port), onPort('other', other.port)]);
    closers.push(() => hub.close());
    await waitUntil('both printers', () => isReady(hub, 'mine') && isReady(hub, 'other'));
    mine.setFault('paperOut');
    await waitUntil('the paper out', () => !isReady(hub, 'mine'), { timeoutMs: 20_000 });
    const asked = await hub.setup.printTest('mine', 'test-1', { testWord: 'TEST' });
    const jobOf = async (): Promise<string | undefined> => {
      for await (const job of hub.printJobs(new AbortController().signal))
        return `${job.status} ${job.fault ?? ''} ${job.onlyPrinterId ?? ''}`;
      return undefined;
    };
    const waiting = await jobOf();
    mine.setFault(null);
    await waitUntil('the label', () => mine.printedCount() === 1, { timeoutMs: 20_000 });
    expect([asked.ok, waiting, other.printedCount(), await hub.setup.printTest('nobody', 'test-2', {})]).toEqual([
      true,
      'queued device.paperOut mine',
      0,
      { ok: false, error: { code: 'print.noSuchPrinter', detail: 'nobody' } },
    ]);
  });
});

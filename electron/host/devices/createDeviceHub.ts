import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Clock } from '#shared/base/clock.ts';
import { createEventStream, type EventStream } from '#shared/base/createEventStream.ts';
import type { Log } from '#shared/base/log.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';
import { maxSpooledScans } from '#shared/features/devices/devicesContract.ts';
import type { Scan, WeightReading } from '#shared/model/device/device.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';
import { splitAim } from '#shared/wire/barcode/splitAim.ts';
import { createZplRenderer } from '#electron/drivers/printer/createZplRenderer.ts';
import type { PrintTimes } from '#electron/drivers/printer/printLabel.ts';
import { openPrintSpool, maxOpenPrintJobs } from '#electron/spool/openPrintSpool.ts';
import { openScanSpool } from '#electron/spool/openScanSpool.ts';
import { createLabelMaker } from './createLabelMaker.ts';
import { createPrintQueue, type TcpPrinterSetting } from './createPrintQueue.ts';
import { createStateBoard } from './createStateBoard.ts';
import { openDrivers } from './openDrivers.ts';

export type DeviceHubOptions = {
  readonly dataFolder: string;
  readonly devices: readonly DeviceSetting[];
  readonly clock: Clock;
  readonly log: Log;
  /** Byte streams of devices reached `via: 'port'`, by device id. */
  readonly ports?: Readonly<Record<string, Duplex>> | undefined;
  readonly printTimes?: PrintTimes | undefined;
};

/** Device id of scans that the page caught from a keyboard-wedge scanner. */
export const wedgeDeviceId = 'wedge';
const maxQueuedWeights = 4;

/** Opens the spools below `dataFolder/devices` and every device. A device that is not there is a state; only an unreadable spool rejects. */
export async function createDeviceHub(options: DeviceHubOptions): Promise<DeviceHub> {
  const { devices, clock, log } = options;
  const folder = join(options.dataFolder, 'devices');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const board = createStateBoard(devices, clock);
  const scanSpool = await openScanSpool(folder);
  const printSpool = await openPrintSpool(folder, clock);
  const labels = createLabelMaker();
  const renderer = createZplRenderer();
  const streams = { scans: new Set<EventStream<Scan>>(), weights: new Set<EventStream<WeightReading>>() };
  const ends = new Set<() => void>();
  const lastReadings = new Map<string, WeightReading>();

  const keepScan = async (read: Omit<Scan, 'scanNo'>): Promise<Scan | null> => {
    board.touch(read.deviceId);
    try {
      const kept = await scanSpool.keep(read);
      if (kept === null) board.fault(read.deviceId, 'spool.full');
      else {
        for (const stream of streams.scans) stream.push(kept);
        const state = board.get(read.deviceId);
        if (state?.fault?.startsWith('spool.') === true) board.ready(read.deviceId);
      }
      return kept;
    } catch (error) {
      log.error('scan not kept', { deviceId: read.deviceId, error: String(error) });
      board.fault(read.deviceId, 'spool.diskFault');
      return null;
    }
  };
  const drivers = openDrivers({
    devices,
    clock,
    log,
    board,
    ports: options.ports ?? {},
    onRead: (read) => void keepScan(read),
    onReading: (reading) => {
      board.touch(reading.deviceId);
      lastReadings.set(reading.deviceId, reading);
      for (const stream of streams.weights) stream.push(reading);
    },
  });
  const tcpPrinters = devices.filter((setting): setting is TcpPrinterSetting => setting.kind === 'printer' && setting.via === 'tcp');
  const usable = tcpPrinters.filter((setting) => setting.language === 'zpl');
  for (const setting of tcpPrinters) if (!usable.includes(setting)) board.fault(setting.deviceId, 'device.notSupported');
  const queue = createPrintQueue({ printers: usable, spool: printSpool, labels, board, log, ...timesOf(options.printTimes) });

  /** A stream for one reader, ended by its signal, by the hub's end, or by the reader. */
  const openStream = <T>(
    signal: StopSignal,
    maxQueued: number,
    whenFull: 'cut' | 'keepNewest',
    onClose: (stream: EventStream<T>) => void,
  ) => {
    const end = (): void => stream.end();
    const stream: EventStream<T> = createEventStream<T>({
      maxQueued,
      whenFull,
      onClose: () => {
        ends.delete(end);
        signal.removeEventListener('abort', end);
        onClose(stream);
      },
    });
    ends.add(end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    return stream;
  };

  return {
    scans: (signal) => {
      const stream = openStream<Scan>(signal, maxSpooledScans * 2, 'cut', (closed) => streams.scans.delete(closed));
      for (const waiting of scanSpool.waiting()) stream.push(waiting);
      if (!signal.aborted) streams.scans.add(stream);
      return stream;
    },
    acknowledgeScans: async (scanNo) => ({ waiting: scanSpool.acknowledge(scanNo) }),
    scansWaiting: () => scanSpool.waitingCount(),
    weights: (signal) => {
      const stream = openStream<WeightReading>(signal, maxQueuedWeights, 'keepNewest', (closed) => streams.weights.delete(closed));
      for (const reading of lastReadings.values()) stream.push(reading);
      if (!signal.aborted) streams.weights.add(stream);
      return stream;
    },
    zeroScale: async (deviceId) => ({ isDone: await drivers.zeroScale(deviceId) }),
    print: (order) => queue.print(order, clock.nowMs()),
    printJobs: (signal) => {
      let stop = (): void => undefined;
      const stream = openStream<Awaited<ReturnType<typeof printSpool.open>>[number]>(signal, maxOpenPrintJobs * 4, 'cut', () => stop());
      for (const job of printSpool.open()) stream.push(job);
      if (!signal.aborted) stop = printSpool.onChange((job) => void stream.push(job));
      return stream;
    },
    printPreview: async (jobId) => {
      const entry = printSpool.get(jobId);
      const label = entry === null ? null : labels.compose({ ...entry.job, fields: entry.fields });
      if (label === null || !label.ok) return { pngDataUrl: null };
      const zpl = await labels.toZpl(label.value, 8);
      return { pngDataUrl: await renderer.render(zpl, label.value.widthDots / 8, label.value.heightDots / 8, 8) };
    },
    settlePrintJob: (jobId, outcome) => queue.settle(jobId, outcome),
    testDevice: async (deviceId) => {
      const state = board.get(deviceId);
      if (state === null) return { isDone: false, message: 'device.unknown' };
      const isWell = state.kind === 'printer' ? await queue.probe(deviceId) : state.status === 'ready';
      return { isDone: isWell, message: isWell ? 'device.answers' : (board.get(deviceId)?.fault ?? 'device.connecting') };
    },
    submitWedgeScan: async (text) => {
      const kept = await keepScan({ ...splitAim(text, null), deviceId: wedgeDeviceId, atMs: clock.nowMs(), isBounce: false });
      return kept === null ? null : { scanNo: kept.scanNo };
    },
    states: () => board.states(),
    onState: (use) => board.onState(use),
    close: async () => {
      await drivers.close();
      await queue.close();
      for (const end of ends) end();
      await renderer.close();
      await Promise.all([scanSpool.close(), printSpool.close()]);
      for (const state of board.states()) board.off(state.deviceId);
    },
  };
}

function timesOf(times: PrintTimes | undefined): { times?: PrintTimes } {
  return times === undefined ? {} : { times };
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Clock } from '#shared/base/clock.ts';
import type { Log } from '#shared/base/log.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';
import { maxSpooledScans } from '#shared/features/devices/devicesContract.ts';
import type { DeviceState, PrintJob, Scan, WeightReading } from '#shared/model/device/device.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';
import type { DeviceHub, PrintOrder, PrintOutcome } from '#shared/ports/deviceHub.ts';
import type { LabelTemplate } from '#shared/wire/label/labelTemplate.ts';
import { splitAim } from '#shared/wire/barcode/splitAim.ts';
import { createLabelDrawer, type LabelDrawer } from '#electron/drivers/printer/createLabelDrawer.ts';
import type { AddressBook } from '#electron/drivers/line/addressBook.ts';
import { createZplRenderer } from '#electron/drivers/printer/createZplRenderer.ts';
import type { PrintTimes } from '#electron/drivers/printer/printerDriver.ts';
import { openPrintAudit, type PrintAudit } from '#electron/spool/openPrintAudit.ts';
import { maxOpenPrintJobs, openPrintSpool, type PrintSpool } from '#electron/spool/openPrintSpool.ts';
import { openScanSpool, type ScanSpool } from '#electron/spool/openScanSpool.ts';
import { createDeviceSetup, type StationDeviceSetup } from './createDeviceSetup.ts';
import { createDriverSet, type DriverSet } from './createDriverSet.ts';
import { createLabelMaker, type LabelMaker } from './createLabelMaker.ts';
import { createPrintQueue, type PrintQueue } from './createPrintQueue.ts';
import { createReaders } from './createReaders.ts';
import { createStateBoard } from './createStateBoard.ts';
import { openAddressBook } from './openAddressBook.ts';
import { openDeviceSettings, type DeviceSettings } from './openDeviceSettings.ts';

export type DeviceHubOptions = {
  readonly dataFolder: string;
  readonly devices: readonly DeviceSetting[];
  readonly clock: Clock;
  readonly log: Log;
  /** Byte streams of devices reached `via: 'port'`, by device id. */
  readonly ports?: Readonly<Record<string, Duplex>> | undefined;
  readonly printTimes?: PrintTimes | undefined;
  /** Label templates of the site's own; they come before the shipped ones of their name. */
  readonly templateNamed?: ((name: string) => LabelTemplate | null) | undefined;
  /** Draws labels; without one the hub has its own. */
  readonly labelDrawer?: LabelDrawer | undefined;
};

/** Device id of scans that the page caught from a keyboard-wedge scanner. */
export const wedgeDeviceId = 'wedge';
const maxQueuedWeights = 4;
const previewDotsPerMm = 8;

/** Opens the spools below `dataFolder/devices` and every device. A device that is not there is a state; only an unreadable spool rejects. */
export async function createDeviceHub(options: DeviceHubOptions): Promise<DeviceHub> {
  const folder = join(options.dataFolder, 'devices');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const scanSpool = await openScanSpool(folder);
  const printSpool = await openPrintSpool(folder, options.clock);
  const settings = await openDeviceSettings(folder, options.devices, options.log);
  const audit = await openPrintAudit(folder);
  const addresses = await openAddressBook(folder, options);
  const hub = new StationDeviceHub(options, { scanSpool, printSpool, settings, audit, addresses });
  await hub.setup.start();
  return hub;
}

type Stores = {
  readonly scanSpool: ScanSpool;
  readonly printSpool: PrintSpool;
  readonly audit: PrintAudit;
  readonly settings: DeviceSettings;
  readonly addresses: AddressBook;
};

class StationDeviceHub implements DeviceHub {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #scanSpool: ScanSpool;
  readonly #printSpool: PrintSpool;
  readonly #board;
  readonly #drawer: LabelDrawer;
  readonly #closeDrawer: () => Promise<void>;
  readonly #labels: LabelMaker;
  readonly #renderer = createZplRenderer();
  readonly #scanReaders = createReaders<Scan>(maxSpooledScans * 2, 'cut');
  readonly #weightReaders = createReaders<WeightReading>(maxQueuedWeights, 'keepNewest');
  readonly #jobReaders = createReaders<PrintJob>(maxOpenPrintJobs * 4, 'cut');
  readonly #lastReadings = new Map<string, WeightReading>();
  readonly #drivers: DriverSet;
  readonly #queue: PrintQueue;
  readonly #audit: PrintAudit;
  readonly setup: StationDeviceSetup;
  #closing: Promise<void> | null = null;

  constructor(options: DeviceHubOptions, stores: Stores) {
    const { clock, log } = options;
    const { scanSpool, printSpool, audit, addresses } = stores;
    this.#audit = audit;
    this.#clock = clock;
    this.#log = log;
    this.#drawer = options.labelDrawer ?? createLabelDrawer({ log });
    this.#closeDrawer = async () => (options.labelDrawer === undefined ? await this.#drawer.close() : undefined);
    this.#labels = createLabelMaker(this.#drawer, options.templateNamed);
    this.#scanSpool = scanSpool;
    this.#printSpool = printSpool;
    this.#board = createStateBoard([], clock);
    scanSpool.onKept((scan) => this.#scanReaders.push(scan));
    printSpool.onChange((job) => this.#jobReaders.push(job));
    this.#drivers = createDriverSet({
      clock,
      log,
      board: this.#board,
      addresses,
      ports: options.ports ?? {},
      onRead: (read) => void this.#keepScan(read),
      onReading: (reading) => this.#takeReading(reading),
    });
    const { printTimes: times } = options;
    const ofQueue = { spool: printSpool, labels: this.#labels, board: this.#board, log, addresses, times };
    this.#queue = createPrintQueue({ printers: [], ...ofQueue });
    this.setup = createDeviceSetup({
      ...stores,
      spool: printSpool,
      use: (devices) => this.#use(devices),
      tare: (deviceId) => this.#drivers.tareScale(deviceId),
      record: (deviceId) => this.#drivers.recordScale(deviceId),
      print: (order) => this.print(order),
      nowMs: () => clock.nowMs(),
    });
  }

  scans(signal: StopSignal): AsyncIterable<Scan> {
    return this.#scanReaders.open(signal, this.#scanSpool.waiting());
  }

  async acknowledgeScans(scanNo: number): Promise<{ readonly waiting: number }> {
    return { waiting: this.#scanSpool.acknowledge(scanNo) };
  }

  scansWaiting(): number {
    return this.#scanSpool.waitingCount();
  }

  weights(signal: StopSignal): AsyncIterable<WeightReading> {
    return this.#weightReaders.open(signal, [...this.#lastReadings.values()]);
  }

  async zeroScale(deviceId: string): Promise<{ readonly isDone: boolean }> {
    return { isDone: await this.#drivers.zeroScale(deviceId) };
  }

  print(order: PrintOrder): ReturnType<DeviceHub['print']> {
    return this.#queue.print(order, this.#clock.nowMs());
  }

  printJobs(signal: StopSignal): AsyncIterable<PrintJob> {
    return this.#jobReaders.open(signal, this.#printSpool.open());
  }

  async printPreview(jobId: string): Promise<{ readonly pngDataUrl: string | null }> {
    const entry = this.#printSpool.get(jobId);
    const label = entry === null ? null : await this.#labels.compose({ ...entry.job, fields: entry.fields });
    if (label === null || !label.ok) return { pngDataUrl: null };
    const { widthMm, heightMm } = label.value;
    const zpl = await this.#labels.toZpl(label.value, previewDotsPerMm);
    return { pngDataUrl: await this.#renderer.render(zpl, widthMm, heightMm, previewDotsPerMm) };
  }

  settlePrintJob(jobId: string, outcome: PrintOutcome): ReturnType<DeviceHub['settlePrintJob']> {
    return this.#queue.settle(jobId, outcome);
  }

  async testDevice(deviceId: string): Promise<{ readonly isDone: boolean; readonly message: string }> {
    const state = this.#board.get(deviceId);
    if (state === null) return { isDone: false, message: 'device.unknown' };
    const isWell = state.kind === 'printer' ? await this.#queue.probe(deviceId) : state.status === 'ready';
    return { isDone: isWell, message: isWell ? 'device.answers' : (this.#board.get(deviceId)?.fault ?? 'device.connecting') };
  }

  async submitWedgeScan(text: string): Promise<{ readonly scanNo: number } | null> {
    const read = splitAim(text, null);
    const kept = await this.#keepScan({ ...read, deviceId: wedgeDeviceId, atMs: this.#clock.nowMs(), isBounce: false });
    return kept === null ? null : { scanNo: kept.scanNo };
  }

  states(): DeviceState[] {
    return this.#board.states();
  }

  onState(use: (state: DeviceState) => void): () => void {
    return this.#board.onState(use);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #use(devices: readonly DeviceSetting[]): Promise<void> {
    this.#board.setDevices(devices);
    for (const deviceId of this.#lastReadings.keys()) if (this.#board.get(deviceId) === null) this.#lastReadings.delete(deviceId);
    await this.#drivers.use(devices);
    const printers = devices.filter((one) => one.kind === 'printer');
    if (printers.length > 0) this.#drawer.warmUp();
    this.#queue.setPrinters(printers);
  }

  async #close(): Promise<void> {
    await this.setup.close();
    await this.#drivers.close();
    await this.#queue.close();
    await this.#closeDrawer();
    await this.#renderer.close();
    await Promise.all([this.#scanSpool.close(), this.#printSpool.close(), this.#audit.close()]);
    for (const readers of [this.#scanReaders, this.#weightReaders, this.#jobReaders]) readers.end();
    for (const state of this.#board.states()) this.#board.off(state.deviceId);
  }

  /** Keeps a scan durably; null when the spool is full or the disk refuses, and then the device says so. */
  async #keepScan(read: Omit<Scan, 'scanNo'>): Promise<Scan | null> {
    const { deviceId } = read;
    this.#board.touch(deviceId);
    try {
      const kept = await this.#scanSpool.keep(read);
      if (kept === null) this.#board.fault(deviceId, 'spool.full');
      else if (this.#board.get(deviceId)?.fault?.startsWith('spool.') === true) this.#board.ready(deviceId);
      return kept;
    } catch (error) {
      this.#log.error('scan not kept', { deviceId, error: String(error) });
      this.#board.fault(deviceId, 'spool.diskFault');
      return null;
    }
  }

  #takeReading(reading: WeightReading): void {
    this.#board.touch(reading.deviceId);
    this.#lastReadings.set(reading.deviceId, reading);
    this.#weightReaders.push(reading);
  }
}

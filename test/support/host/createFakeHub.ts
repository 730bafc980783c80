import { createEventStream, type EventStream } from '#shared/base/createEventStream.ts';
import type { StopSignal } from '#shared/base/stopSignal.ts';
import type { DeviceState, PrintJob, Scan, WeightReading } from '#shared/model/device/device.ts';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';

/** A device hub in memory with the behaviour of the port: numbered scans that stay until acknowledged, jobs that stay until settled. */
export type FakeHub = DeviceHub & {
  scan(text: string): Scan;
  weigh(grams: number): void;
  setState(state: DeviceState): void;
  readers(): number;
};

export function createFakeHub(options: { readonly nowMs: () => number; readonly maxQueued?: number }): FakeHub {
  const maxQueued = options.maxQueued ?? 1000;
  let spooled: Scan[] = [];
  let lastScanNo = 0;
  const jobs = new Map<string, PrintJob>();
  const states = new Map<string, DeviceState>();
  const scanReaders = new Set<EventStream<Scan>>();
  const jobReaders = new Set<EventStream<PrintJob>>();
  const weightReaders = new Set<EventStream<WeightReading>>();
  const watchers = new Set<(state: DeviceState) => void>();
  const follow = <T>(readers: Set<EventStream<T>>, signal: StopSignal, first: readonly T[], whenFull: 'cut' | 'keepNewest') => {
    const reader: EventStream<T> = createEventStream<T>({
      maxQueued: maxQueued + first.length,
      whenFull,
      onClose: () => readers.delete(reader),
    });
    readers.add(reader);
    signal.addEventListener('abort', () => reader.end(), { once: true });
    if (signal.aborted) reader.end();
    for (const item of first) reader.push(item);
    return reader;
  };
  const addScan = (text: string): Scan => {
    lastScanNo += 1;
    const scan: Scan = { scanNo: lastScanNo, deviceId: 'scanner-1', text, aim: null, atMs: options.nowMs(), isBounce: false };
    spooled.push(scan);
    for (const reader of scanReaders) reader.push(scan);
    return scan;
  };
  const setJob = (job: PrintJob): PrintJob => {
    jobs.set(job.jobId, job);
    for (const reader of jobReaders) reader.push(job);
    return job;
  };
  return {
    scan: addScan,
    weigh(grams) {
      for (const reader of weightReaders) reader.push({ deviceId: 'scale-1', grams, status: 'stable', atMs: options.nowMs() });
    },
    setState(state) {
      states.set(state.deviceId, state);
      for (const use of watchers) use(state);
    },
    readers: () => scanReaders.size + jobReaders.size + weightReaders.size,
    scans: (signal) => follow(scanReaders, signal, spooled, 'cut'),
    acknowledgeScans: (scanNo) => {
      spooled = spooled.filter((scan) => scan.scanNo > scanNo);
      return Promise.resolve({ waiting: spooled.length });
    },
    weights: (signal) => follow(weightReaders, signal, [], 'keepNewest'),
    zeroScale: (deviceId) => Promise.resolve({ isDone: deviceId === 'scale-1' }),
    print: (order) => {
      if (order.template === 'none')
        return Promise.resolve({ ok: false, error: { code: 'print.unknownTemplate', detail: order.template } });
      const known = jobs.get(order.jobId);
      if (known) return Promise.resolve({ ok: true, value: known });
      const { jobId, template, subject, parcelId, isReprint } = order;
      const atMs = options.nowMs();
      const job: PrintJob = {
        jobId,
        template,
        subject,
        parcelId,
        isReprint,
        printerId: 'printer-1',
        status: 'queued',
        fault: null,
        createdAtMs: atMs,
        updatedAtMs: atMs,
      };
      return Promise.resolve({ ok: true, value: setJob(job) });
    },
    printJobs: (signal) => follow(jobReaders, signal, [...jobs.values()], 'cut'),
    printPreview: (jobId) => Promise.resolve({ pngDataUrl: jobs.has(jobId) ? 'data:image/png;base64,AA==' : null }),
    settlePrintJob: (jobId, outcome) => {
      const job = jobs.get(jobId);
      if (!job) return Promise.resolve({ ok: false, error: { code: 'print.unknownJob', detail: jobId } });
      return Promise.resolve({
        ok: true,
        value: setJob({ ...job, status: outcome === 'printed' ? 'confirmed' : 'queued', updatedAtMs: options.nowMs() }),
      });
    },
    testDevice: (deviceId) => Promise.resolve({ isDone: states.has(deviceId), message: 'device.ok' }),
    submitWedgeScan: (text) => Promise.resolve({ scanNo: addScan(text).scanNo }),
    scansWaiting: () => spooled.length,
    setup: createFakeSetup(),
    states: () => [...states.values()],
    onState(use) {
      watchers.add(use);
      return () => watchers.delete(use);
    },
    close: () => {
      for (const reader of [...scanReaders, ...jobReaders, ...weightReaders]) reader.end();
      return Promise.resolve();
    },
  };
}

/** A set-up that keeps settings as they come, and refuses what it does not keep. */
function createFakeSetup(): DeviceHub['setup'] {
  return {
    state: () => ({ devices: [], isTraining: false }),
    save: () => Promise.resolve([]),
    remove: () => Promise.resolve([]),
    swap: () => Promise.resolve([{ field: 'deviceId', key: 'setting.cannotSwap', params: {} }]),
    replaceAll: () => Promise.resolve([]),
    setTraining: () => Promise.resolve(),
    train: () => false,
    tareScale: () => Promise.resolve(false),
    recordScale: () => Promise.resolve(''),
    printTest: () => Promise.resolve({ ok: false, error: { code: 'print.noSuchPrinter', detail: '' } }),
    settledJobs: () => [],
    reprint: () => Promise.resolve({ ok: false, error: { code: 'print.unknownJob' } }),
    printAgain: () => Promise.resolve({ ok: false, error: { code: 'print.unknownJob', detail: '' } }),
    noteDecision: () => Promise.resolve(),
    decisions: () => [],
  };
}

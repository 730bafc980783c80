import { asId } from '#shared/base/ids.ts';
import type { SetupState } from '#shared/features/devices/deviceSetupContract.ts';
import type { PrintAuditEntry } from '#shared/features/devices/printAudit.ts';
import type { FleetView } from '#shared/features/robots/robotsContract.ts';
import type { ConnectionState } from '#shared/features/station/stationContract.ts';
import type { DeviceState, PrintJob, Scan, WeightReading } from '#shared/model/device/device.ts';
import type { BridgeClient } from '#renderer/bridge/bridgeClient.ts';
import type { Bridge, Handshake } from '#renderer/bridge/openBridge.ts';
import type { Placement, SorterView, SortTableInput } from '#shared/features/sorter/sorterContract.ts';
import { labourSample } from './labourSample.ts';
import { fleetHistorySample, fleetSample, robotWays } from './robots/fleetSample.ts';
import { sorterSample } from './sorter/sorterSample.ts';

/** A stream that a test fills by hand. */
function createFeed<T>() {
  const readers = new Set<(item: T) => void>();
  return {
    push(item: T) {
      for (const read of readers) read(item);
    },
    async *read(first: readonly T[] = []): AsyncGenerator<T> {
      const waiting: T[] = [...first];
      let wake = () => undefined as void;
      readers.add((item) => {
        waiting.push(item);
        wake();
      });
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

const device = (deviceId: string, kind: DeviceState['kind'], name: string, address: string, nowMs: number): DeviceState => ({
  ...{
    deviceId,
    kind,
    name,
    address,
    status: 'ready',
    fault: null,
    sinceMs: nowMs - 3_600_000,
    lastEventAtMs: nowMs - 4_000,
    isSimulated: true,
    malformedFrames: 0,
  },
});

const setupChanges = [
  'save',
  'remove',
  'swap',
  'replaceAll',
  'setTraining',
  'train',
  'tareScale',
  'recordScale',
  'learnScale',
  'printTest',
  'reprint',
];

/** A host in memory: scans and weights come when the test says so; what was acknowledged and printed can be read. */
export function createFakeBridge(readNowMs: () => number, label: string | null = null) {
  const scans = createFeed<Scan>();
  const weights = createFeed<WeightReading>();
  const jobs = createFeed<PrintJob>();
  const connections = createFeed<ConnectionState>();
  const fleets = createFeed<FleetView>();
  const sorters = createFeed<SorterView | null>();
  const placements = createFeed<Placement>();
  const prepared: SortTableInput[] = [];
  let sorterView = sorterSample(readNowMs());
  const acknowledged: number[] = [];
  const printed: PrintJob[] = [];
  const calls: ({ readonly name: string } & object)[] = [];
  let setup: SetupState = { devices: [], isTraining: false };
  let audit: readonly PrintAuditEntry[] = [];
  let scanNo = 0;
  const startedMs = readNowMs();
  const connection: ConnectionState = {
    wan: { status: 'up', sinceMs: startedMs - 7_200_000, fault: null },
    lan: { status: 'up', sinceMs: startedMs - 7_200_000, fault: null },
    devices: [
      device('scanner-1', 'scanner', '手持扫码枪', 'serial /dev/ttyACM0 9600', startedMs),
      device('printer-1', 'printer', '面单打印机', 'tcp 127.0.0.1:9100', startedMs),
      device('scale-1', 'scale', '台秤', 'serial /dev/ttyS0 9600', startedMs),
    ],
    clockOffsetMs: 0,
    hostNowMs: startedMs,
    scansWaiting: 0,
  };
  const handshake: Handshake = {
    bridgeVersion: 1,
    hostRunId: 'run-1',
    stationId: asId('station-1'),
    stationCode: 'S1',
    siteId: asId('site-1'),
    capabilities: ['serial', 'print', 'scale'],
    demoHint: { badgeCode: '1001', pin: '1234', operatorName: '林晓' },
  };
  const send = (text: string, isBounce = false): number => {
    scanNo += 1;
    scans.push({ scanNo, deviceId: 'scanner-1', text, aim: null, atMs: readNowMs(), isBounce });
    return scanNo;
  };
  const client = {
    station: {
      handshake: async () => handshake,
      connection: async () => connections.read([connection]),
      enrol: async () => ({ stationId: 'station-1', siteId: 'site-1' }),
    },
    devices: {
      scans: async () => scans.read(),
      weights: async () => weights.read(),
      printJobs: async () => jobs.read(printed),
      acknowledgeScans: async (upTo: { scanNo: number }) => {
        acknowledged.push(upTo.scanNo);
        return { waiting: 0 };
      },
      submitWedgeScan: async ({ text }: { text: string }) => ({ scanNo: send(text) }),
      print: async (wanted: Pick<PrintJob, 'jobId' | 'template' | 'subject' | 'parcelId' | 'isReprint'>) => {
        const job: PrintJob = {
          ...wanted,
          printerId: 'printer-1',
          status: 'confirmed',
          fault: null,
          createdAtMs: readNowMs(),
          updatedAtMs: readNowMs(),
        };
        printed.push(job);
        jobs.push(job);
        return job;
      },
      printPreview: async () => ({ pngDataUrl: label }),
      testDevice: async () => ({ isDone: true, message: '' }),
      zeroScale: async () => ({ isDone: true }),
      settlePrintJob: async () => printed[0],
      setup: {
        state: async () => setup,
        settledJobs: async () => printed,
        audit: async () => audit,
        ...Object.fromEntries(setupChanges.map((name) => [name, async (given: object) => change(name, given)])),
      },
    },
    platformLink: {
      labour: async ({ fromMs, toMs, askedBy }: { fromMs: number; toMs: number; askedBy: string }) => labourSample(fromMs, toMs, askedBy),
    },
    wallboard: { publish: async () => ({ isKept: true as const }) },
    robots: {
      ways: async () => robotWays,
      fleet: async () => fleets.read([fleetSample(readNowMs())]),
      history: async () => fleetHistorySample(readNowMs()),
      viewAt: async ({ atMs }: { atMs: number }) => fleetSample(atMs),
      ...Object.fromEntries(
        ['carry', 'takeByHand', 'pauseAll', 'hold', 'remove'].map((name) => [
          name,
          async (given: object) => (calls.push({ name, ...given }), { isDone: true, answer: name === 'carry' ? 'taken' : 'askForGoods' }),
        ]),
      ),
    },
    sorter: {
      view: async () => sorters.read([sorterView]),
      placements: async () => placements.read(),
      prepare: async (table: SortTableInput) => (prepared.push(table), { isDone: true }),
      setManual: async ({ isManual }: { isManual: boolean }) => (showSorter({ isManual }), { isDone: true }),
      closeCard: async (given: object) => (calls.push({ name: 'closeCard', ...given }), { isDone: true }),
    },
    labels: {
      list: async () => ({ templates: [], damaged: [] }),
      preview: async () => ({ kind: 'badTemplate' as const, problems: [] }),
      save: async () => ({ kind: 'saved' as const, name: '' }),
      remove: async () => ({ isRemoved: false }),
    },
  };
  const showSorter = (more: Partial<SorterView>) => {
    sorterView = { ...sorterView, ...more, atMs: readNowMs() };
    sorters.push(sorterView);
  };
  /** Changes are taken down; a test label is printed at once. */
  const change = (name: string, given: object) => {
    calls.push({ name, ...given });
    if (name === 'setTraining') setup = { ...setup, isTraining: 'isTraining' in given && given.isTraining === true };
    if (name === 'setTraining') return setup;
    if (name === 'recordScale') return { characters: 'ST,GS,+  1.234kg\r\n' };
    if (name === 'learnScale') return { pattern: null, refusal: 'scale.recordNoWeight' };
    return name === 'printTest' || name === 'reprint' ? null : { problems: [], isDone: true };
  };
  const bridge: Bridge = {
    client: client as unknown as BridgeClient,
    state: () => ({ status: 'up', sinceMs: startedMs, handshake }),
    onState: () => () => undefined,
    refresh: async () => undefined,
    close: () => undefined,
  };
  return {
    bridge,
    handshake,
    send,
    acknowledged,
    printed,
    /** What was asked of the set-up, in order. */
    calls,
    setSetup: (next: SetupState, decisions: readonly PrintAuditEntry[] = []) => {
      setup = next;
      audit = decisions;
    },
    pushFleet: (fleet: FleetView) => fleets.push(fleet),
    /** Tables given to the sorter, in order. */
    prepared,
    showSorter,
    pushPlacement: (placed: Placement) => placements.push(placed),
    pushJob: (job: PrintJob) => jobs.push(job),
    weigh: (grams: number, status: WeightReading['status'] = 'stable') =>
      weights.push({ deviceId: 'scale-1', grams, status, atMs: readNowMs() }),
    setConnection: (change: Partial<ConnectionState>) => connections.push({ ...connection, ...change, hostNowMs: readNowMs() }),
    connection,
  };
}

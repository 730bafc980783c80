import { setTimeout as delay } from 'node:timers/promises';
import { createDeviceHub } from '#electron/host/devices/createDeviceHub.ts';
import type { PrintTimes } from '#electron/drivers/printer/printerDriver.ts';
import { silentLog, type Log } from '#shared/base/log.ts';
import { createPrng, type Prng } from '#shared/base/prng.ts';
import type { PrintJob } from '#shared/model/device/device.ts';
import { deviceSetting } from '#shared/model/device/deviceSetting.ts';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';
import { ownNowMs } from '#test/support/ownClock.ts';
import { tempFolder } from '#test/support/tempFolder.ts';
import { fakePrinterFaults } from './fakePrinter.ts';
import { openScanDesk, type ScanDesk, type ScanWait } from './openScanDesk.ts';
import { sumUpWaits, type ScanWaits } from './sumUpWaits.ts';
import { startPrinterPool, type PrinterPool } from './startPrinterPool.ts';

/** What a shift of printing came to. `lost` and `doubled` are counted on the printers' own paper. */
export type PrintShift = {
  readonly labels: number;
  /** Told as printed and on no paper, or forgotten: neither printed nor shown to a person. */
  readonly lost: number;
  /** On paper more than once. */
  readonly doubled: number;
  /**
   * How often nobody knew what became of a label, each time shown; settled by a counter and by a person, which together are all of them. A
   * label printed again may be unknown again.
   */
  readonly unknownShown: number;
  readonly settledByCounter: number;
  readonly settledByPerson: number;
  /** Longest time from the first try at a printer that failed to the sending at the one that took over. */
  readonly failoverMs: number;
  readonly failovers: number;
  /** The same without what the host's thread waited for a processor. */
  readonly failoverOwnMs: number;
  readonly faults: Readonly<Record<string, number>>;
  /** While labels were printed. */
  readonly printing: ScanWaits;
  /** The same scanner at the same pace between the rounds of printing: the same disk, the same machine, no label under way. */
  readonly resting: ScanWaits;
  readonly seconds: number;
};

const printTimes: PrintTimes = { preflightMs: 700, confirmMs: 2_500, pollMs: 60 };
const printerCount = 4;
const maxJobsUnderWay = 3;
const scanEveryMs = 15;
/** Labels printed before the printers rest again, and how long they do. */
const labelsARound = 50;
const restMs = 4_000;
/** How long a person takes to walk to the printer and to look. */
const walkMs = 400;

/** Prints `labels` labels over four printers that fail at random while one scan after the other comes in. The same seed, the same faults. */
export async function runPrintShift(options: { readonly labels: number; readonly seed: number }): Promise<PrintShift> {
  const folder = tempFolder();
  const pool = await startPrinterPool(printerCount);
  const times = createTimeline();
  const desk = await openScanDesk(folder.path, silentLog);
  const hub = await openHub(pool, desk, folder.path, times.log);
  try {
    return await new Shift({ hub, pool, desk, times }, options).run();
  } finally {
    await hub.close();
    await desk.close();
    await pool.close();
    folder.remove();
  }
}

type Parts = {
  readonly hub: DeviceHub;
  readonly pool: PrinterPool;
  readonly desk: ScanDesk;
  readonly times: ReturnType<typeof createTimeline>;
};

class Shift {
  readonly #hub: DeviceHub;
  readonly #pool: PrinterPool;
  readonly #desk: ScanDesk;
  readonly #times: ReturnType<typeof createTimeline>;
  readonly #labels: number;
  readonly #prng: Prng;
  readonly #jobs = new Map<string, PrintJob>();
  /** Labels a person is deciding about. */
  readonly #decided = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #people: Promise<void>[] = [];
  readonly #faulty = new Map<number, string>();
  readonly #faults: Record<string, number> = {};
  readonly #stop = new AbortController();
  /** Printers that will work again by themselves. */
  readonly #healing = new Set<NodeJS.Timeout>();
  #isPrinting = false;
  #unknownShown = 0;
  #settledByCounter = 0;
  #settledByPerson = 0;

  constructor({ hub, pool, desk, times }: Parts, options: { labels: number; seed: number }) {
    this.#hub = hub;
    this.#pool = pool;
    this.#desk = desk;
    this.#times = times;
    this.#labels = options.labels;
    this.#prng = createPrng(options.seed);
  }

  async run(): Promise<PrintShift> {
    const startedAt = performance.now();
    void this.#followJobs();
    await this.#hub.print(orderOf('warm-up', 'ZZZZZZ'));
    await waitFor(() => this.#jobs.get('warm-up')?.status === 'confirmed');
    let isOpen = true;
    this.#desk.attach(this.#hub);
    const scanning = this.#scan(() => isOpen);
    const breaking = this.#breakPrinters(() => isOpen);
    for (let from = 0; from < this.#labels; from += labelsARound) {
      await delay(restMs);
      this.#isPrinting = true;
      await this.#printRound(from, Math.min(from + labelsARound, this.#labels));
      this.#isPrinting = false;
    }
    isOpen = false;
    const waits = await scanning;
    await breaking;
    await Promise.all(this.#people);
    for (const heals of this.#healing) clearTimeout(heals);
    // A label that a printer still held would come out now.
    for (let index = 0; index < printerCount; index += 1) this.#pool.setFault(index, null);
    await delay(500);
    this.#stop.abort();
    return { ...(await this.#count()), ...waits, seconds: (performance.now() - startedAt) / 1_000 };
  }

  async #printRound(from: number, until: number): Promise<void> {
    for (let index = from; index < until; index += 1) {
      await waitFor(() => this.#underWay() < maxJobsUnderWay);
      await this.#hub.print(orderOf(`job-${index}`, lettersOf(index)));
    }
    await waitFor(() => [...this.#jobs.values()].every((job) => job.status === 'confirmed'));
  }

  async #followJobs(): Promise<void> {
    for await (const job of this.#hub.printJobs(this.#stop.signal)) {
      const wasUnknown = this.#jobs.get(job.jobId)?.status === 'unknown';
      this.#jobs.set(job.jobId, job);
      if (wasUnknown && job.status !== 'unknown') this.#countSettled(job.jobId);
      if (job.status === 'sending') this.#times.sent(job.jobId);
      if (job.status !== 'unknown') continue;
      if (!wasUnknown) this.#unknownShown += 1;
      if (this.#asked.has(job.jobId) || job.printerId === null) continue;
      this.#asked.add(job.jobId);
      this.#people.push(this.#lookAtPaper(job));
    }
  }

  #underWay(): number {
    return [...this.#jobs.values()].filter((job) => ['queued', 'sending', 'sent'].includes(job.status)).length;
  }

  /** A person mends the printer, looks whether the label is there, and says so, if the printer's counter has not said it before. */
  async #lookAtPaper(job: PrintJob): Promise<void> {
    await delay(walkMs);
    const index = Number(job.printerId?.slice(1)) - 1;
    this.#faulty.delete(index);
    this.#pool.setFault(index, null);
    await delay(walkMs + this.#prng.next() * 2_000);
    const paper = await this.#pool.paper();
    if (this.#jobs.get(job.jobId)?.status !== 'unknown') return;
    const isThere = paper.some((codes) => codes.includes(codeOf(job.jobId)));
    this.#asked.delete(job.jobId);
    this.#decided.add(job.jobId);
    const settled = await this.#hub.settlePrintJob(job.jobId, isThere ? 'printed' : 'notPrinted');
    // The counter was quicker.
    if (!settled.ok) this.#decided.delete(job.jobId);
  }

  #countSettled(jobId: string): void {
    if (this.#decided.delete(jobId)) this.#settledByPerson += 1;
    else this.#settledByCounter += 1;
  }

  async #breakPrinters(isWanted: () => boolean): Promise<void> {
    while (isWanted()) {
      await delay(100 + this.#prng.next() * 400);
      const index = Math.floor(this.#prng.next() * printerCount);
      const fault = fakePrinterFaults[Math.floor(this.#prng.next() * fakePrinterFaults.length)] ?? 'off';
      const lastsMs = 300 + this.#prng.next() * 2_500;
      // One printer always works: a pool of which none does is another question.
      if (this.#faulty.has(index) || this.#faulty.size >= printerCount - 1) continue;
      this.#faulty.set(index, fault);
      this.#faults[fault] = (this.#faults[fault] ?? 0) + 1;
      this.#pool.setFault(index, fault);
      const heals = setTimeout(() => {
        this.#healing.delete(heals);
        if (this.#faulty.get(index) !== fault) return;
        this.#faulty.delete(index);
        this.#pool.setFault(index, null);
      }, lastsMs);
      this.#healing.add(heals);
    }
  }

  /** Scans as long as wanted. What began while labels were printed and ended after counts as printing. */
  async #scan(isWanted: () => boolean): Promise<Pick<PrintShift, 'printing' | 'resting'>> {
    const printing: ScanWait[] = [];
    const resting: ScanWait[] = [];
    for (let no = 0; isWanted(); no += 1) {
      const wasPrinting = this.#isPrinting;
      const wait = await this.#desk.scan(`SCAN${no}`);
      (wasPrinting || this.#isPrinting ? printing : resting).push(wait);
      await delay(scanEveryMs);
    }
    return { printing: sumUpWaits(printing), resting: sumUpWaits(resting) };
  }

  async #count(): Promise<Omit<PrintShift, 'printing' | 'resting' | 'seconds'>> {
    const paper = (await this.#pool.paper()).flat();
    const codes = Array.from({ length: this.#labels }, (_, index) => codeOf(`job-${index}`));
    const timesOnPaper = codes.map((code) => paper.filter((one) => one === code).length);
    return {
      labels: this.#labels,
      lost: timesOnPaper.filter((times, index) => times === 0 && this.#jobs.get(`job-${index}`)?.status !== 'unknown').length,
      doubled: timesOnPaper.filter((times) => times > 1).length,
      unknownShown: this.#unknownShown,
      settledByCounter: this.#settledByCounter,
      settledByPerson: this.#settledByPerson,
      failoverMs: this.#times.longestFailoverMs(),
      failovers: this.#times.failovers(),
      failoverOwnMs: this.#times.longestFailoverOwnMs(),
      faults: this.#faults,
    };
  }
}

/** Reads off the hub's log how long a job took from its first failed printer to the one that took over. */
function createTimeline() {
  type Moment = { readonly wallMs: number; readonly ownMs: number };
  const now = (): Moment => ({ wallMs: performance.now(), ownMs: ownNowMs() });
  const startedAt = new Map<string, Moment>();
  const failedSince = new Map<string, Moment>();
  const failovers: Moment[] = [];
  const note = (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const jobId = typeof fields.jobId === 'string' ? fields.jobId : '';
    if (event === 'label.started') startedAt.set(jobId, now());
    if (event === 'label' && fields.kind === 'notSent' && !failedSince.has(jobId)) failedSince.set(jobId, startedAt.get(jobId) ?? now());
  };
  const log: Log = { debug: note, info: note, warn: note, error: note };
  return {
    log,
    sent: (jobId: string) => {
      const since = failedSince.get(jobId);
      if (since === undefined) return;
      failedSince.delete(jobId);
      const { wallMs, ownMs } = now();
      failovers.push({ wallMs: wallMs - since.wallMs, ownMs: ownMs - since.ownMs });
    },
    longestFailoverMs: () => Math.max(0, ...failovers.map(({ wallMs }) => wallMs)),
    longestFailoverOwnMs: () => Math.max(0, ...failovers.map(({ ownMs }) => ownMs)),
    failovers: () => failovers.length,
  };
}

function openHub(pool: PrinterPool, desk: ScanDesk, dataFolder: string, log: Log): Promise<DeviceHub> {
  const printers = pool.ports.map((port, index) => {
    const name = `p${index + 1}`;
    return deviceSetting.parse({ kind: 'printer', via: 'tcp', deviceId: name, name, host: '127.0.0.1', port });
  });
  const clock = { nowMs: () => Date.now() };
  return createDeviceHub({ dataFolder, devices: [desk.setting, ...printers], ports: { gun: desk.port }, clock, log, printTimes });
}

function orderOf(jobId: string, letters: string) {
  const fields = { code: `PC-${letters}`, orderNo: jobId, customer: '王** 女士', note: `第 ${jobId} 张` };
  return { jobId, template: 'bag', subject: jobId, parcelId: null, fields, isReprint: false };
}

function codeOf(jobId: string): string {
  return `PC-${lettersOf(Number(jobId.slice('job-'.length)))}`;
}

/** A number in six letters: no printer turns letters into other code sets. */
function lettersOf(index: number): string {
  let left = index;
  return Array.from({ length: 6 }, () => {
    const letter = String.fromCharCode(65 + (left % 26));
    left = Math.floor(left / 26);
    return letter;
  }).join('');
}

async function waitFor(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await delay(5);
}

import type { Sku } from '#shared/model/sku/sku.ts';
import type { StockRow } from '#shared/model/stock/stock.ts';
import { noFigures, type SitePage, type Subject, type SubjectFigures, type TimeBoxes } from './subject.ts';

const lookups = 2_000;
const warmUpPicks = 10;
const picks = 100;
const changedRows = 1_000;
const dueWithinMs = 10 * 60_000;

/** What measuring one store needs: the site, and who hears of the figures as they come. */
export type Measuring = {
  readonly subject: Subject;
  readonly pages: readonly SitePage[];
  readonly dueFromMs: number;
  readonly boxes: TimeBoxes;
  note(figures: SubjectFigures): void;
};

/**
 * Runs one store through everything, in the order in which a station would. Whatever is not over in its time is cut; the rest is
 * measured on what is there, as far as the store still answers.
 */
export async function measureSubject({ subject, pages: given, dueFromMs, boxes, note }: Measuring): Promise<SubjectFigures> {
  let figures = noFigures(subject.name);
  const put = (part: Partial<SubjectFigures>, cut = '') => {
    figures = { ...figures, ...part, cut: [figures.cut, cut].filter(Boolean).join('; ') };
    note(figures);
  };
  try {
    const pages = await measureLoad(subject, given, boxes, put);
    const gtins = bulkGtins(pages);
    const changed = changedStock(pages);
    const reopened = await single('reopen', boxes, () => subject.reopen(gtins[0] ?? ''));
    put({ reopenMs: Math.round(reopened) });
    await measureLookups(subject, gtins, boxes, put);
    let due = 0;
    const dueMs = await single('orders due', boxes, async () => {
      due = await subject.ordersDueBefore(dueFromMs + dueWithinMs);
    });
    put({ ordersDueMs: round(dueMs) });
    if (due < 600 && pages.length === given.length) throw new Error(`${subject.name} finds ${due} orders`);
    await rest();
    const applied = await withFrames(() => single('1,000 changed rows', boxes, () => subject.applyStock(changed)));
    put({ applyThousandMs: round(applied.outcome), longestFrameMs: round(applied.longestFrameMs) });
    await measurePicks(subject, boxes, put);
    await single('close', boxes, () => subject.close());
  } catch (fault) {
    if (!(fault instanceof PartCut)) throw fault;
    put({}, `${fault.message}, and what comes after it`);
  }
  return figures;
}

type Put = (part: Partial<SubjectFigures>, cut?: string) => void;

/** Loads what can be loaded in its time; answers the pages that are there. */
async function measureLoad(subject: Subject, given: readonly SitePage[], boxes: TimeBoxes, put: Put): Promise<readonly SitePage[]> {
  const untilMs = performance.now() + boxes.loadMs;
  // A store that is not asked between its pages is cut a little later.
  const hard = { ...boxes, singleMs: boxes.loadMs + boxes.singleMs };
  const load = await withFrames(async () => {
    let taken = 0;
    const tookMs = await single('load', hard, async () => {
      taken = await subject.load(given, () => performance.now() > untilMs);
    });
    return { taken, tookMs };
  });
  const pages = given.slice(0, load.outcome.taken);
  const loadedPct = Math.round((100 * countRows(pages)) / countRows(given));
  const figures = { firstLoadMs: Math.round(load.outcome.tookMs), loadedPct, loadLongestFrameMs: round(load.longestFrameMs) };
  put(figures, loadedPct < 100 ? `load: ${loadedPct} % of the records` : '');
  return pages;
}

async function measureLookups(subject: Subject, gtins: readonly string[], boxes: TimeBoxes, put: Put): Promise<void> {
  const tookMs = await series(lookups, boxes, async (index) => {
    const gtin = gtins[(index * 7_919) % gtins.length] ?? '';
    const fromMs = performance.now();
    const answer = subject.skuByBarcode(gtin);
    const found = answer instanceof Promise ? await answer : answer;
    const durationMs = performance.now() - fromMs;
    if (found === undefined) throw new Error(`${subject.name} does not find ${gtin}`);
    return durationMs;
  });
  const cut = tookMs.length < lookups ? `look-ups: ${tookMs.length} of ${lookups}` : '';
  put({ lookupP50Ms: quantile(tookMs, 0.5), lookupP99Ms: quantile(tookMs, 0.99) }, cut);
}

async function measurePicks(subject: Subject, boxes: TimeBoxes, put: Put): Promise<void> {
  const tookMs = await series(warmUpPicks + picks, boxes, async (pickNo) => {
    const fromMs = performance.now();
    await subject.commitPick(pickNo);
    return performance.now() - fromMs;
  });
  const counted = tookMs.slice(warmUpPicks);
  const cut = counted.length < picks ? `picks: ${counted.length} of ${picks}` : '';
  put({ commitP50Ms: counted.length === 0 ? null : quantile(counted, 0.5) }, cut);
}

/** One part was not over in its time. */
class PartCut extends Error {
  override readonly name = 'PartCut';
}

/** How long the work took. Throws PartCut when it is not over in its time; it may go on, and is not waited for. */
async function single(what: string, { singleMs }: TimeBoxes, work: () => Promise<unknown>): Promise<number> {
  const fromMs = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PartCut(`${what}: not over in ${Math.round(singleMs / 1000)} s`)), singleMs);
  });
  try {
    await Promise.race([work(), late]);
    return performance.now() - fromMs;
  } finally {
    clearTimeout(timer);
  }
}

/** Does it `count` times, or as often as there is time for; answers how long each took. */
async function series(count: number, boxes: TimeBoxes, once: (index: number) => Promise<number>): Promise<readonly number[]> {
  const untilMs = performance.now() + boxes.seriesMs;
  const tookMs: number[] = [];
  for (let index = 0; index < count && (index === 0 || performance.now() < untilMs); index += 1) {
    let lastMs = 0;
    await single('one of many', boxes, async () => {
      lastMs = await once(index);
    });
    tookMs.push(lastMs);
  }
  return tookMs;
}

function countRows(pages: readonly SitePage[]): number {
  return pages.reduce((sum, page) => sum + page.rows, 0);
}

function bulkGtins(pages: readonly SitePage[]): readonly string[] {
  const skus = pages.filter((page) => page.kind === 'sku').flatMap((page) => JSON.parse(page.rowsJson) as Sku[]);
  return skus.filter((sku) => sku.id.startsWith('bulk')).map((sku) => sku.barcodes[0]?.gtin ?? '');
}

function changedStock(pages: readonly SitePage[]): StockRow[] {
  const rows = pages.filter((page) => page.kind === 'stock').flatMap((page) => JSON.parse(page.rowsJson) as StockRow[]);
  const bulk = rows.filter((row) => row.id.startsWith('bulk'));
  return Array.from({ length: changedRows }, (_, index) => ({ ...bulk[(index * 53) % bulk.length]!, quantity: 7 }));
}

/** What the work came to, and the longest time between two frames while it ran and just after. */
async function withFrames<T>(work: () => Promise<T>): Promise<{ outcome: T; longestFrameMs: number }> {
  await nextFrame();
  await nextFrame();
  let isOver = false;
  let longestFrameMs = 0;
  let lastMs = performance.now();
  const watch = () => {
    const nowMs = performance.now();
    longestFrameMs = Math.max(longestFrameMs, nowMs - lastMs);
    lastMs = nowMs;
    if (!isOver) requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  try {
    const outcome = await work();
    await nextFrame();
    await nextFrame();
    return { outcome, longestFrameMs };
  } finally {
    isOver = true;
  }
}

/** Waits until what opening left to do is over: a second without a long frame, at most ten. */
async function rest(): Promise<void> {
  const startedMs = performance.now();
  let [calmFromMs, lastMs] = [startedMs, startedMs];
  while (lastMs - calmFromMs < 1_000 && lastMs - startedMs < 10_000) {
    await nextFrame();
    const nowMs = performance.now();
    if (nowMs - lastMs > 25) calmFromMs = nowMs;
    lastMs = nowMs;
  }
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

function quantile(durationsMs: readonly number[], share: number): number {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
}

function round(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}

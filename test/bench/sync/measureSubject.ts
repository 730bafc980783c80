import type { Sku } from '#shared/model/sku/sku.ts';
import type { StockRow } from '#shared/model/stock/stock.ts';
import type { SitePage, Subject, SubjectFigures } from './subject.ts';

const lookups = 2_000;
const warmUpPicks = 10;
const picks = 100;
const changedRows = 1_000;
const dueWithinMs = 10 * 60_000;

/**
 * Runs one store through everything, in the order in which a station would. A load that is not over within `loadBoxMs` is
 * cut, and the rest is measured on what is there.
 */
export async function measureSubject(
  subject: Subject,
  given: readonly SitePage[],
  dueFromMs: number,
  loadBoxMs: number,
): Promise<SubjectFigures> {
  const untilMs = performance.now() + loadBoxMs;
  let taken = 0;
  const load = await withFrames(async () => {
    taken = await subject.load(given, () => performance.now() > untilMs);
  });
  const pages = given.slice(0, taken);
  const gtins = bulkGtins(pages);
  const changed = changedStock(pages);
  const startedMs = performance.now();
  await subject.reopen(gtins[0] ?? '');
  const reopenMs = performance.now() - startedMs;
  const lookupMs: number[] = [];
  for (let index = 0; index < lookups; index += 1) {
    const gtin = gtins[(index * 7_919) % gtins.length] ?? '';
    const fromMs = performance.now();
    const answer = subject.skuByBarcode(gtin);
    const found = answer instanceof Promise ? await answer : answer;
    lookupMs.push(performance.now() - fromMs);
    if (found === undefined) throw new Error(`${subject.name} does not find ${gtin}`);
  }
  const dueFrom = performance.now();
  const due = await subject.ordersDueBefore(dueFromMs + dueWithinMs);
  const ordersDueMs = performance.now() - dueFrom;
  if (due < 600 && taken === given.length) throw new Error(`${subject.name} finds ${due} orders`);
  await rest();
  const applied = await withFrames(() => subject.applyStock(changed));
  const commitMs: number[] = [];
  for (let pickNo = 0; pickNo < warmUpPicks + picks; pickNo += 1) {
    const fromMs = performance.now();
    await subject.commitPick(pickNo);
    if (pickNo >= warmUpPicks) commitMs.push(performance.now() - fromMs);
  }
  await subject.close();
  return {
    subject: subject.name,
    firstLoadMs: Math.round(load.tookMs),
    loadedPct: Math.round((100 * countRows(pages)) / countRows(given)),
    reopenMs: Math.round(reopenMs),
    lookupP50Ms: quantile(lookupMs, 0.5),
    lookupP99Ms: quantile(lookupMs, 0.99),
    ordersDueMs: round(ordersDueMs),
    commitP50Ms: quantile(commitMs, 0.5),
    applyThousandMs: round(applied.tookMs),
    longestFrameMs: round(applied.longestFrameMs),
    loadLongestFrameMs: round(load.longestFrameMs),
  };
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

/** How long the work took, and the longest time between two frames while it ran and just after. */
async function withFrames(work: () => Promise<void>): Promise<{ tookMs: number; longestFrameMs: number }> {
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
  const fromMs = performance.now();
  await work();
  const tookMs = performance.now() - fromMs;
  await nextFrame();
  await nextFrame();
  isOver = true;
  return { tookMs, longestFrameMs };
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

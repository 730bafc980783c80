import type { StockRow } from '#shared/model/stock/stock.ts';

/** One page of the site as it comes over the wire: JSON text of at most 1,000 records of a kind. */
export type SitePage = {
  readonly kind: 'sku' | 'stock' | 'order' | 'other';
  readonly realKind: string;
  readonly hash: string;
  readonly rows: number;
  readonly rowsJson: string;
};

/** A store under measurement. Each does the same work in its own best way; what it resolves is durable. */
export type Subject = {
  readonly name: string;
  /** Takes the whole site, page by page in their order, and is ready for look-ups. Asks `isTimeUp` between pages, and may stop then; resolves with the pages taken. */
  load(pages: readonly SitePage[], isTimeUp: () => boolean): Promise<number>;
  /** Closes and opens again; resolves when the first look-up can be answered. */
  reopen(firstGtin: string): Promise<void>;
  skuByBarcode(gtin: string): Promise<string | undefined> | string | undefined;
  /** Number of open orders promised before the moment. */
  ordersDueBefore(untilMs: number): Promise<number> | number;
  /** One unit from bin to tote: outbox, order and stock in one strict transaction where the store has one. */
  commitPick(pickNo: number): Promise<void>;
  applyStock(rows: readonly StockRow[]): Promise<void>;
  close(): Promise<void>;
};

/** Longest each part of a measurement may take, milliseconds; what is not over then is cut and named. */
export type TimeBoxes = {
  readonly loadMs: number;
  /** Many small things one after the other: what was done by then counts. */
  readonly seriesMs: number;
  /** One thing that cannot be cut in two: when it is not over, nothing behind it is measured. */
  readonly singleMs: number;
};

/** What is measured of each; null where it was not come to. */
export type SubjectFigures = {
  readonly subject: string;
  /** Of the records that were loaded; all of them when `loadedPct` is 100. */
  readonly firstLoadMs: number | null;
  /** Below 100 where the time box ended the load: the whole takes longer than `firstLoadMs`. */
  readonly loadedPct: number | null;
  readonly reopenMs: number | null;
  readonly lookupP50Ms: number | null;
  readonly lookupP99Ms: number | null;
  readonly ordersDueMs: number | null;
  readonly applyThousandMs: number | null;
  readonly longestFrameMs: number | null;
  readonly commitP50Ms: number | null;
  readonly loadLongestFrameMs: number | null;
  /** What was cut, and how far it came. */
  readonly cut: string;
};

/** Nothing measured yet. */
export function noFigures(subject: string): SubjectFigures {
  const load = { firstLoadMs: null, loadedPct: null, loadLongestFrameMs: null };
  const asked = { reopenMs: null, lookupP50Ms: null, lookupP99Ms: null, ordersDueMs: null };
  return { subject, ...load, ...asked, applyThousandMs: null, longestFrameMs: null, commitP50Ms: null, cut: '' };
}

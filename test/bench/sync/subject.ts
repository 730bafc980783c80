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

/** What is measured of each. */
export type SubjectFigures = {
  readonly subject: string;
  /** Of the records that were loaded; all of them when `loadedPct` is 100. */
  readonly firstLoadMs: number;
  /** Below 100 where the time box ended the load: the whole takes longer than `firstLoadMs`. */
  readonly loadedPct: number;
  readonly reopenMs: number;
  readonly lookupP50Ms: number;
  readonly lookupP99Ms: number;
  readonly ordersDueMs: number;
  readonly commitP50Ms: number;
  readonly applyThousandMs: number;
  readonly longestFrameMs: number;
  readonly loadLongestFrameMs: number;
};

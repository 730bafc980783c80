import type { StockRow } from '#shared/model/stock/stock.ts';

/** One page of the site as it comes over the wire: JSON text of at most 1,000 records of a kind. */
export type SitePage = {
  readonly kind: 'sku' | 'stock' | 'order' | 'other';
  readonly realKind: string;
  readonly hash: string;
  readonly rowsJson: string;
};

/** A store under measurement. Each does the same work in its own best way; what it resolves is durable. */
export type Subject = {
  readonly name: string;
  /** Takes the whole site and is ready for look-ups. */
  load(pages: readonly SitePage[]): Promise<void>;
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
  readonly firstLoadMs: number;
  readonly reopenMs: number;
  readonly lookupP50Ms: number;
  readonly lookupP99Ms: number;
  readonly ordersDueMs: number;
  readonly commitP50Ms: number;
  readonly applyThousandMs: number;
  readonly longestFrameMs: number;
  readonly loadLongestFrameMs: number;
};

import { type LoadingView, createLoadingView } from './createLoadingView.ts';

/** Sites whose rows are kept between writes; the one written longest ago goes first. */
export const maxKeptSites = 32;
/** Rows of one site kept between writes; with more, the next writer starts with none. */
export const maxKeptRows = 20_000;
/** Outboxes of one site whose last number is kept; with more, they are asked for again. */
export const maxKeptOutboxes = 1000;

/** A site's records at one sequence, as far as they were read, and the last number of the outboxes that were asked for. */
export type KeptSite = {
  readonly epoch: string;
  readonly seq: number;
  readonly rows: LoadingView;
  /** By `toOutboxKey`. */
  readonly outboxes: Map<string, number>;
};

/** Sites as they were after this process's last write. */
export type KeptViews = {
  /** What is kept of a site, or null. It is the caller's until `keep`; whoever fails lets it be forgotten. */
  take(siteId: string): KeptSite | null;
  keep(siteId: string, kept: KeptSite): void;
  forget(siteId: string): void;
};

/** The key of an outbox among a site's. */
export function toOutboxKey(stationId: string, outboxId: string): string {
  return `${stationId}\n${outboxId}`;
}

/** A site of which nothing was read yet. */
export function newKeptSite(siteId: string, epoch: string, seq: number): KeptSite {
  return { epoch, seq, rows: createLoadingView(siteId), outboxes: new Map() };
}

/**
 * Every change of a site's records and log moves its sequence under the row lock, so what was read at a sequence is true while the
 * sequence stands, whichever node wrote last. Whoever uses it proves in the same transaction that epoch and sequence still stand.
 */
export function createKeptViews(): KeptViews {
  const sites = new Map<string, KeptSite>();
  return {
    take(siteId) {
      const known = sites.get(siteId) ?? null;
      sites.delete(siteId);
      return known;
    },
    keep(siteId, kept) {
      if (kept.rows.rowCount() > maxKeptRows) return;
      if (kept.outboxes.size > maxKeptOutboxes) kept.outboxes.clear();
      sites.set(siteId, kept);
      const [oldest] = sites.keys();
      if (sites.size > maxKeptSites && oldest !== undefined) sites.delete(oldest);
    },
    forget(siteId) {
      sites.delete(siteId);
    },
  };
}

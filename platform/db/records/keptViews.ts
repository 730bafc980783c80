import { type LoadingView, createLoadingView } from './createLoadingView.ts';

/** Sites whose rows are kept between writes; the one written longest ago goes first. */
export const maxKeptSites = 32;
/** Rows of one site kept between writes; with more, the next writer starts with none. */
export const maxKeptRows = 20_000;

type Kept = { readonly epoch: string; readonly seq: number; readonly rows: LoadingView };

/** Rows of sites as they were after this process's last commit. */
export type KeptViews = {
  /** The rows at hand if nobody wrote since, else none. Call while the site's row lock is held; the rows are the caller's until `keep`. */
  take(siteId: string, epoch: string, seq: number): LoadingView;
  /** Hands rows back after a commit that ended at `seq`. After a rollback they are left to be forgotten. */
  keep(siteId: string, epoch: string, seq: number, rows: LoadingView): void;
};

/**
 * Every change of a site's records moves its sequence under the row lock, so rows read at a sequence are true while the sequence stands,
 * whichever node wrote last.
 */
export function createKeptViews(): KeptViews {
  const kept = new Map<string, Kept>();
  return {
    take(siteId, epoch, seq) {
      const known = kept.get(siteId);
      kept.delete(siteId);
      return known?.epoch === epoch && known.seq === seq ? known.rows : createLoadingView(siteId);
    },
    keep(siteId, epoch, seq, rows) {
      if (rows.rowCount() > maxKeptRows) return;
      kept.set(siteId, { epoch, seq, rows });
      const [oldest] = kept.keys();
      if (kept.size > maxKeptSites && oldest !== undefined) kept.delete(oldest);
    },
  };
}

import type { SiteId } from '#shared/base/ids.ts';

/** A site whose stations were heard and then not for so long has lost its line: its own stations plan until they are back. */
export const silenceMs = 45_000;
/** After a silence the stations bring their work first; then the platform plans again. */
export const returnGraceMs = 10_000;
/** Most sites remembered. */
const maxSites = 20_000;

/** Who of a site's stations was heard last, in this process. */
export type StationContact = {
  heard(siteId: SiteId): void;
  /** A site never heard of here is not silent: it may have no stations, or they call another node. */
  isSilent(siteId: SiteId): boolean;
};

/** Builds it over true time, milliseconds. */
export function createStationContact(trueNowMs: () => number): StationContact {
  const sites = new Map<string, { lastMs: number; plansAgainMs: number }>();
  return {
    heard(siteId) {
      const nowMs = trueNowMs();
      const known = sites.get(siteId);
      if (known === undefined && sites.size >= maxSites) sites.clear();
      const wasSilent = known !== undefined && nowMs - known.lastMs > silenceMs;
      sites.set(siteId, { lastMs: nowMs, plansAgainMs: wasSilent ? nowMs + returnGraceMs : (known?.plansAgainMs ?? 0) });
    },
    isSilent(siteId) {
      const known = sites.get(siteId);
      return known !== undefined && (trueNowMs() - known.lastMs > silenceMs || trueNowMs() < known.plansAgainMs);
    },
  };
}

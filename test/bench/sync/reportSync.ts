import type { SubjectFigures } from './subject.ts';

type Row = Record<string, string | number>;

/** The bench's metrics, its peers, and the table for people: a line per store, a line per target. */
export function reportSync(figures: Readonly<Record<string, SubjectFigures>>) {
  const { halfhour: own, dexie, raw } = figures;
  const all: Record<string, number | null> = {
    firstLoadMs: own?.firstLoadMs ?? null,
    firstLoadRatioToDexie: share(own?.firstLoadMs, dexie?.firstLoadMs),
    lookupP99Ms: own?.lookupP99Ms ?? null,
    commitP50RatioToRaw: share(own?.commitP50Ms, raw?.commitP50Ms),
    commitP50Ms: own?.commitP50Ms ?? null,
    reopenMs: own?.reopenMs ?? null,
    ordersDueMs: own?.ordersDueMs ?? null,
    applyThousandMs: own?.applyThousandMs ?? null,
    longestFrameMs: own?.longestFrameMs ?? null,
    loadLongestFrameMs: own?.loadLongestFrameMs ?? null,
  };
  const metrics = Object.fromEntries(Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== null));
  const peers = Object.fromEntries(Object.entries(figures).filter(([name]) => name !== 'halfhour'));
  return { metrics, peers, rows: [...Object.values(figures).map(toRow), ...targetsOf(metrics, own, Object.values(peers))] };
}

/** A first load that was cut takes longer than its figure: a share of it is an upper bound. */
function share(ours: number | null | undefined, theirs: number | null | undefined): number | null {
  return ours == null || theirs == null || theirs === 0 ? null : Math.round((1000 * ours) / theirs) / 1000;
}

function toRow(figures: SubjectFigures): Row {
  return Object.fromEntries(Object.entries(figures).filter((entry): entry is [string, string | number] => entry[1] !== null));
}

function targetsOf(metrics: Readonly<Record<string, number>>, own: SubjectFigures | undefined, peers: readonly SubjectFigures[]): Row[] {
  const target = (what: string, figure: number | undefined, isMet: (figure: number) => boolean): Row => {
    if (figure === undefined) return { subject: `target: ${what}: not measured` };
    return { subject: `target: ${what}: ${figure}, ${isMet(figure) ? 'met' : 'missed'}` };
  };
  const fastest = Math.min(...peers.flatMap(({ firstLoadMs }) => (firstLoadMs === null ? [] : [firstLoadMs])));
  const aheadOfFastest = own?.firstLoadMs == null || !Number.isFinite(fastest) ? undefined : (share(own.firstLoadMs, fastest) ?? undefined);
  return [
    target('first load of Dexie rows at most 0.1', metrics['firstLoadRatioToDexie'], (figure) => figure <= 0.1),
    target('first load of the fastest other store below 1', aheadOfFastest, (figure) => figure < 1),
    target('look-up p99 below 0.1 ms', metrics['lookupP99Ms'], (figure) => figure < 0.1),
    target('pick commit p50 of raw at most 1.5', metrics['commitP50RatioToRaw'], (figure) => figure <= 1.5),
    target('reopen at most 1,000 ms', metrics['reopenMs'], (figure) => figure <= 1_000),
    target('1,000 changed rows without a frame over 50 ms', metrics['longestFrameMs'], (figure) => figure <= 50),
  ];
}

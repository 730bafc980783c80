import type { SorterView } from '#shared/features/sorter/sorterContract.ts';

/** A sorter in the middle of its work, as the screens show it. */
export function sorterSample(atMs: number, more: Partial<SorterView> = {}): SorterView {
  const chute = (no: number, status: SorterView['chutes'][number]['status'], items: number) => ({
    ...{ chuteId: `C${no}`, use: 'trip' as const, status, items, holds: 24, tripId: null },
  });
  const side = (chuteId: string, use: SorterView['chutes'][number]['use'], items: number) => ({
    ...{ chuteId, use, status: 'open' as const, items, holds: null, tripId: null },
  });
  return {
    ...{ atMs, isConnected: true, isInCharge: true, isManual: false },
    chutes: [
      ...[chute(1, 'open', 6), chute(2, 'full', 24), chute(3, 'open', 11), chute(4, 'jam', 3), chute(5, 'open', 0), chute(6, 'open', 17)],
      ...[
        chute(7, 'closed', 0),
        chute(8, 'open', 2),
        side('OVER', 'overflow', 4),
        side('LOOP', 'recirculation', 0),
        side('REJ', 'reject', 2),
      ],
    ],
    passes: (['trip', 'noRead', 'recirculate', 'trip', 'orderEnded', 'noChute', 'trip'] as const).map((reason, index) => ({
      scanId: `s${index}`,
      parcelCode: reason === 'noRead' ? null : `${49 - index}-1-AB12CD`,
      chuteId: reason === 'trip' ? `C${index + 1}` : reason === 'recirculate' ? 'LOOP' : reason === 'noChute' ? 'OVER' : 'REJ',
      reason,
      outcome: reason === 'trip' ? 'diverted' : null,
      atMs: atMs - 4_000 * (index + 1),
    })),
    cards: [
      { kind: 'jam', subject: 'C4', chuteId: 'C4', sinceMs: atMs - 40_000 },
      { kind: 'misSort', subject: '44-1-AB12CD', chuteId: 'C3', sinceMs: atMs - 70_000 },
      { kind: 'chuteFull', subject: 'C2', chuteId: 'C2', sinceMs: atMs - 90_000 },
    ],
    counts: { scans: 1284, noReads: 21, diverted: 1246, rejected: 17, misSorts: 1 },
    ...more,
  };
}

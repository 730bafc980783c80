import { useEffect, useState } from 'react';
import { labourReport, type LabourReport } from '#shared/wire/platform/labourReport.ts';
import { useObservable, useStation } from '#renderer/bridge/StationContext.tsx';

/** Windows that can be looked at, milliseconds. */
export const labourWindowsMs = { shift: 8 * 3_600_000, day: 24 * 3_600_000 } as const;
export type LabourWindow = keyof typeof labourWindowsMs;

/** The figures of whoever is signed in. `isAway`: the platform did not answer, the report is the last one kept here. */
export type LabourView = { readonly report: LabourReport | null; readonly isAsking: boolean; readonly isAway: boolean };

/** Asks for the figures of a window; the last answer of each person is kept at the station. */
export function useLabour(window: LabourWindow): LabourView {
  const station = useStation();
  const operatorId = useObservable(station.operator)?.id;
  const [view, setView] = useState<LabourView>({ report: null, isAsking: true, isAway: false });
  useEffect(() => {
    if (operatorId === undefined) return;
    let isCurrent = true;
    const note = `labour.${operatorId}.${window}`;
    const put = (next: LabourView) => void (isCurrent && setView(next));
    const ask = async () => {
      setView((before) => ({ ...before, isAsking: true }));
      const toMs = Math.floor(station.nowMs());
      try {
        const report = await station.bridge.client.platformLink.labour({
          fromMs: toMs - labourWindowsMs[window],
          toMs,
          askedBy: operatorId,
        });
        put({ report, isAsking: false, isAway: false });
        await station.store.writeNote(note, report).catch(() => undefined);
      } catch {
        const kept = labourReport.safeParse(await station.store.readNote(note).catch(() => null));
        put({ report: kept.success ? kept.data : null, isAsking: false, isAway: true });
      }
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [station, operatorId, window]);
  return view;
}

import type { Station } from '#renderer/bridge/StationContext.tsx';
import type { LastSound, SoundPlayer } from '#renderer/ui/sound/createSoundPlayer.ts';

/** What measurements and tests read of the page: the last sound, and what the input queue said. */
export type Diagnostics = {
  readonly lastSound: LastSound | null;
  readonly lastPaint: { readonly scanNo: number; readonly atMs: number } | null;
  readonly held: number;
};

/** Puts the diagnostics on the window as `__halfhour`; scans' moments are performance marks `hh:*`. */
export function openDiagnostics(page: Window, station: Station, sounds: SoundPlayer): void {
  const diagnostics: Diagnostics = {
    get lastSound() {
      return sounds.last();
    },
    get lastPaint() {
      const mark = performance.getEntriesByName('hh:painted').at(-1) as PerformanceMark | undefined;
      return mark === undefined ? null : { scanNo: Number((mark.detail as { scanNo?: number } | null)?.scanNo ?? 0), atMs: mark.startTime };
    },
    get held() {
      return station.runner.state.get().heldScans;
    },
  };
  Object.defineProperty(page, '__halfhour', { value: diagnostics, configurable: true });
}

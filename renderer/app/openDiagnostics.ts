import type { OrderStage } from '#shared/model/order/order.ts';
import type { StoreStatus } from '#shared/sync/stationStore.ts';
import type { Station } from '#renderer/bridge/StationContext.tsx';
import type { LastSound, SoundPlayer } from '#renderer/ui/sound/createSoundPlayer.ts';

/** What measurements and tests read of the page. It names records and states, never what is in them. */
export type Diagnostics = {
  readonly lastSound: LastSound | null;
  readonly lastPaint: { readonly scanNo: number; readonly atMs: number } | null;
  readonly held: number;
  /** Key of the sentence last shown, null where the last answer had none; and whether it holds the scanner until CONFIRM. */
  readonly said: { readonly key: string | null; readonly isHeld: boolean };
  /** Of the local store: phase, pending, cursor, faults. */
  readonly store: StoreStatus;
  readonly lines: { readonly host: 'up' | 'down'; readonly wan: 'up' | 'down'; readonly lan: 'up' | 'down' };
  /** Stage of an order in the local copy, null where it is not known here. */
  stageOf(orderId: string): OrderStage | null;
  tripOf(courierId: string): string | null;
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
    get said() {
      const { last } = station.runner.state.get();
      return { key: last?.message?.key ?? null, isHeld: last?.isHeld ?? false };
    },
    get store() {
      return station.store.status();
    },
    get lines(): Diagnostics['lines'] {
      const connection = station.connection.get();
      return {
        host: station.bridge.state().status === 'up' ? 'up' : 'down',
        wan: connection?.wan.status ?? 'down',
        lan: connection?.lan.status ?? 'down',
      };
    },
    stageOf: (orderId) => station.store.view.get('order', orderId)?.stage ?? null,
    tripOf: (courierId) => station.store.view.get('courier', courierId)?.tripId ?? null,
  };
  Object.defineProperty(page, '__halfhour', { value: diagnostics, configurable: true });
}

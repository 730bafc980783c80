import type { Clock } from '#shared/base/clock.ts';
import { createPrng } from '#shared/base/prng.ts';
import type { Scan } from '#shared/model/device/device.ts';
import { isInShare, shareOf } from '#shared/rules/task/takeShare.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import type { WorldClock } from '#platform/world/clock/createWorldClock.ts';
import type { Floor } from '#platform/world/pickers/createFloor.ts';
import type { Seat } from '#platform/world/pickers/openSeat.ts';
import { startPicker } from '#platform/world/pickers/startPicker.ts';
import { badgeOf } from './simulatedSite.ts';
import type { Life } from './simulatedDisk.ts';
import type { SimulatedStation, StationPorts } from './simulatedStation.ts';
import { never, seedOf, type VirtualTime } from './virtualTime.ts';

/** Between two looks at a store that is not loaded yet. */
const lookEveryMs = 2_000;
/** How often a person reaches for what another one has in hand. */
const unseenShare = 0.05;
/** The same where no screen shows what others do. */
const unseenShareAlone = 0.4;

/** Who of the crew has what in hand. */
export type SharedFloor = { of(station: number, isAlone: () => boolean): Floor; letGo(station: number): void };

/** A room in which people mostly see what others hold. */
export function createSharedFloor(seed: number): SharedFloor {
  const prng = createPrng(seedOf(seed, 'floor'));
  const holders = new Map<string, number>();
  return {
    of: (station, isAlone) => ({
      take(kind, name) {
        const key = `${kind} ${name}`;
        const unseen = isAlone() ? unseenShareAlone : unseenShare;
        if (holders.has(key) && (kind === 'tote' || prng.next() >= unseen)) return false;
        holders.set(key, station);
        return true;
      },
      giveBack: (kind, name) => void holders.delete(`${kind} ${name}`),
    }),
    letGo(station) {
      for (const [key, holder] of holders) if (holder === station) holders.delete(key);
    },
  };
}

type PickerPorts = StationPorts & { readonly life: Life; readonly clock: Clock; readonly name: string };

/** Puts a virtual picker, as the simulated world has them, at a page: real workflows, scanned codes, work until the page is killed. */
export function seatPicker(station: SimulatedStation, store: StationStore, ports: PickerPorts): void {
  const { life, time, index, seed, name, clock } = ports;
  if (!life.isAlive) return;
  const isReady = store.status().phase === 'ready' && store.find.operatorByBadge(badgeOf(index)) !== undefined;
  if (!isReady || !station.isPickerOn) return void time.after(lookEveryMs, () => seatPicker(station, store, ports));
  const scans = createScanner(clock, name);
  const signal = {
    get aborted() {
      return !life.isAlive || !station.isPickerOn;
    },
  } as AbortSignal;
  const find: StationStore['find'] = { ...store.find, openTasks: () => tasksWithinReach(station, store, clock.nowMs()) };
  const commit: StationStore['commit'] = (drafts, by) => (life.isAlive ? station.commit(drafts, by) : never());
  const picker = startPicker({
    seat: {
      stationId: station.stationId,
      store: { ...store, find, commit },
      client: { devices: { acknowledgeScans: () => Promise.resolve(), print: () => Promise.resolve() } },
      nextScan: () => Promise.resolve(scans.next()),
    } as unknown as Seat,
    sendScan: scans.trigger,
    badgeCode: badgeOf(index),
    clock: createPickerClock(clock, time, life),
    prng: createPrng(seedOf(seed, `${name} picker`)),
    floor: ports.floor.of(index, () => station.isAlone()),
    trouble: { count: () => undefined, counts: () => ({}) },
    signal,
  });
  // Signing in on a full disk: the person tries again.
  picker.done.catch(() => void time.after(lookEveryMs, () => seatPicker(station, store, ports)));
}

/** What a person may take: as on the screens, only the station's share of the unclaimed tasks while nobody else is in reach. */
function tasksWithinReach(station: SimulatedStation, store: StationStore, nowMs: number): ReturnType<StationStore['find']['openTasks']> {
  const tasks = store.find.openTasks();
  if (!station.isAlone()) return tasks;
  const share = shareOf(station.stationId, store.all('station'));
  return tasks.filter((task) => task.holder !== null || isInShare(task, share, nowMs));
}

/** The scanner and the host behind it: a code becomes a numbered scan. */
function createScanner(clock: Clock, deviceId: string) {
  const waiting: Scan[] = [];
  let scanNo = 0;
  return {
    trigger(text: string) {
      scanNo += 1;
      waiting.push({ scanNo, deviceId, text, aim: null, atMs: clock.nowMs(), isBounce: false });
    },
    next: () => waiting.shift() ?? null,
  };
}

function createPickerClock(clock: Clock, time: VirtualTime, life: Life): WorldClock {
  return {
    // People look for new work every 12 s of the world at this speed.
    speed: 100,
    startMs: clock.nowMs(),
    nowMs: clock.nowMs,
    start: () => undefined,
    toRealMs: (worldMs) => worldMs,
    sleep: (worldMs) => time.sleep(worldMs).then(() => (life.isAlive ? undefined : never())),
  };
}

import type { Fault } from './planSchedule.ts';
import { dayStartMs } from './simulatedSite.ts';
import type { SimulatedCentral } from './simulatedCentral.ts';
import type { SimulatedStation } from './simulatedStation.ts';
import type { VirtualTime } from './virtualTime.ts';

type Stage = { readonly time: VirtualTime; readonly central: SimulatedCentral; readonly stations: readonly SimulatedStation[] };

/** Lets every fault of a schedule happen at its time. */
export function playFaults(faults: readonly Fault[], stage: Stage): void {
  for (const fault of faults) {
    const earlierMs = fault.kind === 'diskRollback' || fault.kind === 'platformRestore' ? fault.lostMs : 0;
    const at = (sinceStartMs: number, run: () => void) => void stage.time.after(dayStartMs + sinceStartMs - stage.time.nowMs(), run);
    at(Math.max(0, fault.atMs - earlierMs), () => play(fault, stage, at));
  }
}

function play(fault: Fault, stage: Stage, at: (sinceStartMs: number, run: () => void) => void): void {
  const { central, stations } = stage;
  if (fault.kind === 'platformDown') {
    central.down();
    return at(fault.atMs + fault.lastsMs, central.up);
  }
  if (fault.kind === 'platformRestore') {
    const backup = central.backup();
    return at(fault.atMs, () => {
      central.down();
      for (const station of stations) station.isMemoryWhole = false;
      central.restore(backup);
      at(fault.atMs + fault.downMs, central.up);
    });
  }
  const station = stations[fault.station];
  if (station !== undefined) playAtStation(fault, station, at);
}

type StationFault = Extract<Fault, { station: number }>;

function playAtStation(fault: StationFault, station: SimulatedStation, at: (sinceStartMs: number, run: () => void) => void): void {
  const { line, disk } = station;
  const until = 'lastsMs' in fault ? fault.atMs + fault.lastsMs : fault.atMs;
  switch (fault.kind) {
    case 'wanCut':
      line.cutAll += 1;
      return at(until, () => void (line.cutAll -= 1));
    case 'upCut':
      line.cutUp += 1;
      return at(until, () => void (line.cutUp -= 1));
    case 'downCut':
      line.cutDown += 1;
      return at(until, () => void (line.cutDown -= 1));
    case 'hostDown':
      line.hostDown += 1;
      return at(until, () => void (line.hostDown -= 1));
    case 'diskFull':
      disk.isFull += 1;
      return at(until, () => void (disk.isFull -= 1));
    case 'badLine': {
      const { dropShare, duplicateShare, slowMs } = fault;
      const bad = { dropShare, duplicateShare, slowMs };
      line.bad.push(bad);
      return at(until, () => void line.bad.splice(line.bad.indexOf(bad), 1));
    }
    case 'clockJump':
      station.clockOffMs += fault.byMs;
      return at(until, () => void (station.clockOffMs -= fault.byMs));
    case 'kill':
      return station.kill(fault.downMs);
    case 'wipe':
      return station.wipe(fault.downMs);
    case 'killAt':
      disk.killPoint = fault.point;
      return;
    case 'diskRollback': {
      const goBack = station.checkpoint();
      return at(fault.atMs, () => goBack(fault.downMs));
    }
  }
}

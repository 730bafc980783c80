import type { Fault } from './planSchedule.ts';
import { dayStartMs } from './simulatedSite.ts';
import type { SimulatedBroker } from './simulatedBroker.ts';
import type { SimulatedCentral } from './simulatedCentral.ts';
import type { SimulatedStation } from './simulatedStation.ts';
import type { VirtualTime } from './virtualTime.ts';

/** Commands are told and brought to the platform long before. */
const clocksCalmDownMs = 4 * 3_600_000;

type Stage = {
  readonly time: VirtualTime;
  readonly central: SimulatedCentral;
  readonly stations: readonly SimulatedStation[];
  readonly broker: SimulatedBroker | null;
};

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
  if (fault.kind === 'brokerDown') {
    stage.broker?.down();
    return at(fault.atMs + fault.lastsMs, () => stage.broker?.up());
  }
  if (fault.kind === 'wanCutForAll' || fault.kind === 'lanCutForAll') {
    for (const station of stations) {
      const way = fault.kind === 'wanCutForAll' ? station.line : station.lan;
      cut(way, 'cutAll', stage, fault.atMs + fault.lastsMs, at);
    }
    return;
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
  if (!('station' in fault)) return;
  const station = stations[fault.station];
  if (station !== undefined) playAtStation(fault, station, stage, at);
}

type At = (sinceStartMs: number, run: () => void) => void;

/** Takes something away until then; the broker's clients notice. */
function cut<K extends string>(way: { [key in K]: number }, part: K, { broker }: Stage, untilMs: number, at: At): void {
  way[part] += 1;
  broker?.changed();
  at(untilMs, () => {
    way[part] -= 1;
    broker?.changed();
  });
}

type StationFault = Extract<Fault, { station: number }>;

function playAtStation(fault: StationFault, station: SimulatedStation, stage: Stage, at: At): void {
  const { line, lan, disk } = station;
  const until = 'lastsMs' in fault ? fault.atMs + fault.lastsMs : fault.atMs;
  switch (fault.kind) {
    case 'wanCut':
      return cut(line, 'cutAll', stage, until, at);
    case 'upCut':
      return cut(line, 'cutUp', stage, until, at);
    case 'downCut':
      return cut(line, 'cutDown', stage, until, at);
    case 'lanCut':
      return cut(lan, 'cutAll', stage, until, at);
    case 'lanUpCut':
      return cut(lan, 'cutUp', stage, until, at);
    case 'lanDownCut':
      return cut(lan, 'cutDown', stage, until, at);
    case 'alone':
      cut(line, 'cutAll', stage, until, at);
      return cut(lan, 'cutAll', stage, until, at);
    case 'hostDown':
      line.hostDown += 1;
      station.lanHost?.stop();
      return at(until, () => {
        line.hostDown -= 1;
        if (line.hostDown === 0) station.lanHost?.start();
      });
    case 'diskFull':
      disk.isFull += 1;
      return at(until, () => void (disk.isFull -= 1));
    case 'badLine':
    case 'badLan': {
      const { dropShare, duplicateShare, slowMs } = fault;
      const bad = { dropShare, duplicateShare, slowMs };
      const troubles = fault.kind === 'badLine' ? line.bad : lan.bad;
      troubles.push(bad);
      return at(until, () => {
        troubles.splice(troubles.indexOf(bad), 1);
        stage.broker?.changed();
      });
    }
    case 'clockJump':
      return jumpClock(fault, station, stage, at);
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

function jumpClock(fault: Extract<Fault, { kind: 'clockJump' }>, station: SimulatedStation, { time }: Stage, at: At): void {
  const jump = (byMs: number) => {
    station.clockOffMs += byMs;
    station.ports.clocks.calmFromMs = Math.max(station.ports.clocks.calmFromMs, time.nowMs() + clocksCalmDownMs);
  };
  jump(fault.byMs);
  at(fault.atMs + fault.lastsMs, () => jump(-fault.byMs));
}

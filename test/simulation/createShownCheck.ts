import type { Command } from '#shared/model/command/command.ts';
import { decideCommand } from '#shared/rules/decideCommand.ts';
import { createOverlayView } from '#shared/sync/overlayView.ts';
import type { StationStore } from '#shared/sync/stationStore.ts';
import { isSame } from './checkSimulation.ts';
import type { SimulatedStation } from './simulatedStation.ts';

/** One in so many changes is looked at. */
const changesPerCheck = 5;

/**
 * Where a station's copy is as new as the platform, it shows the platform's rows with what is pending decided on them: its own commands and
 * those heard of others, in one order. The order is worked out here apart from the engine, so it is not looked at while a clock of the
 * site has lately run back: then a command's place hangs on commands that this station may no longer have.
 */
export function createShownCheck(station: SimulatedStation, store: StationStore): () => void {
  const { central, time, clocks, onBug } = station.ports;
  let turn = 0;
  return () => {
    turn += 1;
    const { cursor, epoch } = store.status();
    if (turn % changesPerCheck !== 0 || cursor !== central.platform.headSeq() || epoch !== central.platform.epoch()) return;
    const foreign = store.foreignCommands();
    if (foreign.length > 0 && time.nowMs() < clocks.calmFromMs) return;
    const own = store.pendingCommands();
    station.lanCounts.shown += foreign.length;
    if (own.length > 0 && foreign.length > 0) station.lanCounts.merged += 1;
    const expected = createOverlayView(central.platform.view());
    for (const command of foreign.length === 0 ? own : inOneOrder([...own, ...foreign])) {
      const decided = decideCommand(expected.view, command);
      if (decided.ok) expected.write(decided.value.writes);
    }
    for (const { kind, id, row } of expected.written()) {
      if (isSame(store.view.get(kind, id), row ?? undefined)) continue;
      onBug(`${station.stationId} shows another ${kind} ${id}`, 'showsPlatformAndPending');
      return;
    }
  };
}

/** By time, then station, then outbox; each outbox by number. */
function inOneOrder(commands: readonly Command[]): Command[] {
  return commands.toSorted((a, b) => {
    if (a.outboxId === b.outboxId) return a.stationSeq - b.stationSeq;
    if (a.atMs !== b.atMs) return a.atMs - b.atMs;
    const one = `${a.stationId} ${a.outboxId}`;
    return one < `${b.stationId} ${b.outboxId}` ? -1 : 1;
  });
}

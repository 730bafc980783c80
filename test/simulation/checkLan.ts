import type { Violation } from './checkSimulation.ts';
import type { SimulatedBroker } from './simulatedBroker.ts';
import type { SimulatedCentral } from './simulatedCentral.ts';
import type { SimulatedStation } from './simulatedStation.ts';

/** So long after the last trouble between the stations everything told was heard; requests for what is missing go out far more often. */
const heardWithinMs = 90_000;

/**
 * What the stations owe each other: a station that does not reach the platform, with a quiet LAN for a while, shows what the others have
 * recorded and the platform does not have, unless its own copy holds it. A claim that the platform refused has no effect to show: the
 * station that brought it there knows, before the one that recorded it.
 */
export function checkLan(
  central: SimulatedCentral,
  stations: readonly SimulatedStation[],
  broker: SimulatedBroker | null,
  nowMs: number,
): Violation[] {
  const areAllOpen = stations.every((station) => station.openForMs() >= heardWithinMs && station.line.hostDown === 0);
  if (broker === null || !areAllOpen || nowMs - broker.calmSinceMs() < heardWithinMs) return [];
  const violations: Violation[] = [];
  const loggedAt = new Map<string, number>();
  for (const { command, result } of central.platform.log()) loggedAt.set(command.id, result.outcome === 'refused' ? 0 : result.siteSeq);
  for (const listener of stations) {
    const store = listener.store();
    if (store === null || store.status().linkFault === null || store.status().epoch !== central.platform.epoch()) continue;
    const heard = new Set<string>(store.foreignCommands().map((command) => command.id));
    const { cursor } = store.status();
    for (const teller of stations) {
      if (teller === listener) continue;
      const missed = teller
        .store()
        ?.pendingCommands()
        .find((command) => (teller.beeped.get(command.id)?.atMs ?? nowMs) < nowMs - heardWithinMs && !heard.has(command.id));
      if (missed === undefined || (loggedAt.get(missed.id) ?? Number.POSITIVE_INFINITY) <= cursor) continue;
      violations.push({
        rule: 'toldIsHeard',
        detail: `${listener.stationId} has not heard ${missed.kind} ${missed.id} of ${teller.stationId}`,
      });
    }
  }
  return violations;
}

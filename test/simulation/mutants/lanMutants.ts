import type { Tampering } from '#test/simulation/simulatedStation.ts';
import type { Mutant } from './mutants.ts';

const relayedOn = new WeakMap<object, Set<string>>();

/** What another station brought is applied once more when its own station sends it. */
const relayTwice: NonNullable<Tampering['link']> = (inner, { stationId, central }) => {
  const relayed = relayedOn.get(central) ?? new Set<string>();
  relayedOn.set(central, relayed);
  return {
    ...inner,
    async push(request) {
      const response = await inner.push(request);
      for (const command of request.commands) {
        if (command.stationId !== stationId) relayed.add(command.id);
        else if (relayed.delete(command.id)) central.platform.applyUnchecked(command);
      }
      return response;
    },
  };
};

/** Planted bugs of the stations among themselves. */
export const lanMutants: readonly Mutant[] = [
  { name: 'relayTwice: a command that another station brought counts again when its own sends it', tampering: { link: relayTwice } },
];

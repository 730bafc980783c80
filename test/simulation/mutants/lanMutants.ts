import type { Command } from '#shared/model/command/command.ts';
import type { PlatformLink } from '#shared/ports/platformLink.ts';
import type { HeardCommands, StationGossip } from '#shared/ports/stationGossip.ts';
import type { Tampering } from '#test/simulation/simulatedStation.ts';
import type { Mutant } from './mutants.ts';

const relayedOn = new WeakMap<object, Set<string>>();

/** What another station brought is applied once more when its own station sends it. */
const relayTwice: NonNullable<Tampering['link']> = (inner, { stationId, central }) => {
  const relayed = relayedOn.get(central) ?? new Set<string>();
  relayedOn.set(central, relayed);
  const sent = (commands: readonly Command[]) => {
    for (const command of commands) {
      if (command.stationId !== stationId) relayed.add(command.id);
      else if (relayed.delete(command.id)) central.platform.applyUnchecked(command);
    }
  };
  return {
    ...inner,
    async push(request) {
      const response = await inner.push(request);
      sent(request.commands);
      return response;
    },
    async relay(request) {
      const response = await inner.relay(request);
      if (response?.status === 'taken') sent(request.commands);
      return response;
    },
  };
};

function neverAsk(inner: StationGossip): StationGossip {
  return { ...inner, askCatchUp: () => Promise.resolve() };
}

/** A request names an outbox of which nothing is here as known up to number 0, which no other station understands. */
function askForZero(inner: StationGossip): StationGossip {
  return {
    ...inner,
    askCatchUp: ({ known }) =>
      inner.askCatchUp({ known: [...known, { outboxId: 'an-outbox' as (typeof known)[0]['outboxId'], throughSeq: 0 }] }),
  };
}

/** What was heard once counts as known for ever, although the platform that had it went back to a backup. */
function hearOnce(inner: StationGossip): StationGossip {
  const known = new Set<string>();
  return {
    ...inner,
    onCommands: (use) =>
      inner.onCommands((heard) => {
        const fresh = heard.commands.filter(({ id }) => !known.has(id));
        for (const { id } of fresh) known.add(id);
        if (fresh.length > 0) use({ ...heard, commands: fresh });
      }),
  };
}

function mapHeard(inner: StationGossip, map: (heard: HeardCommands) => HeardCommands): StationGossip {
  return { ...inner, onCommands: (use) => inner.onCommands((heard) => use(map(heard))) };
}

/** What is heard later counts as later, whatever its time says. */
function orderOfArrival(inner: StationGossip): StationGossip {
  let newestMs = 0;
  const later = (command: Command): Command => {
    newestMs = Math.max(newestMs, command.atMs);
    return { ...command, atMs: newestMs };
  };
  return mapHeard(inner, (heard) => ({ ...heard, commands: heard.commands.map(later) }));
}

/** What is missing is taken for something nobody keeps any more. */
function skipGaps(inner: StationGossip): StationGossip {
  return mapHeard(inner, (heard) => ({ ...heard, firstKeptSeq: heard.commands[0]?.stationSeq ?? null }));
}

/** Nothing is learnt of what the rows hold of other stations. */
function forgetCover(inner: PlatformLink): PlatformLink {
  return {
    ...inner,
    changes: async (afterSeq, limit) => ({ ...(await inner.changes(afterSeq, limit)), outboxes: [] }),
    snapshot: async () => ({ ...(await inner.snapshot()), outboxes: [] }),
  };
}

/** Planted bugs of the stations among themselves. */
export const lanMutants: readonly Mutant[] = [
  { name: 'relayTwice: a command that another station brought counts again when its own sends it', tampering: { link: relayTwice } },
  { name: 'neverAsked: what was missed on the LAN is not asked for', tampering: { gossip: neverAsk }, seenAt: 11 },
  { name: 'zeroAsked: a request for what is missing is one nobody understands', tampering: { gossip: askForZero } },
  {
    name: 'heardOnce: what a restored platform lost of other stations is not taken from them again',
    tampering: { gossip: hearOnce },
    // Only a platform that went back while somebody could not send shows it.
    day: { faultKinds: ['platformRestore', 'platformRestore', 'upCut', 'upCut', 'downCut'] },
  },
  { name: 'leaseByArrival: of two claims the one heard first wins', tampering: { gossip: orderOfArrival }, seenAt: 11 },
  { name: 'gapSkipped: missing commands of another station are passed over', tampering: { gossip: skipGaps }, seenAt: 47 },
  { name: 'foreignNeverDropped: what the rows hold of others stays on top of them', tampering: { link: forgetCover }, seenAt: 13 },
];

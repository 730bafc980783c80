import type { StationId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';
import type { CommandJournal } from '#shared/ports/commandJournal.ts';
import { lanAsk } from '#shared/wire/lan/lanMessages.ts';
import type { HeardCommands, StationGossip } from '#shared/ports/stationGossip.ts';

type Letter = { readonly to: StationId; readonly heard: HeardCommands };
type Member = { readonly journal: CommandJournal; readonly users: Set<(heard: HeardCommands) => void>; readonly reach: Set<() => void> };

/** The stations of a site that hear each other through memory; nothing arrives before the test says so. */
export function createFakeLan() {
  const members = new Map<StationId, Member>();
  let letters: Letter[] = [];
  let isCut = false;
  const send = (from: StationId, to: StationId | null, heard: HeardCommands) => {
    if (isCut) return;
    for (const other of members.keys()) if (other !== from && (to === null || to === other)) letters.push({ to: other, heard });
  };
  const byOutbox = (commands: readonly Command[]) => {
    const lists = new Map<Command['outboxId'], Command[]>();
    for (const command of commands) lists.set(command.outboxId, [...(lists.get(command.outboxId) ?? []), command]);
    return lists;
  };
  return {
    /** The gossip of one station, which answers the others from its journal. */
    join(stationId: StationId, journal: CommandJournal): StationGossip {
      const member: Member = { journal, users: new Set(), reach: new Set() };
      members.set(stationId, member);
      return {
        async publish(commands) {
          for (const [outboxId, list] of byOutbox(commands))
            send(stationId, null, { stationId, outboxId, commands: list, firstKeptSeq: null });
        },
        onCommands(use) {
          member.users.add(use);
          return () => member.users.delete(use);
        },
        onReachable(use) {
          member.reach.add(use);
          return () => member.reach.delete(use);
        },
        async askCatchUp({ known }) {
          lanAsk.parse({ v: 1, stationId, known });
          const through = new Map(known.map((head) => [head.outboxId, head.throughSeq]));
          for (const [other, { journal: theirs }] of members) {
            if (other === stationId || isCut) continue;
            for (const [outboxId, list] of byOutbox(await theirs.read(null))) {
              const missing = list.filter((command) => command.stationSeq > (through.get(outboxId) ?? 0));
              if (missing.length > 0)
                send(other, stationId, { stationId: other, outboxId, commands: missing, firstKeptSeq: list[0]!.stationSeq });
            }
          }
        },
      };
    },
    cut: () => void (isCut = true),
    /** Heals the net and tells everybody that the others are in reach again. */
    heal() {
      isCut = false;
      for (const { reach } of members.values()) for (const use of reach) use();
    },
    letters: () => letters.length,
    /** Takes a letter out and hands it on, loses it, or hands it on and keeps it to come again. */
    deliver(index: number, fate: 'arrives' | 'lost' | 'doubled' = 'arrives') {
      const letter = letters[index];
      if (!letter) return;
      if (fate !== 'doubled') letters = letters.filter((_, at) => at !== index);
      if (fate !== 'lost') for (const use of members.get(letter.to)!.users) use(letter.heard);
    },
    deliverAll() {
      while (letters.length > 0) this.deliver(0);
    },
  };
}

export type FakeLan = ReturnType<typeof createFakeLan>;

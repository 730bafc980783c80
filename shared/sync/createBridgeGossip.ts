import type { Command } from '#shared/model/command/command.ts';
import { pause, type Scheduler } from '#shared/ports/scheduler.ts';
import type { HeardCommands, StationGossip } from '#shared/ports/stationGossip.ts';
import type { LanAsk, LanCommands } from '#shared/wire/lan/lanMessages.ts';
import { backoffMs } from './syncLoop.ts';

/** The part of the bridge's client that gossip uses; a client of lanContract is one. */
export type BridgeLanClient = {
  publish(request: { commands: Command[] }): Promise<{ isSent: boolean }>;
  askCatchUp(request: { known: LanAsk['known'] }): Promise<{ isSent: boolean }>;
  heard(request: { afterNo: number | null }): Promise<AsyncIterator<LanEventLike, unknown, void>>;
};
type LanEventLike =
  | { readonly kind: 'commands'; readonly no: number; readonly heard: LanCommands }
  | { readonly kind: 'reachable'; readonly no: number };

/** Most commands handed to the host at once. */
const maxPerPublish = 500;
const heardBackoff = { backoffFirstMs: 500, backoffMostMs: 15_000 };

/** The other stations as reached through the host. The stream is taken up again where it broke, until nobody listens any more. */
export function createBridgeGossip(client: BridgeLanClient, scheduler: Scheduler): StationGossip {
  const users = new Set<(heard: HeardCommands) => void>();
  const reachUsers = new Set<() => void>();
  let stopFollowing: (() => void) | null = null;
  const hear = (event: LanEventLike) => {
    if (event.kind === 'reachable') for (const use of reachUsers) use();
    else for (const use of users) use(event.heard);
  };
  const listen = <T>(set: Set<T>, use: T) => {
    set.add(use);
    stopFollowing ??= followHeard(client, scheduler, hear);
    return () => {
      set.delete(use);
      if (users.size > 0 || reachUsers.size > 0) return;
      stopFollowing?.();
      stopFollowing = null;
    };
  };
  return {
    async publish(commands) {
      for (let from = 0; from < commands.length; from += maxPerPublish)
        await client.publish({ commands: commands.slice(from, from + maxPerPublish) });
    },
    onCommands: (use) => listen(users, use),
    onReachable: (use) => listen(reachUsers, use),
    async askCatchUp({ known }) {
      await client.askCatchUp({ known: [...known] });
    },
  };
}

function followHeard(client: BridgeLanClient, scheduler: Scheduler, use: (event: LanEventLike) => void): () => void {
  let isStopped = false;
  let stream: AsyncIterator<LanEventLike, unknown, void> | null = null;
  let lastNo: number | null = null;
  const follow = async () => {
    for (let failures = 1; !isStopped; failures += 1) {
      try {
        stream = await client.heard({ afterNo: lastNo });
        for (let next = await stream.next(); !next.done && !isStopped; next = await stream.next()) {
          failures = 0;
          lastNo = Math.max(lastNo ?? 0, next.value.no);
          use(next.value);
        }
      } catch {
        // The host is away: the wait below, then again.
      }
      if (!isStopped) await pause(scheduler, backoffMs(Math.max(1, failures), heardBackoff, null));
    }
    await stream?.return?.();
  };
  follow().catch(() => undefined);
  return () => {
    isStopped = true;
    stream?.return?.()?.catch(() => undefined);
  };
}

import type { Command } from '#shared/model/command/command.ts';
import type { HeardCommands, StationGossip } from '#shared/ports/stationGossip.ts';
import { createForeignInbox, maxForeignOutboxes, type ForeignInbox } from './foreignInbox.ts';
import type { OvertakenClaim } from './pendingCommands.ts';
import { addRefused } from './refusedClaims.ts';
import { showForeign } from './showForeign.ts';
import type { StoreCore } from './storeCore.ts';

/** What this station and the others of its site tell each other. */
export type LanCooperation = {
  /** Commands that are durable here: the others are told, without being waited for. */
  publish(commands: readonly Command[]): void;
  /** A round is over: what was held back for commands that the platform has given now may be ready. */
  roundIsOver(): void;
  close(): void;
};

/** Commands recorded while the host was away that it is told when it is back; of more the newest, the rest is in its journal by then. */
const maxUnpublished = 500;

/** Follows the gossip of a site; does nothing where there is none. `onForeign` is told when commands of others were taken. */
export function startLanCooperation(core: StoreCore, gossip: StationGossip | null, onForeign: () => void): LanCooperation {
  if (!gossip) return { publish() {}, roundIsOver() {}, close() {} };
  const inboxNow = createInboxOfEpoch(core, () => ask());
  const { scheduler } = core.options;
  let cancelAsk: () => void = () => {};
  let asksInVain = 0;
  let isClosed = false;

  const ask = () => {
    const others = inboxNow()
      .known(core.position.covered ?? {})
      .filter(({ outboxId }) => outboxId !== core.outboxId);
    const own = { outboxId: core.outboxId, throughSeq: core.nextStationSeq - 1 };
    // An outbox of which nothing is here is not named: the wire knows no number 0.
    const known = [own, ...others].filter(({ throughSeq }) => throughSeq > 0);
    gossip.askCatchUp({ known: known.slice(0, maxForeignOutboxes) }).catch(() => undefined);
  };
  /** Asks on a timer while something is missing or the platform is away: a lost last message has no follower that shows it. */
  const planAsk = () => {
    cancelAsk();
    if (isClosed) return;
    const { catchUpSoonMs, catchUpEveryMs } = core.limits;
    // What nobody has now may come back with its station: asked for less and less often.
    const waitMs = inboxNow().hasGaps() ? Math.min(catchUpEveryMs, catchUpSoonMs * 2 ** Math.min(asksInVain, 10)) : catchUpEveryMs;
    cancelAsk = scheduler.after(waitMs, () => {
      if (inboxNow().hasGaps()) asksInVain += 1;
      if (inboxNow().hasGaps() || core.board.get().linkFault !== null) ask();
      planAsk();
    });
  };
  const take = async (commands: readonly Command[]) => {
    if (commands.length === 0) return;
    asksInVain = 0;
    const overtaken = core.pending.addForeign(commands, core.options.clock.nowMs());
    showForeign(core);
    core.bus.tell(overtaken.change);
    onForeign();
    await tellOvertaken(core, overtaken.overtaken);
  };
  const hear = async (heard: HeardCommands) => {
    // Another outbox of our own station is that of a second browser, or ours from before the store was wiped.
    if (isClosed || heard.outboxId === core.outboxId) return;
    const foreign = core.pending.merged().length - core.pending.list().length;
    const commands = heard.commands
      .filter(({ outboxId, stationId }) => outboxId === heard.outboxId && stationId === heard.stationId)
      .slice(0, Math.max(0, core.limits.foreignPending - foreign));
    const hadGaps = inboxNow().hasGaps();
    const taken = inboxNow().take({ ...heard, commands }, core.position.covered?.[heard.outboxId] ?? 0);
    await take(taken.commands);
    if (taken.hasGap && !hadGaps) planAsk();
  };
  const inQueue = (job: () => Promise<void>) => void core.queue.run(job).catch((error: unknown) => core.options.onBug?.(error));
  const stopHearing = gossip.onCommands((heard) => inQueue(() => hear(heard)));
  const publisher = createPublisher(gossip);
  const stopReach = gossip.onReachable(() => {
    ask();
    publisher.again();
  });
  ask();
  planAsk();
  return {
    publish: publisher.publish,
    roundIsOver: () => inQueue(() => take(inboxNow().advance(core.position.covered ?? {}))),
    close() {
      isClosed = true;
      cancelAsk();
      stopHearing();
      stopReach();
    },
  };
}

/** The inbox, begun again when our copy is of another epoch than before: the platform may lack what it held then. */
function createInboxOfEpoch(core: StoreCore, onRestart: () => void): () => ForeignInbox {
  const inbox = createForeignInbox();
  let { epoch } = core.position;
  return () => {
    if (core.position.epoch === epoch) return inbox;
    const hadCopy = epoch !== null;
    ({ epoch } = core.position);
    if (!hadCopy) return inbox;
    const foreign = core.pending.merged().filter(({ isForeign }) => isForeign);
    inbox.restart(foreign.map(({ entry }) => entry.command.id));
    onRestart();
    return inbox;
  };
}

/** Tells the others; what the host did not take is kept for when it is back. */
function createPublisher(gossip: StationGossip): { publish(commands: readonly Command[]): void; again(): void } {
  let unpublished: readonly Command[] = [];
  const publish = (commands: readonly Command[]) => {
    gossip.publish(commands).catch(() => {
      unpublished = [...unpublished, ...commands].slice(-maxUnpublished);
    });
  };
  return {
    publish,
    again() {
      const left = unpublished;
      unpublished = [];
      if (left.length > 0) publish(left);
    },
  };
}

/** Claims of ours that an earlier one of another station has overtaken: said now, not when the platform is back. */
async function tellOvertaken(core: StoreCore, overtaken: readonly OvertakenClaim[]): Promise<void> {
  const news = overtaken.filter(({ command }) => !core.overtaken.has(command.id));
  if (news.length === 0) return;
  const atMs = core.options.clock.nowMs();
  for (const { command } of news) core.overtaken.add(command.id);
  await addRefused(
    core,
    news.map(({ command, refusal }) => ({ command, refusal, atMs })),
  );
}

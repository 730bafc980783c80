import type { OutboxId, StationId } from '#shared/base/ids.ts';
import type { Command } from '#shared/model/command/command.ts';

/** Commands of one outbox as another station of the site tells them, in the order of their numbers. */
export type HeardCommands = {
  readonly stationId: StationId;
  readonly outboxId: OutboxId;
  readonly commands: readonly Command[];
  /** Answers to a catch-up request: the lowest number the other still has. What lies before it, nobody asks for again. Null for news. */
  readonly firstKeptSeq: number | null;
};

/** Asks the others for what we lack: everything of each outbox after the number given, and outboxes not named from their start. */
export type CatchUpAsk = { readonly known: readonly { readonly outboxId: OutboxId; readonly throughSeq: number }[] };

/**
 * The stations of a site among themselves, without the platform. Messages may be lost, doubled and come in any order:
 * the numbers of an outbox say what is missing.
 */
export type StationGossip = {
  /** Tells the others. Best effort: rejects only when the host is away; who missed it asks later. */
  publish(commands: readonly Command[]): Promise<void>;
  /** What the others tell; returns the unsubscribe. */
  onCommands(use: (heard: HeardCommands) => void): () => void;
  /** Runs `use` whenever the others have (again) come into reach: time to ask them what was missed. */
  onReachable(use: () => void): () => void;
  /** Asks all others; what they answer comes through onCommands. */
  askCatchUp(ask: CatchUpAsk): Promise<void>;
};

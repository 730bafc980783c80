import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { command } from '#shared/model/command/command.ts';
import { recordKinds, type RecordKind } from '#shared/model/records.ts';
import { refusalCodes } from '#shared/rules/decision.ts';

/** Raised when a message's meaning changes; compared in the handshake. */
export const syncProtocolVersion = 1;
/** Most commands in one push. */
export const maxCommandsPerPush = 500;
/** Most rows in one page of changes. */
export const maxRowsPerPage = 2000;

export const recordKind = z.enum(recordKinds as [RecordKind, ...RecordKind[]]);

/** A row as it crosses the wire: `row` null is a tombstone. `siteSeq` is where it changed last. */
export const changedRow = z.object({
  kind: recordKind,
  id: z.string().min(1).max(200),
  siteSeq: z.number().int().positive(),
  row: z.unknown().nullable(),
});
export type ChangedRow = z.infer<typeof changedRow>;

export const pushRequest = z.object({
  protocolVersion: z.number().int(),
  outboxId: idSchema<'outbox'>(),
  commands: z.array(command).min(1).max(maxCommandsPerPush),
});
export type PushRequest = z.infer<typeof pushRequest>;

/** What became of one command. Facts are applied or applied with a discrepancy, never refused. */
export const commandResult = z.object({
  commandId: idSchema<'command'>(),
  stationSeq: z.number().int().positive(),
  outcome: z.enum(['applied', 'discrepancy', 'refused']),
  /** The site sequence at which it took effect. */
  siteSeq: z.number().int().positive(),
  refusal: z.object({ code: z.enum(refusalCodes), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
});
export type CommandResult = z.infer<typeof commandResult>;

/** Answer to a push. On a gap nothing is applied and `expectedSeq` says where to resend from. */
export const pushResponse = z.discriminatedUnion('status', [
  z.object({ status: z.literal('taken'), epoch: z.string(), headSeq: z.number().int(), results: z.array(commandResult) }),
  z.object({ status: z.literal('gap'), epoch: z.string(), expectedSeq: z.number().int().positive() }),
  /** Another outbox wrote the same number with another command: this station was copied. */
  z.object({ status: z.literal('clone'), epoch: z.string(), atSeq: z.number().int().positive() }),
]);
export type PushResponse = z.infer<typeof pushResponse>;

/**
 * Commands of several outboxes of one site in the order in which they are to be decided: what stations did together while the platform was
 * away. The commands of each outbox are dense.
 */
export const relayRequest = z.object({
  protocolVersion: z.number().int(),
  commands: z.array(command).min(1).max(maxCommandsPerPush),
});
export type RelayRequest = z.infer<typeof relayRequest>;

/** An outbox whose commands cannot be taken: `gap`, the platform expects number `atSeq`; `clone`, another copy of its station used `atSeq`. */
export const heldOutbox = z.object({
  outboxId: idSchema<'outbox'>(),
  reason: z.enum(['gap', 'clone']),
  atSeq: z.number().int().positive(),
});
export type HeldOutbox = z.infer<typeof heldOutbox>;

/** Answer to a relay: all commands are taken, each answered in the order of asking, or none because of some outboxes. */
export const relayResponse = z.discriminatedUnion('status', [
  z.object({ status: z.literal('taken'), epoch: z.string(), headSeq: z.number().int(), results: z.array(commandResult) }),
  z.object({ status: z.literal('held'), epoch: z.string(), outboxes: z.array(heldOutbox).min(1) }),
]);
export type RelayResponse = z.infer<typeof relayResponse>;

/** How far the commands of one outbox are in what was pulled: everything through this number has taken effect or was refused. */
export const outboxHead = z.object({ outboxId: idSchema<'outbox'>(), throughSeq: z.number().int().positive() });
export type OutboxHead = z.infer<typeof outboxHead>;

/**
 * One page of changes in commit order; ask again from `cursor` while `hasMore`. `outboxes` are the outboxes that moved between
 * the asked sequence and `cursor`: which commands of other stations the rows hold by now.
 */
export const changesResponse = z.object({
  epoch: z.string(),
  rows: z.array(changedRow),
  cursor: z.number().int(),
  headSeq: z.number().int(),
  hasMore: z.boolean(),
  outboxes: z.array(outboxHead).optional(),
});
export type ChangesResponse = z.infer<typeof changesResponse>;

/** The pages of a snapshot, each named by the SHA-256 of its uncompressed text, and the sequence they stand for; `outboxes` are all outboxes of the site as of then. */
export const snapshotManifest = z.object({
  epoch: z.string(),
  siteSeq: z.number().int(),
  outboxes: z.array(outboxHead).optional(),
  pages: z.array(z.object({ kind: recordKind, hash: z.string().length(64), rows: z.number().int(), bytes: z.number().int() })),
});
export type SnapshotManifest = z.infer<typeof snapshotManifest>;

/** Content of one snapshot page: JSON text of an array of rows of the page's kind. */
export const snapshotPage = z.object({ hash: z.string().length(64), rowsJson: z.string() });
export type SnapshotPage = z.infer<typeof snapshotPage>;

import { z } from 'zod';
import { command } from '#shared/model/command/command.ts';
import { takeOutWords } from '#shared/model/command/freeText.ts';
import { refusalCodes } from '#shared/rules/decision.ts';
import type { RecordStorage } from '#shared/ports/recordStorage.ts';
import type { RefusedClaim } from './stationStore.ts';
import type { StoreCore } from './storeCore.ts';

const noteName = 'sync.refused';
const storedClaims = z.array(
  z.object({
    command,
    refusal: z.object({ code: z.enum(refusalCodes), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
    atMs: z.number(),
  }),
);

/** Keeps refused claims, also over a restart, until a person has seen them. Written before the claims leave the outbox. */
export async function addRefused(core: StoreCore, claims: readonly RefusedClaim[]): Promise<void> {
  const there = core.board.get().refused;
  const ids = new Set(there.map((claim) => claim.command.id));
  const fresh = claims.filter((claim) => !ids.has(claim.command.id));
  if (fresh.length > 0) await setRefused(core, [...there, ...fresh].slice(-core.limits.refusedClaims));
}

/** A person has seen it. */
export async function removeRefused(core: StoreCore, commandId: string): Promise<void> {
  const there = core.board.get().refused;
  const left = there.filter((claim) => claim.command.id !== commandId);
  if (left.length < there.length) await setRefused(core, left);
}

/** What was kept; a note that cannot be read counts as empty: the list is for people, the platform has the truth. */
export async function readRefused(storage: RecordStorage): Promise<readonly RefusedClaim[]> {
  const parsed = storedClaims.safeParse(await storage.readNote(noteName));
  return parsed.success ? parsed.data : [];
}

async function setRefused(core: StoreCore, refused: readonly RefusedClaim[]): Promise<void> {
  // What people wrote in a claim is shown while it is in memory; a note lies open on the disk.
  const kept = refused.map((claim) => ({ ...claim, command: takeOutWords(claim.command).command }));
  await core.options.storage.writeNote(noteName, kept);
  core.board.set({ refused });
}

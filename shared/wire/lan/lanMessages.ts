import { z } from 'zod';
import { idSchema } from '#shared/base/ids.ts';
import { command } from '#shared/model/command/command.ts';
import { outboxHead } from '#shared/wire/platform/syncMessages.ts';

/** Largest message between stations, bytes; a larger one is dropped unread. */
export const maxLanBytes = 256 * 1024;
/** Most commands in one message. */
export const maxCommandsPerLanMessage = 100;
/** Most outboxes named in one catch-up request. */
export const maxLanOutboxes = 500;

/** Where a station tells what it has recorded (QoS 1, not retained). */
export function lanCommandsTopic(siteId: string, stationId: string): string {
  return `halfhour/v1/${siteId}/commands/${stationId}`;
}

/** Where a station asks all others for what it lacks (QoS 1). */
export function lanAskTopic(siteId: string): string {
  return `halfhour/v1/${siteId}/catchup/ask`;
}

/** Where the others answer one station (QoS 1). */
export function lanAnswerTopic(siteId: string, stationId: string): string {
  return `halfhour/v1/${siteId}/catchup/answer/${stationId}`;
}

/** Commands of one outbox of the sending station, in the order of their numbers. `firstKeptSeq`: in answers, the lowest it still has. */
export const lanCommands = z.object({
  v: z.literal(1),
  stationId: idSchema<'station'>(),
  outboxId: idSchema<'outbox'>(),
  commands: z.array(command).min(1).max(maxCommandsPerLanMessage),
  firstKeptSeq: z.number().int().positive().nullable(),
});
export type LanCommands = z.infer<typeof lanCommands>;

/** What the asking station has of each outbox; it lacks everything after these numbers and all outboxes not named. */
export const lanAsk = z.object({ v: z.literal(1), stationId: idSchema<'station'>(), known: z.array(outboxHead).max(maxLanOutboxes) });
export type LanAsk = z.infer<typeof lanAsk>;

/** A message as its schema says, or null: too large, not JSON, of another version or of another shape. Commands must be the sender's own. */
export function parseLanMessage<T>(schema: z.ZodType<T>, text: string, bytes: number): T | null {
  if (bytes > maxLanBytes) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? parsed.data : null;
}

/** Whether all commands of a message are of the outbox and station it names. */
export function isOfOneOutbox(message: LanCommands): boolean {
  return message.commands.every(({ stationId, outboxId }) => stationId === message.stationId && outboxId === message.outboxId);
}

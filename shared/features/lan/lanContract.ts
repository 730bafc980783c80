import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { command } from '#shared/model/command/command.ts';
import { lanCommands, maxLanOutboxes } from '#shared/wire/lan/lanMessages.ts';
import { outboxHead } from '#shared/wire/platform/syncMessages.ts';

/** Most commands given to `publish` at once. */
export const maxCommandsPerPublish = 500;

/** What comes from the other stations. `no` grows, over restarts of the host too: a reader that comes back names the last it had. */
export const lanEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('commands'), no: z.number().int(), heard: lanCommands }),
  /** The others are (again) in reach: time to ask what was missed. */
  z.object({ kind: z.literal('reachable'), no: z.number().int() }),
]);
export type LanEvent = z.infer<typeof lanEvent>;

const isSent = z.object({ isSent: z.boolean() });

/** The other stations of the site, over the site's broker. Best effort: what is missed is asked for. */
export const lanContract = {
  /** Tells the others; `isSent` false while the broker is away. */
  publish: oc.input(z.object({ commands: z.array(command).min(1).max(maxCommandsPerPublish) })).output(isSent),
  askCatchUp: oc.input(z.object({ known: z.array(outboxHead).max(maxLanOutboxes) })).output(isSent),
  /** What the others tell from now on; with `afterNo` also what was missed since, as far as it is still here. */
  heard: oc.input(z.object({ afterNo: z.number().int().nullable() })).output(eventIterator(lanEvent)),
  /** Counters for the sync screen. */
  state: oc.output(z.object({ isUp: z.boolean(), malformed: z.number().int(), unsent: z.number().int() })),
};

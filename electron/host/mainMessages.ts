import { z } from 'zod';

/** From the main process to the host process. `port` comes with a message port for a window. */
export const toHostMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), argv: z.array(z.string().max(2000)).max(200), dataFolder: z.string(), hasKeychain: z.boolean() }),
  z.object({ kind: z.literal('port') }),
  z.object({ kind: z.literal('secret'), requestNo: z.number().int(), text: z.string().nullable() }),
  z.object({ kind: z.literal('stop') }),
]);
export type ToHostMessage = z.infer<typeof toHostMessage>;

/** From the host process to the main process. `secret` null in the answer: the keychain did not do it. */
export const toMainMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started') }),
  z.object({ kind: z.literal('failed'), sentence: z.string() }),
  z.object({ kind: z.literal('secret'), requestNo: z.number().int(), task: z.enum(['seal', 'unseal']), text: z.string() }),
]);
export type ToMainMessage = z.infer<typeof toMainMessage>;

import { z } from 'zod';

/** Version of the contract; a message of another major is dropped. */
export const sorterVersion = '1.0.0';
/** Largest message, bytes. */
export const maxSorterBytes = 64 * 1024;

const word = z.string().min(1).max(80);
const header = {
  headerId: z.number().int().nonnegative(),
  timestamp: z.iso.datetime(),
  version: z.string().regex(/^1\.\d+\.\d+$/),
};

/** Sorter to station: alive or not. Retained, QoS 1, and the last will says CONNECTION_BROKEN. */
export const sorterConnection = z.object({ ...header, connectionState: z.enum(['ONLINE', 'OFFLINE', 'CONNECTION_BROKEN']) });

/** Sorter to station: belts and chutes, on every change and at least every 10 s. */
export const sorterState = z.object({
  ...header,
  isRunning: z.boolean(),
  chutes: z
    .array(z.object({ chuteId: word, status: z.enum(['open', 'full', 'jam', 'closed']), items: z.number().int().nonnegative() }))
    .max(500),
});

/** Sorter to station: a parcel has passed the scanner. The same scanId again is the same pass. No codes: it could not be read. */
export const sorterScan = z.object({ ...header, scanId: word, inductionId: word, codes: z.array(z.string().max(200)).max(10) });

/** Station to sorter: where the parcel goes. The same commandId again is the same command; after `expiresAt` it is void and the sorter does what it does by default. */
export const sortCommand = z.object({
  ...header,
  commandId: word,
  scanId: word,
  chuteId: word,
  reason: z.enum(['trip', 'noRead', 'unknown', 'orderEnded', 'noChute', 'chuteFull', 'jam', 'recirculate', 'tooManyRounds', 'ambiguous']),
  expiresAt: z.iso.datetime(),
});

/** Sorter to station: the command was taken, or why not. */
export const sortAck = z.object({
  ...header,
  commandId: word,
  isTaken: z.boolean(),
  reason: z.enum(['taken', 'tooLate', 'unknownScan', 'unknownChute']),
});

/** Sorter to station: what became of the parcel; said again until acknowledged. */
export const sortResult = z.object({
  ...header,
  scanId: word,
  commandId: word.nullable(),
  codes: z.array(z.string().max(200)).max(10),
  outcome: z.enum(['diverted', 'recirculated', 'rejected', 'lost']),
  chuteId: word.nullable(),
});

/** Station to sorter: the result is kept, it need not be said again. */
export const resultAck = z.object({ ...header, scanId: word });

/** All messages by their topic's last part. */
export const sorterForms = {
  connection: sorterConnection,
  state: sorterState,
  scan: sorterScan,
  sortCommand,
  sortAck,
  sortResult,
  resultAck,
} as const;
export type SorterTopic = keyof typeof sorterForms;
export type SorterMessage<T extends SorterTopic> = z.infer<(typeof sorterForms)[T]>;

/** `wcs/v1/{site}/{sorter}/{topic}` */
export function toSorterTopic(siteId: string, sorterId: string, topic: SorterTopic): string {
  return `wcs/v1/${siteId}/${sorterId}/${topic}`;
}

/** Reads a message of a topic; null where it is too large or not what it should be. */
export function readSorterMessage<T extends SorterTopic>(topic: T, text: string, bytes: number): SorterMessage<T> | null {
  if (bytes > maxSorterBytes) return null;
  try {
    const parsed = sorterForms[topic].safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as SorterMessage<T>) : null;
  } catch {
    return null;
  }
}

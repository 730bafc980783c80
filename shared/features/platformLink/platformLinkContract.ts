import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import {
  changesResponse,
  maxRowsPerPage,
  pushRequest,
  pushResponse,
  snapshotManifest,
  snapshotPage,
} from '#shared/wire/platform/syncMessages.ts';
import { command } from '#shared/model/command/command.ts';

const linkErrors = {
  OFFLINE: { message: 'The platform cannot be reached.' },
  TIMEOUT: { message: 'The platform did not answer in time.' },
  UNAUTHORIZED: { message: 'The platform does not accept this station.' },
  VERSION_TOO_OLD: { message: 'The platform asks for a newer version.' },
  BAD_ANSWER: { message: 'The platform answered something unexpected.' },
} as const;

const journalErrors = {
  JOURNAL_FULL: { message: 'The journal of the host is full.' },
  DISK_FAULT: { message: 'The disk of the host did not take it.' },
} as const;

/** The page's way to the platform: the host holds the station's key and relays. Also the host's journal of commands. */
export const platformLinkContract = {
  push: oc.errors(linkErrors).input(pushRequest).output(pushResponse),
  changes: oc
    .errors(linkErrors)
    .input(z.object({ afterSeq: z.number().int().nonnegative(), limit: z.number().int().min(1).max(maxRowsPerPage) }))
    .output(changesResponse),
  snapshot: oc.errors(linkErrors).output(snapshotManifest),
  snapshotPage: oc
    .errors(linkErrors)
    .input(z.object({ hash: z.string().length(64) }))
    .output(snapshotPage),
  /** Newest site sequence at each announcement (MQTT, else poll). */
  news: oc.output(eventIterator(z.object({ headSeq: z.number().int() }))),
  /** Appends commands to the host's journal; answered after fsync. */
  appendJournal: oc
    .errors(journalErrors)
    .input(z.object({ commands: z.array(command).max(100) }))
    .output(z.object({ journalled: z.number().int() })),
  /** How many commands the journal holds for all outboxes: those not acknowledged, and the newest acknowledged ones. */
  journalSize: oc.output(z.object({ commands: z.number().int() })),
  /** Commands the journal still holds for an outbox (not yet acknowledged by the platform). */
  readJournal: oc.input(z.object({ outboxId: z.string().nullable() })).output(z.object({ commands: z.array(command) })),
  pruneJournal: oc.input(z.object({ outboxId: z.string(), throughSeq: z.number().int() })).output(z.object({ left: z.number().int() })),
};

import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import {
  changesResponse,
  maxRowsPerPage,
  pushRequest,
  pushResponse,
  relayRequest,
  relayResponse,
  snapshotManifest,
  snapshotPage,
} from '#shared/wire/platform/syncMessages.ts';
import { labourReport } from '#shared/wire/platform/labourReport.ts';
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
  JOURNAL_TAKEN: { message: 'Another window or browser writes this journal now.' },
} as const;

/** The page's way to the platform: the host holds the station's key and relays. Also the host's journal of commands. */
export const platformLinkContract = {
  push: oc.errors(linkErrors).input(pushRequest).output(pushResponse),
  /** Null: the platform is older than that. */
  relay: oc.errors(linkErrors).input(relayRequest).output(relayResponse.nullable()),
  changes: oc
    .errors(linkErrors)
    .input(z.object({ afterSeq: z.number().int().nonnegative(), limit: z.number().int().min(1).max(maxRowsPerPage) }))
    .output(changesResponse),
  /** Figures of work of the operator who asks; a supervisor's are the team's. */
  labour: oc
    .errors(linkErrors)
    .input(z.object({ fromMs: z.number().int(), toMs: z.number().int(), askedBy: z.string().max(200) }))
    .output(labourReport),
  snapshot: oc.errors(linkErrors).output(snapshotManifest),
  snapshotPage: oc
    .errors(linkErrors)
    .input(z.object({ hash: z.string().length(64) }))
    .output(snapshotPage),
  /** Newest site sequence at each announcement (MQTT, else poll). */
  news: oc.output(eventIterator(z.object({ headSeq: z.number().int() }))),
  /** Makes the caller the writer of an outbox: its number goes with what it appends, and lower numbers are refused from now on. */
  openJournal: oc
    .errors(journalErrors)
    .input(z.object({ outboxId: z.string().max(200) }))
    .output(z.object({ writerNo: z.number().int(), commands: z.array(command) })),
  /** Appends commands to the host's journal; answered after fsync. Without a writer's number nobody is refused. */
  appendJournal: oc
    .errors(journalErrors)
    .input(z.object({ commands: z.array(command).max(100), writerNo: z.number().int().optional() }))
    .output(z.object({ journalled: z.number().int() })),
  /** How many commands the journal holds for all outboxes: those not acknowledged, and the newest acknowledged ones. */
  journalSize: oc.output(z.object({ commands: z.number().int() })),
  /** Commands the journal still holds for an outbox (not yet acknowledged by the platform). */
  readJournal: oc
    .errors(journalErrors)
    .input(z.object({ outboxId: z.string().nullable() }))
    .output(z.object({ commands: z.array(command) })),
  /** The commands of an outbox from this number on never happened: the store's disk did not take them. */
  withdrawJournal: oc
    .errors(journalErrors)
    .input(z.object({ outboxId: z.string(), fromSeq: z.number().int().positive(), writerNo: z.number().int().optional() }))
    .output(z.object({ left: z.number().int() })),
  pruneJournal: oc
    .errors(journalErrors)
    .input(z.object({ outboxId: z.string(), throughSeq: z.number().int() }))
    .output(z.object({ left: z.number().int() })),
};

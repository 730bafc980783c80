import type { Command } from '#shared/model/command/command.ts';
import type { CommandResult } from '#shared/wire/platform/syncMessages.ts';
import { toJsonText } from '#platform/db/database.ts';

export type RecordRow = { readonly kind: string; readonly id: string; readonly seq: number; readonly body: unknown };
export type MoveRow = {
  readonly siteSeq: number;
  readonly commandId: string;
  readonly entryNo: number;
  readonly atMs: number;
  readonly skuId: string;
  readonly lotId: string | null;
  readonly quantity: number;
  readonly from: unknown;
  readonly to: unknown;
};
/** A command with what became of it. */
export type TakenCommand = {
  readonly siteSeq: number;
  readonly command: Command;
  readonly outcome: CommandResult['outcome'];
  readonly refusal: CommandResult['refusal'];
};

/** Everything one or several writers change together, each row as JSON text. They start where the site stands at `startSeq` of `epoch`. */
export type SiteRows = {
  readonly epoch: string;
  readonly startSeq: number;
  readonly headSeq: number;
  readonly log: readonly string[];
  readonly moves: readonly string[];
  /** The last state of each record touched, by `kind/id`. */
  readonly records: ReadonlyMap<string, string>;
  readonly outcomes: ReadonlyArray<{ readonly kind: Command['kind']; readonly outcome: CommandResult['outcome'] }>;
  /** False when text had to be changed for the database to keep it: what memory holds is then not what the database holds. */
  readonly areKeptAsGiven: boolean;
};

type Given = {
  readonly epoch: string;
  readonly startSeq: number;
  readonly headSeq: number;
  readonly receivedAtMs: number;
  readonly log: readonly TakenCommand[];
  readonly moves: readonly MoveRow[];
  readonly records: readonly RecordRow[];
};

/** Puts what was decided in the form the database takes. */
export function createSiteRows(given: Given): SiteRows {
  let areKeptAsGiven = true;
  const toText = (row: unknown): string => {
    const text = JSON.stringify(row);
    const storable = toJsonText(row, text);
    if (storable !== text) areKeptAsGiven = false;
    return storable;
  };
  const { epoch, startSeq, headSeq, receivedAtMs } = given;
  const log = given.log.map(({ siteSeq, command, outcome, refusal }) => {
    const { id: commandId, stationId, outboxId, stationSeq, kind } = command;
    return toText({ siteSeq, commandId, stationId, outboxId, stationSeq, kind, outcome, refusal, body: command, receivedAtMs });
  });
  const moves = given.moves.map(toText);
  const records = new Map<string, string>();
  for (const row of given.records) records.set(`${row.kind}/${row.id}`, toText(row));
  const outcomes = given.log.map(({ command: { kind }, outcome }) => ({ kind, outcome }));
  return { epoch, startSeq, headSeq, log, moves, records, outcomes, areKeptAsGiven };
}

/** Two writers' rows as one; `later` started where `earlier` ended. */
export function joinSiteRows(earlier: SiteRows, later: SiteRows): SiteRows {
  return {
    epoch: earlier.epoch,
    startSeq: earlier.startSeq,
    headSeq: later.headSeq,
    log: [...earlier.log, ...later.log],
    moves: [...earlier.moves, ...later.moves],
    records: new Map([...earlier.records, ...later.records]),
    outcomes: [...earlier.outcomes, ...later.outcomes],
    areKeptAsGiven: earlier.areKeptAsGiven && later.areKeptAsGiven,
  };
}

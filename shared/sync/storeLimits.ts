/** Every limit of the store in one place. */
export type StoreLimits = {
  /** Triggers remembered, so that a scan delivered twice is one commit. */
  readonly triggers: number;
  /** Refused claims kept for a person to see; the oldest go first. */
  readonly refusedClaims: number;
  /** Between a commit and the sync round it asks for, milliseconds. */
  readonly commitDebounceMs: number;
  /** Between two rounds when nothing else asks, milliseconds. */
  readonly pollMs: number;
  /** First and longest wait after a failed round, milliseconds. */
  readonly backoffFirstMs: number;
  readonly backoffMostMs: number;
  /** Push-and-pull turns in one round; what is left waits for the next. */
  readonly turnsPerRound: number;
  /** Pages of changes gathered before they are put in place together. */
  readonly pagesPerPull: number;
  /** Pulled rows written in the transaction that also moves the cursor; the others are written before it. */
  readonly rowsPerFinalWrite: number;
  /** Snapshot pages fetched at a time. */
  readonly pagesInFlight: number;
  /** Acknowledged commands left in the journal for a platform that is restored from a backup. */
  readonly journalKept: number;
  /** Overlay rows at which pages are folded. */
  readonly overlayRows: number;
  /** Rows in a folded page. */
  readonly rowsPerStoredPage: number;
  /** Longest wait for the journal when the store opens, milliseconds. */
  readonly journalWaitMs: number;
  /** Longest a commit waits for the journal beside the disk, and longest one append may take before it is tried again, milliseconds. */
  readonly journalBeepMs: number;
  readonly journalCallMs: number;
  /** Commands of other stations shown before the platform has given them; more are left to it. */
  readonly foreignPending: number;
  /** After hearing a command of another station that the platform does not show, we bring it there ourselves, milliseconds. */
  readonly relayAfterMs: number;
  /** Between two requests to the other stations: while something is missing, and while only the platform is away, milliseconds. */
  readonly catchUpSoonMs: number;
  readonly catchUpEveryMs: number;
};

export const defaultStoreLimits: StoreLimits = {
  triggers: 1_000,
  refusedClaims: 200,
  commitDebounceMs: 50,
  pollMs: 30_000,
  backoffFirstMs: 500,
  backoffMostMs: 30_000,
  turnsPerRound: 20,
  pagesPerPull: 25,
  rowsPerFinalWrite: 200,
  pagesInFlight: 4,
  journalKept: 2_000,
  overlayRows: 4_000,
  rowsPerStoredPage: 2_000,
  journalWaitMs: 2_000,
  journalBeepMs: 250,
  journalCallMs: 10_000,
  foreignPending: 50_000,
  relayAfterMs: 5_000,
  catchUpSoonMs: 500,
  catchUpEveryMs: 10_000,
};

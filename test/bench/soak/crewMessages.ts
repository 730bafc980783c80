/** One station of a crew. `shareNo` says which orders are its own: those whose number of the day leaves that rest when divided by the share count. */
export type CrewStation = { readonly name: string; readonly folder: string; readonly oneTimeCode: string; readonly shareNo: number };

/** What a crew's process is told to do; each call is answered once. */
export type CrewCall =
  | {
      readonly kind: 'open';
      readonly httpPort: number;
      readonly mqttPort: number;
      readonly badgeCode: string;
      readonly seed: number;
      readonly stations: readonly CrewStation[];
    }
  | { readonly kind: 'awaitTasks'; readonly tasks: number }
  | { readonly kind: 'work'; readonly seconds: number; readonly scansPerSecond: number; readonly shares: number }
  | { readonly kind: 'drain'; readonly timeoutSeconds: number }
  | { readonly kind: 'report' }
  | { readonly kind: 'close' };

/** What one station did and shows at the end. */
export type StationReport = {
  readonly name: string;
  readonly scans: number;
  readonly bounces: number;
  readonly undelivered: number;
  /** Ids of every command that was durable before its sound. */
  readonly beeped: readonly string[];
  /** From the scanner's bytes to the durable commit, milliseconds. */
  readonly latenciesMs: readonly number[];
  readonly refused: readonly string[];
  /** Faults shown to the person: of the line, storage, journal, or a bug. */
  readonly faults: readonly string[];
  readonly pending: number;
  /** Fingerprint of the rows held, by kind. */
  readonly prints: Readonly<Record<string, string>>;
};

export type CrewAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'drained'; readonly pending: number }
  | { readonly kind: 'reported'; readonly stations: readonly StationReport[] }
  | { readonly kind: 'failed'; readonly message: string };

/** Kinds of records compared between stations and platform. */
export const comparedKinds = ['order', 'task', 'stock', 'tote', 'discrepancy'] as const;

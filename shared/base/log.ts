/** What happened, for the person who looks after the machine: one word or phrase, and fields. Never personal data, never keys. */
export type Log = {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void;
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
};

/** Keeps silent: tests, tools. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

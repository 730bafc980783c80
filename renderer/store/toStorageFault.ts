import { StorageFault } from '#shared/ports/recordStorage.ts';

const kinds: Readonly<Record<string, StorageFault['kind']>> = {
  QuotaExceededError: 'quota',
  TimeoutError: 'timeout',
  VersionError: 'versionTooOld',
  DatabaseClosedError: 'closed',
  InvalidStateError: 'closed',
  TransactionInactiveError: 'closed',
  AbortError: 'closed',
  OpenFailedError: 'closed',
  MissingAPIError: 'notAllowed',
  SecurityError: 'notAllowed',
  DataError: 'corrupt',
  NotReadableError: 'corrupt',
  NotFoundError: 'corrupt',
  UpgradeError: 'corrupt',
  SchemaError: 'corrupt',
};

/** Names what the browser's database reports. Dexie wraps causes, so the innermost known one counts (a full disk aborts and closes). */
export function toStorageFault(error: unknown): StorageFault {
  if (error instanceof StorageFault) return error;
  let kind: StorageFault['kind'] = 'unknown';
  let cause: unknown = error;
  for (let depth = 0; depth < 6 && typeof cause === 'object' && cause !== null; depth += 1) {
    const { name, inner } = cause as { name?: unknown; inner?: unknown };
    const known = typeof name === 'string' ? kinds[name] : undefined;
    if (known && kind !== 'quota') kind = known;
    cause = inner;
  }
  return new StorageFault(kind, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}

import type { Log } from '#shared/base/log.ts';
import type { PlatformOptions } from '#platform/server/startPlatform.ts';

/** The house's log as the platform's server uses one (fields first). */
export function toPlatformLog(log: Log): PlatformOptions['log'] {
  const to =
    (write: Log['info']) =>
    (first: unknown, second?: unknown): void => {
      if (typeof first === 'string') write(first);
      else write(typeof second === 'string' ? second : 'platform', describe(first));
    };
  return { info: to(log.info), warn: to(log.warn), error: to(log.error) } as PlatformOptions['log'];
}

/** A log on standard error, one line an event, from a level on. */
export function createConsoleLog(level: 'silent' | 'warn' | 'info'): Log {
  const write =
    (name: string, isWanted: boolean): Log['info'] =>
    (event, fields = {}) => {
      if (isWanted) process.stderr.write(`${name} ${event}${Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`}\n`);
    };
  const isLoud = level !== 'silent';
  return { debug: () => {}, info: write('info', level === 'info'), warn: write('warn', isLoud), error: write('error', isLoud) };
}

function describe(fields: unknown): Record<string, unknown> {
  if (typeof fields !== 'object' || fields === null) return { detail: fields };
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field instanceof Error ? (field.stack ?? field.message) : field]),
  );
}

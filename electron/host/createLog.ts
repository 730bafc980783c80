import { destination, pino } from 'pino';
import type { Log } from '#shared/base/log.ts';

/** A log of JSON lines on standard error. `level`: debug, info, warn or error. */
export function createLog(level: 'debug' | 'info' | 'warn' | 'error' = 'info'): Log {
  const lines = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination({ fd: 2, sync: true }));
  return {
    debug: (event, fields) => lines.debug(fields ?? {}, event),
    info: (event, fields) => lines.info(fields ?? {}, event),
    warn: (event, fields) => lines.warn(fields ?? {}, event),
    error: (event, fields) => lines.error(fields ?? {}, event),
  };
}

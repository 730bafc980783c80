import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const line = z.object({ key: z.string(), result: z.unknown() });

/**
 * Results of a long bench, one JSON line each, so that it can be run in parts: what `file` holds under a key is not measured again. Without a
 * file everything is measured. Keys name the part and its options; results must survive JSON.
 */
export function openResults(file: string | null): <T>(key: string, measure: () => T | Promise<T>) => Promise<T> {
  const known = new Map<string, unknown>();
  if (file !== null && existsSync(file))
    for (const text of readFileSync(file, 'utf8').split('\n')) {
      const read = parseLine(text);
      if (read !== null) known.set(read.key, read.result);
    }
  return async <T>(key: string, measure: () => T | Promise<T>): Promise<T> => {
    if (known.has(key)) return known.get(key) as T;
    const result = await measure();
    if (file !== null) appendFileSync(file, `${JSON.stringify({ key, result })}\n`);
    return result;
  };
}

/** A line cut short by the end of its process is measured again. */
function parseLine(text: string): z.infer<typeof line> | null {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

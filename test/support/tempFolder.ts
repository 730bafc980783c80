import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type TempFolder = {
  readonly path: string;
  /** Deletes the folder and all in it. */
  remove(): void;
  [Symbol.dispose](): void;
};

/** A new empty folder of its own for a test; `remove` (or `using`) gives it back. */
export function tempFolder(prefix = 'halfhour-test-'): TempFolder {
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return { path: folder, remove, [Symbol.dispose]: remove };
}

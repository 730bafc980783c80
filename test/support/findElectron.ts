import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Path of Electron's program as its package would start it, or null where only the package was installed without its download. */
export function findElectron(): string | null {
  const require = createRequire(import.meta.url);
  try {
    const folder = path.dirname(require.resolve('electron/package.json'));
    const program = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}
